"""A questionnaire as it stands on paper: its questions in one order, numbered through. Pure.

Printed form and keying page are made of the same lines, so a number means the same on both. The
order is the questionnaire's own, also where the web draws one for each rater.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import groupby
from typing import Literal

from survey.questionnaire.asked import of_group
from survey.questionnaire.form import FIRST, WORDS
from survey.questionnaire.model import OpenQuestion, Option, Questionnaire, ShowIf, Text
from survey.questionnaire.types import TYPES
from survey.questionnaire.types.question_type import Audience, Question, hint, wording
from survey.questionnaire.words import fill

Place = Literal["answers", "picks", "texts", "goals", "shows"]
"""Where the answer is kept, see survey.answers.draft.Changes."""
STANDS = "s_all"
"""Name of the line that says how all comments are to stand."""
NAME_TO_WRITE = "______________"
"""In place of a name, where nobody is assessed yet."""
_SHORT = 6  # lines
_COMMENT_ROWS, _OPEN_ROWS = 2, 4  # lines to write on

_PLACES: Mapping[str, Place] = {"numbers": "answers", "options": "picks", "words": "texts"}

GoalAsked = tuple[str, str]
"""(id, title) of what somebody chose to work on in the last round."""


@dataclass(frozen=True)
class Line:
    """One question of the form."""

    number: int
    """Counted through the whole form, from 1."""
    name: str
    """Of its field on the keying page."""
    place: Place
    question: Question
    text: str
    hint: str
    keys: tuple[str, ...]
    """What is printed in its boxes and typed for them; () for words."""
    only: str
    """Who is to answer it, if not everybody: "Only if …"."""
    rows: int
    """Lines to write on."""

    @property
    def type(self) -> str:
        return self.question.type


@dataclass(frozen=True)
class Section:
    """A page of the questionnaire, which is a part of the paper."""

    title: str
    lead: str
    lines: tuple[Line, ...]

    @property
    def is_short(self) -> bool:
        """It stands on one page; a longer one breaks between statements."""
        return len(self.lines) <= _SHORT

    @property
    def runs(self) -> list[tuple[str, list[Line]]]:
        """Lines of one type in a row, with the type's name: they share a table's head."""
        return [(type_, list(lines)) for type_, lines in groupby(self.lines, lambda one: one.type)]


@dataclass(frozen=True)
class Asking:
    """Which form, of whom, in which words."""

    questionnaire: Questionnaire
    form: str
    group: str
    language: str
    speech: NullTranslations
    """Of our own sentences."""
    subject: str = ""
    """Name of who is assessed; "" where nobody is yet: there is room to write it."""
    goals: tuple[GoalAsked, ...] = ()
    coached: bool = True
    """Whether there is a coach, who might read a comment alone."""

    @property
    def audience(self) -> Audience:
        is_self = self.questionnaire.group(self.group).kind == "self"
        return "self" if is_self else "other"

    @property
    def name(self) -> str:
        return self.subject or NAME_TO_WRITE


def sections(asking: Asking) -> tuple[Section, ...]:
    """The whole form. Questions that hang on an earlier answer are all there, and say so.

    KeyError: no such form or group.
    """
    numbers: dict[str, int] = {}
    made = [_page(asking, page, numbers) for page in _pages(asking)]
    return tuple(one for one in (*made, *_after(asking, numbers)) if one.lines)


def lines(asking: Asking) -> tuple[Line, ...]:
    """Every line of the form, in order."""
    return tuple(line for section in sections(asking) for line in section.lines)


def _pages(asking: Asking) -> dict[str, tuple[Question, ...]]:
    return dict(of_group(asking.questionnaire, asking.form, asking.group).pages)


def _page(asking: Asking, page: str, numbers: dict[str, int]) -> Section:
    made = []
    for question in _pages(asking)[page]:
        only = _only(asking, question.show_if, numbers)
        numbers[question.id] = len(numbers) + 1
        made.append(_line(asking, question, numbers[question.id], only))
    if page in (FIRST, WORDS):
        return Section(_title(asking, page), "", tuple(made))
    skill = asking.questionnaire.skill(page)
    lead = _only(asking, skill.show_if, numbers)
    return Section(skill.name.to(asking.language), lead, tuple(made))


def _title(asking: Asking, page: str) -> str:
    _ = asking.speech.gettext
    if page == FIRST:
        return _("Before you begin")
    mixed = any(TYPES[one.type].kind == "options" for one in _pages(asking)[page])
    return _("To round it off") if mixed else _("In your words")


def _line(asking: Asking, question: Question, number: int, only: str) -> Line:
    type_, audience = TYPES[question.type], asking.audience
    is_own_page = isinstance(question, OpenQuestion) and question in _open(asking)
    return Line(
        number=number,
        name=type_.field_name(question.id),
        place=_PLACES[type_.kind],
        question=question,
        text=fill(wording(question, asking.language, audience), asking.name),
        hint=fill(hint(question, asking.language, audience), asking.name),
        keys=type_.keys(question, asking.questionnaire, audience),
        only=only,
        rows=_OPEN_ROWS if is_own_page else _COMMENT_ROWS,
    )


def _open(asking: Asking) -> tuple[OpenQuestion, ...]:
    return asking.questionnaire.instrument.questions


def _after(asking: Asking, numbers: dict[str, int]) -> list[Section]:
    """What the product asks by itself, after the questionnaire's own."""
    if asking.audience == "self":
        return []
    _ = asking.speech.gettext
    since = [
        _ours(asking, numbers, f"g_{goal}", title, _goal_options(asking))
        for goal, title in asking.goals
    ]
    title = _("How should your comments stand?")
    stands = _ours(asking, numbers, STANDS, title, _stand_options(asking))
    lead = _("Did you see any change since the last round in what %(name)s chose to work on?")
    return [
        Section(_("Since last time"), fill_name(lead, asking.name), tuple(since)),
        Section(_("Your comments in the report"), "", (stands,)),
    ]


def _ours(
    asking: Asking,
    numbers: dict[str, int],
    name: str,
    words: str,
    options: Sequence[tuple[str, str]],
) -> Line:
    question = OpenQuestion.model_construct(
        id=name, type="choice", self=_text(words), other=_text(words), pick=1,
        options=tuple(Option.model_construct(id=id_, name=_text(label)) for id_, label in options),
        hint_self=None, hint_other=None, only_for=(), show_if=None,
    )  # fmt: skip
    numbers[name] = len(numbers) + 1
    keys = TYPES["choice"].keys(question, asking.questionnaire, asking.audience)
    place: Place = "shows" if name == STANDS else "goals"
    return Line(numbers[name], name, place, question, words, "", keys, "", 0)


def _goal_options(asking: Asking) -> list[tuple[str, str]]:
    _ = asking.speech.gettext
    unknown = fill_name(_("I did not know %(name)s then"), asking.name)
    return [("less", _("Less")), ("same", _("The same")), ("more", _("More than before")),
            ("unknown", unknown)]  # fmt: skip


def _stand_options(asking: Asking) -> list[tuple[str, str]]:
    _ = asking.speech.gettext
    options = [("group", _("With my group")), ("pool", _("Without my group"))]
    return [*options, ("coach", _("Coach only"))] if asking.coached else options


def _only(asking: Asking, rule: ShowIf | None, numbers: dict[str, int]) -> str:
    """ "Only if you ticked “Yes” in question 3."; "" for no rule."""
    if rule is None:
        return ""
    _ = asking.speech.gettext
    number = str(numbers[rule.question])
    if rule.one_of:
        text = _("Only if you ticked %(answer)s in question %(number)s.")
        return _filled(
            text, _or(asking, [_option(asking, rule, id_) for id_ in rule.one_of]), number
        )
    text = _("Only if you ticked %(answer)s in question %(number)s.")
    if rule.equals is None:
        text = _("Only if you ticked %(answer)s or a higher number in question %(number)s.")
    value = rule.at_least if rule.equals is None else rule.equals
    scale = asking.questionnaire.instrument.scale
    label = scale.labels[(value or scale.min) - scale.min].to(asking.language)
    return _filled(text, f"{value} ({label})", number)


def _option(asking: Asking, rule: ShowIf, id_: str) -> str:
    every = {one.id: one for one in _open(asking)}
    options = {one.id: one.name for one in every[rule.question].options}
    return _quoted(options[id_].to(asking.language))


def _or(asking: Asking, answers: Sequence[str]) -> str:
    if len(answers) == 1:
        return answers[0]
    text = asking.speech.gettext("%(first)s or %(last)s")
    return text.replace("%(first)s", ", ".join(answers[:-1])).replace("%(last)s", answers[-1])


def _filled(text: str, answer: str, number: str) -> str:
    return text.replace("%(number)s", number).replace("%(answer)s", answer)


def fill_name(text: str, name: str) -> str:
    """With the name in its place; by replacement, since a name is no format."""
    return text.replace("%(name)s", name)


def _quoted(words: str) -> str:
    return f"“{words}”"


def _text(words: str) -> Text:
    return Text.model_construct(by_language={"": words})
