"""A list of raters as a page shows it: groups with their numbers, what would be merged, advice.

Nothing here knows whether anybody has answered.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from flask_babel import get_locale

from survey.questionnaire.model import RaterGroup
from survey.raters import listing
from survey.raters import pasted as raters
from survey.raters.pasted import Entry, Finding, Known
from survey.rounds.campaign import Rules, Wanted
from survey.store import lists, participations, rounds
from survey.store.database import Tx
from survey.store.lists import Row
from survey.store.participations import Participation
from survey.store.people import Person
from survey.store.rounds import Round
from survey.web import rater_words


@dataclass(frozen=True)
class GroupView:
    """A group with whoever is listed in it."""

    id: str
    name: str
    rater: str
    """What one member is called, as in "You answer as a peer"."""
    wanted: Wanted
    rows: tuple[Row, ...]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def lacking(self) -> int:
        """How many are missing to the minimum."""
        return max(self.wanted.minimum - self.count, 0)


@dataclass(frozen=True)
class Cell:
    """A picture of how some groups would be shown: its words, and one dot for each rater."""

    how: str
    words: str
    dots: int


@dataclass(frozen=True)
class ListView:
    """All that a page about a list of raters needs, read at one moment."""

    participation: Participation
    round: Round
    person: Person
    rules: Rules
    groups: tuple[GroupView, ...]
    cells: tuple[Cell, ...]
    word: str | None
    choices: tuple[RaterGroup, ...]
    known: Known
    colleagues: tuple[tuple[str, str], ...]
    over_cap: dict[str, int]
    """Who of the list is asked for more forms than one rater should get: person to number."""

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def is_low(self) -> bool:
        return any(group.lacking for group in self.groups)

    @property
    def running(self) -> bool:
        """Names can be added and taken off."""
        return self.round.state != "closed"

    @property
    def is_managers(self) -> bool:
        """The manager may change it: it is open, or nobody else organises the round."""
        own = self.participation.listing == "open" or self.round.organisation is None
        return own and self.round.state == "open"


def view(tx: Tx, participation: str) -> ListView:
    """The list as it is now, in the visitor's language."""
    about, round_, person = participations.whole(tx, participation)
    rules = Rules.from_json(rounds.rules(tx, round_.id))
    choices = tuple(listing.groups(tx, round_))
    rows = [row for row in lists.of(tx, participation) if not row.taken_off]
    colleagues = _colleagues(tx, round_, person)
    requests = lists.requests(tx, round_.id, {row.person for row in rows})
    return ListView(
        participation=about,
        round=round_,
        person=person,
        rules=rules,
        groups=tuple(_group(one, rules, rows) for one in choices),
        cells=_cells(choices, rows, round_.threshold),
        word=lists.word(tx, participation),
        choices=choices,
        known=Known(
            person.email or "",
            frozenset(row.email for row in rows if row.email),
            frozenset(email for _, email in colleagues),
        ),
        colleagues=colleagues,
        over_cap=raters.over_cap(requests, rules.cap),
    )


def with_typed(found: ListView, entries: tuple[Entry, ...]) -> ListView:
    """As the list would be with these, too."""
    typed = [
        Row("", "", one.name or one.email, one.email, one.group, False, False, False)
        for one in entries
    ]
    rows = [*found.rows, *typed]
    return replace(
        found,
        groups=tuple(_group(one, found.rules, rows) for one in found.choices),
        cells=_cells(found.choices, rows, found.round.threshold),
    )


def _group(group: RaterGroup, rules: Rules, rows: list[Row]) -> GroupView:
    wanted = rules.groups.get(group.id) or Wanted(group.minimum, group.recommended)
    theirs = tuple(row for row in rows if row.group == group.id)
    language = str(get_locale())
    return GroupView(group.id, group.name.to(language), group.rater.to(language), wanted, theirs)


def _cells(groups: tuple[RaterGroup, ...], rows: list[Row], k: int) -> tuple[Cell, ...]:
    counts = Counter(row.group for row in rows)
    names = {one.id: one.name.to(str(get_locale())) for one in groups}
    return tuple(
        Cell(
            one.how,
            rater_words.foretold(one, names, counts),
            sum(counts[group] for group in one.groups),
        )
        for one in raters.preview(counts, groups, k)
    )


def _colleagues(tx: Tx, round_: Round, person: Person) -> tuple[tuple[str, str], ...]:
    """Of the manager's own domain only: whoever others asked from elsewhere is their affair."""
    domain = (person.email or "").lower().rpartition("@")[2]
    if not (round_.organisation and domain):
        return ()
    everybody = lists.colleagues(tx, round_.organisation)
    return tuple(
        (name, email)
        for name, email in everybody
        if email.lower().endswith(f"@{domain}") and email.lower() != (person.email or "").lower()
    )


@dataclass(frozen=True)
class Checked:
    """What was typed, sorted: what can be added, what is odd, and what stays in the box."""

    good: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    remaining: str
    """Lines of the pasted list that are still to be mended."""
    first_remains: bool = False
    """So does what was typed by itself."""

    @property
    def to_confirm(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if not one.refused)


def check(found: ListView, group: str, text: str, sure: frozenset[str], first: str = "") -> Checked:
    """`first`: one person, typed by itself; told as line 0. `sure`: addresses that somebody has
    looked at again and wants."""
    names = {one.name.to(str(get_locale())): one.id for one in found.choices}
    above = raters.read(" ".join(first.split()), group, {})
    pasted = raters.read(text, group, names)
    pasted = replace(
        pasted,
        entries=(*(replace(one, line=0) for one in above.entries), *pasted.entries),
        problems=(*(replace(one, line=0) for one in above.problems), *pasted.problems),
    )
    odd = [
        (entry, None if one and not one.refused and entry.email.lower() in sure else one)
        for entry, one in zip(
            pasted.entries, raters.check_each(pasted.entries, found.known), strict=True
        )
    ]
    good = tuple(entry for entry, finding in odd if finding is None)
    told = (*pasted.problems, *(finding for _, finding in odd if finding))
    findings = tuple(sorted(told, key=lambda one: one.line))
    first_remains = any(one.line == 0 for one in findings)
    return Checked(good, findings, _remaining(text, pasted, odd), first_remains)


def _remaining(text: str, pasted: raters.Pasted, odd: list[tuple[Entry, Finding | None]]) -> str:
    """The lines that still need mending, with their headings; those who are there need not."""
    left: dict[int, list[str]] = defaultdict(list)
    for problem in pasted.problems:
        left[problem.line].append(problem.about)
    for entry, finding in odd:
        if finding and finding.kind not in ("twice", "listed"):
            typed = f"{entry.name} <{entry.email}>" if entry.name else entry.email
            left[entry.line].append(typed)
    kept: list[str] = []
    heading = ""
    for number, line in enumerate(text.splitlines(), 1):
        if number in pasted.headings:
            heading = line
        elif number in left:
            kept += [heading] if heading else []
            kept.append("; ".join(left[number]))
            heading = ""
    return "\n".join(kept)
