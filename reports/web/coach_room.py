"""The blueprint of the coach's pages, and what stands at the head of each page on one client."""

from dataclasses import dataclass

from flask import Blueprint

from survey.anonymity import releasing
from survey.anonymity.releasing import Standing
from survey.errors import NotFound
from survey.questionnaire.model import Questionnaire
from survey.rounds import campaign
from survey.rounds.campaign import Total
from survey.store import accounts, invitations, organisations, people, versions
from survey.store.accounts import Account
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.store.people import Person
from survey.store.rounds import Round
from survey.web.house import house
from survey.web.visit import account, visit

bp = Blueprint("coach", __name__, url_prefix="/coach", template_folder="templates")


@dataclass(frozen=True)
class Head:
    """One client, as all of its pages need it."""

    participation: Participation
    person: Person
    round: Round
    organisation: str
    asked: Questionnaire
    total: Total
    standing: Standing
    released_by: Account | None

    @property
    def first_name(self) -> str:
        return self.person.name.split()[0] if self.person.name.split() else self.person.name


def head(tx: Tx) -> Head:
    """Of the participation in the address, which `visit` has let this coach see."""
    participation, round_ = here()
    asked = versions.get(tx, round_.version)
    counts = invitations.counts_of(tx, [participation.id]).get(participation.id, {})
    standing = releasing.state_of(tx, participation.id)
    by = standing.release.account if standing.release else None
    return Head(
        participation=participation,
        person=people.get(tx, participation.person),
        round=round_,
        organisation=_name_of(tx, round_),
        asked=asked,
        total=campaign.total([counts], asked.self_group.id),
        standing=standing,
        released_by=accounts.get(tx, by) if by else None,
    )


def here() -> tuple[Participation, Round]:
    """What this page is about. Raises NotFound."""
    found = visit()
    if found.participation is None or found.round is None:
        raise NotFound("no participation in the address")
    return found.participation, found.round


def whose() -> str:
    """Id of the coach's account."""
    return account().id


def now() -> float:
    return house().shop.clock()


def _name_of(tx: Tx, round_: Round) -> str:
    return organisations.get(tx, round_.organisation).name if round_.organisation else ""
