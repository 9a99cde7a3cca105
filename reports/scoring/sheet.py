"""Sheets: one row of small whole numbers a rater, one column an item. What scoring reads.

A sheet is a DataFrame of int8 with index (subject, round, rater, group) and the form's items, in
order of presentation, as columns. It holds answers as given, before reverse items are recoded:

    1 … A   the answer's place on the scale: value - scale_min + 1 (the value itself from 1 on)
    0       no answer: the item was shown and skipped
    -1      "not observed"
    -2      the item was not shown to this rater

All that is not above 0 is no valid answer. Rules 2, 3 and 12 count the items shown (decision 21).
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reports.scoring.form import ScoringForm
from reports.scoring.response import Response

SKIPPED, NOT_OBSERVED, NOT_SHOWN = 0, -1, -2
NAMES = ["subject", "round", "rater", "group"]


def fill(
    index: pd.MultiIndex,
    rater: NDArray[np.integer],
    item: NDArray[np.integer],
    answer: NDArray[np.integer],
    form: ScoringForm,
    *,
    blank: int = SKIPPED,
) -> pd.DataFrame:
    """Sheets from coded rows: `answer[i]` stands in row `rater[i]`, column `item[i]`.

    `index` has one entry a sheet. Cells that no row speaks of hold `blank`.
    """
    cells = np.full((len(index), len(form.items)), blank, dtype=np.int8)
    cells[rater, item] = answer
    return pd.DataFrame(cells, index=index, columns=list(form.items))


def from_rows(rows: pd.DataFrame, form: ScoringForm) -> pd.DataFrame:
    """Sheets from long rows: columns subject, round, rater, group, item, value.

    `value` is numeric, in scale values; NaN is no answer. Trusts its input: `reports.answers`
    is where strangers' files are checked. KeyError: an item that the form does not have.
    """
    columns = [rows[name] for name in NAMES]
    codes = [pd.factorize(column) for column in columns]
    key = np.zeros(len(rows), dtype=np.int64)
    for code, distinct in codes:
        key = key * max(len(distinct), 1) + code
    rater, _ = pd.factorize(key)
    first = np.flatnonzero(~pd.Series(rater).duplicated().to_numpy())
    index = pd.MultiIndex.from_arrays([c.to_numpy()[first] for c in columns], names=NAMES)
    item = pd.Index(form.items).get_indexer(pd.Index(rows["item"]))
    if (item < 0).any():
        raise KeyError(f"no such item: {rows['item'].iloc[int(np.argmin(item))]!r}")
    answer = (rows["value"] - (form.scale_min - 1)).fillna(SKIPPED).to_numpy(dtype=np.int8)
    return fill(index, rater, item, answer, form)


def from_responses(responses: Iterable[Response], form: ScoringForm) -> pd.DataFrame:
    """Sheets from stored responses. Items that a response does not list were not shown.

    KeyError: an item or a value that the form does not have.
    """
    kept = list(responses)
    index = pd.MultiIndex.from_tuples(
        [(each.subject, each.round, each.rater, each.group) for each in kept], names=NAMES
    )
    column = {item: place for place, item in enumerate(form.items)}
    coded = codes_by_value(form)
    lengths = [len(each.answers) for each in kept]
    item = [column[item] for each in kept for item, _ in each.answers]
    answer = [coded[value] for each in kept for _, value in each.answers]
    return fill(
        index,
        np.repeat(np.arange(len(kept)), lengths),
        np.array(item, dtype=np.intp),
        np.array(answer, dtype=np.int8),
        form,
        blank=NOT_SHOWN,
    )


def codes_by_value(form: ScoringForm) -> dict[int | str | None, int]:
    """What stands in a sheet for each stored value."""
    values = range(form.scale_min, form.scale_max + 1)
    answers: dict[int | str | None, int] = {value: 1 + i for i, value in enumerate(values)}
    return answers | {"NO": NOT_OBSERVED, None: SKIPPED}
