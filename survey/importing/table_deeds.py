"""What an import would do and what it finds, as data; and the store as it would be then. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey.importing.table_columns import Field

Kind = Literal[
    "ragged", "control", "long", "no_manager", "no_name", "bad_name", "bad_address", "no_coach",
    "no_group", "no_such_group", "no_rater", "oneself", "two_names", "two_values", "two_groups",
    "no_language",
]  # fmt: skip


@dataclass(frozen=True)
class Group:
    id: str
    names: tuple[str, ...]
    is_self: bool = False


@dataclass(frozen=True)
class Person:
    name: str
    language: str


@dataclass(frozen=True)
class Participant:
    role: str
    coach: str
    """Address of the coach's account; "": none."""


@dataclass(frozen=True)
class Known:
    """What the store holds. Addresses are in small letters."""

    people: Mapping[str, Person] = field(default_factory=dict)
    participants: Mapping[str, Participant] = field(default_factory=dict)
    raters: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(manager, rater) to the group that the list shows."""
    coaches: frozenset[str] = frozenset()
    groups: tuple[Group, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rater:
    name: str
    email: str
    group: str


@dataclass(frozen=True)
class Deed:
    """What a row asks for. An empty text changes nothing."""

    row: int
    manager_name: str
    manager_email: str
    role: str
    coach: str
    language: str
    """Of the rater; in a row without one, of the manager."""
    rater: Rater | None = None


@dataclass(frozen=True)
class Change:
    """`field` of a row that is there already, from what to what."""

    row: int
    field: Field
    before: str
    after: str


@dataclass(frozen=True)
class Problem:
    row: int
    field: Field | None
    """None: of the whole row."""
    kind: Kind
    about: str = ""
    """What stands there, or the row that it contradicts."""
    like: str = ""
    """What may have been meant."""


@dataclass(frozen=True)
class Plan:
    new: tuple[Deed, ...] = ()
    changed: tuple[Deed, ...] = ()
    unchanged: tuple[int, ...] = ()
    """Numbers of rows."""
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    managers: int = 0
    """How many new managers."""
    raters: int = 0
    """How many new raters, counted for each manager."""

    @property
    def bad_rows(self) -> tuple[int, ...]:
        return tuple(sorted({problem.row for problem in self.problems}))

    def fingerprint(self) -> str:
        """Changes when anything in the plan does: what was shown is what is done."""
        told = repr((self.new, self.changed, self.unchanged, self.problems, self.changes))
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


class Ahead:
    """The store as it would be after the rows so far."""

    def __init__(self, known: Known) -> None:
        self.people = dict(known.people)
        self.participants = dict(known.participants)
        self.listed = dict(known.raters)
        self.managers = 0
        self.raters = 0

    def adds(self, deed: Deed) -> bool:
        is_listed = deed.rater is None or (deed.manager_email, deed.rater.email) in self.listed
        return deed.manager_email not in self.participants or not is_listed

    def differences(self, deed: Deed) -> Iterator[Change]:
        """What of things that are there would be another."""
        yield from self._of_person(
            deed, "manager_name", deed.manager_email, deed.manager_name, bool(deed.rater)
        )
        there = self.participants.get(deed.manager_email)
        if there and deed.role and deed.role != there.role:
            yield Change(deed.row, "role", there.role, deed.role)
        if there and deed.coach and deed.coach != there.coach:
            yield Change(deed.row, "coach", there.coach, deed.coach)
        if deed.rater:
            yield from self._of_person(deed, "rater_name", deed.rater.email, deed.rater.name, False)
            group = self.listed.get((deed.manager_email, deed.rater.email))
            if group and group != deed.rater.group:
                yield Change(deed.row, "group", group, deed.rater.group)

    def _of_person(
        self, deed: Deed, name: Field, email: str, said: str, has_rater: bool
    ) -> Iterator[Change]:
        there = self.people.get(email)
        if there and said != there.name:
            yield Change(deed.row, name, there.name, said)
        if there and deed.language and not has_rater and deed.language != there.language:
            yield Change(deed.row, "language", there.language, deed.language)

    def do(self, deed: Deed) -> None:
        self.managers += deed.manager_email not in self.participants
        rater = deed.rater
        self._meet(deed.manager_email, deed.manager_name, "" if rater else deed.language)
        before = self.participants.get(deed.manager_email, Participant("", ""))
        self.participants[deed.manager_email] = Participant(
            deed.role or before.role, deed.coach or before.coach
        )
        if rater:
            pair = (deed.manager_email, rater.email)
            self.raters += pair not in self.listed
            self._meet(rater.email, rater.name, deed.language)
            self.listed[pair] = rater.group

    def _meet(self, email: str, name: str, language: str) -> None:
        before = self.people.get(email)
        self.people[email] = Person(name, language or (before.language if before else ""))
