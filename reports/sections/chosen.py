"""What was chosen from options: your choice, those of named raters, and how the others chose."""

from typing import Any

from reports import figures
from reports.case import Case
from reports.model import Figure, Finding, Section
from reports.picks import Choices
from reports.published import SELF
from survey.cells import MINIMUM
from survey.questionnaire.model import OpenQuestion


def section(case: Case) -> Section | None:
    """Left out where nothing was chosen, or nothing of it may be shown."""
    if not case.picks:
        return None
    _ = case.words._
    questions = {one.id: one for one in case.questionnaire.instrument.questions}
    return Section(
        id="chosen",
        title=_("What was chosen"),
        lead=(Finding("fixed", _("These answers stand beside the numbers and enter no score.")),),
        content={
            "questions": [_question(case, questions[one.question], one) for one in case.picks],
            "notes": [] if case.is_self else _notes(case),
        },
        figures=tuple(figure for one in case.picks for figure in _figures(case, one)),
    )


def _question(case: Case, question: OpenQuestion, chosen: Choices) -> dict[str, Any]:
    words = case.words
    text = words.text(question.self if case.is_self else question.other)
    return {
        "title": text.replace("{subject}", case.subject.split()[0] if case.subject else ""),
        "people": [
            {"sign": case.sign(SELF), "name": case.cell_name(SELF), "chosen": _names(
                case, question, chosen.own)},
            *(
                {"sign": case.sign(group), "name": case.group_name(group),
                 "chosen": _names(case, question, options)}
                for group, options in chosen.named
            ),
        ],
        "rows": [
            {
                "name": _names(case, question, bar.options),
                "share": _figure_name(chosen, at) if len(bar.options) == 1 else "",
                "said": _said(case, question, bar.options, bar.count, chosen.n),
            }
            for at, bar in enumerate(chosen.bars)
        ],
        "words": _most(case, question, chosen),
    }  # fmt: skip


def _said(case: Case, question: OpenQuestion, options: tuple[str, ...], count: int, n: int) -> str:
    _ = case.words._
    if len(options) > 1 and question.pick > 1:
        return _("%(count)s choices together", count=count)
    return _("%(count)s of %(total)s", count=count, total=n)


def _most(case: Case, question: OpenQuestion, chosen: Choices) -> str:
    """Only where there are no bars, which say it better."""
    _ = case.words._
    if case.is_self or chosen.bars:
        return ""
    if not chosen.most:
        return _("How other raters chose cannot be shown without telling who chose what.")
    names = _names(case, question, chosen.most)
    return _("Chosen most often by other raters: %(options)s.", options=names)


def _names(case: Case, question: OpenQuestion, options: tuple[str, ...]) -> str:
    """The options as a list of names; a dash for none."""
    names = {option.id: case.words.text(option.name) for option in question.options}
    return case.words.list_of([names[option] for option in options]) if options else "–"


def _figure_name(chosen: Choices, at: int) -> str:
    return f"chosen-{chosen.question}-{at}"


def _figures(case: Case, chosen: Choices) -> list[Figure]:
    return [
        figures.share(case, _figure_name(chosen, at), bar.count, chosen.n)
        for at, bar in enumerate(chosen.bars)
        if len(bar.options) == 1
    ]


def _notes(case: Case) -> list[str]:
    _ = case.words._
    return [
        _(
            "Bars count raters of the anonymous groups, from %(n)s on. Options that few chose are "
            "put together, and no bar stands for one or two people.",
            n=MINIMUM.distribution,
        )
    ]
