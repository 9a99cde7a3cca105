"""Every route of the whole application, as every role: whoever the table does not name gets in
nowhere. The cases come from the application itself, so a route without a rule or without a fixture
for its arguments fails here."""

from dataclasses import dataclass

import pytest
from flask import Flask, url_for

from survey.authoring import publishing
from survey.store import accounts, invitations, reports
from survey.store.ids import new_id
from survey.web import policy
from tests.client import Visitor
from tests.programme import (
    Programme,
    give_link,
    holding,
    invitation_secret,
    programme,
    rival,
    signed_in,
)
from tests.survey.questionnaire.edit.folders import LEADERSHIP
from tests.whole_house import open_house

TEXTS = {
    "secret": "x" * 43,
    "token": "x" * 43,
    "filename": "plumbline.css",
    "name": "anything",
    "kind": "invitation",
    "printed": "AAAA-BBBB",
    "text_hash": "0" * 64,
    "question": "keep",
    "number": "1",
    "leaf": 1,
    "variant": "short-a4-light",
    "chart": "profile",
    "role": "coach",
    "step": "communication",
}
"""Arguments that are no object of anybody's. An object goes into `World.objects`."""


JSON = {"answer.autosave": {"fields": {}, "revision": 0, "seconds": 1}}
"""What a route reads before it looks at who asks."""


@dataclass
class World:
    app: Flask
    firm: Programme
    objects: dict[str, str]
    visitors: dict[str, Visitor]

    def arguments(self, endpoint: str, names: set[str]) -> dict[str, str]:
        """What stands in the address: the first firm's objects."""
        known = TEXTS | self.objects
        unknown = names - set(known) - {"person", "skill"}
        assert not unknown, f"{endpoint}: say in tests/test_policy.py what {unknown} may be"
        asked = "asked" in policy.TABLE[endpoint].roles
        more = {
            "person": self.objects["bob" if asked else "alice"],
            "skill": "communication",
        }
        return {name: (known | more)[name] for name in names}


ENTITLED = {
    "anyone": set(),  # not walked
    "rater": {"bob"},
    "asked": {"bob"},
    "follower": {"bob"},
    "approver": {"approver"},
    "reviewer": {"reviewer"},
    "manager": {"alice"},
    "staff": {"ada", "cora", "rival's ada", "rival's cora"},
    "admin": {"ada"},
    "coach": {"cora"},
    "reader": {"alice", "cora", "self"},
}
"""Who of the visitors has which role about the first firm's objects."""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = open_house(tmp_path_factory.mktemp("policy"), PLUMBLINE_DEMO="1")
    made.app.config["WTF_CSRF_ENABLED"] = False  # what is asked here lies behind it
    made.app.config["PROPAGATE_EXCEPTIONS"] = False
    yield made
    made.shop.close()


@pytest.fixture(scope="module")
def world(house) -> World:
    db, keys, app = house.shop.db, house.shop.keys, house.app
    firm, other = programme(db, keys), rival(db, keys)
    bob_s, peer_s = firm.raters["peers"][:2]
    objects = {
        "organisation": firm.organisation,
        "round": firm.round,
        "participation": firm.participation,
        "invitation": bob_s,
        "alice": firm.alice,
        "whom": firm.cora,
        "account": firm.cora,
        # what nobody has made yet: to a stranger there is no difference
        **{
            name: new_id()
            for name in ("follow_up", "bundle", "table", "goal", "note", "message", "paper")
        },
    }
    with db.write() as tx:
        objects["report"] = reports.ask(tx, firm.participation)
        objects["bob"] = invitations.get(tx, bob_s).person
        objects["questionnaire"] = publishing.begin(
            tx, firm.organisation, "leadership", LEADERSHIP, firm.ada
        )
    visitors = {
        "a stranger": Visitor(app),
        "ada": signed_in(app, db, firm.ada),
        "cora": signed_in(app, db, firm.cora),
        "rival's ada": signed_in(app, db, other.ada),
        "rival's cora": signed_in(app, db, other.cora),
        "bob": answering(app, keys, bob_s),
        "another peer": answering(app, keys, peer_s),
        "self": answering(app, keys, firm.own),
        "rival's rater": answering(app, keys, other.raters["peers"][0]),
    }
    for name, purpose, target in (
        ("alice", "home", firm.alice),
        ("rival's alice", "home", other.alice),
        ("approver", "approval", firm.participation),
        ("reviewer", "review", objects["questionnaire"]),
        ("rival's approver", "approval", other.participation),
    ):
        visitors[name] = holding(app, purpose, target, give_link(db, keys, purpose, target))
    for purpose, target in (("requests", objects["bob"]), ("follow_up", objects["follow_up"])):
        secret = give_link(db, keys, purpose, target)
        visitors["bob"].client.set_cookie(f"{purpose}-{target}", secret)
    return World(app, firm, objects, visitors)


def answering(app, keys, invitation):
    visitor = Visitor(app)
    visitor.client.set_cookie(f"answer-{invitation}", invitation_secret(keys, invitation))
    return visitor


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint in policy.TABLE]


def methods(rule):
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_route_has_a_rule(house):
    missing = {rule.endpoint for rule in house.app.url_map.iter_rules()} - set(policy.TABLE)
    assert missing == set(), "add them to survey.web.policy.TABLE"


def test_every_rule_has_a_route(house):
    left = set(policy.TABLE) - {"demo_doors.enter"}  # that one only where the demo is shown
    left -= {rule.endpoint for rule in house.app.url_map.iter_rules()}
    assert left == set(), "no page answers under these names"


def test_the_object_of_a_rule_stands_in_the_address(house):
    for rule in rules(house.app):
        wanted = policy.TABLE[rule.endpoint].object
        assert not wanted or wanted in rule.arguments, rule.endpoint


def test_whoever_is_not_named_gets_in_nowhere(world):
    leaks = []
    for rule in rules(world.app):
        roles = policy.TABLE[rule.endpoint].roles
        address = address_of(world, rule)
        if "anyone" in roles:
            continue
        named = set().union(*(ENTITLED[role] for role in roles))
        for name in sorted(set(world.visitors) - named):
            for method in methods(rule):
                answer = world.visitors[name].client.open(
                    address, method=method, json=JSON.get(rule.endpoint)
                )
                if not is_refused(answer):
                    leaks.append(f"{name}: {method} {rule.rule}: {answer.status}")
    assert leaks == []


def test_no_page_falls_over_for_whoever_is_named(world):
    faults = []
    for rule in rules(world.app):
        if "GET" not in methods(rule):
            continue
        roles = policy.TABLE[rule.endpoint].roles
        named = set().union(*(ENTITLED[role] for role in roles)) or {"a stranger"}
        for name in sorted(named):
            answer = world.visitors[name].client.get(address_of(world, rule))
            if answer.status_code >= 500:
                faults.append(f"{name}: {rule.rule}: {answer.status}")
    assert faults == []


def test_a_coach_who_left_the_organisation_sees_nothing_of_it(house):
    db, keys = house.shop.db, house.shop.keys
    firm = programme(db, keys, name="Third")
    cora = signed_in(house.app, db, firm.cora)
    with db.write() as tx:
        accounts.leave(tx, firm.cora, firm.organisation, "coach")
    for rule in rules(house.app):
        known = policy.TABLE[rule.endpoint]
        if known.roles == {"coach"} and known.object == "participation":
            given = dict.fromkeys(rule.arguments, "anything")
            given["participation"] = firm.participation
            with house.app.test_request_context():
                address = url_for(rule.endpoint, **given)
            for method in methods(rule):
                assert is_refused(cora.client.open(address, method=method)), rule.rule


def address_of(world, rule):
    given = world.arguments(rule.endpoint, set(rule.arguments))
    with world.app.test_request_context():
        return url_for(rule.endpoint, **given)


def is_refused(answer):
    """As if there were nothing; or, for whoever is not signed in, the page for signing in."""
    if answer.status_code in {301, 302, 303}:
        return answer.headers["Location"].partition("?")[0] == "/login"
    return answer.status_code == 404
