"""The asking room's background tasks: mail from the outbox, and the sweep that loses nothing."""

import gettext
import logging
import smtplib
import threading
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from functools import lru_cache
from pathlib import Path

from survey import links, mail
from survey.errors import PlumblineError
from survey.post import Post, Refused, Unreachable, open_post
from survey.queue import Tasks
from survey.store import accounts, invitations, outbox, people, reports
from survey.store.accounts import Account
from survey.store.database import Tx
from survey.store.outbox import Message
from survey.store.people import Person
from survey.workshop import Workshop

TASKS = Tasks()
SEND_MAIL = "survey.send_mail"
MAKE_REPORT = "reports.make"  # of the room that we do not know; only its name

_log = logging.getLogger("plumbline.jobs")
_TRANSLATIONS = Path(__file__).parent / "web" / "translations"
_rounds_mail = threading.Lock()


@TASKS.task(SEND_MAIL)
def send_mail(shop: Workshop, message: str) -> None:
    """Send one message of the outbox, if it is due and nobody else is at it."""
    with open_post(shop.settings) as post:
        _send(shop, post, message)


@TASKS.task("survey.sweep", every_minute=True)
def sweep(shop: Workshop) -> None:
    """Find in the store what the queue has lost, and mail whose time has come."""
    now = int(time.time())
    with shop.db.read() as tx:
        lost = reports.stale(tx, now)
    for report in lost:
        # Noted only when it is on its way: while the queue is down it stays to be found.
        if shop.queue.send(MAKE_REPORT, report):
            with shop.db.write() as tx:
                reports.resent(tx, report, now)
    send_due_mail(shop)


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
    failure = _attempt(shop, post, row)
    with shop.db.write() as tx:
        if failure is None:
            outbox.sent(tx, message)
        else:
            outbox.failed(tx, message, failure.problem, int(time.time()), final=failure.is_final)
    return failure is None or not failure.is_everywhere


def _attempt(shop: Workshop, post: Post, row: Message) -> _Failure | None:
    try:
        with shop.db.read() as tx:
            letter = _write(tx, shop, row)
        post.send(letter)
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


def _write(tx: Tx, shop: Workshop, row: Message) -> EmailMessage:
    """The link is made here, at the last moment: it stands in no row (decision 8)."""
    invitation = invitations.get(tx, row.invitation or "")
    person = people.get(tx, invitation.person)
    if person.email is None:
        raise PlumblineError("nobody's address")
    path = links.path(links.secret(shop.keys.link, invitation.id, invitation.issue))
    return _message(shop, row, person, path)


def _write_to_account(tx: Tx, shop: Workshop, row: Message) -> EmailMessage:
    account = accounts.get(tx, row.account or "")
    issue = accounts.entry(tx, account.id).issue
    path = links.path(links.secret(shop.keys.link, account.id, issue, "account"), "account")
    return _message(shop, row, account, path)


def _message(shop: Workshop, row: Message, to: Person | Account, path: str) -> EmailMessage:
    letter = mail.Letter(
        id=row.id,
        to_name=to.name,
        to_address=to.email or "",
        link=shop.settings.base_url + path,
        product=shop.settings.product_name,
        sender=shop.settings.mail_from,
        base_url=shop.settings.base_url,
    )
    message = mail.build(row.kind, letter, _words(to.language))
    message["Date"] = format_datetime(localtime())
    return message


@lru_cache(maxsize=64)
def _words(language: str) -> gettext.NullTranslations:
    wanted = [language, language.partition("_")[0]]
    return gettext.translation("messages", _TRANSLATIONS, languages=wanted, fallback=True)
