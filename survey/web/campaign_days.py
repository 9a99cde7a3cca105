"""Days on the rounds' pages: today where the organisation is, and a year of rounds."""

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from survey.rounds import campaign
from survey.store.organisations import Organisation
from survey.store.rounds import Round
from survey.web.house import house

_EARLIEST, _LATEST = 2000, 2100


def day_here(organisation: Organisation) -> date:
    """The day it is where the organisation is."""
    return campaign.today(organisation.time_zone, house().shop.clock())


def the_year(asked: str, this: int) -> int:
    """The year that an address asks for; this year if it is none."""
    plain = asked.isascii() and asked.isdigit() and len(asked) == 4
    return int(asked) if plain and _EARLIEST <= int(asked) <= _LATEST else this


@dataclass(frozen=True)
class Line:
    """One round in one year. `months`: for each of the twelve its first and last day in it."""

    round: Round
    months: tuple[tuple[int, int] | None, ...]


def calendar(rounds: Sequence[Round], year: int) -> list[Line]:
    """Rounds that are open, or planned to be, on some day of the year; the earliest first."""
    lines = [Line(one, tuple(_part(one, year, month) for month in range(1, 13))) for one in rounds]
    there = [line for line in lines if any(line.months)]
    return sorted(there, key=lambda line: (line.round.opened_on, line.round.number))


def _part(round_: Round, year: int, month: int) -> tuple[int, int] | None:
    first = date(year, month, 1)
    last = date(year, month, months.monthrange(year, month)[1])
    begins, ends = round_.opened_on, round_.closes_on or round_.opened_on
    if ends < first or begins > last:
        return None
    return max(begins, first).day, min(ends, last).day
