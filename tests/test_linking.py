"""Who has sent which answers cannot be read from anything that an installation keeps.

Two hundred raters of eight managers send in shuffled order, over two
days, through the real pages; mail goes out, the timetable runs. Then an attacker gets a copy of it
all: see tests/linking.py. He must be as far as chance: p of the clearest of some thousand
comparisons, not below 1 in 100 000.
The same attacker finds the link at once before the rows were stirred, and where a time is planted.
"""

import logging
import re
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, text

from survey import jobs, links
from survey.rounds import timetable
from survey.store import invitations, outbox, participations, people
from survey.store.tables import metadata
from tests.client import Visitor
from tests.linking import Dump, attack
from tests.programme import invitation_secret, invited, programme
from tests.store_factories import TODAY, instrument
from tests.whole_house import open_house

MANAGERS = 8
GROUPS = {"peers": 10, "reports": 10, "others": 5}
FIRST = 60
"""So many send before the rows are stirred; more would not fit into SQLite's log."""
CHANCE = 1e-5
ITEMS = [item.id for item in instrument().items("standard")]
RECEIPT = re.compile(r'name="receipt" value="([^"]+)"')
CODE = re.compile(r'id="receipt">([^<]+)<')
MAIL_TO = re.compile(r"^To:[^\n]*?([\w.]+@[\w.]+)", re.MULTILINE)
MAIL_SUBJECT = re.compile(r"^Subject: (.*)$", re.MULTILINE)
WORDS = ["she listens", "and", "asks well", "or not"]


class World:
    """`sent` is what only this test knows: who has sent what."""

    def __init__(self, folder, caplog, managers, **environment):
        self.folder, self.caplog, self.managers = folder, caplog, managers
        self.chance = Random(folder.name)
        self.house = open_house(folder, **environment)
        self.house.app.config["WTF_CSRF_ENABLED"] = False  # asked for in test_policy
        self.shop, self.db = self.house.shop, self.house.shop.db
        if self.db.is_sqlite:  # what is written is the same, and no power cut is tried here
            self.db.close()
            event.listen(self.db._engine, "connect", _does_not_wait_for_the_disk)
        self.sent: dict[str, str] = {}
        self.day(0)
        object.__setattr__(self.shop, "clock", lambda: self.now)
        self.firm = programme(self.db, self.shop.keys, raters={})
        with self.db.write() as tx:
            self.asked = [one for n in range(managers) for one in self._manager(tx, n)]
            for one in self.asked:
                outbox.add(tx, "invitation", one)
        self.chance.shuffle(self.asked)
        jobs.send_due_mail(self.shop)

    def _manager(self, tx, n):
        firm = self.firm.organisation
        about = people.add(tx, f"Manager {n}", f"m{n}@hall.example", organisation=firm)
        taking_part = participations.add(tx, about, self.firm.round, coach=self.firm.cora)
        for group, count in GROUPS.items():
            for i in range(count):
                name = f"{group}{n}{i}"
                rater = people.add(tx, name, f"{name}@hall.example", organisation=firm)
                yield invited(tx, self.shop.keys, taking_part, rater, group)

    def day(self, n, hour=7):
        on = TODAY + timedelta(days=n)
        there = datetime(on.year, on.month, on.day, hour, tzinfo=ZoneInfo("Europe/Berlin"))
        self.now = there.timestamp()

    def time_passes(self):
        timetable.run(self.shop)
        jobs.send_due_mail(self.shop)

    def rate(self, invitation):
        """One rater: a draft that is saved, the check page, and sent."""
        visitor = Visitor(self.house.app)
        secret = invitation_secret(self.shop.keys, invitation)
        visitor.client.set_cookie(f"answer-{invitation}", secret)
        chosen = {f"a_{item}": str(self.chance.choice((2, 3, 4, 4, 5))) for item in ITEMS}
        words = {"t_keep": " ".join(self.chance.choices(WORDS, k=9))}
        path, body = f"/answer/{invitation}", {"revision": 0, "seconds": 90.0}
        saved = visitor.client.post(f"{path}/save-answer", json=body | {"fields": chosen | words})
        assert saved.status_code == 200, saved.text
        page = visitor.client.get(f"{path}/check-answers")
        form = {"receipt": RECEIPT.search(page.text)[1], "go": "send"}
        done = visitor.client.post(f"{path}/check-answers", data=form)
        assert done.status_code == 200, done.text
        self.sent[invitation] = links.receipt_hash(CODE.search(done.text)[1])
        self.now += 60

    def dump(self) -> Dump:
        dump = Dump(self.sent, self.cells())
        with self.db.read() as tx:
            ids = {one: invitations.get(tx, one) for one in self.sent}
            whose = {found.person: one for one, found in ids.items()}
            whose |= {one: one for one in ids} | {
                found.secret_hash: one for one, found in ids.items()
            }
            address = {people.get(tx, p).email: one for p, one in whose.items() if p in
                       {found.person for found in ids.values()}}  # fmt: skip
            self._tables(tx, dump, whose)
        self._files(dump, ids)
        self._mails(dump, address)
        self._log(dump, whose | address)
        return dump

    def cells(self):
        with self.db.read() as tx:
            found = [invitations.get(tx, one) for one in self.sent]
        cells = {}
        for one in found:
            members, answers = cells.setdefault((one.participation, one.group), ([], []))
            members.append(one.id)
            answers.append(self.sent[one.id])
        return cells

    def _tables(self, tx, dump, whose):
        hidden = (
            "" if tx.dialect.name == "sqlite" else ", ctid::text AS _place, xmin::text AS _xmin"
        )
        for table in metadata.sorted_tables:
            if tx.dialect.name == "sqlite" and table.dialect_options["sqlite"]["with_rowid"]:
                more = ", rowid AS _place"
            else:
                more = hidden
            for n, row in enumerate(tx.execute(text(f'SELECT *{more} FROM "{table.name}"'))):
                values = dict(row._mapping) | {"_nth": n}
                self._note(dump, table.name, values, whose)

    def _note(self, dump, table, values, whose):
        if "_place" in values and isinstance(values["_place"], str):  # (page,line)
            values["_place"] = float(values["_place"].strip("()").replace(",", ".0000"))
        if "_xmin" in values:
            values["_xmin"] = int(values["_xmin"])
        words = " ".join(str(v) for v in values.values())
        for one in {whose[w] for w in re.findall(r"\b[0-9a-f]{32,64}\b", words) if w in whose}:
            for name, value in values.items():
                dump.add("people", f"{table}.{name}", one, value)
        receipts = set(self.sent.values()) & set(re.findall(r"\b[0-9a-f]{64}\b", words))
        for one in receipts:
            for name, value in values.items():
                dump.add("answers", f"{table}.{name}", one, value)
                dump.add("answers", f"length of {table}.{name}", one, len(str(value)))

    def _files(self, dump, ids):
        """Where names and answers lie in the bytes of the files."""
        for file in sorted(self.folder.rglob("*sqlite3*")):
            raw = file.read_bytes()
            for one, found in ids.items():
                for name, token in (
                    ("id", one), ("secret", found.secret_hash), ("person", found.person),
                    ("done", f"{found.secret_hash}done"),
                ):  # fmt: skip
                    self._places(dump, "people", f"{file.name} {name}", one, raw, token)
            for receipt in self.sent.values():
                self._places(dump, "answers", file.name, receipt, raw, receipt)

    def _places(self, dump, side, name, whose, raw, token):
        sought = token.encode()
        first, last = raw.find(sought), raw.rfind(sought)
        for n, place in enumerate((first, last)):
            dump.add(side, f"{name} {n}", whose, place)
            dump.add(side, f"{name} {n} in its page", whose, place % 4096)

    def _mails(self, dump, address):
        for n, file in enumerate(sorted(self.shop.settings.outbox.glob("*"))):
            mail = file.read_text()
            one = address.get(MAIL_TO.search(mail)[1])
            if one:
                dump.add("people", f"mail {MAIL_SUBJECT.search(mail)[1][:9]} nth", one, n)
                dump.add("people", "mail time", one, file.stat().st_mtime_ns)
                dump.add("people", "mail text", one, mail)

    def _log(self, dump, whose):
        for n, record in enumerate(self.caplog.records):
            for word in re.findall(r"[\w@.-]+", record.getMessage()):
                if word in whose:
                    dump.add("people", "log line", whose[word], n)
                if word in self.sent.values():
                    dump.add("answers", "log line", word, n)

    def everything_outside_the_tables(self) -> str:
        """Mails, log, and the files that are no database."""
        files = [one for one in self.folder.rglob("*") if one.is_file()]
        texts = [one.read_text("latin-1") for one in files if "plumbline.sqlite3" not in one.name]
        return "\n".join([*texts, *(one.getMessage() for one in self.caplog.records)])


def play(world):
    """Some send before the first stir; then hours and days pass between the others."""
    world.db.scrub()
    for invitation in world.asked[:FIRST]:
        world.rate(invitation)
    before = world.dump()
    for n, invitation in enumerate(world.asked[FIRST:]):
        if n % 20 == 0:
            world.day(n // 70, 9 + n // 20)
            world.time_passes()
        world.rate(invitation)
    for n in (3, 4):  # all are thanked, nobody is reminded
        world.day(n)
        world.time_passes()
    return before, world.dump()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def played(request, tmp_path_factory, postgres):
    folder = tmp_path_factory.mktemp("linking")
    more = {} if request.param == "sqlite" else {"DATABASE_URL": postgres.new_database()}
    handler = _Kept()
    logging.getLogger().addHandler(handler)
    world = World(folder, handler, MANAGERS, **more)
    before, after = play(world)
    yield world, before, after, attack(after)
    logging.getLogger().removeHandler(handler)
    world.shop.close()


def _does_not_wait_for_the_disk(connection, _record):
    connection.execute("PRAGMA synchronous = OFF")


class _Kept(logging.Handler):
    def __init__(self):
        super().__init__(logging.INFO)
        self.records = []

    def emit(self, record):
        self.records.append(record)


def test_whoever_has_everything_matches_people_and_answers_no_better_than_chance(played):
    world, _, _, found = played
    assert len(world.sent) == world.managers * sum(GROUPS.values())
    print(found)
    assert found.comparisons > 300
    assert found.p > CHANCE, found


def test_before_the_rows_are_stirred_the_same_attacker_finds_the_link(played):
    """On PostgreSQL by the number of the transaction, on SQLite by its log."""
    _, before, _, _ = played
    found = attack(before)
    print(found)
    assert found.p < CHANCE, found


@pytest.mark.parametrize("plant", ["a number", "a time", "a word"])
def test_a_planted_trace_is_found(played, plant):
    """As if responses had a running number and invitations the time of sending, say."""
    world, _, after, before = played
    for n, (one, answer) in enumerate(world.sent.items()):
        if plant == "a word":
            after.words_of_people[one].add(f"planted{n}")
            after.words_of_answers[answer].add(f"planted{n}")
        else:
            after.people["planted"][one] = 1_800_000_000 + 61 * n
            after.answers["planted"][answer] = n if plant == "a number" else 1_800_000_001 + 61 * n
    try:
        found = attack(after)
    finally:
        for clues in (after.people, after.answers):
            clues.pop("planted", None)
        for n, (one, answer) in enumerate(world.sent.items()):
            after.words_of_people[one].discard(f"planted{n}")
            after.words_of_answers[answer].discard(f"planted{n}")
    assert found.p < 1e-12 < before.p, found


def test_receipts_and_answers_stand_in_no_mail_no_log_and_no_other_file(played):
    world, _, _, _ = played
    outside = world.everything_outside_the_tables()
    assert "hall.example" in outside  # the mails are there
    assert not [one for one in world.sent.values() if one in outside]
    assert "comm_visi_1" not in outside
    assert not re.search(r"she listens|asks well", outside)
