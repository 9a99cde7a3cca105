"""Two people wrote at the same time: what each changed is kept, and what both changed is asked.

A form remembers how each value was when it was shown, as a mark. So it is known what its author
changed, whatever happened to the draft in between.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from survey.errors import BadInput

_LENGTH = 12


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
