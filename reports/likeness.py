"""Whether two printed reports say the same: page by page, word by word, number by number. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

NUMBER = re.compile(r"[+\u2212-]?\d+(?:[.,]\d+)?")
MOST = 12  # differences that are told
LONGEST = 60  # characters of one that are told


@dataclass(frozen=True)
class Likeness:
    """What was compared, and where the two differ. Counts are those of the first."""

    pages: int
    words: int
    numbers: int
    differences: tuple[str, ...]
    has_all_numbers: bool = True
    """Each number of the first stands in the second, as often."""


def compare(here: Sequence[str], there: Sequence[str]) -> Likeness:
    """`here` against `there`, each a text a page. Breaks of lines are no difference."""
    found = tuple(_differences(here, there))
    mine, theirs = (Counter(NUMBER.findall(" ".join(pages))) for pages in (here, there))
    return Likeness(
        pages=len(here),
        words=sum(len(page.split()) for page in here),
        numbers=sum(len(NUMBER.findall(page)) for page in here),
        differences=found[:MOST],
        has_all_numbers=mine <= theirs,
    )


def _differences(here: Sequence[str], there: Sequence[str]) -> Iterator[str]:
    if len(here) != len(there):
        yield f"it has {len(here)} pages in place of {len(there)}"
    for number, (mine, other) in enumerate(zip(here, there, strict=False), start=1):
        found, kept = mine.split(), other.split()
        if found == kept:
            continue
        for tag, a, b, c, d in SequenceMatcher(None, found, kept, autojunk=False).get_opcodes():
            if tag != "equal":
                yield f"page {number}: {_told(found[a:b])} in place of {_told(kept[c:d])}"


def _told(words: Sequence[str]) -> str:
    text = " ".join(words)
    return f'"{text if len(text) <= LONGEST else text[:LONGEST] + "…"}"' if text else "nothing"
