"""How often somebody who answered can work out what somebody else answered: measured, not guessed.

The figures come from `./run attack`, which attacks invented programmes through all that leaves the
product (insider_rates.json). Where the file is missing, nothing is said instead.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "insider_rates.json"


@dataclass(frozen=True)
class Rates:
    programmes: int
    """So many were attacked."""
    by_size: tuple[tuple[int, float], ...]
    """(people in the group, share of answers worked out, from 0 to 1), by size."""


@cache
def measured(file: Path = FILE) -> Rates | None:
    """None: not measured, or not readable."""
    try:
        told = json.loads(file.read_text("utf-8"))
        rates = sorted((int(size), float(rate)) for size, rate in told["rates"].items())
        found = Rates(int(told["programmes"]), tuple(rates))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if rates and all(0 <= rate <= 1 for _, rate in rates) else None
