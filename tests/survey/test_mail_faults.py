"""P9: whatever breaks on the way, no mail is lost, and none is doubled but by the one cut that
nobody can tell from success: between the end of DATA and the server's 250."""

import threading
import time
from collections import Counter
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from survey import jobs
from survey.mailing import post
from survey.settings import from_env
from survey.store import outbox, people
from survey.store.tables import metadata
from survey.workshop import open_workshop
from tests.programme import programme
from tests.servers import free_port

MANY = 60
"""`./run bench mail` sends 200."""


class Faulty:
    """A server that keeps what it takes, and misbehaves at every seventh message or so."""

    def __init__(self):
        self.taken = []
        self.fault = None
        self.seen = 0
        self.struck = Counter()

    def strikes(self, message):
        """Each message is hit once; then it gets through."""
        self.seen += 1
        if self.seen % 7 or self.struck[message]:
            return False
        self.struck[message] += 1
        return True

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802
        if self.fault == "greylisting" and self.strikes(address):
            return "451 4.7.1 greylisted, come again"
        if self.fault == "too many recipients at once" and self.strikes(address):
            return "421 4.3.2 closing the connection"
        if self.fault == "cut before DATA" and self.strikes(address):
            server.transport.abort()
            return "250 OK"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        [address] = envelope.rcpt_tos
        if self.fault == "4xx after DATA" and self.strikes(address):
            return "452 4.3.1 disk full"
        if self.fault == "cut within DATA" and self.strikes(address):
            server.transport.abort()
            return "250 OK"
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        if self.fault == "cut between DATA and 250" and self.strikes(address):
            server.transport.abort()
        return "250 OK"

    def ids(self):
        return Counter(one["Message-ID"][1:33] for one in self.taken)


@pytest.fixture
def server():
    controller = Controller(Faulty(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def sending(server, db, tmp_path):
    environment = {"SMTP_URL": f"smtp://127.0.0.1:{server.port}"}
    shop = open_workshop(from_env(environment, tmp_path), [jobs.TASKS], immediate=True)
    yield shop
    shop.close()


def invite(shop, how_many=MANY):
    """That many invitations in the outbox; ids."""
    made = programme(shop.db, shop.keys, raters={"peers": how_many})
    with shop.db.write() as tx:
        return [outbox.add(tx, "invitation", one) for one in made.raters["peers"]]


def due_at_once(db):
    """All that waits may be tried again: as if hours had passed."""
    with db.write() as tx:
        table = metadata.tables["outbox"]
        tx.execute(table.update().where(table.c.state == "queued").values(due=0))


def states(db):
    with db.read() as tx:
        return Counter(row.state for row in tx.execute(metadata.tables["outbox"].select()))


FAULTS = (
    "greylisting",
    "too many recipients at once",
    "cut before DATA",
    "4xx after DATA",
    "cut within DATA",
    "cut between DATA and 250",
)


def send_through(shop, sink, fault, how_many=MANY):
    """Send that many while the server misbehaves, until nothing waits; ids."""
    sink.fault = fault
    messages = invite(shop, how_many)
    for _ in range(4):
        jobs.send_due_mail(shop)
        due_at_once(shop.db)
    return messages


@pytest.mark.parametrize("fault", FAULTS)
def test_no_mail_is_lost(sending, server, fault):
    sink = server.handler
    messages = send_through(sending, sink, fault)
    assert sum(sink.struck.values()) >= MANY // 8, "the fault happened"
    arrived = sink.ids()
    assert set(arrived) == set(messages), "lost: none"
    doubled = sum(n - 1 for n in arrived.values())
    if fault == "cut between DATA and 250":
        assert 0 < doubled <= sum(sink.struck.values())
    else:
        assert doubled == 0
    assert states(sending.db) == {"sent": MANY}


def test_a_server_that_is_down_and_comes_back(sending, server, db, monkeypatch):
    messages = invite(sending)
    with monkeypatch.context() as patch:
        patch.setattr(post, "_connect", lambda _url: post.smtplib.SMTP("127.0.0.1", free_port()))
        jobs.send_due_mail(sending)
    assert states(db) == {"queued": MANY}
    assert server.handler.taken == []
    due_at_once(db)
    jobs.send_due_mail(sending)
    assert server.handler.ids() == Counter(messages)


def test_a_worker_that_is_killed_anywhere_loses_nothing(sending, server, monkeypatch):
    """The worker dies at every tenth message: before and after handing it over."""
    messages = invite(sending)
    handed = post.Server.send
    count = 0

    def die_sometimes(self, message):
        nonlocal count
        count += 1
        if count % 20 == 10:
            raise SystemExit
        handed(self, message)
        if count % 20 == 0:
            raise SystemExit

    monkeypatch.setattr(post.Server, "send", die_sometimes)
    for _ in range(15):
        try:
            jobs.send_due_mail(sending)
        except SystemExit:
            due_at_once(sending.db)
    arrived = server.handler.ids()
    assert set(arrived) == set(messages)
    assert states(sending.db) == {"sent": MANY}
    assert sum(n - 1 for n in arrived.values()) <= 1 + MANY // 20


def test_two_workers_share_the_mail_and_double_none(sending, server, db, tmp_path, monkeypatch):
    messages = invite(sending)

    class NoLock:  # as in two processes
        def acquire(self, blocking=True):
            return True

        def release(self):
            pass

    monkeypatch.setattr(jobs, "_rounds_mail", NoLock())
    threads = [threading.Thread(target=jobs.send_due_mail, args=(sending,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.handler.ids() == Counter(messages)


def test_one_connection_serves_for_many(sending, server, monkeypatch):
    invite(sending)
    connected = []
    connect = post._connect
    monkeypatch.setattr(post, "_connect", lambda url: connected.append(url) or connect(url))
    jobs.send_due_mail(sending)
    assert len(connected) == 1


@pytest.mark.parametrize("character", ["\r\n", "\n", "\x0b", "\u2028", "\x85"])
def test_a_poisoned_name_stays_alone(sending, server, character):
    messages = invite(sending, 5)
    with sending.db.write() as tx:
        first = people.get(tx, _person(tx, messages[0]))
        people.rename(tx, first.id, f"P{character}Bcc: everybody@example.org")
    jobs.send_due_mail(sending)
    assert set(messages[1:]) <= set(server.handler.ids())
    for taken in server.handler.taken:
        assert taken["Bcc"] is None
        assert "everybody@example.org" not in str(taken["To"].addresses[0].addr_spec)


def _person(tx, message):
    invitation = outbox.get(tx, message).invitation
    table = metadata.tables["invitations"]
    return tx.execute(table.select().where(table.c.id == invitation)).one().person


def test_while_mail_goes_out_others_write(sending, server, db):
    """A round's mail takes a while; a rater's save must not wait for it."""
    invite(sending)
    longest = 0.0
    thread = threading.Thread(target=jobs.send_due_mail, args=(sending,))
    thread.start()
    while thread.is_alive():
        began = time.monotonic()
        with db.write() as tx:
            people.add(tx, "Somebody")
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.005)
    assert server.handler.ids().total() == MANY
    assert longest < 2
