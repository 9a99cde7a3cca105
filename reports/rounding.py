"""The one rounding of numbers that people see: half away from zero, one decimal, once, at the end.

Decimal arithmetic on the number's shortest text (its repr): 4.05 is 4.1 here, as a reader expects,
although the nearest binary fraction lies a little below.
"""

from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")


def r1(x: float) -> Decimal:
    """`x` to one decimal, half away from zero (Python's ROUND_HALF_UP); never minus zero.

    Exact to add and subtract: a printed gap is the difference of two of these (decision 18).
    ValueError: NaN or infinite.
    """
    number = Decimal(repr(float(x)))
    if not number.is_finite():
        raise ValueError(f"{x} cannot be shown as a number")
    return number.quantize(TENTH, rounding=ROUND_HALF_UP) + Decimal(0)


def shown(x: float) -> str:
    """`r1(x)` as plain text with a point and an ASCII minus: "3.3", "-0.3", "0.0"."""
    return f"{r1(x):.1f}"
