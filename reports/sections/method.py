"""About these numbers: the method in plain words, what it is not, which version."""

from reports.case import Case
from reports.model import Section
from survey.cells import MINIMUM


def section(case: Case) -> Section:
    """Always there; a self report has little to explain."""
    _ = case.words._
    return Section(
        id="method",
        title=_("About these numbers"),
        lead=(),
        content={
            "blocks": _own(case) if case.is_self else _method(case),
            "facts": _facts(case),
            "receipt": _receipt(case),
        },
    )


def _receipt(case: Case) -> list[str]:
    """What the auditor proved before this report could be shown (survey.anonymity.ledger)."""
    words, earlier = case.words, case.earlier
    if case.is_self or earlier is None:
        return []
    said = words._("No number here is about fewer than %(k)s people.", k=case.now.k)
    if earlier:
        said = words.n_(
            "No number here is about fewer than %(k)s people; checked against %(n)s earlier "
            "report.",
            "No number here is about fewer than %(k)s people; checked against %(n)s earlier "
            "reports.",
            earlier,
            k=case.now.k,
        )
    if case.now.has_self or any(cell.named for cell in case.now.cells):
        own = words._("Your own answers, and those of people who answer by name, stand apart.")
        return [said, own]
    return [said]


def _own(case: Case) -> list[dict[str, str]]:
    _ = case.words._
    return [
        {
            "title": _("How they are made"),
            "text": _(
                "Each statement is one answer of yours. A skill’s or responsibility’s number is "
                "the average of its statements, if you answered at least half of them; averages "
                "are rounded to one decimal at the end."
            ),
        },
        {
            "title": _("What they are not"),
            "text": _(
                "A self-assessment says how you see yourself. It is not a measure of performance, "
                "and no comparison with other people. How reliable this questionnaire is has not "
                "been studied with many people yet."
            ),
        },
    ]


def _method(case: Case) -> list[dict[str, str]]:
    _ = case.words._
    return [
        *_late(case),
        {
            "title": _("Averages"),
            "text": _(
                "A group’s number for a statement is the average of its people; “not observed” is "
                "no number. Its number for a skill is the average of the skill’s statements, so "
                "that the two tell nothing more together. All others is worked out from the "
                "numbers shown for the groups, so that nothing hidden can be found by subtraction."
            ),
        },
        {
            "title": _("Ranges and certainty"),
            "text": _(
                "How far people within a group differ gives a 90 per cent range for each average. "
                "With few raters a cautious assumption keeps the range from looking too "
                "narrow. Beyond that range the report says “clearly”, beyond the 80 per cent range "
                "“probably” or “may”, else “cannot tell”."
            ),
        },
        {
            "title": _("What is not shown"),
            "text": _(
                "Groups of fewer than %(k)s; the spread of answers with fewer than %(n)s raters; "
                "agreement with fewer than %(agree)s; a bar for one or two people, or beside a "
                "group’s average that is a whole number: all may have said just that; the exact "
                "number when nearly all gave the top or bottom answer.",
                k=case.now.k,
                n=MINIMUM.distribution,
                agree=MINIMUM.agreement,
            ),
        },
        {
            "title": _("What they are not"),
            "text": _(
                "These are perceptions of some people at one time, not a measure of performance "
                "and no comparison with other managers. Another set of colleagues would say "
                "somewhat different things. How reliable this questionnaire is has not been "
                "studied with many people yet."
            ),
        },
        {
            "title": _("Words"),
            "text": _(
                "Sentences about the numbers follow fixed rules. For two people with the same "
                "numbers they say the same; nobody wrote them about you."
            ),
        },
        {
            "title": _("Rounding"),
            "text": _(
                "Numbers are rounded once, to one decimal, halves away from zero. Gaps are the "
                "difference of the printed numbers; words and order follow the unrounded ones, so "
                "a printed 0.5 can be called similar."
            ),
        },
    ]


def _late(case: Case) -> list[dict[str, str]]:
    if case.now.came_together:
        return []
    _ = case.words._
    return [
        {
            "title": _("Answers that came later"),
            "text": _(
                "Some answers came after the first report on this round. Those that came together "
                "have averages of their own, at least %(k)s people each, and what you see is the "
                "average of these by number of people. So two reports beside each other tell of "
                "nobody. How often each answer was given is shown only if all came together.",
                k=case.now.k,
            ),
        }
    ]


def _facts(case: Case) -> list[dict[str, str]]:
    _ = case.words._
    instrument = case.questionnaire.instrument
    facts = [
        {"text": _("Questionnaire"), "value": case.words.text(instrument.title)},
        {"text": _("Edition"), "value": instrument.edition},
        {"text": _("Form"), "value": _form(case)},
        {"text": _("Version of the questionnaire"), "value": case.questionnaire.version[:12]},
    ]
    if case.day:
        facts.append({"text": _("Date"), "value": case.words.date(case.day)})
    return facts


def _form(case: Case) -> str:
    count = case.words.n_("%(n)s statement", "%(n)s statements", len(case.now.items))
    if not case.form:
        return count
    return case.words.beside(case.words.text(case.questionnaire.form(case.form).name), count)
