"""Which characters our fonts have, by cut: "covered.txt", which cut.py writes beside the fonts.

A line names what is covered and its ranges in hexadecimal. "Plumb" is what every cut of the main
families has.
"""

import re
from functools import cache
from types import MappingProxyType

from reports.fonts import FOLDER, OTHERS, Cut

FILE = FOLDER / "covered.txt"
MAIN = "Plumb"
UNSEEN = "\t\n\f\r\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
"""Characters without a look of their own, which Pango never looks up in a font."""


def _class(ranges: str) -> str:
    """ "20-7E A0" as the inside of a regular expression's class."""
    ends = (part.partition("-") for part in ranges.split())
    return "".join(f"\\U{int(a, 16):08x}-\\U{int(b or a, 16):08x}" for a, _, b in ends)


@cache
def _covered() -> MappingProxyType[str, str]:
    lines = (line.split(maxsplit=1) for line in FILE.read_text(encoding="ascii").splitlines())
    return MappingProxyType({name: _class(ranges) for name, ranges in lines})


@cache
def uncovered() -> re.Pattern[str]:
    """Finds what none of our fonts has."""
    return re.compile(f"[^{UNSEEN}{''.join(_covered().values())}]+")


@cache
def _has(name: str) -> re.Pattern[str]:
    return re.compile(f"[{_covered()[name]}]")


@cache
def _any_has() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_covered()[cut.stem.partition('-')[0]] for cut in OTHERS)}]")


def beyond(text: str) -> tuple[Cut, ...]:
    """The cuts that a text needs beside the main families; most need none."""
    if not _any_has().search(text):
        return ()
    return tuple(cut for cut in OTHERS if _has(cut.stem.partition("-")[0]).search(text))
