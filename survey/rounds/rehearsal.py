"""A practice copy of a round: invented people, invented answers, a real report of them.

Nobody is written to: the addresses lead nowhere, nothing goes into the outbox, and the round is
closed from its first moment, so that no timetable touches it.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from survey import links
from survey.answers import answering
from survey.answers.draft import NOT_OBSERVED, Answer, Changes, Draft
from survey.errors import NotNow
from survey.questionnaire.asked import asked_of, of_group
from survey.questionnaire.model import Item, OpenQuestion, Questionnaire, RaterGroup
from survey.questionnaire.types.question_type import Audience
from survey.rounds import programme
from survey.rounds.campaign import RoundDraft
from survey.rounds.participants import note
from survey.store import (
    invitations,
    participations,
    people,
    reports,
    responses,
    rounds,
    versions,
)
from survey.store.database import Database, Tx
from survey.store.ids import new_id

NAMES = (
    "Mara Linde", "Jonas Feld", "Aiko Berg", "Tomasz Wiese", "Leila Brandt", "Noah Sommer",
    "Ines Acker", "Pavel Stern", "Ruth Winter", "Omar Talbach", "Greta Holm", "Luis Ufer",
)  # fmt: skip
DOMAIN = "example.invalid"  # a name that no mail server ever has
_FEWEST = 1
_UNSEEN = 0.04
_SPREAD = 0.7


@dataclass(frozen=True)
class Words:
    """What is put in words, in the language of whoever rehearses."""

    title: str
    mark: str
    """Stands behind the manager's name, and so in the foot of every page of the report."""
    role: str
    comments: Sequence[str]


@dataclass(frozen=True)
class Rehearsal:
    round: str
    report: str
    """Asked for: hand it to the queue."""


def rehearse(
    db: Database, round_: str, words: Words, account: str | None = None, seed: int | None = None
) -> Rehearsal:
    """One invented manager with as many raters as the round recommends. The same `seed` invents
    the same answers. Raises NotNow: of a practice round."""
    chance = random.Random(seed)  # noqa: S311 - invented answers are no secret
    with db.write() as tx:
        found = rounds.get(tx, round_)
        if found.practice:
            raise NotNow("This is a practice round already")
        draft = programme.settings_of(tx, round_)
        asked = versions.get(tx, found.version)
        made = _round(tx, found.organisation, asked, draft, words.title)
        manager = _person(tx, draft, 0, f" ({words.mark})")
        participation = participations.add(tx, manager, made, words.role)
        levels = _levels(asked, chance)
        play = _Play(tx, participation, asked, draft, words.comments, chance, levels)
        play.answer_all(manager)
        note(tx, "round.rehearsed", round_, found.organisation, account)
        return Rehearsal(made, reports.ask(tx, participation))


def throw_away(tx: Tx, round_: str) -> None:
    """Nothing of a practice round is left. Raises NotNow: of a real one."""
    if not rounds.get(tx, round_).practice:
        raise NotNow("Only a practice round can be thrown away")
    rounds.erase_practice(tx, round_)


def report_of(tx: Tx, round_: str) -> reports.Report | None:
    """The report on the invented manager."""
    found = [r for one in participations.of_round(tx, round_) for r in reports.of(tx, one.id)]
    return found[0] if found and rounds.get(tx, round_).practice else None


def _round(
    tx: Tx, organisation: str | None, asked: Questionnaire, draft: RoundDraft, title: str
) -> str:
    closes_on: date | None = draft.closes_on
    return rounds.add(
        tx,
        title[:200],
        version=asked.version,
        form=draft.form,
        threshold=draft.threshold,
        opened_on=draft.opens_on,
        closes_on=closes_on,
        organisation=organisation,
        state="closed",
        practice=True,
        rules=draft.rules.to_json(),
    )


def _person(tx: Tx, draft: RoundDraft, place: int, mark: str = "") -> str:
    """Belongs to no organisation, so that no list of real people ever shows an invented one."""
    name = NAMES[place % len(NAMES)] + mark
    language = draft.rules.languages[0] if draft.rules.languages else "en"
    return people.add(tx, name, f"practice-{place}-{new_id()[:8]}@{DOMAIN}", language)


@dataclass(frozen=True)
class _Play:
    """One invented manager's round, as it is filled."""

    tx: Tx
    participation: str
    asked: Questionnaire
    draft: RoundDraft
    comments: Sequence[str]
    chance: random.Random
    levels: Mapping[str, float]
    """Where the manager stands in each statement, from 0 to 1."""

    def answer_all(self, manager: str) -> None:
        self.respond(manager, self.asked.self_group)
        place = 1
        for group in self.asked.instrument.groups:
            if group.kind == "self":
                continue
            for _ in range(max(self.draft.rules.wanted(group).recommended, _FEWEST)):
                self.respond(_person(self.tx, self.draft, place), group)
                place += 1

    def respond(self, rater: str, group: RaterGroup) -> None:
        """By the path of a real answer: checked, then stored under the hash of a receipt."""
        invitations.add(
            self.tx,
            new_id(),
            participation=self.participation,
            group=group.id,
            person=rater,
            secret_hash=links.hash_of(new_id()),
            state="done",
        )
        audience: Audience = "self" if group.kind == "self" else "other"
        form = self.draft.form
        sheet = self.fill(group.id, form, audience)
        responses.add(
            self.tx,
            links.receipt_hash(links.receipt()),
            subject=self.participation,
            group=group.id,
            version=self.asked.version,
            answers=answering.entries(self.asked, form, sheet, group.id),
            picks=answering.picks(self.asked, form, sheet, group.id),
            comments=dict(sheet.texts),
            fast=False,
        )

    def fill(self, group: str, form: str, audience: Audience) -> Draft:
        """All that a rater of this group is asked, answered by chance."""
        every = of_group(self.asked, form, group)
        answers = {item.id: self.answer(item, audience) for item in every.every_item}
        picks = {one.id: self.pick(one) for one in every.chosen}
        said = {q: text for q, text in self.words(audience).items() if q in every.ids}
        changes = Changes(answers, said, picks=picks)
        given = answering.check(self.asked, form, changes, audience, group=group)
        sheet = Draft().with_(given)
        return answering.as_asked(asked_of(self.asked, form, group, sheet.given), sheet)

    def pick(self, question: OpenQuestion) -> tuple[str, ...]:
        chosen = self.chance.sample(question.options, question.pick)
        return tuple(one.id for one in question.options if one in chosen)

    def answer(self, item: Item, audience: Audience) -> Answer:
        if audience == "other" and self.chance.random() < _UNSEEN:
            return NOT_OBSERVED
        scale = self.asked.instrument.scale
        level = 1 - self.levels[item.id] if item.reverse else self.levels[item.id]
        value = scale.min + level * (scale.max - scale.min) + self.chance.gauss(0, _SPREAD)
        return min(max(round(value), scale.min), scale.max)

    def words(self, audience: Audience) -> dict[str, str]:
        if audience == "self" or not self.comments:
            return {}
        questions = answering.worded(self.asked)
        return {question.id: self.chance.choice(self.comments) for question in questions}


def _levels(asked: Questionnaire, chance: random.Random) -> dict[str, float]:
    """Some skills strong and some not, and their statements near them."""
    return {
        item.id: min(max(level + chance.uniform(-0.12, 0.12), 0.0), 1.0)
        for skill in asked.skills
        for level in [chance.uniform(0.45, 0.85)]
        for item in skill.items
    }
