"""Messages: what they say, as text and HTML. Pure: nothing is sent and nothing looked up here.

Subjects name nobody. Names and texts are escaped, never markup. `words` is what gettext gives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from html import escape
from typing import Protocol
from urllib.parse import urlsplit

LINK_MAIL = "link"  # "here is your link again"
REPORT_MAIL = "report"  # "here is the link to your report"
ACCOUNT_MAIL = "account"  # "set your password"
"""Kinds of messages, as the outbox keeps them."""


class Words(Protocol):
    """A language: `gettext.NullTranslations` and its subclasses are some."""

    def gettext(self, message: str, /) -> str: ...


@dataclass(frozen=True)
class Letter:
    """What is the same in every language: who writes to whom, and what it is about."""

    id: str
    """Of the outbox row; makes the Message-ID, so a repeated sending can be recognised."""
    to_name: str
    to_address: str
    link: str
    product: str
    sender: str
    base_url: str


@dataclass(frozen=True)
class _Parts:
    subject: str
    paragraphs: tuple[str, ...]
    action: str
    after: str


def build(kind: str, letter: Letter, words: Words) -> EmailMessage:
    """The message of this kind (those of survey.store.outbox).

    Raises LookupError: no such kind; ValueError: an address or a name that no header can hold.
    """
    if kind not in _KINDS:
        raise LookupError(f"there is no message of the kind {kind!r}")
    return _message(letter, words, _KINDS[kind](words))


def _link(words: Words) -> _Parts:
    _ = words.gettext
    return _Parts(
        subject=_("Your link to the questionnaire"),
        paragraphs=(
            _("You asked for the link to your questionnaire."),
            _("Your answers so far are kept. The link works until you have sent them."),
        ),
        action=_("Go on answering"),
        after=_(
            "Whoever has this link can answer in your place, so please do not pass it on. "
            "If you did not ask for it, you can ignore this message."
        ),
    )


def _report(words: Words) -> _Parts:
    _ = words.gettext
    return _Parts(
        subject=_("Your link to the report"),
        paragraphs=(
            _("You asked for the link to your development report."),
            _("It is made from the answers that you sent, and opens with this link."),
        ),
        action=_("Go to the report"),
        after=_(
            "Whoever has this link can read the report, so please do not pass it on. "
            "If you did not ask for it, you can ignore this message."
        ),
    )


def _account(words: Words) -> _Parts:
    _ = words.gettext
    return _Parts(
        subject=_("Set your password"),
        paragraphs=(
            _("With this link you set the password of your account."),
            _("The link works once, and for one day. Then you sign in with the new password."),
        ),
        action=_("Set the password"),
        after=_(
            "If you did not ask for this, you can ignore the message: "
            "nothing changes until somebody follows the link."
        ),
    )


_KINDS: dict[str, Callable[[Words], _Parts]] = {
    LINK_MAIL: _link,
    REPORT_MAIL: _report,
    ACCOUNT_MAIL: _account,
}


def _message(letter: Letter, words: Words, parts: _Parts) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = parts.subject
    message["From"] = letter.sender
    message["To"] = Address(display_name=letter.to_name, addr_spec=letter.to_address)
    message["Message-ID"] = f"<{letter.id}@{urlsplit(letter.base_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    greeting = words.gettext("Hello {name},").replace("{name}", letter.to_name)
    message.set_content(_text(letter, parts, greeting))
    message.add_alternative(_html(letter, parts, greeting), subtype="html")
    return message


def _text(letter: Letter, parts: _Parts, greeting: str) -> str:
    blocks = (
        greeting,
        *parts.paragraphs,
        f"{parts.action}:\n{letter.link}",
        parts.after,
        f"-- \n{letter.product}",
    )
    return "\n\n".join(blocks) + "\n"


def _html(letter: Letter, parts: _Parts, greeting: str) -> str:
    link = escape(letter.link)
    lines = [f"<p>{escape(block)}</p>" for block in (greeting, *parts.paragraphs)]
    lines.append(f'<p><a href="{link}">{escape(parts.action)}</a></p>')
    lines.append(f"<p>{escape(parts.after)}</p><p>{escape(letter.product)}</p>")
    title = f"<title>{escape(parts.subject)}</title>"
    head = f'<head><meta charset="utf-8">{title}</head>'
    return f"<!doctype html><html>{head}<body>{''.join(lines)}</body></html>\n"
