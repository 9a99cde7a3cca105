"""A self report at a glance: your own profile, what you rate highest, and asking others."""

from reports import figures
from reports.case import Case
from reports.findings import overall
from reports.model import Section
from reports.published import Scale


def section(case: Case) -> Section | None:
    """Only in a self report."""
    if not case.is_self:
        return None
    _ = case.words._
    there = sorted((s for s in case.now.skills if s.own), key=_own, reverse=True)
    return Section(
        id="own_glance",
        title=_("Your own view at a glance"),
        lead=overall.own_profile(case),
        content={
            "rows": [
                {
                    "number": case.number(s.plain_id),
                    "name": case.name(s.id),
                    "value": case.words.value(s.own),
                }
                for s in case.now.skills
            ],
            **_ends(case, there),
            "questions": [
                _("Which of these answers came quickly, and which did you weigh for a while?"),
                _("Where might other people see it otherwise than you do?"),
                *_of_lowest(case, there),
            ],
            "ask": _ask_others(case),
        },
        figures=(figures.profile(case),) if there else (),
    )


def _ends(case: Case, there: list[Scale]) -> dict[str, list[dict[str, str]]]:
    """The skills at either end, equals together; neither where there is no telling them apart."""
    marks = [s.own.drawn for s in there if s.own]
    ends = {
        "strengths": [s for s in there if s.own and s.own.drawn == max(marks)],
        "room": [s for s in there if s.own and s.own.drawn == min(marks)],
    }
    if not marks or max(marks) == min(marks):
        ends = {"strengths": [], "room": []}
    return {
        end: [{"text": case.name(s.id), "value": case.words.value(s.own)} for s in scales]
        for end, scales in ends.items()
    }


def _own(scale: Scale) -> float:
    return scale.own.stands if scale.own else 0.0


def _of_lowest(case: Case, there: list[Scale]) -> list[str]:
    if not there:
        return []
    skill = case.questionnaire.skill(there[-1].plain_id)
    return [case.words.text(skill.questions[0])]


def _ask_others(case: Case) -> str:
    return case.words._(
        "People around you see things that you cannot. Ask a few of them the same questions: with "
        "%(k)s or more in a group, what they see can stand beside your own view without anyone "
        "being named.",
        k=case.now.k,
    )
