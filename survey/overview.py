"""What an organiser sees of rounds: totals and what is late. Reads the store, changes nothing.

Never an answer, never by group, never who of the raters is missing (decision 15).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey import campaign
from survey.campaign import Next, Rules, Total
from survey.questionnaire.model import Questionnaire
from survey.store import accounts, invitations, participations, people, rounds, versions
from survey.store.database import Tx
from survey.store.invitations import Invitation
from survey.store.participations import Participation
from survey.store.people import Person
from survey.store.rounds import Round


@dataclass(frozen=True)
class Late:
    """Something of a round that should have happened. `names`: of managers, never of raters."""

    kind: Literal["not_opened", "not_closed", "not_chosen", "not_approved"]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A round on the board."""

    round: Round
    rules: Rules
    participants: int
    total: Total
    next: Next | None
    late: tuple[Late, ...]


def board(tx: Tx, organisation: str, day: date) -> list[Row]:
    """All rounds of an organisation, newest first; practice rounds are no rounds."""
    found = rounds.of_organisation(tx, organisation)
    return [row(tx, one, day) for one in found if not one.practice]


def practice_rounds(tx: Tx, organisation: str) -> list[Round]:
    return [one for one in rounds.of_organisation(tx, organisation) if one.practice]


def row(tx: Tx, round_: Round, day: date) -> Row:
    rules = Rules.from_json(rounds.rules(tx, round_.id))
    taking_part = participations.of_round(tx, round_.id)
    counts = invitations.counts_of(tx, [one.id for one in taking_part])
    own = versions.get(tx, round_.version).self_group.id
    return Row(
        round_,
        rules,
        participants=len(taking_part),
        total=campaign.total(counts.values(), own),
        next=campaign.next_of(round_, rules, day),
        late=_late(tx, round_, taking_part, day),
    )


def _late(
    tx: Tx, round_: Round, taking_part: Sequence[Participation], day: date
) -> tuple[Late, ...]:
    found = []
    if round_.state == "scheduled" and round_.opened_on < day:
        found.append(Late("not_opened"))
    if round_.state == "open":
        if round_.closes_on and round_.closes_on < day:
            found.append(Late("not_closed"))
        known = people.named(tx, [one.person for one in taking_part])
        names: dict[str, list[str]] = {"open": [], "waiting": [], "settled": []}
        for one in taking_part:
            names[one.listing].append(known[one.person].name)
        if names["open"]:
            found.append(Late("not_chosen", tuple(sorted(names["open"]))))
        if names["waiting"]:
            found.append(Late("not_approved", tuple(sorted(names["waiting"]))))
    return tuple(found)


@dataclass(frozen=True)
class Participant:
    """Somebody who is assessed in a round, as the admin sees it."""

    participation: Participation
    person: Person
    coach: str
    """The coach's name; may be empty."""
    raters: int
    """How many are on the list or were asked: the admin may know the list, not who answered."""
    removable: bool
    """Nobody was invited about this person yet."""


def participants(tx: Tx, round_: Round) -> list[Participant]:
    """By name."""
    taking_part = participations.of_round(tx, round_.id)
    known = people.named(tx, [one.person for one in taking_part])
    coaches = accounts.named(tx, [one.coach for one in taking_part if one.coach])
    counts = invitations.counts_of(tx, [one.id for one in taking_part])
    own = versions.get(tx, round_.version).self_group.id
    found = []
    for one in taking_part:
        here = counts.get(one.id, {})
        there = {key: n for key, n in here.items() if key[1] != "removed"}
        found.append(
            Participant(
                one,
                known[one.person],
                coaches[one.coach].name if one.coach in coaches else "",
                raters=sum(n for (group, _state), n in there.items() if group != own),
                removable=all(state == "listed" for _group, state in here),
            )
        )
    return sorted(found, key=lambda each: (each.person.name.casefold(), each.participation.id))


@dataclass(frozen=True)
class Outlook:
    """What opening the round would do, and what somebody should look at before."""

    participants: int
    raters: int
    """Who would be invited at once."""
    without_address: tuple[str, ...]
    """Managers whom no mail reaches."""
    too_few: tuple[tuple[str, int, int], ...]
    """(manager, group's place in the questionnaire, raters listed): below the round's minimum."""
    overloaded: tuple[tuple[str, int], ...]
    """(rater, forms): more than the round's cap, most first."""


def outlook(tx: Tx, round_: Round) -> Outlook:
    """Before a round opens: who is listed, who has too much to do, whom no mail reaches."""
    asked = versions.get(tx, round_.version)
    rules = Rules.from_json(rounds.rules(tx, round_.id))
    taking_part = participations.of_round(tx, round_.id)
    everybody = invitations.of_round(tx, round_.id)
    raters = [one for one in everybody if one.group != asked.self_group.id]
    known = people.named(tx, {one.person for one in taking_part} | {one.person for one in raters})
    settled = [one for one in taking_part if one.listing == "settled"]
    ids = {one.id for one in settled}
    return Outlook(
        participants=len(taking_part),
        raters=sum(one.participation in ids and one.state == "listed" for one in raters),
        without_address=tuple(
            sorted(known[one.person].name for one in taking_part if not known[one.person].email)
        ),
        too_few=tuple(
            (known[one.person].name, place, listed)
            for one in settled
            for place, listed in _too_few(asked, rules, one, raters)
        ),
        overloaded=_overloaded(raters, rules.cap, {p: one.name for p, one in known.items()}),
    )


def _too_few(
    asked: Questionnaire, rules: Rules, one: Participation, raters: Sequence[Invitation]
) -> list[tuple[int, int]]:
    listed = Counter(r.group for r in raters if r.participation == one.id and r.state != "removed")
    return [
        (place, listed[group.id])
        for place, group in enumerate(asked.instrument.groups)
        if group.kind != "self" and listed[group.id] < rules.wanted(group).minimum
    ]


def _overloaded(
    raters: Sequence[Invitation], cap: int, names: dict[str, str]
) -> tuple[tuple[str, int], ...]:
    """The list of whom somebody is asked about says nothing of who answered."""
    load = Counter(one.person for one in raters if one.state != "removed" and not one.slip)
    above = [(names[person], forms) for person, forms in load.items() if forms > cap]
    return tuple(sorted(above, key=lambda each: (-each[1], each[0])))
