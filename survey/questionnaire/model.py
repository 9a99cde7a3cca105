"""The questionnaire as frozen data: what a folder of YAML says, once it is known to be right.

Nothing here reads a file, knows the web or a database. Ids are plain strings that match `ID`;
texts are `Text`, one string or one for each language. Lists in YAML and JSON become tuples.
The docstrings below a key are also what an editor shows beside it (`schema.py`).
"""

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field

from survey.questionnaire.books import checked_isbn
from survey.questionnaire.text import LANGUAGE as LANGUAGE  # noqa: PLC0414
from survey.questionnaire.text import Frozen, Line, Name
from survey.questionnaire.text import Text as Text  # noqa: PLC0414 - others import it from here

ID = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
"""Allow-list for every id: lower case, digits and single underscores, a letter first."""

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
"""A list in YAML, JSON or Python, kept as a tuple; what is in it is still read strictly."""
Id = Annotated[str, Field(pattern=ID, max_length=40)]
Language = Annotated[str, Field(pattern=LANGUAGE)]
BookWords = Annotated[str, Field(min_length=1, max_length=120)]
Isbn = Annotated[
    str, Field(json_schema_extra={"pattern": r"^97[89][0-9]{10}$"}), AfterValidator(checked_isbn)
]
Kind = Literal["self", "named", "anonymous"]
Sign = Literal["diamond", "above", "level", "below", "outside", "apart"]


class Scale(Frozen):
    """Answer scale: consecutive whole numbers from `min`, one label each; "not observed" apart."""

    kind: Literal["frequency", "agreement"] = "frequency"
    """What the labels say: how often, or how far one agrees; reports speak accordingly."""
    min: Annotated[int, Field(ge=0, le=10)] = 1
    labels: Annotated[Many[Name], Field(min_length=2, max_length=11)]
    """From the lowest answer to the highest, one label for each number."""
    not_observed: Name
    question_self: Text
    """What the person assessed is asked about every statement."""
    question_other: Text

    @property
    def max(self) -> int:
        return self.min + len(self.labels) - 1

    @property
    def values(self) -> range:
        return range(self.min, self.max + 1)


class Responsibility(Frozen):
    """One of the columns of the matrix: what a leader is responsible for."""

    id: Id
    name: Name
    short: Name
    definition: Text


class RaterGroup(Frozen):
    """Who rates. `merge_order`: lower merges first among equally small groups (SCORING_SPEC 4)."""

    id: Id
    kind: Kind
    """self: the person assessed. named: shown by name. anonymous: shown only when large enough."""
    name: Name
    rater: Name
    """What one member is called, as in "You answer as a direct report"."""
    minimum: Annotated[int, Field(ge=0, le=200)] = 0
    recommended: Annotated[int, Field(ge=0, le=200)] = 0
    sign: Sign
    """The group's sign in every chart; each group its own."""
    merge_order: Annotated[int, Field(ge=0, le=1000)] = 0


class ShowIf(Frozen):
    """Asked only where an earlier answer says so: exactly one of `equals`, `at_least`, `one_of`.

    Where the earlier one is left out, not observed or not asked itself, so is what depends on it.
    """

    question: Id
    """A statement or a question to choose from, on an earlier page."""
    equals: Annotated[int, Field(ge=0, le=20)] | None = None
    """The answer as given, on the scale."""
    at_least: Annotated[int, Field(ge=0, le=20)] | None = None
    one_of: Annotated[Many[Id], Field(max_length=20)] = ()
    """Ids of options; it is enough that one of them was chosen."""


class Item(Frozen):
    """One statement to rate; sits in one cell: its skill's row, its responsibility's column."""

    id: Id
    type: Id = "rating"
    responsibility: Id
    core: bool
    """Whether it is asked in the short form, too."""
    reverse: bool = False
    """A statement where a low answer is a good one; it is turned round before scoring."""
    self: Line
    other: Line
    seed: Line
    """The words of the source that this statement was made from."""
    hard_to_see_for: Many[Id] = ()
    """Rater groups that seldom see this; they often answer "not observed"."""
    only_for: Many[Id] = ()
    """Rater groups that are asked this; all of them if left out."""
    show_if: ShowIf | None = None


class Idea(Frozen):
    """Something to try: when this happens / do this / you will know it works when."""

    responsibility: Id
    when: Text
    do: Text
    know: Text


class Book(Frozen):
    """Something to read on a skill, in an edition that can be had; printed as it stands."""

    title: BookWords
    author: BookWords
    """As on the cover, several with commas between."""
    year: Annotated[int, Field(ge=1900, le=2100)]
    """Of this edition."""
    publisher: BookWords
    isbn: Isbn
    """ISBN-13 without hyphens, in quotes."""
    what_for: Line
    """One sentence: what it may help with."""


class Option(Frozen):
    """One of the answers to choose from."""

    id: Id
    name: Name


class OpenQuestion(Frozen):
    """A question without a place in the matrix: answered in words, or by choosing from options.

    A skill's own comment prompt is one too.
    """

    id: Id
    type: Id = "text"
    """text: words. choice: one of the options. ranking: the few that matter most."""
    self: Text
    other: Text
    options: Annotated[Many[Option], Field(max_length=20)] = ()
    """What to choose from; only for choice and ranking."""
    pick: Annotated[int, Field(ge=1, le=19)] = 1
    """How many options of a ranking may be chosen."""
    hint_self: Text | None = None
    """A line below the question, for the person assessed; none if left out."""
    hint_other: Text | None = None
    """Likewise, for those who rate."""
    only_for: Many[Id] = ()
    """Rater groups that are asked this; all of them if left out."""
    show_if: ShowIf | None = None


class Comment(Frozen):
    """A skill's optional comment prompt. Its answers are kept under the skill's id."""

    self: Text
    other: Text


class Skill(Frozen):
    """One questionnaire file: a skill, its items in the order of presentation, and its advice."""

    id: Id
    """The name of the file without .yaml."""
    name: Name
    short: Name
    definition: Text
    why: Text
    when_it_goes_well: Text
    items: Annotated[Many[Item], Field(min_length=1, max_length=200)]
    comment: Comment
    show_if: ShowIf | None = None
    """For the whole page."""
    ideas: Annotated[Many[Idea], Field(min_length=2, max_length=100)]
    questions: Annotated[Many[Text], Field(min_length=2, max_length=20)]
    """To talk over with a coach or the line manager."""
    reading: Annotated[Many[Book], Field(max_length=10)] = ()
    """Two or three books that go with the skill; none if left out."""


class Form(Frozen):
    """A choice of items: the core ones, or all."""

    id: Id
    name: Name
    items: Literal["core", "all"]
    minutes: Annotated[int, Field(ge=1, le=120)]


class Intro(Frozen):
    """Words before the first statement, for the person assessed and for those who rate."""

    purpose: Text
    self: Text
    other: Text


class Instrument(Frozen):
    """`instrument.yaml`: all that the skills have in common."""

    id: Id
    edition: Annotated[str, Field(min_length=1, max_length=40)]
    title: Name
    languages: Annotated[Many[Language], Field(min_length=1, max_length=40)]
    intro: Intro
    scale: Scale
    responsibilities: Annotated[Many[Responsibility], Field(min_length=1, max_length=20)]
    groups: Annotated[Many[RaterGroup], Field(min_length=1, max_length=20)]
    skills: Annotated[Many[Id], Field(min_length=1, max_length=20)]
    """The skills' ids in the order of presentation; each has a file of its own."""
    forms: Annotated[Many[Form], Field(min_length=1, max_length=10)]
    first_questions: Annotated[Many[OpenQuestion], Field(max_length=20)] = ()
    """Asked on a page before the first skill."""
    open_questions: Annotated[Many[OpenQuestion], Field(max_length=20)] = ()
    """Asked on a page after the last skill."""
    random_order: bool = False
    """Whether each rater sees the statements of a page in another order."""

    @property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """All questions without a place in the matrix, in the order asked."""
        return (*self.first_questions, *self.open_questions)


class Questionnaire(Frozen):
    """A whole folder, checked: the instrument and its skills in the instrument's order."""

    instrument: Instrument
    skills: Many[Skill]
    version: str
    """SHA-256 (hex) of the canonical JSON of instrument and skills: the identity of a version."""

    def __hash__(self) -> int:
        return hash(self.version)

    def items(self, form: str) -> tuple[Item, ...]:
        """Items of the form with this id, in order of presentation. KeyError: no such form."""
        return tuple(item for skill in self.skills for item in self.items_of(skill, form))

    def items_of(self, skill: Skill, form: str) -> tuple[Item, ...]:
        """A skill's items in the form with this id."""
        core_only = self.form(form).items == "core"
        return tuple(item for item in skill.items if item.core or not core_only)

    def form(self, form: str) -> Form:
        return _by_id(self.instrument.forms, form)

    def skill(self, skill: str) -> Skill:
        return _by_id(self.skills, skill)

    def group(self, group: str) -> RaterGroup:
        return _by_id(self.instrument.groups, group)

    @property
    def self_group(self) -> RaterGroup:
        return next(g for g in self.instrument.groups if g.kind == "self")


N = TypeVar("N", Form, Skill, RaterGroup)


def _by_id(things: tuple[N, ...], wanted: str) -> N:
    return {thing.id: thing for thing in things}[wanted]
