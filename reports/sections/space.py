"""How much of a page is left for notes: an estimate from the length of texts, in millimetres.

Only the number of note lines hangs on it. Wide letters are counted as they come on the average, so
the estimates are a little large rather than a little small.
"""

from collections.abc import Iterable
from math import ceil

PAGE = 251.0
LINE, SMALL = 4.9, 4.4
NOTES_HEAD, NOTES_LINE = 14.0, 7.3


def lines(text: str, width: float, letter: float = 1.6) -> int:
    """How many lines a text takes in `width` mm; `letter` is the width of a letter of body text."""
    return max(1, ceil(len(text) * letter / width))


def paragraphs(texts: Iterable[str], width: float) -> float:
    """The height of body paragraphs with the space between them."""
    return sum(lines(text, width) * LINE + 2.0 for text in texts)


def note_lines(used: float, most: int = 8) -> int:
    """How many note lines fit below `used` mm of a page; none if they would be fewer than two."""
    count = int((PAGE - used - NOTES_HEAD) / NOTES_LINE)
    return min(count, most) if count >= 2 else 0
