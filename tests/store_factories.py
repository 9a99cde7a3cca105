"""People with names, in a store: what tests of store and answering start from."""

from datetime import date

from sqlalchemy import func, select

from survey import links
from survey.answers import respond
from survey.answers.draft import Changes
from survey.answers.start import Started, start_self_assessment
from survey.questionnaire import canonical
from survey.store import invitations, participations, people, responses, rounds, versions
from survey.store.ids import new_id
from survey.store.tables import metadata
from tests.factories import questionnaire

TODAY = date(2026, 11, 23)


def instrument(**changes):
    """The small questionnaire, under the version that its content has."""
    made = questionnaire(**changes)
    return canonical.assemble(made.instrument, made.skills)


def alice_starts(db, keys, **more):
    """Alice the manager begins a self-assessment on the standard form (25 items)."""
    wanted = {"name": "Alice", "today": TODAY} | more
    asked = wanted.pop("questionnaire", None) or instrument()
    return start_self_assessment(db, keys, asked, "standard", **wanted)


def everything(value=4, form="standard", asked=None):
    """Changes that answer each item of the form with `value`."""
    return Changes({item.id: value for item in (asked or instrument()).items(form)}, seconds=100.0)


def answered(db, keys, **more):
    """Alice has answered everything and not sent it."""
    started = alice_starts(db, keys, **more)
    respond.save_draft(db, started.invitation, started.secret, everything(), 0)
    return started


def bob_is_asked(db, keys, about, group="peers", name="Bob"):
    """Bob the peer is invited to rate who is assessed in the participation `about`."""
    invitation = new_id()
    secret = links.secret(keys.link, invitation, 1)
    with db.write() as tx:
        invitations.add(
            tx,
            invitation,
            participation=about,
            group=group,
            person=people.add(tx, name),
            secret_hash=links.hash_of(secret),
        )
    return Started(invitation, secret, None)


def alice_takes_part(tx, number=1, person=None, asked=None):
    """A participation of Alice (or `person`) in a new round with this number."""
    asked = asked or instrument()
    versions.keep(tx, asked)
    round_ = rounds.add(
        tx,
        f"Round {number}",
        version=asked.version,
        form="standard",
        threshold=3,
        opened_on=TODAY,
        number=number,
    )
    return participations.add(tx, person or people.add(tx, "Alice"), round_)


def invite(tx, participation, person, group="peers"):
    """An invitation whose link nobody knows."""
    invitation = new_id()
    invitations.add(
        tx,
        invitation,
        participation=participation,
        group=group,
        person=person,
        secret_hash=new_id() * 2,
    )
    return invitation


def answer(tx, participation, receipt, group="peers"):
    """A response about the participation, under this receipt hash."""
    responses.add(
        tx,
        receipt,
        subject=participation,
        group=group,
        version=instrument().version,
        answers=[("comm_visi_1", 4), ("comm_cult_1", "NO"), ("comm_reso_1", None)],
        comments={"keep": "Zoë said “go on”"},
        fast=False,
    )


def sheet(db, started):
    return respond.read_draft(db, started.invitation, started.secret)


def save(db, started, changes, revision):
    return respond.save_draft(db, started.invitation, started.secret, changes, revision)


def send(db, started, code):
    return respond.send(db, started.invitation, started.secret, code)


def rows(db, table):
    """How many rows a table has."""
    with db.read() as tx:
        return tx.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one()


def everything_in(db):
    """The whole store as one text."""
    with db.read() as tx:
        return "\n".join(
            str(tuple(row)) for t in metadata.sorted_tables for row in tx.execute(select(t))
        )
