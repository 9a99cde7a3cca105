"""Mail: what it says, and that none is lost, doubled or stopped by another. Real SMTP."""

import re
import smtplib
import stat
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from survey import jobs
from survey.answers import respond
from survey.mailing import mail, post
from survey.settings import from_env
from survey.store import outbox, people
from survey.workshop import open_workshop
from tests.servers import free_port
from tests.store_factories import alice_starts


class Words:
    """A language in which every text is in brackets: what is not, was not translated."""

    def gettext(self, message):
        return f"[{message}]"


LETTER = mail.Letter(
    id="0123",
    to_name="Alice",
    to_address="alice@example.org",
    link="http://127.0.0.1:5000/link/secret-1",
    product="Plumbline",
    sender="Plumbline <plumbline@localhost>",
    base_url="https://feedback.example.org",
)


class Sink:
    """An SMTP server that keeps what it takes; `refuse` maps an address to an answer."""

    def __init__(self, refuse=None):
        self.refuse = refuse or {}
        self.taken = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def sink():
    return Sink({"gone@example.org": "550 no such user", "busy@example.org": "451 later"})


@pytest.fixture
def smtp(sink):
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


@pytest.fixture
def sending(smtp, db, settings, tmp_path):
    """A workshop that sends by SMTP, in the same store as `db`."""
    shop = open_workshop(from_env({"SMTP_URL": smtp}, tmp_path), [jobs.TASKS], immediate=True)
    assert shop.settings.database_url == settings.database_url
    yield shop
    shop.close()


def write_to(shop, address, name="Alice"):
    return alice_starts(shop.db, shop.keys, name=name, email=address)


def state(shop, message):
    with shop.db.read() as tx:
        return outbox.get(tx, message)


def test_a_letter_says_the_same_as_text_and_as_html():
    message = mail.build("link", LETTER, Words())
    assert message["Message-ID"] == "<0123@feedback.example.org>"
    assert message["To"] == "Alice <alice@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for part in message.iter_parts():
        content = part.get_content()
        assert LETTER.link in content
        assert "[Hello Alice,]" in content
    assert message["Subject"].startswith("[")


def test_the_link_to_a_report_promises_a_report():
    text = mail.build("report", LETTER, Words()).get_body(("plain",)).get_content()
    assert "development report" in text
    assert "Go on answering" not in text
    assert LETTER.link in text


def test_the_subject_names_nobody():
    for kind in ("link", "report"):
        assert "Alice" not in mail.build(kind, LETTER, Words())["Subject"]


def test_a_name_is_never_markup():
    letter = mail.Letter(**vars(LETTER) | {"to_name": '<b onclick="x">Al & Co</b> {name}'})
    html = mail.build("link", letter, Words()).get_body(("html",)).get_content()
    assert "<b " not in html
    assert "&lt;b onclick=&quot;x&quot;&gt;Al &amp; Co&lt;/b&gt; {name}" in html


def test_there_is_no_letter_of_that_kind():
    with pytest.raises(LookupError):
        mail.build("spam", LETTER, Words())


def test_without_a_server_mail_lands_in_a_private_folder(shop):
    started = write_to(shop, "alice@example.org")
    shop.queue.send(jobs.SEND_MAIL, started.message)
    shop.queue.send(jobs.SEND_MAIL, started.message)
    [file] = shop.settings.outbox.iterdir()
    assert file.name == f"{started.message}.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert f"/link/{started.secret}" in message.get_body(("plain",)).get_content()
    assert state(shop, started.message).state == "sent"


def test_the_link_that_is_mailed_opens_the_questionnaire(sending, sink):
    started = write_to(sending, "alice@example.org")
    sending.queue.send(jobs.SEND_MAIL, started.message)
    [message] = sink.taken
    link = re.search(r"/link/(\S+)", message.get_body(("plain",)).get_content())[1]
    assert respond.open_link(sending.db, link).id == started.invitation


def test_the_language_is_the_readers(sending, sink):
    started = alice_starts(sending.db, sending.keys, email="a@example.org", language="xx_YY")
    sending.queue.send(jobs.SEND_MAIL, started.message)
    assert (
        sink.taken[0]["Subject"] == "Your link to the questionnaire"
    )  # no such language: as written


def test_a_bad_address_and_a_poisoned_name_stop_no_other(sending, sink):
    gone = write_to(sending, "gone@example.org").message
    busy = write_to(sending, "busy@example.org").message
    poisoned = write_to(sending, "p@example.org")
    with sending.db.write() as tx:  # past all checks, as an import might one day
        person = respond.read_draft(sending.db, poisoned.invitation, poisoned.secret).person
        people.rename(tx, person.id, "P\r\nBcc: everybody@example.org")
    good = [write_to(sending, f"rater{n}@example.org").message for n in range(20)]
    jobs.sweep(sending)
    assert {m["To"].addresses[0].addr_spec for m in sink.taken} == {
        f"rater{n}@example.org" for n in range(20)
    }
    assert {state(sending, m).state for m in good} == {"sent"}
    assert (state(sending, gone).state, state(sending, gone).problem) == (
        "failed",
        "550 no such user",
    )
    assert (state(sending, busy).state, state(sending, busy).problem) == ("queued", "451 later")
    assert state(sending, poisoned.message).state == "failed"


def test_what_could_not_be_sent_is_sent_later(sending, sink, monkeypatch):
    busy = write_to(sending, "busy@example.org").message
    jobs.sweep(sending)
    sink.refuse.clear()
    jobs.sweep(sending)
    assert sink.taken == []  # not before its time
    later = time.time() + outbox.BACKOFF[0]
    monkeypatch.setattr(time, "time", lambda: later + 1)
    jobs.sweep(sending)
    [message] = sink.taken
    assert message["Message-ID"].startswith(f"<{busy}@")
    assert state(sending, busy).attempts == 2


def test_a_server_that_is_down_costs_one_attempt_and_not_all(db, tmp_path):
    environment = {"SMTP_URL": f"smtp://127.0.0.1:{free_port()}"}
    shop = open_workshop(from_env(environment, tmp_path), [jobs.TASKS], immediate=True)
    messages = [write_to(shop, f"rater{n}@example.org").message for n in range(5)]
    jobs.sweep(shop)
    assert sorted(state(shop, m).attempts for m in messages) == [0, 0, 0, 0, 1]
    assert {state(shop, m).state for m in messages} == {"queued"}
    shop.close()


def test_a_worker_that_dies_while_sending_leaves_the_message_to_the_next(
    sending, sink, monkeypatch
):
    message = write_to(sending, "alice@example.org").message

    def die(*_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(post.Server, "send", die)
        with pytest.raises(SystemExit):
            jobs.sweep(sending)
    later = time.time() + outbox.LEASE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    jobs.sweep(sending)
    assert len(sink.taken) == 1
    assert state(sending, message).state == "sent"


def test_200_messages_arrive_once_each(sending, sink):
    messages = [write_to(sending, f"rater{n}@example.org").message for n in range(200)]
    for message in messages[:50]:
        sending.queue.send(jobs.SEND_MAIL, message)
    jobs.sweep(sending)
    jobs.sweep(sending)
    assert sorted(m["Message-ID"][1:33] for m in sink.taken) == sorted(messages)


def test_nothing_that_is_mailed_stands_in_the_store(sending, sink):
    started = write_to(sending, "alice@example.org")
    jobs.sweep(sending)
    files = b"".join(Path(f).read_bytes() for f in sending.settings.instance.glob("plumbline*"))
    assert started.secret.encode() not in files
    assert len(sink.taken) == 1


def test_a_password_is_never_sent_unencrypted(monkeypatch):
    class Plain(smtplib.SMTP):
        def __init__(self, *_args, **_more):
            self.esmtp_features, self.ehlo_resp, self.sock, self.file = {}, b"", None, None

        def ehlo_or_helo_if_needed(self):
            pass

        def login(self, *_args, **_more):
            pytest.fail("the password went out in the clear")

    monkeypatch.setattr(smtplib, "SMTP", Plain)
    with pytest.raises(post.Unreachable, match="smtps"):
        post.Server("smtp://alice:secret@mail.example.org").send(
            mail.build("link", LETTER, Words())
        )
