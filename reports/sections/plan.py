"""The development plan: fields to fill in on paper or in the file."""

from reports.case import Case
from reports.model import Finding, Section


def section(case: Case) -> Section:
    """Always there: a report leads to an act."""
    _ = case.words._
    lead = _("Write it here on paper, or type into the fields and save the file.")
    return Section(
        id="plan",
        title=_("Your development plan"),
        lead=(Finding("fixed", lead),),
        content={"coach": bool(case.coach), "focuses": [1, 2]},
    )
