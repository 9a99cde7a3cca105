"""The questionnaire as frozen data: what a folder of YAML says, once it is known to be right.

Nothing here reads a file, knows the web or a database. Ids are plain strings that match `ID`;
texts are `Text`, one string or one for each language.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

ID = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
"""Allow-list for every id: lower case, digits and single underscores, a letter first."""

Id = Annotated[str, Field(pattern=ID, max_length=40)]
Kind = Literal["self", "named", "anonymous"]
Sign = Literal["diamond", "above", "level", "below", "outside", "apart"]


class Frozen(BaseModel):
    """Frozen and closed: an unknown key is an error, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Text(Frozen):
    """One text, in one or several languages. In YAML: a string, or a map by language code."""

    by_language: Mapping[str, Annotated[str, Field(min_length=1, max_length=4000)]]

    @model_validator(mode="before")
    @classmethod
    def _accept_yaml(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"by_language": {"": value}}
        if isinstance(value, Mapping) and "by_language" not in value:
            return {"by_language": dict(value)}
        return value

    @model_serializer
    def _as_yaml(self) -> str | dict[str, str]:
        plain = self.by_language.get("")
        return plain if plain is not None else dict(self.by_language)

    def to(self, language: str) -> str:
        """The text in `language` ("de_AT" falls back to "de", then to the first one written)."""
        texts = self.by_language
        return (
            texts.get(language)
            or texts.get(language.partition("_")[0])
            or next(iter(texts.values()))
        )

    def __hash__(self) -> int:
        return hash(tuple(self.by_language.items()))


class Scale(Frozen):
    """Answer scale: consecutive whole numbers from `min`, one label each; "not observed" apart."""

    min: Annotated[int, Field(ge=0, le=10)] = 1
    labels: Annotated[tuple[Text, ...], Field(min_length=2, max_length=11)]
    not_observed: Text
    question_self: Text
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
    name: Text
    short: Text
    definition: Text


class RaterGroup(Frozen):
    """Who rates. `merge_order`: lower merges first among equally small groups (SCORING_SPEC 4)."""

    id: Id
    kind: Kind
    name: Text
    rater: Text
    """What one member is called, as in "You answer as a direct report"."""
    minimum: Annotated[int, Field(ge=0)] = 0
    recommended: Annotated[int, Field(ge=0)] = 0
    sign: Sign
    merge_order: Annotated[int, Field(ge=0)] = 0


class Item(Frozen):
    """One statement to rate; sits in one cell: its skill's row, its responsibility's column."""

    id: Id
    type: Id = "rating"
    responsibility: Id
    core: bool
    reverse: bool = False
    self: Text
    other: Text
    seed: Text
    hard_to_see_for: tuple[Id, ...] = ()


class Idea(Frozen):
    """Something to try: when this happens / do this / you will know it works when."""

    responsibility: Id
    when: Text
    do: Text
    know: Text


class OpenQuestion(Frozen):
    """A question answered in words; a skill's own comment prompt is one too."""

    id: Id
    type: Id = "text"
    self: Text
    other: Text
    hint: Text | None = None


class Comment(Frozen):
    """A skill's optional comment prompt. Its answers are kept under the skill's id."""

    self: Text
    other: Text


class Skill(Frozen):
    """One questionnaire file: a skill, its items in the order of presentation, and its advice."""

    id: Id
    name: Text
    short: Text
    definition: Text
    why: Text
    when_it_goes_well: Text
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=200)]
    comment: Comment
    ideas: Annotated[tuple[Idea, ...], Field(min_length=2)]
    questions: Annotated[tuple[Text, ...], Field(min_length=2)]


class Form(Frozen):
    """A choice of items: the core ones, or all."""

    id: Id
    name: Text
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
    edition: str
    title: Text
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    intro: Intro
    scale: Scale
    responsibilities: Annotated[tuple[Responsibility, ...], Field(min_length=1)]
    groups: Annotated[tuple[RaterGroup, ...], Field(min_length=1)]
    skills: Annotated[tuple[Id, ...], Field(min_length=1)]
    forms: Annotated[tuple[Form, ...], Field(min_length=1)]
    open_questions: tuple[OpenQuestion, ...] = ()


class Questionnaire(Frozen):
    """A whole folder, checked: the instrument and its skills in the instrument's order."""

    instrument: Instrument
    skills: tuple[Skill, ...]
    version: str
    """SHA-256 (hex) of the canonical JSON of instrument and skills: the identity of a version."""

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


def _by_id(things: tuple[Any, ...], wanted: str) -> Any:
    return {thing.id: thing for thing in things}[wanted]
