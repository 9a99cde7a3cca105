"""Everything that the store holds for one person's report, read at one moment. Loads no pandas."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.questionnaire.model import Questionnaire
from survey.store import invitations, participations, people, responses, rounds, versions
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.store.people import Person
from survey.store.responses import Response
from survey.store.rounds import Round


@dataclass(frozen=True)
class Part:
    """One person in one round: what was asked and what came back."""

    round: Round
    role: str
    responses: tuple[Response, ...]
    invited: Mapping[str, int]


@dataclass(frozen=True)
class Gathered:
    """One person's round, with the one before it if the two can be compared."""

    person: Person
    questionnaire: Questionnaire
    now: Part
    before: Part | None


def gather(tx: Tx, participation: str) -> Gathered:
    """Raises NotFound."""
    this = participations.get(tx, participation)
    now = _part(tx, this)
    return Gathered(
        person=people.get(tx, this.person),
        questionnaire=versions.get(tx, now.round.version),
        now=now,
        before=_comparable(tx, this, now.round),
    )


def _comparable(tx: Tx, this: Participation, now: Round) -> Part | None:
    """The round before, if it asked exactly the same: other words would be other numbers."""
    for earlier in reversed(participations.earlier(tx, this.id)):
        part = _part(tx, earlier)
        if (part.round.version, part.round.form) == (now.version, now.form):
            return part
    return None


def _part(tx: Tx, participation: Participation) -> Part:
    return Part(
        round=rounds.get(tx, participation.round),
        role=participation.role,
        responses=tuple(responses.of(tx, [participation.id])),
        invited=invitations.counts(tx, participation.id),
    )
