"""Messages as they leave: text and HTML, filled in. Pure: nothing is sent or looked up here.

Names and texts are escaped, never markup, and what a tag is filled with is never looked through
for tags again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from html import escape
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from survey.mailing import texts
from survey.mailing.texts import TAG, Text, Words

LINK_MAIL = "link"  # "here is your link again"
REPORT_MAIL = "report"  # "here is the link to your report"
ACCOUNT_MAIL = "account"  # "set your password"
PASSKEY_MAIL = "passkey"  # "one was added"
"""Kinds of messages that the first rooms write; all kinds stand in survey.mailing.wording."""

_LINK = "{link}"
_KEPT_EMPTY = ("name", "link")
"""Tags whose paragraph stays although they have nothing to say."""
# Mail programs read no style sheets: each element bears its own look.
_INK, _BRAND, _MUTED, _RULE = "#16202e", "#0b3c49", "#54606e", "#d5dbe1"
_FONT = "font-family:'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
_BODY = f"margin:0;padding:24px 12px;background:#ffffff;color:{_INK};{_FONT};font-size:16px"
_COLUMN = "width:100%;max-width:600px;margin:0 auto;border-collapse:collapse;text-align:start"
_HEAD = f"padding:0 0 12px;border-bottom:3px solid {_BRAND};color:{_BRAND};font-weight:600"
_TEXT = "margin:0 0 16px;line-height:1.5"
_BUTTON = (
    f"display:inline-block;padding:12px 24px;border-radius:6px;background:{_BRAND};"
    "color:#ffffff;text-decoration:none;font-weight:600"
)
_SMALL = f"font-size:14px;line-height:1.5;color:{_MUTED};overflow-wrap:anywhere"


@dataclass(frozen=True)
class Letter:
    """What is the same in every language: who writes to whom, and what it is about."""

    id: str
    """Of the outbox row; makes the Message-ID, so a repeated sending can be recognised."""
    to_name: str
    to_address: str
    link: str
    """Empty: there is none."""
    product: str
    sender: str
    base_url: str
    values: Mapping[str, str] = field(default_factory=dict)
    """What stands for the tags, beside {name}, {link} and {product}."""
    own: Text | None = None
    """In place of our text."""
    language: str = "en"
    """Of the text, as in gettext."""

    @property
    def filling(self) -> dict[str, str]:
        given = {"name": self.to_name, "link": self.link, "product": self.product}
        return {**self.values, **given}


@dataclass(frozen=True)
class Paragraph:
    """A filled-in paragraph; with an `action`, a button to the link."""

    text: str
    action: str = ""


def build(kind: str, letter: Letter, words: Words) -> EmailMessage:
    """The message of this kind (those of survey.mailing.wording).

    Raises LookupError: no such kind; ValueError: an address or a name that no header can hold.
    """
    text = letter.own or texts.ours(kind, words)
    subject, paragraphs = filled(text, letter.filling)
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = letter.sender
    message["To"] = Address(display_name=letter.to_name, addr_spec=letter.to_address)
    message["Message-ID"] = f"<{letter.id}@{urlsplit(letter.base_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(letter, paragraphs))
    message.add_alternative(_html(letter, subject, paragraphs), subtype="html")
    return message


def filled(text: Text, values: Mapping[str, str]) -> tuple[str, tuple[Paragraph, ...]]:
    """Subject and paragraphs with the tags filled in.

    A paragraph with a tag that has nothing to say is left out; an unknown tag stays as it is.
    """
    whole = "\n".join(text.body.splitlines())
    blocks = [block.strip() for block in whole.split("\n\n")]
    paragraphs = tuple(_paragraph(b, values) for b in blocks if b and not _is_idle(b, values))
    return _fill(text.subject, values), paragraphs


def as_text(paragraphs: tuple[Paragraph, ...]) -> str:
    """Paragraphs as plain text."""
    return "\n\n".join(f"{p.action}:\n{p.text}" if p.action else p.text for p in paragraphs)


def _is_idle(block: str, values: Mapping[str, str]) -> bool:
    return any(values.get(t, "") == "" for t in TAG.findall(block) if t not in _KEPT_EMPTY)


def _paragraph(block: str, values: Mapping[str, str]) -> Paragraph:
    label, _, last = block.rpartition("\n")
    if last.strip() == _LINK and label and _LINK not in label:
        return Paragraph(values.get("link", ""), _fill(label, values).strip().rstrip(":"))
    return Paragraph(_fill(block, values))


def _fill(text: str, values: Mapping[str, str]) -> str:
    """In one go, so that nobody's name can hold a tag."""
    return TAG.sub(lambda found: values.get(found[1], ""), text)


def _text(letter: Letter, paragraphs: tuple[Paragraph, ...]) -> str:
    return f"{as_text(paragraphs)}\n\n-- \n{letter.product}\n"


def _html(letter: Letter, subject: str, paragraphs: tuple[Paragraph, ...]) -> str:
    language, direction = _speech(letter.language)
    content = "".join(_html_paragraph(letter, one) for one in paragraphs)
    product = escape(letter.product)
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(subject)}</title></head><body style="{_BODY}">'
        f'<table role="presentation" align="center" style="{_COLUMN}">'
        f'<tr><td style="{_HEAD}">{product}</td></tr>'
        f'<tr><td style="padding:24px 0 8px">{content}</td></tr>'
        f'<tr><td style="padding:12px 0 0;border-top:1px solid {_RULE};{_SMALL}">{product}</td>'
        "</tr></table></body></html>\n"
    )


def _html_paragraph(letter: Letter, one: Paragraph) -> str:
    link = escape(letter.link)
    if one.action:
        return (
            f'<p style="margin:24px 0 8px"><a href="{link}" style="{_BUTTON}">'
            f"{escape(one.action)}</a></p>"
            f'<p style="margin:0 0 24px;{_SMALL}">{link}</p>'
        )
    text = escape(one.text)
    if link and link in text:
        text = text.replace(link, f'<a href="{link}">{link}</a>')
    return f'<p style="{_TEXT}">{text.replace(chr(10), "<br>")}</p>'


def _speech(language: str) -> tuple[str, str]:
    """Language and direction, as HTML has them."""
    try:
        direction = Locale.parse(language).text_direction
    except (ValueError, UnknownLocaleError):
        return "en", "ltr"
    return escape(language.replace("_", "-")), str(direction)
