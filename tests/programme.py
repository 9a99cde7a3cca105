"""A firm with Ada the admin, Cora the coach and a round about Alice the manager, in a store.

What tests of the 360 programme start from. `rival` makes a second firm beside it, for walls.
"""

import time
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask

from survey import links
from survey.growth import following
from survey.keys import Keys
from survey.rounds.campaign import Rules
from survey.store import (
    accounts,
    invitations,
    organisations,
    participations,
    people,
    rounds,
    sign_ins,
    versions,
)
from survey.store import links as link_rows
from survey.store.database import Database
from survey.store.ids import new_id
from tests.client import Visitor
from tests.store_factories import TODAY, instrument

RATERS = {"manager": 1, "peers": 4, "reports": 5, "others": 3}


@dataclass(frozen=True)
class Programme:
    """Ids; `raters` maps a group to the invitations of its members."""

    organisation: str
    ada: str
    cora: str
    round: str
    alice: str
    """Alice as a person."""
    participation: str
    own: str
    """Alice's invitation to rate herself."""
    raters: dict[str, list[str]]


def programme(
    db: Database,
    keys: Keys,
    *,
    asked=None,
    name="Hall & Sons",
    state="open",
    raters=None,
    rules: Rules | None = None,
    today: date = TODAY,
    **more,
) -> Programme:
    """Everybody is invited and nobody has answered. `more` goes to `rounds.add`."""
    asked = asked or instrument()
    with db.write() as tx:
        versions.keep(tx, asked)
        firm = organisations.add(tx, name, "Europe/Berlin")
        slug = "".join(c for c in name.lower() if c.isalpha())
        ada = accounts.add(tx, "Ada", f"ada@{slug}.example")
        cora = accounts.add(tx, "Cora", f"cora@{slug}.example")
        accounts.join(tx, ada, firm, "admin")
        accounts.join(tx, cora, firm, "coach")
        alice = people.add(tx, "Alice", f"alice@{slug}.example", organisation=firm)
        values = {
            "version": asked.version,
            "form": asked.instrument.forms[0].id,
            "threshold": 3,
            "opened_on": today,
            "closes_on": today + timedelta(days=18),
            "rules": (rules or Rules()).to_json(),
        }
        round_ = rounds.add(tx, "Autumn 2026", organisation=firm, state=state, **(values | more))
        taking_part = participations.add(tx, alice, round_, "Head of Assembly", coach=cora)
        own = invited(tx, keys, taking_part, alice, asked.self_group.id)
        groups = {
            group: [
                invited(
                    tx, keys, taking_part,
                    people.add(tx, f"{group} {n}", f"{group}{n}@{slug}.example", organisation=firm),
                    group,
                )
                for n in range(1, count + 1)
            ]
            for group, count in (RATERS if raters is None else raters).items()
        }  # fmt: skip
    return Programme(firm, ada, cora, round_, alice, taking_part, own, groups)


def rival(db: Database, keys: Keys, **more) -> Programme:
    """The same in another firm: its people must see nothing of the first."""
    return programme(db, keys, name="Rival", **more)


def invited(tx, keys: Keys, participation: str, person: str, group: str, state="open") -> str:
    """Id of a new invitation; its link is `invitation_secret`."""
    invitation = new_id()
    invitations.add(
        tx,
        invitation,
        participation=participation,
        group=group,
        person=person,
        secret_hash=links.hash_of(links.secret(keys.link, invitation, 1)),
        state=state,
    )
    return invitation


def invitation_secret(keys: Keys, invitation: str, issue: int = 1) -> str:
    return links.secret(keys.link, invitation, issue)


def give_link(db: Database, keys: Keys, purpose: links.Purpose, target: str) -> str:
    """Put a link in force and return its secret, as a mail would carry it."""
    with db.write() as tx:
        issue = link_rows.issue(tx, purpose, target) + 1
        secret = links.secret(keys.link, target, issue, purpose)
        link_rows.keep(tx, links.hash_of(secret), purpose, target, issue)
    return secret


def signed_in(app: Flask, db: Database, account: str) -> Visitor:
    """A browser in which this account has signed in."""
    visitor = Visitor(app)
    with db.write() as tx:
        uniquifier = accounts.session_of(tx, account)
        key = sign_ins.begin(tx, account, int(time.time()))
    with visitor.client.session_transaction() as session:
        session["_user_id"] = uniquifier
        session["_fresh"] = True
        session["sign_in"] = key
        session["fs_paa"] = time.time()
    return visitor


def holding(app: Flask, purpose: links.Purpose, target: str, secret: str) -> Visitor:
    """A browser that has opened a link: of a home, of requests, of an approval."""
    visitor = Visitor(app)
    visitor.client.set_cookie(f"{purpose}-{target}", secret)
    return visitor


def started(tx, there: Programme, today: date = TODAY) -> str:
    """The pulse on Alice's goals, open since today; there is a goal."""
    pulse = following.plan_pulse(tx, there.participation, today - timedelta(days=1), 1)
    following.open_due(tx, today, there.organisation)
    return pulse
