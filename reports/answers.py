"""RESPONSES.csv and its companions, checked, as sheets. What is wrong is refused with its row.

The columns are those of the golden files: `round, rater_id, group, item_id, value`, and `subject`
where there are several people. A row that is absent equals an empty value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from reports.companions import read_comments, read_timings
from reports.csv_table import (
    MOST_SHOWN,
    CsvTable,
    Ints,
    Judge,
    Refusals,
    filled,
    one_of,
    read_table,
    whole_number,
)
from reports.rater_rows import RATER, SUBJECT, check_rater, index_of, persons, same_round
from reports.scoring import sheet
from reports.scoring.form import ScoringForm
from survey.cells import MINIMUM
from survey.errors import BadInput
from survey.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Answers:
    """All that was handed in, ready for `reports.scoring.scores.score`."""

    form: ScoringForm
    form_id: str | None
    """Id of the questionnaire's form; None for a form of one's own (items.csv)."""
    sheets: pd.DataFrame
    seconds: pd.Series | None
    """On the sheets' index; NaN unknown. None without timings.csv."""
    comments: pd.DataFrame | None
    """Columns subject, round, group, question, text. None without comments.csv."""
    by_subject: bool
    """There was a subject column. Without one, the subject is called ""."""


def read(
    responses: Path,
    questionnaire: Questionnaire,
    *,
    items: Path | None = None,
    form_id: str | None = None,
    timings: Path | None = None,
    comments: Path | None = None,
    k: int = MINIMUM.cell,
) -> Answers:
    """Reads and checks everything. BadInput lists up to 20 problems of a file at once.

    `items` (a whole form of one's own) excludes `form_id`. With neither, the form is the one with
    all items if any non-core item occurs, else the core one.
    """
    if items and form_id:
        raise BadInput("--items is a whole form already: leave out --form")
    columns = ["round", RATER, "group", "item_id", "value"]
    table = read_table(responses, columns, [SUBJECT])
    if not len(table):
        raise BadInput("there are no answers in the file", table.file)
    if items:
        form = ScoringForm.of_items(read_items(items), questionnaire, k)
    else:
        form_id = choose_form(questionnaire, form_id, table["item_id"].texts)
        form = ScoringForm.of(questionnaire, form_id, k)
    sheets = _sheets(table, form)
    index = cast(pd.MultiIndex, sheets.index)
    by_subject = SUBJECT in table.columns
    return Answers(
        form=form,
        form_id=form_id,
        sheets=sheets,
        seconds=read_timings(timings, index, by_subject, form) if timings else None,
        comments=read_comments(comments, index, by_subject, questionnaire, form)
        if comments
        else None,
        by_subject=by_subject,
    )


def choose_form(questionnaire: Questionnaire, form_id: str | None, occurring: list[str]) -> str:
    """The form asked for, or the one that the occurring items tell. BadInput: no such form."""
    forms = {form.id: form.items for form in questionnaire.instrument.forms}
    if form_id is not None:
        if form_id not in forms:
            raise BadInput(f"there is no form {form_id!r}; there are: {', '.join(forms)}")
        return form_id
    core = {item.id for skill in questionnaire.skills for item in skill.items if item.core}
    every = {item.id for skill in questionnaire.skills for item in skill.items}
    wanted = "all" if set(occurring) & (every - core) else "core"
    return next((name for name, kind in forms.items() if kind == wanted), next(iter(forms)))


def read_items(path: Path) -> list[tuple[str, str, str, bool]]:
    """items.csv: item, skill, responsibility, reverse (0 or 1), in order of presentation."""
    names = ["item_id", "skill", "responsibility", "reverse"]
    table = read_table(path, names)
    refusals = Refusals(table.file)
    for name in names[:3]:
        table.check(name, filled(name), refusals)
    zero_or_one = Judge({"0", "1"}.__contains__, lambda text: f"reverse is 0 or 1, not {text!r}")
    table.check("reverse", zero_or_one, refusals)
    again = _repeated(table["item_id"].codes)
    said = table["item_id"].take(again)
    refusals.add_each(table.rows[again], lambda i: f"item {said[i]!r} occurs twice")
    if not len(table):
        refusals.add(0, "there are no items in the file")
    refusals.settle()
    every = np.arange(len(table))
    item, skill, responsibility, reverse = (table[name].take(every) for name in names)
    return list(zip(item, skill, responsibility, (each == "1" for each in reverse), strict=True))


def _sheets(table: CsvTable, form: ScoringForm) -> pd.DataFrame:
    refusals = Refusals(table.file)
    check_rater(table, form, refusals)
    table.check("item_id", one_of("item", form.items), refusals)
    coded = _codes_by_text(form)
    table.check("value", _judge_value(coded, form), refusals)
    person, first = persons(table)
    _check_once(table, person, first, form, refusals)
    refusals.settle()

    return sheet.fill(
        index=index_of(table, first),
        rater=person,
        item=table["item_id"].mapped({item: place for place, item in enumerate(form.items)}),
        answer=table["value"].mapped(coded),
        form=form,
    )


def _codes_by_text(form: ScoringForm) -> Mapping[str, int]:
    return {"" if v is None else str(v): code for v, code in sheet.codes_by_value(form).items()}


def _judge_value(coded: Mapping[str, int], form: ScoringForm) -> Judge:
    allowed = f"{form.scale_min} to {form.scale_max}, NO (not observed), or empty"
    number = whole_number("value")

    def reason(text: str) -> str:
        wrong = "value out of range: " + repr(text) if number.accepts(text) else number.reason(text)
        return f"{wrong}; an answer is {allowed}"

    return Judge(coded.__contains__, reason)


def _check_once(
    table: CsvTable, person: Ints, first: Ints, form: ScoringForm, refusals: Refusals
) -> None:
    """One answer to an item, one group for a rater, one self: in every round of every subject."""
    names, items, groups = table[RATER], table["item_id"], table["group"]
    again = _repeated(person * len(items.texts) + items.codes)
    who, what = names.take(again[:MOST_SHOWN]), items.take(again[:MOST_SHOWN])
    refusals.add_each(
        table.rows[again], lambda i: f"rater {who[i]!r} answers item {what[i]!r} a second time"
    )

    moved = np.flatnonzero(groups.codes != groups.codes[first][person])
    moved = moved[np.unique(person[moved], return_index=True)[1]]
    mover, here, before = names.take(moved), groups.take(moved), groups.take(first[person[moved]])
    refusals.add_each(
        table.rows[moved],
        lambda i: f"rater {mover[i]!r} is in group {here[i]!r}, but in {before[i]!r} above",
    )

    own = form.groups[form.self_cell].id
    selves = first[np.array([text == own for text in groups.texts])[groups.codes[first]]]
    unit = same_round(table["round"])[selves]
    if SUBJECT in table.columns:
        unit = unit * len(table[SUBJECT].texts) + table[SUBJECT].codes[selves]
    second = selves[_repeated(unit)]
    refusals.add_each(
        table.rows[second], lambda _: f"a second rater in group {own!r} in the same round"
    )


def _repeated(keys: Ints) -> Ints:
    """Places of the keys that stood there before."""
    return np.flatnonzero(pd.Series(keys).duplicated().to_numpy())
