"""The cover: whose report, of which round, and that it is confidential."""

from reports.case import Case
from reports.model import Section


def section(case: Case) -> Section:
    """Always there."""
    _, n_ = case.words._, case.words.n_
    if case.is_self:
        subtitle = _("How you see your own leadership")
    else:
        n = case.now.n
        subtitle = n_(
            "How %(n)s person who works with you sees your leadership",
            "How %(n)s people who work with you see your leadership",
            n,
        )
        if case.now.has_self:
            subtitle = n_(
                "How you and %(n)s person who works with you see your leadership",
                "How you and %(n)s people who work with you see your leadership",
                n,
            )
    coach = _("Coach: %(name)s", name=case.coach) if case.coach else ""
    day = case.words.date(case.day) if case.day else ""
    details = [case.role, case.words.beside(case.round_title, day), coach]
    return Section(
        id="cover",
        title=_("Development report"),
        lead=(),
        content={
            "subtitle": subtitle,
            "details": [line for line in details if line],
            "notice": [
                _("Confidential. Yours to keep, and to share as you choose."),
                _("Made for development, not for decisions on pay or posts."),
            ],
        },
    )
