"""Texts of mails: ours or a round's own, their tags, and what an own one must not leave out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from survey.mailing.wording import GREETING, OURS


class Words(Protocol):
    """A language: `gettext.NullTranslations` and its subclasses are some."""

    def gettext(self, message: str, /) -> str: ...


@dataclass(frozen=True)
class Text:
    """A mail's subject and body, with tags. Paragraphs are parted by empty lines."""

    subject: str
    body: str


def _(message: str) -> str:
    """Marks a text for translation, and leaves it alone."""
    return message


TAGS: dict[str, str] = {
    "name": _("the reader's name"),
    "about": _("who is assessed"),
    "group": _("as what the reader answers, such as “a peer”"),
    "closing_date": _("the last day"),
    "minutes": _("how long the questions take"),
    "link": _("the link; where it stands below a line of its own, that line becomes a button"),
    "answers": _("what happens with the answers, as this round promises it"),
    "kept": _("how long name and address are kept"),
    "list": _("the list that this mail is about"),
    "note": _("what the manager wrote"),
    "round": _("the round's title"),
    "organisation": _("your organisation"),
    "product": _("the name of this site"),
}
"""What a tag stands for."""
_EVERYWHERE = {"name", "round", "organisation", "product"}
_NAMES = {"name", "about", "list", "note"}
TAG = re.compile(r"\{(" + "|".join(TAGS) + r")\}")


def ours(kind: str, words: Words) -> Text:
    """Our text in a language. Raises LookupError: no such kind."""
    if kind not in OURS:
        raise LookupError(f"there is no message of the kind {kind!r}")
    own, say = OURS[kind], words.gettext
    link = (f"{say(own.action)}:\n{{link}}",) if own.action else ()
    parts = (say(GREETING), *map(say, own.before), *link, *map(say, own.after))
    return Text(say(own.subject), "\n\n".join(parts))


def tags_of(kind: str) -> tuple[str, ...]:
    """Tags that mean something in this kind of mail."""
    own = OURS[kind]
    found = set(TAG.findall(" ".join((own.subject, *own.before, *own.after))))
    return tuple(tag for tag in TAGS if tag in found | _EVERYWHERE | set(own.required))


def missing(kind: str, text: Text) -> tuple[str, ...]:
    """Tags without which a text of one's own cannot be sent."""
    return tuple(tag for tag in OURS[kind].required if f"{{{tag}}}" not in text.body)


def names_somebody(subject: str) -> bool:
    """Subjects are read by whoever looks over a shoulder: no tag in them may hold a name."""
    return bool(_NAMES & set(TAG.findall(subject)))


def chosen(
    own: Mapping[str, Mapping[str, Mapping[str, str]]],
    kind: str,
    language: str,
    spoken: frozenset[str],
) -> tuple[str, Text | None]:
    """The language that a reader gets, and a round's own text in it; None: ours does.

    `spoken`: the languages that ours are in. The reader's language goes first, in an own text or in
    ours; then the round's first own text; then English.
    """
    there = own.get(kind, {})
    for wanted in (language, language.partition("_")[0]):
        if wanted in there:
            return wanted, _own(there[wanted])
        if wanted in spoken:
            return wanted, None
    for first, text in there.items():
        return first, _own(text)
    return "en", None


def _own(text: Mapping[str, str]) -> Text:
    return Text(text["subject"], text["body"])
