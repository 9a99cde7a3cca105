"""A whole round through the public pages: 200 managers with 2,400 raters, from the empty
organisation to the released reports, on SQLite with the real application and its real mail folder.

`python -m tests.bench.programme [MANAGERS]` takes fewer managers, each with the own form and twelve
raters. Times are those of the application with its test client; what reads the pages is not
counted. Reports and mail are made by the background tasks' own code in the same process, one after
the other.
"""

import html
import io
import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import survey.jobs
from survey.importing.table_columns import FIELDS, HEADERS
from survey.store import accounts, organisations, participations, releases
from tests.bench.web import EACH, cost, hello, prepared
from tests.client import Page, Visitor, filled
from tests.programme import signed_in
from tests.whole_house import WholeHouse, open_house
from tests.workbooks import workbook

MANAGERS = 200
SHARES = {"manager": 1, "peers": 4, "reports": 5, "others": 2}
_FORM = re.compile(r'<form\b[^>]*\baction="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(name|value|type)="([^"]*)"')
_START = re.compile(r'<a class="button" href="(/answer/[^"]*)"')
_MANAGER = re.compile(rb"manager\d+@")
_RATERS_LINK = re.compile(rb"/link/([A-Za-z0-9_-]{43})")
_MANAGERS_LINK = re.compile(rb"/home/link/([A-Za-z0-9_-]{43})")


@dataclass
class Clock:
    """Seconds of processor time by stage, and how often something was done in it."""

    spent: dict[str, float] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    def run(self, stage: str, work: Callable[[], object], times: int = 1):
        started = time.process_time()
        done = work()
        self.spent[stage] = self.spent.get(stage, 0.0) + time.process_time() - started
        self.times[stage] = self.times.get(stage, 0) + times
        return done


class Answerer:
    """A browser that reads just enough of a page to fill it in: a rater's, or a manager's."""

    def __init__(self, app, clock: Clock) -> None:
        self.client = app.test_client()
        self.clock = clock

    def get(self, stage: str, path: str) -> str:
        response = self.clock.run(stage, lambda: self.client.get(path, follow_redirects=True))
        assert response.status_code == 200, (path, response.status_code)
        return str(response.get_data(as_text=True))

    def post(self, stage: str, path: str, data: dict[str, str]) -> str:
        response = self.clock.run(
            stage, lambda: self.client.post(path, data=data, follow_redirects=True)
        )
        assert response.status_code == 200, (path, response.status_code, response.get_data()[-800:])
        return str(response.get_data(as_text=True))

    def answer(self, secret: str, value: int) -> None:
        """A rater, from the link in the mail to the receipt."""
        page = self.get("rater: link and welcome", f"/link/{secret}")
        page = self.post("rater: link and welcome", f"/link/{secret}", fields(page, "/link/"))
        self.fill_in("rater", page, value)

    def answer_own(self, secret: str, value: int) -> None:
        """A manager, from the link in the mail over the own page to the own form's receipt."""
        stage, link = "manager: link and own page", f"/home/link/{secret}"
        page = self.get(stage, link)
        page = self.post(stage, link, fields(page, link))
        page = self.post(stage, *form(page, "/rate"))
        page = self.get(stage, _START.findall(page)[0])
        self.fill_in("manager", page, value)

    def fill_in(self, who: str, page: str, value: int) -> None:
        for _ in range(20):
            if _is_check(page):
                action, data = form(page, "/check-answers")
                self.post(f"{who}: send", action, data)
                return
            action, data = form(page, "/answer/")
            names = dict.fromkeys(_radios(page))
            data |= {name: str(value + n % 2) for n, name in enumerate(names)}
            data["go"] = "next"
            page = self.post(f"{who}: a page of answers", action, data)
        raise AssertionError("the questionnaire has no end")


def _is_check(page: str) -> bool:
    return any(action.endswith("/check-answers") for action, _ in _FORM.findall(page))


def _radios(page: str) -> list[str]:
    found = (dict(_ATTRIBUTE.findall(one)) for one in _INPUT.findall(page))
    return [one["name"] for one in found if one.get("type") == "radio"]


def form(page: str, part: str) -> tuple[str, dict[str, str]]:
    """Address and hidden fields of the first form whose address has this part."""
    for action, body in _FORM.findall(page):
        if part in action and not action.endswith(("decline", "wrong-person")):
            return html.unescape(action), _hidden(body)
    raise AssertionError(f"no form {part} in {page[-1500:]}")


def fields(page: str, part: str) -> dict[str, str]:
    return form(page, part)[1]


def _hidden(body: str) -> dict[str, str]:
    found = (dict(_ATTRIBUTE.findall(one)) for one in _INPUT.findall(body))
    return {
        one["name"]: html.unescape(one.get("value", ""))
        for one in found
        if one.get("type") == "hidden" and "name" in one
    }


def table(managers: int) -> bytes:
    rows = [[HEADERS[name] for name in FIELDS]]
    for m in range(managers):
        head = [f"Manager {m}", f"manager{m}@firm.example", "Head", "cora@firm.example"]
        rows += [
            [*head, f"{group} {m}.{n}", f"{group}{m}.{n}@firm.example", group, "en"]
            for group, many in SHARES.items()
            for n in range(many)
        ]
    return workbook(rows)


def submit(staff, page: Page, action: str, **more: object) -> Page:
    """Send the form that goes there, as a browser would, selects included."""
    element = next(f for f in page.all("form") if f.get("action", "").endswith(action))
    data: dict[str, object] = {**filled(element)}
    for select in element.iter("select"):
        for option in select.iter("option"):
            if "selected" in option.attrib:
                data[select.get("name", "")] = option.get("value", "")
    response = staff.client.post(
        element.get("action", ""), data=data | more, follow_redirects=True,
        content_type="multipart/form-data",
    )  # fmt: skip
    assert response.status_code in (200, 202), (
        action,
        response.status_code,
        response.get_data()[-2500:],
    )
    return Page(response)


def secrets_in(outbox: Path) -> tuple[list[str], list[str]]:
    """What raters and managers find in their mail: two kinds of link."""
    raters, managers = list[str](), list[str]()
    for file in sorted(outbox.glob("*.eml")):
        text = file.read_bytes().replace(b"=\r\n", b"").replace(b"=\n", b"")
        address = text.split(b"\nTo: ", 1)[1].split(b"\n", 1)[0]
        found, link = (
            (managers, _MANAGERS_LINK) if _MANAGER.search(address) else (raters, _RATERS_LINK)
        )
        found += [one.decode() for one in link.findall(text)][:1]
    return raters, managers


@dataclass
class Firm:
    """An organisation with an admin and a coach in their browsers, and what the queue was told."""

    house: WholeHouse
    clock: Clock
    organisation: str
    ada: Visitor
    cora: Visitor
    sent: list[tuple[str, ...]] = field(default_factory=list)

    def drain(self, stage: str) -> None:
        """What the worker would do with the tasks so far."""
        while self.sent:
            name, *payload = self.sent.pop(0)
            self.clock.run(stage, partial(self.house.shop.queue._run, name, *payload))


def founded(folder: Path) -> Firm:
    house = open_house(folder)
    with house.shop.db.write() as tx:
        firm = organisations.add(tx, "Firm", "Europe/Berlin")
        ada = accounts.add(tx, "Ada", "ada@firm.example")
        cora = accounts.add(tx, "Cora", "cora@firm.example")
        accounts.join(tx, ada, firm, "admin")
        accounts.join(tx, cora, firm, "coach")
    browsers = [signed_in(house.app, house.shop.db, one) for one in (ada, cora)]
    made = Firm(house, Clock(), firm, *browsers)

    def note(*task: str) -> bool:
        made.sent.append(task)
        return True

    house.shop.queue.send = note  # the worker is another process, and so is its time
    return made


def begun(firm: Firm, managers: int) -> str:
    """Id of a round that is made, filled from a workbook, and opened."""
    clock, ada = firm.clock, firm.ada
    new = f"/admin/{firm.organisation}/rounds/new"
    today = datetime.now(ZoneInfo("Europe/Berlin")).date().isoformat()
    settings = {"title": "Round", "nominator": "admin", "opens_on": today}
    page = clock.run("admin: create", lambda: submit(ada, ada.get(new), "/new", **settings))
    round_ = page.response.request.path.split("/")[2]
    place = f"/rounds/{round_}/import"
    file = (io.BytesIO(table(managers)), "people.xlsx")
    page = ada.get(place)
    page = clock.run("admin: upload", lambda: submit(ada, page, place, file=file))
    page = clock.run("admin: columns, dry run", lambda: submit(ada, page, "/columns"))
    clock.run("admin: confirm", lambda: submit(ada, page, "/confirm"))
    page = ada.get(f"/rounds/{round_}/open")
    clock.run("admin: open", lambda: submit(ada, page, f"{round_}/open"))
    firm.drain("worker: mail")
    clock.run("worker: mail", lambda: survey.jobs.send_due_mail(firm.house.shop))
    return round_


def answered(firm: Firm) -> tuple[int, int]:
    """All raters and managers find the link in the mail and send a whole form. How many of each."""
    raters, managers = secrets_in(firm.house.shop.settings.outbox)
    firm.clock.times["worker: mail"] = len(raters) + len(managers)
    for n, secret in enumerate(managers):
        Answerer(firm.house.app, firm.clock).answer_own(secret, 2 + n % 3)
    for n, secret in enumerate(raters):
        Answerer(firm.house.app, firm.clock).answer(secret, 2 + n % 3)
    firm.sent.clear()
    return len(raters), len(managers)


def released(firm: Firm, round_: str) -> int:
    """The admin closes; the coach prepares and releases every report. Returns how many."""
    clock, cora = firm.clock, firm.cora
    page = firm.ada.get(f"/rounds/{round_}/close")
    clock.run("admin: close", lambda: submit(firm.ada, page, f"{round_}/close"))
    firm.sent.clear()
    with firm.house.shop.db.read() as tx:
        there = [one.id for one in participations.of_round(tx, round_)]
    clock.run("admin: board", lambda: firm.ada.get(f"/admin/{firm.organisation}/"))
    clock.run("coach: portfolio", lambda: cora.get("/coach"))
    for one in there:
        page = cora.get(f"/coach/{one}")
        clock.run("coach: prepare", lambda page=page: submit(cora, page, "/report"))
        firm.drain("worker: a report")
        page = cora.get(f"/coach/{one}/release")
        clock.run("coach: release", lambda page=page: submit(cora, page, "/release"))
        firm.sent.clear()
    with firm.house.shop.db.read() as tx:
        return len(releases.in_force(tx, there))


def show(clock: Clock, raters: int) -> None:
    """Times, and ratios to a plain "hello" of Flask in this process."""
    run = prepared(hello(), path="/")
    cost(run)
    floor = min(cost(run) for _ in range(5)) / EACH
    print(f"{'':26}{'times':>7}{'total s':>10}{'each ms':>10}{'x hello':>10}")
    for stage, spent in clock.spent.items():
        each = spent / clock.times[stage]
        print(
            f"{stage:26}{clock.times[stage]:7}{spent:10.2f}{1e3 * each:10.2f}{each / floor:10.0f}"
        )
    for whose in ("admin", "manager", "rater", "coach", "worker"):
        spent = sum(s for stage, s in clock.spent.items() if stage.startswith(whose))
        print(f"{whose + ', for one rater':43}{1e3 * spent / raters:10.2f}"
              f"{spent / raters / floor:10.0f}")  # fmt: skip


def main(managers: int = MANAGERS) -> Clock:
    """Prints and returns the times."""
    with tempfile.TemporaryDirectory() as folder:
        firm = founded(Path(folder))
        round_ = begun(firm, managers)
        raters, own = answered(firm)
        reports = released(firm, round_)
        firm.house.shop.close()
    print(
        f"{managers} managers, {own} own forms, {raters} raters' forms, {reports} reports released"
    )
    show(firm.clock, raters)
    assert raters == managers * sum(SHARES.values())
    assert own == reports == managers
    return firm.clock


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
