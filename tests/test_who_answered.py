"""Nobody finds out who has answered (decisions 9 and 15).

Two worlds differ in nothing but WHICH of two peers has sent a form: Bob in one, Carl in the other.
In both the same is done afterwards: days pass, mail leaves, and an admin tries every late change on
Bob. Whatever anybody but Bob and Carl can then fetch, and every mail to anybody else, is the same.
"""

import re
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from flask import url_for

from reports import gather
from survey import jobs, links
from survey.answers import receipts
from survey.growth import following
from survey.growth.development import Goal
from survey.jobs import MAKE_REPORT
from survey.rounds import timetable
from survey.rounds.campaign import Rules
from survey.store import (
    follow_ups,
    goals,
    invitations,
    participations,
    people,
    releases,
    reports,
    responses,
    rounds,
)
from survey.web.policy import TABLE
from survey.web.roles import Rule
from tests.client import Visitor
from tests.programme import (
    Programme,
    give_link,
    holding,
    invitation_secret,
    invited,
    programme,
    signed_in,
)
from tests.released import snapshot
from tests.store_factories import TODAY, instrument
from tests.whole_house import WholeHouse, open_house

CODE = "00000-11111-22222-33333-444444"
"""Of what Bob or Carl has sent."""
BOB, CARL, DANA, EVE = range(4)
"""Places of the peers."""
END = 20
"""The round has closed."""
RATERS = {"manager": 1, "peers": 6, "reports": 4}
ID = re.compile(r"\b[0-9a-f]{32}\b|\b[0-9a-f]{64}\b")
TOKEN = re.compile(r'(name="(?:csrf_token|receipt)"[^>]*?value=")[^"]*')
LINK = re.compile(r"(/link/|/code/)[\w-]+")

BOBS, CARLS = "peers1@hallsons.example", "peers2@hallsons.example"
THEIRS = (BOBS, CARLS, "bobby@hall.example", "robert@hall.example")
"""Addresses of Bob and Carl, the corrected ones too: their mail is nobody's business."""
SAME = {"imports.template"}
"""A file that is the same for everybody and holds the moment when it was fetched."""


class Clock:
    def __init__(self) -> None:
        self.begin(7)

    def begin(self, seed: int) -> None:
        """The first morning, with the same ids to come."""
        self.stream = Random(seed)
        self.set(0)

    def set(self, day: int, hour: int = 7) -> None:
        on = TODAY + timedelta(days=day)
        there = datetime(on.year, on.month, on.day, hour, tzinfo=ZoneInfo("Europe/Berlin"))
        self.now = there.timestamp()


@dataclass
class World:
    house: WholeHouse
    firm: Programme
    clock: Clock
    alan: str
    """The second manager's participation; Bob is asked about him, too."""
    sent: str
    """The invitation of Bob or of Carl, whoever of them has sent."""
    folder: Path

    @property
    def peers(self) -> list[str]:
        return self.firm.raters["peers"]

    @property
    def db(self):
        return self.house.shop.db

    @property
    def store(self) -> Path:
        return self.folder / "plumbline.sqlite3"

    def begin_again(self) -> None:
        """The first morning once more: nothing has been done, no mail has left."""
        self.db.close()
        for left in self.folder.glob(f"{self.store.name}-*"):
            left.unlink()
        shutil.copy(self.folder / "first-morning", self.store)
        shutil.rmtree(self.house.shop.settings.outbox, ignore_errors=True)


def world(folder, keys_of, clock: Clock, who: int) -> World:
    """`keys_of`: another world's folder, whose keys this one shares."""
    if keys_of:
        shutil.copytree(keys_of / "keys", folder / "keys")
    house = open_house(folder)
    object.__setattr__(house.shop, "clock", lambda: clock.now)
    house.app.config["WTF_CSRF_ENABLED"] = False  # tokens are asked for in test_policy
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    house.shop.queue.tasks.by_name[MAKE_REPORT] = _made_at_once
    db, keys = house.shop.db, house.shop.keys
    rules = Rules(reminders=(2, 9), pulse_after=60, nominator="manager", approver="coach")
    firm = programme(db, keys, raters=RATERS, rules=rules)
    with db.write() as tx:
        about = people.add(tx, "Alan", "alan@hall.example", organisation=firm.organisation)
        alan = participations.add(tx, about, firm.round, "Head of Sales", coach=firm.cora)
        invited(tx, keys, alan, about, "self")
        for place in (BOB, DANA):
            invited(tx, keys, alan, _person(tx, firm.raters["peers"][place]), "peers")
        rounds.change(tx, firm.round, frozen=True)
        for invitation in (firm.raters["peers"][who], *firm.raters["peers"][DANA : EVE + 1]):
            is_theirs = invitation == firm.raters["peers"][who]
            _answers(tx, firm.participation, invitation, CODE if is_theirs else links.receipt())
    return World(house, firm, clock, alan, firm.raters["peers"][who], folder)


def _person(tx, invitation: str) -> str:
    return invitations.get(tx, invitation).person


def _answers(tx, participation: str, invitation: str, code: str) -> None:
    asked = instrument()
    responses.add(
        tx,
        links.receipt_hash(code),
        subject=participation,
        group="peers",
        version=asked.version,
        answers=[(item.id, 4) for item in asked.items("standard")],
        comments={"keep": "Your calm."},
        fast=False,
    )
    invitations.close(tx, invitation, "done")


def _made_at_once(shop, report: str) -> None:
    """Another report's pages: what a real one says of numbers is asked for apart, below."""
    with shop.db.write() as tx:
        claim = reports.claim(tx, report, int(shop.clock()))
        if claim is not None:
            reports.show(tx, claim, snapshot(), {}, 0)
            reports.finish(tx, claim, b"%PDF")


@pytest.fixture(scope="module")
def clock() -> Iterator[Clock]:
    """Everybody's, and ids that are the same in both worlds."""
    made = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: made.now)
        patch.setattr(secrets, "token_hex", lambda size=32: made.stream.randbytes(size).hex())
        yield made


@pytest.fixture(scope="module")
def worlds(tmp_path_factory, clock) -> Iterator[list[World]]:
    """Both, at the round's first morning; each story begins with a copy of their stores."""
    folder = tmp_path_factory.mktemp("worlds")
    made: list[World] = []
    for who in (BOB, CARL):
        clock.begin(7)
        made.append(world(folder / str(who), folder / "0" if made else None, clock, who))
    for one in made:
        one.db.close()
        shutil.copy(one.store, one.folder / "first-morning")
    yield made
    for one in made:
        one.house.shop.close()


@pytest.fixture
def alike(worlds, clock) -> Callable:
    """Do the same in both worlds and compare everything seen on the way."""

    def run(story) -> None:
        seen = []
        for made in worlds:
            clock.begin(8)
            made.begin_again()
            pages: dict[str, str] = {}
            story(
                made,
                lambda name, whole=False, made=made, pages=pages: pages.update(
                    everything(made, name, whole)
                ),
            )
            seen.append(pages)
        first, second = seen
        assert first.keys() == second.keys()
        told = [name for name in first if first[name] != second[name]]
        assert not told, difference(told, first, second)

    return run


def difference(told, first, second) -> str:
    lines = []
    for name in told:
        one, other = (Counter(there[name].splitlines()) for there in (first, second))
        lines += [f"== {name}", *(f"- {x}" for x in (one - other).elements())]
        lines += [f"+ {x}" for x in (other - one).elements()]
    return "\n".join(lines)


def visitors(made: World) -> dict[str, Visitor]:
    """Everybody but Bob and Carl."""
    app, db, keys, firm = made.house.app, made.db, made.house.shop.keys, made.firm
    found = {"ada": signed_in(app, db, firm.ada), "cora": signed_in(app, db, firm.cora)}
    with db.read() as tx:
        alan = participations.get(tx, made.alan).person
        dana = _person(tx, made.peers[DANA])
    for name, purpose, target in (
        ("alice", "home", firm.alice),
        ("alan", "home", alan),
        ("approver", "approval", firm.participation),
        ("dana", "requests", dana),
    ):
        found[name] = holding(app, purpose, target, give_link(db, keys, purpose, target))
    for name, invitation in (
        ("dana", made.peers[DANA]),
        ("frank", made.peers[4]),
        ("alice", firm.own),
        ("rita", firm.raters["reports"][0]),
    ):
        there = found.setdefault(name, Visitor(app))
        there.client.set_cookie(f"answer-{invitation}", invitation_secret(keys, invitation))
    return found


def everything(made: World, name: str, whole: bool) -> dict[str, str]:
    """Every GET of everybody that is not refused whatever the state is, and all mail that has left.

    `whole`: also what is open to anyone, which may know the visitor by a link.
    """
    found = {}
    there = addresses(made)
    for visitor, browser in visitors(made).items():
        may = within_reach(made, browser, {"staff"} if visitor in ("ada", "cora") else set())
        for rule, given, address in there:
            if not (may(rule, given) or (whole and "anyone" in rule.roles)):
                continue
            answer = browser.client.get(address)
            assert answer.status_code < 500, f"{visitor} {address} {answer.text[-800:]}"
            found[f"{name}: {visitor} {plain(address)}"] = plain(
                f"{answer.status} {answer.headers.get('Location')}\n{shown(answer)}"
            )
    for at, letters in mail(made).items():
        found[f"{name}: mail to {at}"] = letters
    return found


def within_reach(made: World, browser: Visitor, signed: set[str]) -> Callable:
    """Whether the table may let the visitor in: staff anywhere, others to what their links open.

    The rest is refused before any state is looked at, which test_policy asks of every page.
    """
    held = {name.key.split("-", 1)[-1] for name in browser.client._cookies.values()}
    with made.db.read() as tx:
        about = (made.firm.participation, made.alan)
        held |= {one for one in about if participations.get(tx, one).person in held}

    def may(rule: Rule, given: dict[str, str]) -> bool:
        if signed:
            return bool(rule.roles & {"staff", "admin", "coach", "reader"})
        return "reader" in rule.roles or given.get(rule.object) in held

    return may


def shown(answer) -> str:
    """Lists of messages, and of deeds of one second, are in an order that says nothing."""
    text = str(answer.get_data().decode("utf-8", "replace"))
    if answer.request.path.endswith(("/outbox", "/log")):
        return "\n".join(sorted(plain(text).splitlines()))
    return text


def plain(text: str) -> str:
    return LINK.sub(r"\1LINK", ID.sub("ID", TOKEN.sub(r"\1", text)))


def mail(made: World) -> dict[str, str]:
    """By reader; those of Bob and Carl are theirs."""
    folder = made.house.shop.settings.outbox
    found: dict[str, list[str]] = {}
    for file in folder.glob("*.eml") if folder.exists() else ():
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",)).get_content()
        found.setdefault(str(letter["To"]), []).append(plain(f"{letter['Subject']}\n{body}"))
    return {
        to: "\n".join(sorted(some))
        for to, some in found.items()
        if not any(one in to for one in THEIRS)
    }


def addresses(made: World) -> list[tuple[Rule, dict[str, str], str]]:
    """Every page there is, for each object that there is, with the table's rule for it."""
    firm = made.firm
    with made.db.read() as tx:
        alan = participations.get(tx, made.alan).person
        dana = _person(tx, made.peers[DANA])
        about = (firm.participation, made.alan)
        there = [one for p in about for one in follow_ups.of(tx, p)]
        asked = [one.report for p in about for one in releases.of(tx, p)]
    objects = {
        "organisation": [firm.organisation],
        "round": [firm.round],
        "participation": [firm.participation, made.alan],
        "person": [firm.alice, alan, dana],
        "report": asked,
        "follow_up": [one.id for one in there],
        "kind": ["invitation", "reminder"],
        "skill": ["communication"],
        "question": ["keep"],
        "filename": [],
        "leaf": [1],
        "name": [],
        "secret": [],
    }
    found = []
    with made.house.app.test_request_context():
        for rule in made.house.app.url_map.iter_rules():
            if "GET" not in (rule.methods or set()) or rule.endpoint in SAME:
                continue
            names = sorted(rule.arguments)
            wanted = [{}]
            for name in names:
                values = objects.get(name, [])
                if name == "invitation":  # on a list: everybody; one's own: the others'
                    mine = [made.peers[DANA], made.peers[4], firm.own, firm.raters["reports"][0]]
                    values = made.peers if "participation" in names else mine
                wanted = [one | {name: value} for one in wanted for value in values]
            of = TABLE[rule.endpoint]
            found += [(of, one, url_for(rule.endpoint, **one)) for one in wanted]
    return found


def days(made: World, see, first: int, last: int, looks: set[int]) -> None:
    """The worker's minute, each morning; the mail leaves."""
    for day in range(first, last + 1):
        made.clock.set(day)
        timetable.run(made.house.shop)
        jobs.send_due_mail(made.house.shop)
        if day in looks:
            see(f"day {day}", whole=day == END)


def post(visitor: Visitor, address: str, **fields: str) -> str:
    answer = visitor.client.post(address, data=fields)
    assert answer.status_code in (303, 409, 422), answer.text[-800:]
    return plain(f"{answer.status} {answer.headers.get('Location')} {answer.text}")


def tend(made: World, what: str, place: int = BOB, about: str | None = None, **fields: str):
    """Ada presses a button on a rater's page."""
    raters = f"/participations/{about or made.firm.participation}/raters"
    ada = signed_in(made.house.app, made.db, made.firm.ada)
    return post(ada, f"{raters}/{made.peers[place]}/{what}", **fields)


def add(made: World, email: str, group: str = "peers", about: str | None = None) -> str:
    ada = signed_in(made.house.app, made.db, made.firm.ada)
    address = f"/participations/{about or made.firm.participation}/raters"
    return post(ada, address, group=group, email=email, name="", text="", sure="1")


def rest(made: World, see, looks: set[int]) -> None:
    """The round's remaining days, with both reminders, then its end."""
    days(made, see, 3, END, looks | {END})


def test_days_go_by(alike):
    def story(made, see):
        days(made, see, 0, END, {0, 1, 2, 7, 18, END})

    alike(story)


DEEDS: dict[str, Callable[[World], list[str]]] = {
    "moved": lambda made: [tend(made, "group", group="reports")],
    "moved and back": lambda made: [
        tend(made, "group", group="reports"),
        tend(made, "group", group="peers"),
    ],
    "taken off": lambda made: [tend(made, "remove")],
    "taken off and named again": lambda made: [
        tend(made, "remove"),
        add(made, BOBS),
    ],
    "taken off and named in another group": lambda made: [
        tend(made, "remove"),
        add(made, BOBS, "reports"),
    ],
    "corrected": lambda made: [
        tend(made, "address", **{"right-email": "bobby@hall.example"}),
    ],
    "both corrected": lambda made: [
        tend(made, "address", place, **{"right-email": f"{name}@hall.example"})
        for place, name in ((BOB, "bobby"), (CARL, "robert"))
    ],
    "replaced": lambda made: [
        tend(made, "replace", name="Bobby", email="bobby@hall.example"),
    ],
    "asked about another one": lambda made: [
        add(made, BOBS, about=made.alan),
    ],
    "reminded": lambda made: [
        post(visitors(made)["alice"], f"/mine/{made.firm.participation}/remind")
    ],
    "extended": lambda made: [
        post(
            signed_in(made.house.app, made.db, made.firm.ada),
            f"/rounds/{made.firm.round}/extend",
            closes_on=str(TODAY + timedelta(days=19)),
        )
    ],
}


def test_a_page_that_told_would_be_found(alike, worlds, monkeypatch):
    """To whom it is open by role, by link, and to anybody."""

    def tells(view, made):
        def told(**arguments):
            with made.db.read() as tx:
                return f"{invitations.get(tx, made.peers[BOB]).state} {view.__name__}"

        return told

    pages = {
        "campaigns.board": "ada",
        "coach.portfolio": "cora",
        "home.mine": "alice",
        "nominate.approval": "approver",
        "requests.mine": "dana",
        "answer.welcome": "rita",
        "pages.about": "frank",
    }
    for made in worlds:
        views = made.house.app.view_functions
        for endpoint in pages:
            monkeypatch.setitem(views, endpoint, tells(views[endpoint], made))
    with pytest.raises(AssertionError) as caught:
        alike(lambda made, see: see("now", whole=True))
    found = re.findall(r"== now: (\w+) ", str(caught.value))
    assert set(found) == {*pages.values(), "alan"}


PLAIN = ["moved", "taken off", "replaced"]
"""The deeds that the others are made of: those are looked at in between, too."""


@pytest.mark.parametrize("deed", DEEDS)
def test_no_late_change_gives_it_away(alike, deed):
    def story(made, see):
        days(made, see, 0, 1, set())
        answers = DEEDS[deed](made)
        jobs.send_due_mail(made.house.shop)
        see("at once")
        days(made, see, 2, 2, set())
        rest(made, see, {10} if deed in PLAIN else set())
        told.append(answers)

    told: list[list[str]] = []
    alike(story)
    assert told[0] == told[1], "the answer itself"


@pytest.mark.parametrize("deed", PLAIN)
def test_nor_does_what_comes_after_the_report(alike, deed):
    """Cora releases it; Alice says thanks and asks back; weeks later the pulse goes out."""

    def story(made, see):
        days(made, see, 0, 1, set())
        DEEDS[deed](made)
        days(made, see, 2, END, set())
        cora = signed_in(made.house.app, made.db, made.firm.cora)
        for what in ("report", "release"):
            assert post(cora, f"/coach/{made.firm.participation}/{what}").startswith("303")
        with made.db.write() as tx:
            participations.change(tx, made.firm.participation, opened=True)
            about = made.firm.participation
            goals.keep(tx, Goal("g" * 32, about, 1, "skill:communication", "Listen", ()))
            offered.append(following.groups_to_ask(tx, made.firm.participation))
            there = gather.gather(tx, made.firm.participation)
            offered.append(there.now.invited)
        alice = visitors(made)["alice"]
        here = f"/mine/{made.firm.participation}"
        assert post(alice, f"{here}/thanks", text="Thank you", go="send").startswith("303")
        groups = ",".join(offered[-2][0])
        assert post(alice, f"{here}/ask-back", groups=groups, question="What?").startswith("303")
        days(made, see, END + 1, 22, {22})
        days(made, see, 82, 83, set())
        see("the pulse", whole=True)

    offered: list = []
    alike(story)
    assert offered[:2] == offered[2:]


def take_back(made: World) -> None:
    """Whoever of Bob and Carl has sent withdraws it."""
    shop, keys = made.house.shop, made.house.shop.keys
    receipts.withdraw(shop.db, shop.urn, made.sent, invitation_secret(keys, made.sent), CODE)


def test_nobody_sees_who_has_withdrawn(alike):
    """Nor does a late change bring it to light."""

    def story(made, see):
        days(made, see, 0, 1, set())
        take_back(made)
        told.append(DEEDS["moved"](made))
        days(made, see, 2, 20, {20})

    told: list[list[str]] = []
    alike(story)
    assert told[0] == told[1], "the answer itself"
