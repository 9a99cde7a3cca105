"""How sure a number is: intervals round an average, and the words clear, likely, cannot tell."""

from math import sqrt

from scipy.special import stdtrit

from reports.published import Certainty, Interval, Value

CLEAR, LIKELY = 0.95, 0.90
"""One-sided points of the 90 % and the 80 % interval (decision 17)."""
_SLACK = 1e-9


def certainty(difference: float, se: float, df: float) -> Certainty:
    """How sure a difference is: beyond the 90 % interval, beyond the 80 % one, or not to tell."""
    if abs(difference) > float(stdtrit(df, CLEAR)) * se + _SLACK:
        return "clear"
    if abs(difference) > float(stdtrit(df, LIKELY)) * se + _SLACK:
        return "likely"
    return "cannot_tell"


def interval_of(
    value: Value | None, sd: float | None, df: float, lowest: float, highest: float
) -> Interval | None:
    """Where the average could have landed with other raters, clipped to the scale."""
    if value is None or sd is None:
        return None
    se = sd / sqrt(value.n)
    wide, narrow = (float(stdtrit(df, p)) * se for p in (CLEAR, LIKELY))
    return Interval(
        se=se,
        df=df,
        low=max(lowest, value.stands - wide),
        high=min(highest, value.stands + wide),
        low80=max(lowest, value.stands - narrow),
        high80=min(highest, value.stands + narrow),
    )
