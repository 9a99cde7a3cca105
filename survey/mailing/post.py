"""Where messages leave the house: to an SMTP server, or to a folder while there is none."""

import os
import secrets
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from survey.settings import Settings

_TIMEOUT = 20  # seconds a server may be silent


class Refused(Exception):
    """The server will not take this message, now or later."""


class Unreachable(Exception):
    """There is no talking to the server at all: trying the next message makes no sense."""


class Post(Protocol):
    def send(self, message: EmailMessage) -> None:
        """Raises Refused: never; Unreachable, OSError or SMTPException: perhaps later."""
        ...


@contextmanager
def open_post(settings: Settings) -> Iterator[Post]:
    """For one or many messages. The connection is made when the first one comes."""
    if settings.smtp_url is None or settings.demo:  # the demo's people have no mailboxes
        yield Folder(settings.outbox)
        return
    server = Server(settings.smtp_url)
    try:
        yield server
    finally:
        server.close()


class Folder:
    """One file a message, ID.eml, for the service's eyes only: there are links in them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        draft = self._folder / f".{name}.{secrets.token_hex(8)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(message.as_bytes(policy=SMTP))
            file.flush()
            os.fsync(file.fileno())
        # In place of the same message, if a worker died just after writing it.
        draft.replace(self._folder / f"{name}.eml")


class Server:
    """smtp://user:password@host:port (STARTTLS where offered) or smtps://…"""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        connection = self._connected()
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            self._start_afresh(connection)
            raise _refusal(code, answer) from None
        except smtplib.SMTPDataError as error:
            self._start_afresh(connection)
            raise _refusal(error.smtp_code, error.smtp_error) from None
        except (OSError, smtplib.SMTPException):
            self.close()
            raise

    def close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _start_afresh(self, connection: smtplib.SMTP) -> None:
        """Some servers hang up after an error: then the next message gets a new connection."""
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            try:
                self._connection = _connect(self._url)
            except (OSError, smtplib.SMTPException) as error:
                raise Unreachable(str(error) or type(error).__name__) from error
        return self._connection


def _connect(url: SplitResult) -> smtplib.SMTP:
    host, context = url.hostname or "localhost", ssl.create_default_context()
    if url.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, url.port or 465, timeout=_TIMEOUT, context=context
        )
    else:
        connection = smtplib.SMTP(host, url.port or 25, timeout=_TIMEOUT)
        connection.ehlo_or_helo_if_needed()
        if connection.has_extn("starttls"):
            connection.starttls(context=context)
        elif url.username and host not in {"localhost", "127.0.0.1", "::1"}:
            connection.close()
            raise OSError("this server takes the password only unencrypted; use smtps://")
    if url.username:
        connection.login(unquote(url.username), unquote(url.password or ""))
    return connection


def _refusal(code: int, answer: bytes | str) -> Exception:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    problem = f"{code} {text}"
    return Refused(problem) if code >= 500 else OSError(problem)
