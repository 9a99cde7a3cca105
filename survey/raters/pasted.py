"""Lists of raters as people paste them: who is on it, line by line, and what is odd about it.

Pure: no store, no web. Nothing that was pasted is dropped silently: every line with something on it
gives an entry, a problem, or the heading of a group. What is odd is told as a `Finding`, a kind and
its values, which the page puts in words.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.cells import COMBINED, Group, partition
from survey.entry import check_email, check_name
from survey.errors import BadInput
from survey.questionnaire.words import TooLong
from survey.raters import lookalikes

MOST_LINES = 200
"""Of one paste; longer lists are imported as a table."""
_ADDRESS = re.compile(r"<[^<>]*@[^<>]*>|[^\s,;<>\"()]*@[^\s,;<>\"()]*")
_AROUND_NAMES = " \t\"',;:<>()[]|–—-•*·"  # what stands between a name and an address

Kind = Literal[
    "no_address", "bad_address", "bad_name", "unclear", "too_many",  # not read
    "self", "twice", "listed",  # refused
    "same_mailbox", "near_listed", "near_colleague", "near_domain", "foreign_letters",  # look again
]  # fmt: skip
REFUSED: frozenset[Kind] = frozenset(
    {"no_address", "bad_address", "bad_name", "unclear", "too_many", "self", "twice", "listed"}
)


@dataclass(frozen=True)
class Entry:
    """Somebody on the list; `line` counts from 1, 0: typed by itself."""

    line: int
    group: str
    name: str
    email: str


@dataclass(frozen=True)
class Finding:
    """Something odd about a line: a problem (see REFUSED), or something to look at again."""

    line: int
    kind: Kind
    about: str
    """The text or the address that it is about."""
    like: str = ""
    """What it resembles."""

    @property
    def refused(self) -> bool:
        return self.kind in REFUSED


@dataclass(frozen=True)
class Pasted:
    entries: tuple[Entry, ...]
    problems: tuple[Finding, ...]
    headings: tuple[int, ...]
    """Lines that only name a group."""


def read(text: str, group: str, names: Mapping[str, str]) -> Pasted:
    """Read a pasted list. `group`: of the lines before any heading; `names`: name of a group, as a
    heading says it, to its id.

    Lines such as "Bob Ito <bob@example.org>", "bob@…; cy@…", "Bob,bob@…" or "bob@…<tab>Bob".
    """
    headings = {_plain(name): id for name, id in names.items()}
    entries: list[Entry] = []
    problems: list[Finding] = []
    titles: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip(_AROUND_NAMES):
            continue
        if number > MOST_LINES:
            problems.append(Finding(number, "too_many", line.strip()))
        elif _plain(line) in headings:
            group = headings[_plain(line)]
            titles.append(number)
        else:
            found, wrong = _read_line(number, line, group)
            entries += found
            problems += wrong
    return Pasted(tuple(entries), tuple(problems), tuple(titles))


def _plain(text: str) -> str:
    return " ".join(text.strip(_AROUND_NAMES).casefold().split())


def _read_line(number: int, line: str, group: str) -> tuple[list[Entry], list[Finding]]:
    found = list(_ADDRESS.finditer(line))
    if not found:
        return [], [Finding(number, "no_address", line.strip())]
    starts = [0, *(one.end() for one in found)]
    between = [
        line[start:end].strip(_AROUND_NAMES)
        for start, end in zip(starts, [*(one.start() for one in found), len(line)], strict=True)
    ]
    if between[-1] and not between[0]:
        names, rest = between[1:], ""  # each name stands behind its address
    else:
        names, rest = between[:-1], between[-1]
    made = [
        _entry(number, group, name, one.group().strip("<> \t"))
        for one, name in zip(found, names, strict=True)
    ]
    entries = [one for one in made if isinstance(one, Entry)]
    problems = [one for one in made if isinstance(one, Finding)]
    if rest:
        problems.append(Finding(number, "unclear", rest))
    return entries, problems


def _entry(number: int, group: str, name: str, address: str) -> Entry | Finding:
    try:
        email = check_email(address.removeprefix("mailto:").rstrip("."))
    except BadInput:
        email = None
    if email is None:
        return Finding(number, "bad_address", address)
    try:
        return Entry(number, group, check_name(name) if name else "", email)
    except (BadInput, TooLong):
        return Finding(number, "bad_name", name)


@dataclass(frozen=True)
class Known:
    """What a new entry is compared with."""

    self_email: str
    """Of the person assessed; may be empty."""
    listed: frozenset[str] = frozenset()
    """Addresses on the list."""
    colleagues: frozenset[str] = frozenset()
    """Addresses of the organisation's people, whether or not on the list."""


def check_list(entries: Sequence[Entry], known: Known) -> list[Finding]:
    """What is odd about new entries, in their order; at most one finding for each."""
    return [one for one in check_each(entries, known) if one]


def check_each(entries: Sequence[Entry], known: Known) -> list[Finding | None]:
    """As `check_list`, one for each entry: None where nothing is odd."""
    listed = {_key(email) for email in known.listed}
    colleagues = {_key(email) for email in known.colleagues}
    everybody = listed | colleagues | {_key(known.self_email)}
    domains = {email.rpartition("@")[2] for email in everybody} - {""}
    seen: set[str] = set()
    findings = []
    for entry in entries:
        email = _key(entry.email)
        finding = _refusal(entry, email, _key(known.self_email), listed, seen)
        if finding is None:
            others = sorted((listed | seen | {_key(known.self_email)}) - {"", email})
            finding = _resemblance(entry, email, others, (colleagues, domains))
        findings.append(finding)
        seen.add(email)
    return findings


def _refusal(
    entry: Entry, email: str, self_email: str, listed: set[str], seen: set[str]
) -> Finding | None:
    if email == self_email:
        return Finding(entry.line, "self", entry.email)
    if email in seen:
        return Finding(entry.line, "twice", entry.email)
    if email in listed:
        return Finding(entry.line, "listed", entry.email)
    return None


def _resemblance(
    entry: Entry, email: str, others: Sequence[str], known: tuple[set[str], set[str]]
) -> Finding | None:
    """`known`: addresses of colleagues, and domains that are in use."""
    colleagues, domains = known
    if like := _first(others, email, lookalikes.same_mailbox):
        return Finding(entry.line, "same_mailbox", entry.email, like)
    domain = email.rpartition("@")[2]
    if lookalikes.mixes_scripts(domain) or lookalikes.mixes_scripts(entry.name):
        return Finding(entry.line, "foreign_letters", entry.email)
    if email in colleagues:
        return None  # whoever is known is not a slip of the pen
    unknown = () if domain in domains else sorted(domains)
    kinds: tuple[tuple[Kind, Iterable[str], str, Callable[[str, str], bool]], ...] = (
        ("near_listed", others, email, lookalikes.near),
        ("near_colleague", sorted(colleagues), email, lookalikes.same_mailbox),
        ("near_colleague", sorted(colleagues), email, lookalikes.near),
        ("near_domain", unknown, domain, lookalikes.near_domain),
    )
    for kind, candidates, what, resembles in kinds:
        if like := _first(candidates, what, resembles):
            return Finding(entry.line, kind, entry.email, like)
    return None


def _first(
    candidates: Iterable[str], wanted: str, resembles: Callable[[str, str], bool]
) -> str | None:
    return next((one for one in candidates if resembles(one, wanted)), None)


def _key(email: str) -> str:
    return email.strip().lower()


@dataclass(frozen=True)
class Shown:
    """How raters of some groups would be shown if all of them answered."""

    groups: tuple[str, ...]
    how: Literal["apart", "together", "not"]


def preview(counts: Mapping[str, int], groups: Sequence[Group], k: int) -> list[Shown]:
    """What `survey.cells.partition` makes of these numbers of invited raters, in the groups' order:
    one for each cell, and one for each group that would not be shown."""
    cells = partition({id: n for id, n in counts.items() if n}, groups, k)
    ids = [group.id for group in groups if group.id in cells]
    together = tuple(id for id in ids if cells[id] == COMBINED)
    shown: list[Shown] = []
    for id in ids:
        if cells[id] is None:
            shown.append(Shown((id,), "not"))
        elif cells[id] == id:
            shown.append(Shown((id,), "apart"))
        elif id == together[0]:
            shown.append(Shown(together, "together"))
    return shown


def over_cap(requests: Mapping[str, int], cap: int) -> dict[str, int]:
    """Who is asked for more forms than one rater should get, and for how many."""
    return {person: count for person, count in requests.items() if count > cap}
