"""All that a report is made of: one frozen `Case`, which every section and rule reads."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from reports.comments import Shown
from reports.picks import Choices
from reports.published import SELF, Cell, Change, Published, Scale
from reports.words import Words
from survey.cells import ALL_OTHERS
from survey.growth.follow_up import Named, Said
from survey.questionnaire.model import Item, Questionnaire, Responsibility, Skill


@dataclass(frozen=True)
class LastGoal:
    """A goal of the round before: the last look back at it, and what raters say now."""

    about: str
    title: str
    day: date | None
    """Of the last look back; None: there was none."""
    progress: str
    text: str
    said: Said
    named: tuple[Named, ...]
    id: str = ""


@dataclass(frozen=True)
class Case:
    """One person, one round. `invited` by group id, where known; texts in `words.language`."""

    questionnaire: Questionnaire
    form: str
    subject: str
    words: Words
    now: Published
    before: Published | None = None
    change: Change | None = None
    role: str = ""
    coach: str = ""
    round_title: str = ""
    round_before: str = ""
    round_first: str = ""
    """The title of the round before that one."""
    day: date | None = None
    invited: Mapping[str, int] = field(default_factory=dict)
    comments: Sequence[Shown] = ()
    own_words: Sequence[Shown] = ()
    product: str = "Plumbline"
    guess: Mapping[str, int] = field(default_factory=dict)
    """What the person assessed expected of others, by skill; made before anything was shown."""
    last_plan: Sequence[LastGoal] = ()
    earlier: int | None = None
    """Earlier reports that the auditor checks this one against; None: it does not, as with the
    caller's own data."""
    picks: Sequence[Choices] = ()

    @cached_property
    def lines(self) -> tuple[Cell, ...]:
        """The cells that have a line of their own beside all others. Where there is one, of several
        groups or of a single one, its line would be all others once more."""
        return self.now.cells if len(self.now.cells) > 1 else ()

    @property
    def is_self(self) -> bool:
        """A self report: nothing of others in it."""
        return self.now.kind == "self"

    @cached_property
    def skills(self) -> tuple[Skill, ...]:
        """The skills that the form holds, in the instrument's order."""
        return tuple(s for s in self.questionnaire.skills if f"skill:{s.id}" in self.now.scales)

    @cached_property
    def responsibilities(self) -> tuple[Responsibility, ...]:
        """Likewise."""
        every = self.questionnaire.instrument.responsibilities
        return tuple(r for r in every if f"resp:{r.id}" in self.now.scales)

    @cached_property
    def _named(self) -> dict[str, Skill | Responsibility]:
        skills: dict[str, Skill | Responsibility] = {f"skill:{s.id}": s for s in self.skills}
        return skills | {f"resp:{r.id}": r for r in self.responsibilities}

    @cached_property
    def _items(self) -> dict[str, Item]:
        return {item.id: item for skill in self.skills for item in skill.items}

    def name(self, scale: str) -> str:
        """The full name of a skill or responsibility, by scale id."""
        return self.words.text(self._named[scale].name)

    def short(self, scale: str) -> str:
        """Its short name."""
        return self.words.text(self._named[scale].short)

    def within(self, scales: Sequence[str]) -> str:
        """Short names inside a sentence: "communication and problem solving"."""
        return self.words.list_of([self.words.within(self.short(scale)) for scale in scales])

    def number(self, skill: str) -> int:
        """1 for the first skill; by plain id."""
        return [s.id for s in self.questionnaire.skills].index(skill) + 1

    def statement(self, item: str) -> str:
        """A statement as it was put: to others, or in a self report to oneself. Where a low answer
        is a good one, its numbers are turned, and that is said."""
        found = self._items[item]
        text = self.words.text(found.self if self.is_self else found.other)
        if not found.reverse:
            return text
        return self.words._("%(statement)s (counted the other way round)", statement=text)

    def item(self, item: str) -> Item:
        return self._items[item]

    def scale(self, scale: str) -> Scale:
        return self.now.scales[scale]

    def vary(self, scale: str, phrasings: Sequence[str]) -> str:
        """One of several sentences that say the same, so that pages about different skills do not
        sound alike. Chosen by whose report it is and which skill: the same case, the same words."""
        start = zlib.crc32(f"{self.subject} {self.now.round}".encode())
        return phrasings[(start + list(self.now.scales).index(scale)) % len(phrasings)]

    def group_name(self, group: str) -> str:
        return self.words.text(self.questionnaire.group(group).name)

    def names_of(self, groups: Sequence[str]) -> str:
        """One group's name, or "Combined: Peers, Customers"."""
        if len(groups) == 1:
            return self.group_name(groups[0])
        names = self.words.beside(*(self.group_name(group) for group in groups))
        return self.words._("Combined: %(groups)s", groups=names)

    def cell_name(self, cell: str) -> str:
        """How a line of the report is called, everywhere alike."""
        if cell == SELF:
            return self.words.text(self.questionnaire.self_group.name)
        if cell == ALL_OTHERS:
            return self.words._("All others")
        return self.names_of(self._members(cell))

    def people(self, cell: str) -> str:
        """A cell's people inside a sentence: "peers", "peers and direct reports"."""
        names = [self.words.within(self.group_name(group)) for group in self._members(cell)]
        return self.words.list_of(names)

    def sign(self, cell: str) -> str:
        """Its sign in charts and tables; several groups together take the first one's."""
        if cell == SELF:
            return self.questionnaire.self_group.sign
        if cell == ALL_OTHERS:
            return "disc"
        return self.questionnaire.group(self._members(cell)[0]).sign

    def _members(self, cell: str) -> tuple[str, ...]:
        return next(c.members for c in self.now.cells if c.id == cell)

    @property
    def asks_how_often(self) -> bool:
        """Otherwise the scale says how far people agree, and nothing is "seen less often"."""
        return self.questionnaire.instrument.scale.kind == "frequency"

    @property
    def half_a_point(self) -> str:
        """From here on a gap counts; on a five-point scale half a point (decision 7)."""
        if self.now.unit == 1:
            return self.words._("half a point")
        return self.words._("%(size)s points", size=self.words.one(self.now.unit / 2))

    @property
    def a_point(self) -> str:
        """Likewise, on a single statement."""
        if self.now.unit == 1:
            return self.words._("a point")
        return self.words._("%(size)s points", size=self.words.one(self.now.unit))

    @cached_property
    def axis(self) -> dict[str, Any]:
        """The answer scale as every figure gets it."""
        scale = self.questionnaire.instrument.scale
        labels = [self.words.text(label) for label in scale.labels]
        axis = {"min": scale.min, "max": scale.max, "labels": labels}
        return {**axis, "rtl": True} if self.words.rtl else axis

    @property
    def ends(self) -> list[str]:
        """The scale's first and last word, to stand under the points of a narrow strip."""
        labels = self.axis["labels"]
        return [labels[0], labels[-1]]
