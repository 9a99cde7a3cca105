"""Walls that no single page test looks at: reading changes nothing, every form needs its token, a
link opens its own thing only, an id in a form reaches into no other firm, no secret is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import url_for
from sqlalchemy import select

from survey import jobs, links
from survey.answers import respond
from survey.store import accounts, imports, outbox, people
from survey.store import links as link_rows
from survey.store.ids import new_id
from survey.store.tables import metadata
from survey.web import policy
from tests.client import Visitor
from tests.programme import give_link, holding, invitation_secret, programme, signed_in
from tests.store_factories import TODAY, everything
from tests.test_policy import ENTITLED, World, address_of, house, methods, rules, world
from tests.whole_house import open_house

__all__ = ["house", "world"]
"""The whole application with two firms, as test_policy makes it."""

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC).timestamp()
MAY_CHANGE = {("sign_ins", "seen")}
"""That somebody who signed in is still there; a scanner of mail never is."""


@pytest.fixture
def guarded(world) -> Iterator[World]:
    """With the tokens that test_policy does without."""
    world.app.config["WTF_CSRF_ENABLED"] = True
    yield world
    world.app.config["WTF_CSRF_ENABLED"] = False


def dump(db) -> dict[str, list[tuple]]:
    with db.read() as tx:
        return {
            name: sorted(
                repr([v for c, v in row._mapping.items() if (name, c) not in MAY_CHANGE])
                for row in tx.execute(select(table))
            )
            for name, table in metadata.tables.items()
        }


def test_no_get_changes_anything(house, world):
    """Scanners of mail open links, browsers fetch ahead."""
    db, keys = house.shop.db, house.shop.keys
    secrets = {
        "answer.link": invitation_secret(keys, world.objects["invitation"]),
        "home.link": give_link(db, keys, "home", world.firm.alice),
        "requests.link": give_link(db, keys, "requests", world.objects["bob"]),
        "nominate.approval_link": give_link(db, keys, "approval", world.firm.participation),
        "people.link": give_link(db, keys, "account", world.firm.cora),
    }
    changed = []
    for rule in rules(world.app):
        if "GET" not in methods(rule):
            continue
        roles = policy.TABLE[rule.endpoint].roles
        named = set().union(*(ENTITLED[role] for role in roles)) | {"a stranger"}
        addresses = [address_of(world, rule)]
        if rule.endpoint in secrets:
            with world.app.test_request_context():
                addresses.append(url_for(rule.endpoint, secret=secrets[rule.endpoint]))
        for name in sorted(named):
            for address in addresses:
                before = dump(db)
                world.visitors[name].client.get(address)
                world.visitors[name].client.head(address)
                after = dump(db)
                told = [table for table in before if before[table] != after[table]]
                if told:
                    changed.append(f"{name}: {rule.rule}: {told}")
    assert not changed, "\n".join(changed)


def test_no_post_works_without_its_token(guarded):
    db = guarded.app.extensions["plumbline"].db
    before, open_ones = dump(db), []
    for rule in rules(guarded.app):
        roles = policy.TABLE[rule.endpoint].roles
        if "POST" not in methods(rule) or not roles:
            continue
        named = set().union(*(ENTITLED[role] for role in roles)) or {"a stranger"}
        for name in sorted(named):
            answer = guarded.visitors[name].client.post(address_of(guarded, rule))
            if answer.status_code not in (400, 403, 404):
                open_ones.append(f"{name}: {rule.rule}: {answer.status}")
    assert open_ones == []
    assert dump(db) == before


DOORS: dict[str, str] = {
    "invitation": "/link/",
    "requests": "/requests/link/",
    "home": "/home/link/",
    "approval": "/approve/link/",
    "follow_up": "/follow-up/link/",
    "account": "/account/link/",
}


@pytest.fixture(scope="module")
def held(house, world) -> dict[str, tuple[str, str]]:
    """Purpose to target and secret in force; a slip's secret opens no address at all."""
    db, keys = house.shop.db, house.shop.keys
    targets = {
        "requests": world.objects["bob"],
        "home": world.firm.alice,
        "approval": world.firm.participation,
        "account": world.firm.cora,
        "slip": world.objects["invitation"],
    }
    made = {p: (target, give_link(db, keys, p, target)) for p, target in targets.items()}
    made["invitation"] = (
        world.objects["invitation"],
        invitation_secret(keys, world.objects["invitation"]),
    )
    return made


def test_a_link_of_one_purpose_opens_nothing_else(world, held):
    opened = []
    for purpose, (_target, secret) in held.items():
        for other, path in DOORS.items():
            if other == purpose:
                continue
            for method in ("GET", "POST"):
                answer = Visitor(world.app).client.open(path + secret, method=method)
                if answer.status_code != 404:
                    opened.append(f"{purpose} in {path}: {method} {answer.status}")
    assert opened == []


def test_a_secret_in_the_cookie_of_another_purpose_opens_nothing(world, held):
    pages = {
        "home": f"/home/{world.firm.alice}",
        "requests": f"/requests/{world.objects['bob']}",
        "approval": f"/approve/{world.firm.participation}",
        "answer": f"/answer/{world.objects['invitation']}",
    }
    goals = {
        "home": world.firm.alice,
        "requests": world.objects["bob"],
        "approval": world.firm.participation,
        "answer": world.objects["invitation"],
    }
    for purpose, (_, secret) in held.items():
        for other, page in pages.items():
            if other == purpose or (other, purpose) == ("answer", "invitation"):
                continue
            visitor = Visitor(world.app)
            visitor.client.set_cookie(f"{other}-{goals[other]}", secret)
            assert visitor.client.get(page).status_code == 404, (purpose, other)


def test_another_persons_secret_under_a_cookie_of_ones_own_opens_nothing(house, world):
    db, keys = house.shop.db, house.shop.keys
    for purpose, mine, page in (
        ("home", world.objects["bob"], f"/home/{world.firm.alice}"),
        ("requests", world.firm.alice, f"/requests/{world.objects['bob']}"),
    ):
        secret = give_link(db, keys, purpose, mine)
        target = page.rpartition("/")[2]
        assert holding(world.app, purpose, target, secret).client.get(page).status_code == 404


@pytest.mark.parametrize("purpose", ["home", "requests", "approval"])
def test_a_replaced_link_says_so_and_an_ended_one_is_unknown(house, world, purpose):
    db, keys = house.shop.db, house.shop.keys
    with db.write() as tx:
        target = people.add(tx, "Zoe", organisation=world.firm.organisation)
    old, new = (give_link(db, keys, purpose, target) for _ in range(2))
    replaced = Visitor(world.app).client.get(DOORS[purpose] + old)
    assert replaced.status_code == 410 or "newer" in replaced.text
    with db.write() as tx:
        link_rows.end(tx, purpose, target)
    assert Visitor(world.app).client.get(DOORS[purpose] + new).status_code == 404


# Ids in forms


@pytest.fixture
def firms(house):
    """Two more, to be changed."""
    db, keys = house.shop.db, house.shop.keys
    mark = "".join(chr(ord("a") + int(c, 16)) for c in new_id()[:8])
    return programme(db, keys, name=f"One {mark}"), programme(db, keys, name=f"Two {mark}")


def tables(house, *names):
    found = dump(house.shop.db)
    return {name: found[name] for name in names}


def test_no_id_of_another_firm_in_a_form_reaches_it(house, firms):
    """Ada's own pages, with ids of the other firm in what she sends."""
    mine, theirs = firms
    ada = signed_in(house.app, house.shop.db, mine.ada).client
    cora = signed_in(house.app, house.shop.db, mine.cora).client
    here = f"/rounds/{mine.round}/participants"
    raters = f"/participations/{mine.participation}/raters"
    peer = theirs.raters["peers"][0]
    home = give_link(house.shop.db, house.shop.keys, "home", mine.alice)
    alice = holding(house.app, "home", mine.alice, home).client
    requests = give_link(house.shop.db, house.shop.keys, "requests", mine.alice)
    asked = holding(house.app, "requests", mine.alice, requests).client
    watched = ("participations", "invitations", "memberships", "accounts", "bundles", "rounds")
    before = tables(house, *watched)
    for client, address, fields in (
        (ada, f"{here}/coach", {"participation": mine.participation, "coach": theirs.cora}),
        (ada, f"{here}/coach", {"participation": theirs.participation, "coach": mine.cora}),
        (ada, f"{here}/remove", {"participation": theirs.participation}),
        (ada, here, {"name": "Zoe", "email": "zoe@x.example", "coach": theirs.cora}),  # its page
        (ada, f"{raters}/{peer}/remove", {}),
        (ada, f"{raters}/{peer}/group", {"group": "reports"}),
        (ada, f"{raters}/{peer}/address", {"right-email": "zoe@x.example"}),
        (ada, f"{raters}/{peer}/replace", {"name": "Zoe", "email": "zoe@x.example"}),
        (alice, f"/mine/{mine.participation}/raters/remove", {"invitation": peer}),
        (asked, f"/requests/{mine.alice}/answer/{peer}", {}),
        (cora, "/coach/bundles", {"client": theirs.participation}),
    ):
        answer = client.post(address, data=fields)
        there = answer.status_code == 200 and "There is a problem" in answer.text
        assert there or answer.status_code in (404, 409, 422), f"{address} {fields}: {answer.text}"
        assert not any("answer-" in one for one in answer.headers.getlist("Set-Cookie"))
    for rule in house.app.url_map.iter_rules():
        if rule.endpoint in ("people.remove", "people.send_link", "people.end_sessions"):
            given = {"organisation": mine.organisation, "whom": theirs.cora, "role": "coach"}
            with house.app.test_request_context():
                address = url_for(rule.endpoint, **{k: given[k] for k in rule.arguments})
            assert ada.post(address, data=given).status_code == 404, address
    assert tables(house, *watched) == before


def test_a_table_is_its_uploaders_alone(house, firms):
    mine, theirs = firms
    db, clock = house.shop.db, house.shop.clock
    with db.write() as tx:
        grace = accounts.add(tx, "Grace", f"grace@{mine.organisation}.example")
        accounts.join(tx, grace, mine.organisation, "admin")
        table = imports.add(tx, mine.ada, mine.round, "people.csv", [["a"]], int(clock()))
    for account, status in ((mine.ada, 200), (grace, 404), (theirs.ada, 404)):
        visitor = signed_in(house.app, db, account).client
        for page in ("columns", "check", "problems.csv"):
            answer = visitor.get(f"/imports/{table}/{page}")
            assert (answer.status_code == 404) is (status == 404), (page, answer.status)
        if status == 404:
            assert visitor.post(f"/imports/{table}/confirm").status_code == 404


def test_the_demos_doors_are_nowhere_else(tmp_path):
    made = open_house(tmp_path)
    try:
        assert not [r for r in made.app.url_map.iter_rules() if r.endpoint.startswith("demo")]
        assert Visitor(made.app).client.post("/demo/enter/admin").status_code == 404
    finally:
        made.shop.close()


@pytest.mark.parametrize(
    "onward",
    ["//evil.example/", "/\\evil.example", "https://evil.example", "\\\\evil.example", "/\t/evil"],
)
def test_signing_in_leads_nowhere_else(house, world, onward):
    page = world.visitors["ada"].client.get("/login", query_string={"next": onward})
    assert "evil" not in (page.headers.get("Location") or "")


def test_a_foreign_host_stands_in_no_link(world):
    visitor = world.visitors["ada"].client
    for address in ("/", f"/admin/{world.firm.organisation}/", "/login"):
        answer = visitor.get(address, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.get_data(as_text=True)
        assert "evil.example" not in (answer.headers.get("Location") or "")


def test_an_answer_leaves_no_trace_but_itself(tmp_path):
    """Bob writes, sends and is thanked: no link and no receipt is anywhere in the store's files;
    what he wrote stands in one table, his name beside none of it, and no log tells of it."""
    made = open_house(tmp_path)
    db, keys = made.shop.db, made.shop.keys
    firm = programme(db, keys)
    bob = firm.raters["peers"][0]
    secret, receipt = invitation_secret(keys, bob), links.receipt()
    said = "Listens before deciding, mostly."
    try:
        jobs.send_due_mail(made.shop)
        before = dump(db)
        changes = replace(everything(), texts={"keep": said})
        respond.save_draft(db, bob, secret, changes, 0, clock=lambda: NOW)
        drafted = dump(db)
        respond.send(db, bob, secret, receipt, clock=lambda: NOW)
        sent = dump(db)
        with db.write() as tx:
            outbox.add(tx, "thanks", bob)
            outbox.add(tx, "reminder", firm.raters["peers"][1])
            outbox.add(tx, "report_ready", participation=firm.participation)
        jobs.send_due_mail(made.shop)
        after = dump(db)
    finally:
        made.shop.close()
    changed = {name for name in before if before[name] != drafted[name]}
    assert changed == {"drafts"}
    assert said not in str(drafted)
    changed = {name for name in before if before[name] != sent[name]}
    assert changed == {"responses", "invitations", "unstirred"}
    assert sent["unstirred"] == [repr([firm.participation])]  # about whom, and nothing else
    assert [name for name in after if said in str(after[name])] == ["responses"]
    with_bob = [one for one in after["responses"] if bob in one or firm.alice in one]
    assert with_bob == [], "an answer has no key to a person"
    kept = b"".join(f.read_bytes() for f in tmp_path.rglob("*sqlite*") if f.is_file())
    assert said.encode() in kept, "these are the files"
    mailed = b"".join(f.read_bytes() for f in (tmp_path / "outbox").glob("*"))
    assert b"/link/" in mailed or b"http" in mailed
    for other in (secret, receipt, invitation_secret(keys, firm.raters["peers"][1])):
        assert other.encode() not in kept
    ids = {one.partition("'")[2].partition("'")[0] for one in after["outbox"]}
    names = {file.stem for file in (tmp_path / "outbox").iterdir()}
    assert names <= ids, "a file is called as its row, and after nobody"
    assert said.encode() not in mailed
