"""From rows of text to what an import would do: new, changed, unchanged, problems. Pure.

Every row that says anything ends up in exactly one of the four. Nothing is guessed: a row with a
problem does nothing at all, and what is planned twice changes nothing the second time.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from survey.entry import check_email, check_name
from survey.errors import BadInput
from survey.importing.table_columns import FIELDS, Columns, Field, plain
from survey.importing.table_deeds import Ahead, Change, Deed, Kind, Known, Plan, Problem, Rater
from survey.questionnaire.words import TooLong, clean_text

LONGEST_ROLE = 200


def plan(rows: Sequence[Sequence[str]], columns: Columns, known: Known) -> Plan:
    """What confirming would do. `rows`: header first, as `spreadsheet.Table.rows`."""
    return _Planner(rows, columns, known).plan()


class _Planner:
    def __init__(self, rows: Sequence[Sequence[str]], columns: Columns, known: Known) -> None:
        self.width = len(rows[0]) if rows else 0
        self.rows = [
            (number, row)
            for number, row in enumerate(rows[1:], start=2)
            if any(cell.strip() for cell in row)
        ]
        self.columns = columns
        self.known = known
        self.problems: list[Problem] = []
        self.first: dict[tuple[Field, str], tuple[int, str]] = {}
        """What was first said: (field, whose address) to row and value."""
        self.listed: dict[tuple[str, str], tuple[int, str]] = {}

    def plan(self) -> Plan:
        deeds = [deed for number, row in self.rows if (deed := self._read(number, row))]
        deeds = [deed for deed in deeds if self._agrees(deed)]
        return self._sorted([named for deed in deeds if (named := self._named(deed))])

    def _read(self, number: int, row: Sequence[str]) -> Deed | None:
        """One row by itself."""
        before = len(self.problems)
        if len(row) != self.width:
            self._wrong(number, None, "ragged", str(len(row)), str(self.width))
            return None
        said = {name: self._clean(number, name, row) for name in FIELDS}
        manager = self._address(number, "manager_email", said)
        if not manager and not said["manager_email"]:
            self._wrong(number, "manager_email", "no_manager")
        deed = Deed(
            number,
            self._name(number, "manager_name", said),
            manager,
            said["role"],
            self._coach(number, said["coach"]),
            self._language(number, said["language"]),
            self._rater(number, said, manager),
        )
        return deed if len(self.problems) == before else None

    def _wrong(
        self, number: int, name: Field | None, kind: Kind, about: str = "", like: str = ""
    ) -> None:
        self.problems.append(Problem(number, name, kind, about, like))

    def _clean(self, number: int, name: Field, row: Sequence[str]) -> str:
        place = self.columns.get(name)
        raw = row[place] if place is not None and 0 <= place < len(row) else ""
        raw = raw.strip()
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\r\n" for c in raw):
            self._wrong(number, name, "control")
            return ""
        try:
            return " ".join(clean_text(raw, LONGEST_ROLE if name == "role" else 254).split())
        except TooLong as error:
            self._wrong(number, name, "long", str(error.limit))
            return ""

    def _address(self, number: int, name: Field, said: Mapping[Field, str]) -> str:
        try:
            return (check_email(said[name]) or "").lower()
        except BadInput:
            self._wrong(number, name, "bad_address", said[name][:80])
            return ""

    def _name(self, number: int, name: Field, said: Mapping[Field, str]) -> str:
        try:
            return check_name(said[name]) if said[name] else ""
        except BadInput:
            self._wrong(number, name, "bad_name", said[name][:80])
            return ""

    def _coach(self, number: int, text: str) -> str:
        email = text.lower()
        if email and email not in self.known.coaches:
            self._wrong(number, "coach", "no_coach", text[:80], _near(email, self.known.coaches))
        return email

    def _language(self, number: int, text: str) -> str:
        wanted = text.replace("-", "_").casefold()
        by_code = {code.casefold(): code for code in self.known.languages}
        if wanted and wanted not in by_code:
            about = ", ".join(self.known.languages)
            self._wrong(number, "language", "no_language", text[:40], about)
        return by_code.get(wanted, "")

    def _rater(self, number: int, said: Mapping[Field, str], manager: str) -> Rater | None:
        email = self._address(number, "rater_email", said)
        name = self._name(number, "rater_name", said)
        if not said["rater_email"]:
            if said["rater_name"] or said["group"]:
                self._wrong(number, "rater_email", "no_rater")
            return None
        group = self._group(number, said["group"])
        if email and email == manager:
            self._wrong(number, "rater_email", "oneself", email)
        return Rater(name, email, group)

    def _group(self, number: int, text: str) -> str:
        names = {plain(word): one for one in self.known.groups for word in (one.id, *one.names)}
        found = names.get(plain(text))
        if not text:
            self._wrong(number, "group", "no_group")
        elif found is None:
            near = _near(plain(text), [word for word, one in names.items() if not one.is_self])
            meant = [word for one in self.known.groups for word in one.names if plain(word) == near]
            self._wrong(number, "group", "no_such_group", text[:80], (*meant, "")[0])
        elif found.is_self:
            self._wrong(number, "group", "oneself", text[:80])
        return found.id if found else ""

    def _agrees(self, deed: Deed) -> bool:
        """With the rows before it: one address has one name, role, coach, language and group."""
        before = len(self.problems)
        said: list[tuple[Field, str, str, Kind]] = [
            ("manager_name", deed.manager_email, deed.manager_name, "two_names"),
            ("role", deed.manager_email, deed.role, "two_values"),
            ("coach", deed.manager_email, deed.coach, "two_values"),
        ]
        whose = deed.rater.email if deed.rater else deed.manager_email
        if deed.rater:
            said.append(("rater_name", deed.rater.email, deed.rater.name, "two_names"))
        said.append(("language", whose, deed.language, "two_values"))
        for name, email, value, kind in said:
            self._compare(deed.row, name, email, value, kind)
        if deed.rater:
            pair = (deed.manager_email, deed.rater.email)
            row, group = self.listed.setdefault(pair, (deed.row, deed.rater.group))
            if group != deed.rater.group:
                self._wrong(deed.row, "group", "two_groups", str(row))
        return len(self.problems) == before

    def _compare(self, number: int, name: Field, email: str, value: str, kind: Kind) -> None:
        if not value:
            return
        key: tuple[Field, str] = ("manager_name" if kind == "two_names" else name, email)
        row, first = self.first.setdefault(key, (number, value))
        if first != value:
            self._wrong(number, name, kind, str(row), first)

    def _named(self, deed: Deed) -> Deed | None:
        """With names that another row or the store has; there must be one."""
        name = deed.manager_name or self._name_of(deed.manager_email)
        if not name:
            self._wrong(deed.row, "manager_name", "no_name", deed.manager_email)
        rater = deed.rater
        if rater:
            rater = replace(rater, name=rater.name or self._name_of(rater.email))
            if not rater.name:
                self._wrong(deed.row, "rater_name", "no_name", rater.email)
        whole = name and (rater is None or rater.name)
        return replace(deed, manager_name=name, rater=rater) if whole else None

    def _name_of(self, email: str) -> str:
        said = self.first.get(("manager_name", email))
        there = self.known.people.get(email)
        return said[1] if said else there.name if there else ""

    def _sorted(self, deeds: Sequence[Deed]) -> Plan:
        state = Ahead(self.known)
        new: list[Deed] = []
        changed: list[Deed] = []
        unchanged: list[int] = []
        changes: list[Change] = []
        for deed in deeds:
            differences = list(state.differences(deed))
            if state.adds(deed):
                new.append(deed)
            elif differences:
                changed.append(deed)
            else:
                unchanged.append(deed.row)
            changes += differences
            state.do(deed)
        problems = tuple(sorted(self.problems, key=lambda one: one.row))
        return Plan(
            tuple(new), tuple(changed), tuple(unchanged), problems, tuple(changes),
            state.managers, state.raters,
        )  # fmt: skip


def _near(text: str, among: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(text, sorted(among), n=1, cutoff=0.6)), "")
