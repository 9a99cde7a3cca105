"""Words on a slide: as large as can be read from the back of a room, and never cut while a smaller
size still holds them."""

from collections.abc import Sequence
from typing import Any

from reports.charts.ink import MM, SANS, SOFT, Sheet, width_of, wrap
from reports.charts.rows import even

TEXT = 18.0
"""Points at a slide's width of 13.33 inches."""
LEADING = 1.2
LINE = TEXT * LEADING / MM
"""Millimetres from one line of TEXT to the next."""
SIZES = (TEXT, 17.0, 16.0, 15.0, 14.0, 12.0)


def fitted(
    texts: Sequence[str],
    room: float,
    *,
    most: int,
    stem: str = SANS,
    sizes: Sequence[float] = SIZES,
) -> tuple[float, list[list[str]]]:
    """The largest of `sizes` at which no text is cut, and the lines of each at that size."""
    for size in sizes:
        lines = [wrap(text, size, room, stem, most) for text in texts]
        if not any(_is_cut(text, found) for text, found in zip(texts, lines, strict=True)):
            break
    return size, lines


def balanced(text: str, size: float, room: float, most: int) -> list[str]:
    """The lines of `fitted`, of lengths as even as they can be."""
    lines = even(text, size, room)
    return lines if len(lines) <= most and not _is_cut(text, lines) else wrap(text, size, room)


def _is_cut(text: str, lines: Sequence[str]) -> bool:
    return "…" not in text and any("…" in line for line in lines)


def widths(names: Sequence[str], least: float) -> list[float]:
    """Of columns of numbers in millimetres: as their longest word; one without a name holds a sign,
    which needs less."""
    found = []
    for name in names:
        words = name.replace(SOFT, "- ").split()
        room = least if words else least - 4.0
        found.append(max([room, *(width_of(word, TEXT) + 2.5 for word in words)]))
    return found


def letter(
    sheet: Sheet, x: float, y: float, lines: Sequence[str], size: float = TEXT, **look: Any
) -> float:
    """Lines with the first baseline at y; returns the last baseline."""
    step = size * LEADING / MM
    for at, line in enumerate(lines):
        sheet.text(x, y + at * step, line, size, **look)
    return y + (len(lines) - 1) * step


def centred(
    sheet: Sheet, x: float, middle: float, lines: Sequence[str], size: float = TEXT, **look: Any
) -> None:
    """Lines whose block is centred on `middle`."""
    step = size * LEADING / MM
    letter(sheet, x, middle + size * 0.34 / MM - (len(lines) - 1) * step / 2, lines, size, **look)
