"""The asking room's background tasks: mail from the outbox, and the sweep that loses nothing."""

import logging
import smtplib
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, localtime
from typing import Protocol

from survey.errors import PlumblineError
from survey.mailing import filling, letters, mail
from survey.mailing.mail import Letter
from survey.mailing.post import Post, Refused, Unreachable, open_post
from survey.queue import Tasks
from survey.rounds import timetable
from survey.store import outbox, reports
from survey.store.database import Tx
from survey.store.outbox import Message
from survey.workshop import Workshop

TASKS = Tasks()
SEND_MAIL = "survey.send_mail"
MAKE_REPORT = "reports.make"  # of the room that we do not know; only its name
PRINT_PAPERS = "reports.print_papers"  # likewise

_log = logging.getLogger("plumbline.jobs")
_rounds_mail = threading.Lock()


@TASKS.task(SEND_MAIL)
def send_mail(shop: Workshop, message: str) -> None:
    """Send one message of the outbox, if it is due and nobody else is at it."""
    with open_post(shop.settings) as post:
        _send(shop, post, message)


@TASKS.task("survey.sweep", every_minute=True)
def sweep(shop: Workshop) -> None:
    """Find in the store what the queue has lost, and mail whose time has come."""
    send_waiting(shop)
    timetable.run(shop)
    send_due_mail(shop)


def send_waiting(shop: Workshop) -> None:
    """Reports that wait and that nobody is at go to the queue."""
    send_again(shop, reports, MAKE_REPORT)


class Jobs(Protocol):
    """A module of the store with a table of jobs."""

    def lost(self, tx: Tx, now: int) -> list[str]: ...

    def resent(self, tx: Tx, job: str, now: int, /) -> None: ...


def send_again(shop: Workshop, jobs: Jobs, task: str) -> None:
    """Those that nobody is at go to the queue."""
    now = int(time.time())
    with shop.db.read() as tx:
        lost = jobs.lost(tx, now)
    for job in lost:
        # Noted only when it is on its way: while the queue is down it stays to be found.
        if shop.queue.send(task, job):
            with shop.db.write() as tx:
                jobs.resent(tx, job, now)


def send_due_mail(shop: Workshop) -> None:
    """Send all mail that is due, one after the other over one connection.

    One thread of the worker at most does so: the others are for reports.
    """
    if not _rounds_mail.acquire(blocking=False):
        return
    try:
        with open_post(shop.settings) as post:
            while True:
                with shop.db.read() as tx:
                    waiting = outbox.due(tx, int(time.time()), limit=100)
                if not waiting:
                    return
                for message in waiting:
                    if not _send(shop, post, message):
                        return
    finally:
        _rounds_mail.release()


@dataclass(frozen=True)
class _Failure:
    problem: str
    is_final: bool = False
    is_everywhere: bool = False
    """No other message would fare better."""


def _send(shop: Workshop, post: Post, message: str) -> bool:
    """One attempt; what goes wrong with this message stays with it. False: the post is down."""
    with shop.db.write() as tx:
        row = outbox.take(tx, message, int(time.time()))
        if row is None:
            return True
        written = _write(tx, shop, row)
    if isinstance(written, _Failure):
        failure: _Failure | None = written
    elif written is None:
        return True
    else:
        failure = _attempt(post, row, *written)
    with shop.db.write() as tx:
        if failure is None:
            outbox.sent(tx, message)
        else:
            outbox.failed(tx, message, failure.problem, int(time.time()), final=failure.is_final)
    return failure is None or not failure.is_everywhere


def _write(tx: Tx, shop: Workshop, row: Message) -> tuple[str, Letter] | _Failure | None:
    """In the transaction that takes the row, because a link may be put in force. None: overtaken.

    Only what our own code finds wrong is caught: the store's errors undo the taking, too.
    """
    today = datetime.fromtimestamp(shop.clock(), UTC).date()
    try:
        return letters.write(tx, shop.keys, shop.settings, row, today)
    except letters.Overtaken as overtaken:
        (outbox.sent if overtaken.quietly else outbox.cancelled)(tx, row.id)
        return None
    except (PlumblineError, LookupError, ValueError) as error:
        _log.warning("message %s cannot be written", row.id, exc_info=True)
        return _Failure(f"cannot be sent: {error}", is_final=True)


def _attempt(post: Post, row: Message, kind: str, letter: Letter) -> _Failure | None:
    try:
        message = mail.build(kind, letter, filling.speech(letter.language))
        message["Date"] = format_datetime(localtime())
        post.send(message)
    except Unreachable as error:
        _log.warning("no mail server: %s", error)
        return _Failure(str(error), is_everywhere=True)
    except Refused as error:
        return _Failure(str(error), is_final=True)
    except (OSError, smtplib.SMTPException) as error:
        _log.warning("message %s: attempt %s failed: %s", row.id, row.attempts, type(error))
        return _Failure(str(error) or type(error).__name__)
    except Exception as error:  # poisoned: a name that no header can hold, say
        _log.warning("message %s cannot be sent", row.id, exc_info=True)
        return _Failure(f"cannot be sent: {error}", is_final=True)
    return None
