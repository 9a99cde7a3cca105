"""Moved to real servers by settings alone: PostgreSQL, Redis, SMTP, several processes of each kind.

What one web process wrote the other reads; workers make the report; no mail comes twice.
"""

import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

import pytest
from redis import Redis

import app as plumbline
from survey.anonymity import releasing
from survey.raters import nominating
from survey.rounds import campaign, participants, programme
from survey.rounds.campaign import RoundDraft, Rules
from survey.settings import from_env
from survey.store import accounts, organisations, reports
from survey.web.house import house
from tests.answering import statements
from tests.client import Visitor
from tests.postbox import postbox
from tests.programme import signed_in
from tests.servers import wait_until
from tests.web_app import ROOT, shipped

RATERS = {
    "peers": [f"peer{n}@hall.example" for n in range(1, 5)],
    "reports": [f"report{n}@hall.example" for n in range(1, 6)],
}
EVERYBODY = [address for group in RATERS.values() for address in group]


@pytest.fixture
def post():
    with postbox() as found:
        yield found


@pytest.fixture
def environment(tmp_path, postgres_url, redis_url, post):
    Redis.from_url(redis_url).flushall()
    return {
        "PLUMBLINE_INSTANCE": str(tmp_path),
        "PLUMBLINE_BASE_URL": "http://localhost",
        "DATABASE_URL": postgres_url,
        "REDIS_URL": redis_url,
        "SMTP_URL": post.url,
    }


@pytest.fixture
def webs(environment):
    """Two web processes' applications, each with connections of its own."""
    made = [plumbline.create_app(from_env(environment, ROOT)) for _ in range(2)]
    for one in made:
        one.config["TESTING"] = True
    yield made
    for one in made:
        shop_of(one).close()


def shop_of(app):
    with app.app_context():
        return house().shop


@contextmanager
def workers(environment, count=2):
    told = {k: v for k, v in os.environ.items() if not k.startswith("PLUMBLINE_")} | environment
    command = [sys.executable, str(ROOT / "app.py"), "worker"]
    running = [subprocess.Popen(command, cwd=ROOT, env=told) for _ in range(count)]
    try:
        yield running
        assert [one.poll() for one in running] == [None] * count, "a worker fell over"
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(timeout=40)


@pytest.fixture
def draft(webs):
    """A round of Ada's with Alice and her raters, which nobody has been told of."""
    shop = shop_of(webs[0])
    asked = shipped()
    with shop.db.write() as tx:
        firm = organisations.add(tx, "Hall & Sons", "Europe/Berlin")
        ada = accounts.add(tx, "Ada", "ada@hall.example")
        cora = accounts.add(tx, "Cora", "cora@hall.example")
        accounts.join(tx, ada, firm, "admin")
        accounts.join(tx, cora, firm, "coach")
    day = campaign.today("Europe/Berlin", shop.clock())
    wanted = RoundDraft(
        "Autumn 2026", asked.instrument.forms[0].id, day, day.replace(year=day.year + 1),
        rules=Rules(nominator="admin"),
    )  # fmt: skip
    made = programme.create(shop.db, firm, asked, wanted, ada)
    with shop.db.write() as tx:
        alice = participants.add_participant(tx, made, "Alice", "alice@hall.example", coach=cora)
        for group, addresses in RATERS.items():
            for address in addresses:
                nominating.add_rater(tx, shop.keys, alice, group, address.split("@")[0], address)
    return made, alice, ada, cora


def answer(app, link):
    """From the link in the mail to the receipt."""
    visitor = Visitor(app)
    page = visitor.submit(visitor.get(link), {"go": "start"})
    while page.h1 != "Check your answers":
        page = visitor.submit(page, dict.fromkeys(statements(page), "4") | {"go": "next"})
    assert visitor.submit(page, {}).h1.startswith("Thank you")


def test_a_round_goes_its_way_over_several_processes(environment, webs, draft, post):
    round_, alice, ada, cora = draft
    first, second = webs
    db = shop_of(first).db
    with workers(environment):
        board = signed_in(first, db, ada)
        board.submit(board.get(f"/rounds/{round_}/open"), {}, form=1)
        wait_until(
            lambda: all(post.to(one) for one in [*EVERYBODY, "alice@hall.example"]),
            "an invitation is missing", 90,
        )  # fmt: skip
        for one in EVERYBODY:
            answer(second, post.link(one))

        coach = signed_in(second, db, cora)
        coach.submit(coach.get(f"/coach/{alice}"), {}, form=1, status=202)
        with db.read() as tx:
            report = reports_of(tx, alice)
        wait_until(lambda: state(db, report) in {"done", "failed"}, "the report is not made", 60)
        assert state(db, report) == "done"
        read = signed_in(first, db, cora).client.get(f"/report/{report}/report.pdf")
        assert read.status_code == 200
        assert read.data.startswith(b"%PDF")

        coach = signed_in(first, db, cora)
        coach.submit(coach.get(f"/coach/{alice}/release"), {}, form=1)
        wait_until(
            lambda: post.to("alice@hall.example", "Your report is ready"), "she is not told", 60
        )
    each = Counter((str(one["To"]), one["Message-ID"]) for one in post.taken)
    assert set(each.values()) == {1}, "a mail came twice"
    asked = Counter(one["To"].addresses[0].addr_spec for one in post.taken
                    if one["Subject"] == "You are asked for feedback")  # fmt: skip
    assert asked == dict.fromkeys(EVERYBODY, 1)


def reports_of(tx, participation):
    return releasing.state_of(tx, participation).release.report


def state(db, report):
    with db.read() as tx:
        return reports.get(tx, report).state


def test_wrong_passwords_are_counted_for_all_web_processes_together(webs, draft):
    statuses = []
    for number in range(6):
        visitor = Visitor(webs[number % 2])
        page = visitor.get("/login")
        token = page.field("csrf_token")
        given = {"csrf_token": token, "email": "ada@hall.example", "password": "not this one"}
        statuses.append(visitor.client.post("/login", data=given).status_code)
    assert statuses[-1] == 429
    assert 429 not in statuses[:5]
