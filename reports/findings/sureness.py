"""How surely the scales of a list stand off the rest, as a line below its heading."""

from collections.abc import Collection

from reports.case import Case
from reports.published import Certainty


def more(case: Case, sure: Collection[Certainty]) -> str:
    """Above the rest; `sure`: the certainties of all that are listed."""
    _ = case.words._
    if set(sure) == {"clear"}:
        seen, rated = (
            _("Clearly seen more often than the rest."),
            _("Clearly rated higher than the rest."),
        )
    elif set(sure) == {"likely"}:
        seen, rated = (
            _("Probably seen more often than the rest."),
            _("Probably rated higher than the rest."),
        )
    else:
        seen, rated = (
            _("Seen more often than the rest, clearly or probably."),
            _("Rated higher than the rest, clearly or probably."),
        )
    return seen if case.asks_how_often else rated


def less(case: Case, sure: Collection[Certainty]) -> str:
    """Below the rest, likewise."""
    _ = case.words._
    if set(sure) == {"clear"}:
        seen, rated = (
            _("Clearly seen less often than the rest."),
            _("Clearly rated lower than the rest."),
        )
    elif set(sure) == {"likely"}:
        seen, rated = (
            _("Probably seen less often than the rest."),
            _("Probably rated lower than the rest."),
        )
    else:
        seen, rated = (
            _("Seen less often than the rest, clearly or probably."),
            _("Rated lower than the rest, clearly or probably."),
        )
    return seen if case.asks_how_often else rated
