"""Starting: a round of one person, who rates only himself or herself. A use case, without Flask."""

from dataclasses import dataclass
from datetime import date

from survey import links
from survey.cells import MINIMUM
from survey.entry import check_email, check_name
from survey.keys import Keys
from survey.mailing.mail import LINK_MAIL
from survey.questionnaire.model import Questionnaire
from survey.store import invitations, outbox, participations, people, rounds, versions
from survey.store.database import Database
from survey.store.ids import new_id


@dataclass(frozen=True)
class Started:
    """A new self-assessment. `secret` goes into the link and the cookie, and nowhere else."""

    invitation: str
    secret: str
    message: str | None
    """Id of the outbox row with the link, if an address was given: hand it to the queue."""


def start_self_assessment(
    db: Database,
    keys: Keys,
    questionnaire: Questionnaire,
    form: str,
    *,
    name: str,
    email: str | None = None,
    language: str = "en",
    today: date,
) -> Started:
    """A round of one person, ready to answer, in one transaction. `form`: id of a form.

    The questionnaire is pinned. The name may be empty until it is sent. Raises BadInput: the name
    or the address cannot be used.
    """
    name, email = check_name(name) if name.strip() else "", check_email(email)
    invitation = new_id()
    secret = links.secret(keys.link, invitation, 1)
    with db.write() as tx:
        versions.keep(tx, questionnaire)
        person = people.add(tx, name, email, language)
        round_ = rounds.add(
            tx,
            questionnaire.instrument.title.to(language),
            version=questionnaire.version,
            form=questionnaire.form(form).id,
            threshold=MINIMUM.cell,
            opened_on=today,
        )
        participation = participations.add(tx, person, round_)
        invitations.add(
            tx,
            invitation,
            participation=participation,
            group=questionnaire.self_group.id,
            person=person,
            secret_hash=links.hash_of(secret),
        )
        message = outbox.add(tx, LINK_MAIL, invitation) if email else None
    return Started(invitation, secret, message)
