"""Words that people write: cleaned at the door, counted, and never a template."""

import re
import unicodedata
from itertools import groupby

from survey.errors import BadInput
from survey.questionnaire.guard import FORBIDDEN
from survey.questionnaire.text import SUBJECT

LONGEST = 4000
"""Characters of one comment, counted after cleaning."""
MOST_MARKS = 3
"""Combining marks in a row: enough for every script, too few to smear over the lines around."""

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


class TooLong(BadInput):
    """A text with more characters than are kept. `length` and `limit` are characters."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"this text has {length} characters; shorten it to {limit}")
        self.length = length
        self.limit = limit


def clean_text(raw: str, limit: int = LONGEST) -> str:
    """The text in NFC, without what cannot be read or stored; line ends are "\\n".

    Control characters, surrogates, noncharacters and direction overrides are dropped, so is every
    combining mark after the third in a row, and blanks around the text. Raises `TooLong`.
    """
    if len(raw) > 4 * limit:  # far too long: not worth normalising, which a flood makes slow
        raise TooLong(len(raw), limit)
    lines = _LINE_END.sub("\n", raw).replace("\t", " ")
    text = unicodedata.normalize("NFC", _few_marks(FORBIDDEN.sub("", lines)))
    # A few characters fall apart in NFC and bring one more mark.
    text = _few_marks(text).strip()
    if len(text) > limit:
        raise TooLong(len(text), limit)
    return text


def fill(text: str, subject: str) -> str:
    """The text with the name of the person assessed; nothing else in braces is looked at."""
    return text.replace(SUBJECT, subject)


def _few_marks(text: str) -> str:
    runs = groupby(text, key=lambda c: unicodedata.category(c) in ("Mn", "Me"))
    return "".join(
        part for is_mark, run in runs for part in (list(run)[:MOST_MARKS] if is_mark else run)
    )
