"""Two people wrote at the same time: what each changed is kept, and what both changed is asked.

A form remembers how each value was when it was shown, as a mark. So it is known what its author
changed, whatever happened to the draft in between.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from survey.errors import BadInput

_LENGTH = 12
MOST = 2000
"""Lines of a text that are compared with one another: it is done while others wait to write."""


@dataclass(frozen=True)
class Clash:
    """A value that both have changed. `theirs` is None where it is gone."""

    name: str
    mine: str
    theirs: str | None


@dataclass(frozen=True)
class Merged:
    mine: Mapping[str, str]
    """What is to be written, by name."""
    clashes: tuple[Clash, ...]


def even(words: str) -> str:
    """As it is compared: browsers send other line ends, and blanks around a text mean nothing."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def mark(words: str) -> str:
    """Tells whether two texts are the same; 12 hex digits."""
    return hashlib.sha256(even(words).encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def marks(shown: Mapping[str, str]) -> str:
    """What a form remembers of the values that it shows; `read_marks` reads it."""
    return as_text({name: mark(words) for name, words in shown.items()})


def as_text(marked: Mapping[str, str]) -> str:
    """Marks by name, for a field of a form."""
    return json.dumps(marked, separators=(",", ":"))


def read_marks(sent: str) -> dict[str, str]:
    """Raises BadInput: not what `marks` wrote."""
    try:
        read = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise BadInput("this form does not say what it was made from; load it again") from error
    if not isinstance(read, dict) or not all(isinstance(one, str) for one in read.values()):
        raise BadInput("this form does not say what it was made from; load it again")
    return read


def merge(seen: Mapping[str, str], sent: Mapping[str, str], now: Mapping[str, str]) -> Merged:
    """`seen`: marks of the values when they were shown. `sent`: as they came back. `now`: as they
    are in the draft. What was not shown is not looked at."""
    mine, clashes = {}, []
    for name, words in sent.items():
        there = now.get(name)
        if name not in seen or mark(words) == seen[name]:
            continue
        if there is not None and mark(words) == mark(there):
            continue
        if there is not None and mark(there) == seen[name]:
            mine[name] = even(words)
        else:
            clashes.append(Clash(name, even(words), there))
    return Merged(mine, tuple(clashes))


def merge_lines(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    """Both changes of a text, line by line; where both changed the same lines, mine. And whether
    there were no such lines. Of more than `MOST` lines all counts as changed by both."""
    old, one, two = (even(text).split("\n") for text in (base, mine, theirs))
    if max(map(len, (old, one, two))) > MOST:
        return mine, False
    found, clean, ends = list[str](), True, (0, 0, 0)
    for start, stops in _same(old, one, two):
        was, my, their = (
            text[end:begin] for text, end, begin in zip((old, one, two), ends, start, strict=True)
        )
        for before, mine_, theirs_ in _pieces(was, my, their):
            found += theirs_ if mine_ == before else mine_
            clean = clean and (mine_ in (before, theirs_) or theirs_ == before)
        found += old[start[0] : stops[0]]
        ends = stops
    return "\n".join(found) + "\n", clean


def _pieces(was: list[str], my: list[str], their: list[str]) -> list[tuple[list[str], ...]]:
    """Line by line where there are as many in all three, else as a whole."""
    if len(was) == len(my) == len(their):
        return [([one], [two], [three]) for one, two, three in zip(was, my, their, strict=True)]
    return [(was, my, their)]


_Spot = tuple[int, int, int]


def _same(old: list[str], one: list[str], two: list[str]) -> Iterator[tuple[_Spot, _Spot]]:
    """Where lines of the old text stand in both new ones: begin and end in each, then the ends."""
    first, second = (
        SequenceMatcher(None, old, new).get_matching_blocks()  # lines that come often find no place
        for new in (one, two)
    )
    here = there = 0
    while here < len(first) and there < len(second):
        mine, theirs = first[here], second[there]
        begin = max(mine.a, theirs.a)
        end = min(mine.a + mine.size, theirs.a + theirs.size)
        if begin < end:
            places = (begin, mine.b + begin - mine.a, theirs.b + begin - theirs.a)
            yield places, (end, places[1] + end - begin, places[2] + end - begin)
        if mine.a + mine.size < theirs.a + theirs.size:
            here += 1
        else:
            there += 1
    ends = (len(old), len(one), len(two))
    yield ends, ends
