"""Rows that name a rater: `round, rater_id, group`, and `subject` where there are several people.

Responses, timings and comments share these columns, their checks and what they mean.
"""

import numpy as np
import pandas as pd

from reports.csv_table import (
    WHOLE,
    Column,
    CsvTable,
    Ints,
    Refusals,
    filled,
    one_of,
    whole_number,
)
from reports.scoring import sheet
from reports.scoring.form import ScoringForm

SUBJECT = "subject"
RATER = "rater_id"


def check_rater(table: CsvTable, form: ScoringForm, refusals: Refusals) -> None:
    """Refuses rounds that are no whole numbers, unknown groups, people without a name."""
    table.check("round", whole_number("round"), refusals)
    if RATER in table.columns:
        table.check(RATER, filled(RATER), refusals)
    table.check("group", one_of("group", (group.id for group in form.groups)), refusals)
    if SUBJECT in table.columns:
        table.check(SUBJECT, filled(SUBJECT), refusals)


def persons(table: CsvTable) -> tuple[Ints, Ints]:
    """Each row's rater, numbered by subject, round and rater_id; and each one's first row."""
    key = same_round(table["round"]) * len(table[RATER].texts) + table[RATER].codes
    if SUBJECT in table.columns:
        person, _ = pd.factorize(key)
        key = person * len(table[SUBJECT].texts) + table[SUBJECT].codes
    person, distinct = pd.factorize(key)
    first = np.full(len(distinct), len(table))
    np.minimum.at(first, person, np.arange(len(table)))
    return person, first


def same_round(column: Column) -> Ints:
    """Codes that are equal for "1" and "01"."""
    numbers = [int(t) if WHOLE.fullmatch(t) else t for t in column.texts]
    codes = {number: code for code, number in enumerate(numbers)}
    return np.array([codes[number] for number in numbers], dtype=np.int64)[column.codes]


def index_of(table: CsvTable, rows: Ints) -> pd.MultiIndex:
    """(subject, round, rater, group) of these rows."""
    subjects = table[SUBJECT].take(rows) if SUBJECT in table.columns else [""] * len(rows)
    return pd.MultiIndex.from_arrays(
        [
            pd.Index(subjects, dtype=object),
            [int(text) for text in table["round"].take(rows)],
            pd.Index(table[RATER].take(rows), dtype=object),
            pd.Index(table["group"].take(rows), dtype=object),
        ],
        names=sheet.NAMES,
    )
