"""What an organiser sees of rounds: totals and what is late. Reads the store, changes nothing.

Never an answer, never by group, never who of the raters is missing (decision 15).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey import naming
from survey.questionnaire.model import Questionnaire
from survey.rounds import campaign
from survey.rounds.campaign import Counts, Next, Rules, Total
from survey.store import accounts, invitations, lists, participations, people, rounds, versions
from survey.store.database import Tx
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
            found.append(Late("not_chosen", tuple(sorted(names["open"], key=naming.order))))
        if names["waiting"]:
            found.append(Late("not_approved", tuple(sorted(names["waiting"], key=naming.order))))
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
        found.append(
            Participant(
                one,
                known[one.person],
                coaches[one.coach].name if one.coach in coaches else "",
                raters=sum(n for group, n in _on_list(here).items() if group != own),
                removable=all(state == "listed" for _group, state in here),
            )
        )
    return sorted(found, key=lambda each: (naming.order(each.person.name), each.participation.id))


@dataclass(frozen=True)
class Outlook:
    """What opening the round would do, and what somebody should look at before."""

    participants: int
    raters: int
    """Who would be invited at once."""
    without_address: tuple[str, ...]
    """Managers whom no mail reaches."""
    too_few: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    """(manager, ((group's place in the questionnaire, raters listed), …)): below the minimum."""
    overloaded: tuple[tuple[str, int], ...]
    """(rater, forms): more than the round's cap, most first."""


def outlook(tx: Tx, round_: Round) -> Outlook:
    """Before a round opens: who is listed, who has too much to do, whom no mail reaches."""
    asked = versions.get(tx, round_.version)
    rules = Rules.from_json(rounds.rules(tx, round_.id))
    taking_part = participations.of_round(tx, round_.id)
    known = people.named(tx, {one.person for one in taking_part})
    settled = [one for one in taking_part if one.listing == "settled"]
    counts = invitations.counts_of(tx, [one.id for one in settled])
    listed = {one.id: _on_list(counts.get(one.id, {})) for one in settled}
    leaving = (
        n
        for here in counts.values()
        for (group, state), n in here.items()
        if state == "listed" and group != asked.self_group.id
    )
    return Outlook(
        participants=len(taking_part),
        raters=sum(leaving),
        without_address=tuple(
            sorted(known[one.person].name for one in taking_part if not known[one.person].email)
        ),
        too_few=tuple(
            sorted(
                (known[one.person].name, lacking)
                for one in settled
                if (lacking := _too_few(asked, rules, listed[one.id]))
            )
        ),
        overloaded=_overloaded(tx, round_.id, rules.cap),
    )


def _on_list(counts: Counts) -> Counter[str]:
    """Names on a list by group, as the list shows them."""
    found: Counter[str] = Counter()
    for (group, state), n in counts.items():
        found[group] += n if state not in ("removed", "off_list") else 0
    return found


def _too_few(
    asked: Questionnaire, rules: Rules, listed: Counter[str]
) -> tuple[tuple[int, int], ...]:
    return tuple(
        (place, listed[group.id])
        for place, group in enumerate(asked.instrument.groups)
        if group.kind != "self" and listed[group.id] < rules.wanted(group).minimum
    )


def _overloaded(tx: Tx, round_: str, cap: int) -> tuple[tuple[str, int], ...]:
    """On whose lists somebody stands says nothing of what they answered."""
    above = {person: n for person, n in lists.requests(tx, round_).items() if n > cap}
    names = people.named(tx, above)
    found = [(names[person].name, n) for person, n in above.items()]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0])))
