"""Cases to report on: Mara the manager, with colleagues whose answers a test chooses."""

import json
import random
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from babel.messages.pofile import read_po

from reports.model import Finding
from reports.prepare import case_of
from reports.scoring import sheet
from reports.scoring.form import ScoringForm
from reports.scoring.scores import score
from reports.words import Words
from survey.questionnaire import canonical
from survey.questionnaire.loader import load

ROOT = Path(__file__).parents[2]
ARABIC = ROOT / "tests" / "questionnaires" / "arabic.po"
MANY = {"self": 1, "manager": 1, "peers": 4, "reports": 6, "others": 3}
FEW = {"self": 1, "manager": 1, "reports": 3}
ALONE = {"self": 1}


@cache
def shipped():
    return load(ROOT / "questionnaires" / "leadership")


def in_arabic(questionnaire, texts):
    """The same with Arabic beside each of its English texts; KeyError: `texts` lack one."""

    def told(thing):
        if isinstance(thing, list):
            return [told(part) for part in thing]
        if not isinstance(thing, dict):
            return thing
        if "en" in thing:
            return thing | {"ar": texts[thing["en"]]}
        return {key: told(part) for key, part in thing.items()}

    whole = told(json.loads(canonical.to_json(questionnaire)))
    whole["instrument"]["languages"].append("ar")
    return canonical.from_json(json.dumps(whole))


def arabic_texts():
    """What tests/questionnaires/arabic.po says for each English text."""
    with ARABIC.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


@cache
def arabic():
    """The shipped one, all in Arabic too."""
    return in_arabic(shipped(), arabic_texts())


def sheets_of(rounds, form, subject="mara"):
    """`rounds`: for each round {group: rows of answers}, a row one value an item, 0 for none."""
    index, rows = [], []
    for number, groups in enumerate(rounds, start=1):
        for group, answers in groups.items():
            for rater, row in enumerate(answers):
                index.append((subject, number, f"{group}{rater}", group))
                rows.append(row)
    at = pd.MultiIndex.from_tuples(index, names=sheet.NAMES)
    return pd.DataFrame(np.array(rows, dtype=np.int8), index=at, columns=list(form.items))


def case(rounds, questionnaire=None, form_id="standard", words=None, **more):
    """A case from answers; `rounds` as in `sheets_of`."""
    questionnaire = questionnaire or shipped()
    form = ScoringForm.of(questionnaire, form_id)
    scores = score(sheets_of(rounds, form), form)
    more = {"day": date(2026, 10, 5), "round_title": "Autumn 2026"} | more
    return case_of(
        questionnaire,
        form,
        scores,
        "mara",
        name="Mara Lindqvist",
        words=words or Words("en"),
        form_id=form_id,
        **more,
    )


def answers(counts, items=25, seed=1, lean=0.0):
    """Random but plausible answers: raters and items differ, `lean` moves your own."""
    chance = random.Random(seed)
    level = [chance.gauss(3.6, 0.7) for _ in range(items)]
    rows = {}
    for group, count in counts.items():
        rows[group] = []
        for _ in range(count):
            bias = chance.gauss(0, 0.4) + (lean if group == "self" else 0)
            rows[group].append(
                [min(5, max(1, round(mean + bias + chance.gauss(0, 0.6)))) for mean in level]
            )
    return rows


def alike(counts, value, items=25):
    """Everyone gives the same answer to everything."""
    return {group: [[value] * items] * count for group, count in counts.items()}


def findings(report):
    """Every Finding in a report, wherever it stands."""
    found = [finding for section in report.sections for finding in section.lead]

    def walk(thing):
        if isinstance(thing, dict):
            if set(thing) == {"rule", "text", "about", "values"}:
                found.append(Finding.from_plain(thing))
            for value in thing.values():
                walk(value)
        elif isinstance(thing, list):
            for value in thing:
                walk(value)

    for section in report.sections:
        walk(dict(section.content))
    return found


def texts(thing):
    """Every string in plain data, keys left out."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from texts(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from texts(value)
