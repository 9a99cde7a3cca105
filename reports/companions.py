"""What may come beside RESPONSES.csv: timings.csv and comments.csv, about the same people."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from reports.csv_table import CsvTable, Judge, Refusals, one_of, read_table
from reports.rater_rows import RATER, SUBJECT, check_rater, index_of
from reports.scoring.form import ScoringForm
from survey.questionnaire.model import Questionnaire
from survey.questionnaire.words import TooLong, clean_text

SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?|")
"""A plain decimal number, or nothing: not known."""


def read_timings(
    path: Path, sheets: pd.MultiIndex, by_subject: bool, form: ScoringForm
) -> pd.Series:
    """Active seconds of each rater's form, on the index of the sheets; NaN where none are told.

    Columns `round, rater_id, group, seconds`, and `subject` if the responses have it. BadInput: a
    rater without responses, or with two times, or seconds that are no plain number.
    """
    table = _read(path, ["round", RATER, "group", "seconds"], by_subject)
    refusals = Refusals(table.file)
    check_rater(table, form, refusals)
    number = Judge(SECONDS.fullmatch, lambda text: f"seconds is not a plain number: {text!r}")
    table.check("seconds", number, refusals)
    refusals.settle()

    rows = np.arange(len(table))
    index = index_of(table, rows)
    place = sheets.get_indexer(index)
    names = table[RATER].take(rows)
    refusals.add_each(
        table.rows[place < 0],
        lambda i: (
            f"rater {names[np.flatnonzero(place < 0)[i]]!r} has no responses"
            " in this group and round"
        ),
    )
    again = np.flatnonzero(index.duplicated())
    refusals.add_each(table.rows[again], lambda i: f"a second time for rater {names[again[i]]!r}")
    refusals.settle()
    seconds = np.full(len(sheets), np.nan)
    times = np.array([float(text) if text else np.nan for text in table["seconds"].texts])
    seconds[place] = times[table["seconds"].codes]
    return pd.Series(seconds, index=sheets)


def read_comments(
    path: Path,
    sheets: pd.MultiIndex,
    by_subject: bool,
    questionnaire: Questionnaire,
    form: ScoringForm,
) -> pd.DataFrame:
    """What was written, cleaned, as rows of subject, round, group, question, text.

    Columns `round, group, question, text`, and `subject` if the responses have it; `question` is
    the id of an open question, or of a skill for its own comment. Empty texts are left out, and
    nothing is asked of their group: exports have a row for every question. BadInput: an unknown
    question, a text that is too long, a round that nobody answered in, a text of a group of which
    nobody did. A rater with nothing but empty values did hand in a form.
    """
    table = _read(path, ["round", "group", "question", "text"], by_subject)
    refusals = Refusals(table.file)
    check_rater(table, form, refusals)
    questions = [question.id for question in questionnaire.instrument.questions]
    skills = [skill.id for skill in questionnaire.skills]
    table.check("question", one_of("question", [*questions, *skills]), refusals)
    texts = _cleaned(table, refusals)
    refusals.settle()

    rows = np.arange(len(table))
    subjects = table[SUBJECT].take(rows) if by_subject else [""] * len(table)
    comments = pd.DataFrame(
        {
            "subject": pd.Series(subjects, dtype=object),
            "round": [int(text) for text in table["round"].take(rows)],
            "group": pd.Series(table["group"].take(rows), dtype=object),
            "question": pd.Series(table["question"].take(rows), dtype=object),
            "text": pd.Series([texts[code] for code in table["text"].codes], dtype=object),
        }
    )
    _check_somebody_answered(table, comments, sheets, refusals)
    refusals.settle()
    return comments[comments["text"] != ""].reset_index(drop=True)


def _cleaned(table: CsvTable, refusals: Refusals) -> list[str]:
    """The distinct texts as the web would have kept them; "" for those that are too long."""
    cleaned: list[str] = []
    too_long: dict[str, str] = {}
    for text in table["text"].texts:
        try:
            cleaned.append(clean_text(text))
        except TooLong as refused:
            cleaned.append("")
            too_long[text] = str(refused)
    judge = Judge(lambda text: text not in too_long, too_long.__getitem__)
    table.check("text", judge, refusals)
    return cleaned


def _check_somebody_answered(
    table: CsvTable, comments: pd.DataFrame, sheets: pd.MultiIndex, refusals: Refusals
) -> None:
    units = sheets.droplevel(["rater", "group"]).unique()
    strange = units.get_indexer(pd.MultiIndex.from_frame(comments[["subject", "round"]])) < 0
    refusals.add_each(table.rows[strange], lambda _: "nobody answered in this round")
    cells = sheets.droplevel("rater").unique()
    wanted = pd.MultiIndex.from_frame(comments[["subject", "round", "group"]])
    silent = (cells.get_indexer(wanted) < 0) & (comments["text"] != "").to_numpy() & ~strange
    groups = comments["group"].to_numpy()[silent]
    refusals.add_each(
        table.rows[silent], lambda i: f"nobody in group {groups[i]!r} answered in this round"
    )


def _read(path: Path, columns: list[str], by_subject: bool) -> CsvTable:
    """With the responses' subject column if, and only if, they have one."""
    return read_table(path, [SUBJECT, *columns] if by_subject else columns)
