"""A coach's week: who is ready, who is stuck, whose report is to be talked over."""

from dataclasses import dataclass
from datetime import date, timedelta

from survey import naming
from survey.rounds import campaign
from survey.store import invitations, participations, people, releases, rounds, versions
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.store.rounds import Round

_SOON = timedelta(days=5)
"""So near to the end, few answers are a reason to do something."""


@dataclass(frozen=True)
class Week:
    """Names, with the organisation's round in brackets."""

    ready: tuple[str, ...]
    stuck: tuple[str, ...]
    to_debrief: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.ready or self.stuck or self.to_debrief)


def of_coach(tx: Tx, account: str, today: date, organisation: str | None = None) -> Week:
    """What waits for this coach, in one organisation or in all."""
    found: dict[str, list[str]] = {"ready": [], "stuck": [], "to_debrief": []}
    for one in participations.of_coach(tx, account):
        round_ = rounds.get(tx, one.round)
        if round_.practice or organisation not in (None, round_.organisation):
            continue
        matter = _matter(tx, one, today)
        if matter:
            found[matter].append(f"{people.get(tx, one.person).name} ({round_.title})")
    return Week(*(tuple(sorted(names, key=naming.order)) for names in found.values()))


def _matter(tx: Tx, participation: Participation, today: date) -> str | None:
    round_ = rounds.get(tx, participation.round)
    release = releases.in_force(tx, [participation.id]).get(participation.id)
    if release is not None and release.state == "released":
        return None if participation.opened else "to_debrief"
    if round_.state == "closed":
        return "ready"
    if round_.state != "open":
        return None
    if participation.listing == "waiting":
        return "stuck"
    is_near = round_.closes_on is not None and round_.closes_on - today <= _SOON
    return "stuck" if is_near and _has_few(tx, participation, round_) else None


def _has_few(tx: Tx, participation: Participation, round_: Round) -> bool:
    """By the total that the coach sees anyway: it tells nothing of whoever was taken off."""
    counts = invitations.counts_of(tx, [participation.id]).values()
    total = campaign.total(counts, versions.get(tx, round_.version).self_group.id)
    return 2 * total.answered < total.invited
