"""What leaves the house of a programme: the product's own code, from sheets to whole reports."""

from collections import Counter

import numpy as np
import pandas as pd

from reports.build import build
from reports.numbers import numbers_of
from reports.prepare import case_of
from reports.privacy import publish
from reports.published import SELF
from reports.raw import raw_of
from reports.scoring import sheet
from reports.scoring.scores import score
from reports.words import Words
from survey.anonymity import batches
from survey.anonymity.batches import Promise, Sheet
from survey.cells import partition
from survey.errors import BadInput
from tests.attack.instrument import FORM, form, questionnaire

NOTHING_LEFT = ""
HIGHEST = 5


def promise():
    return Promise.of(questionnaire(), FORM, form().k)


def sheets_of(programme):
    """What the rules of release know of each form: which statements have an answer."""
    shown = np.array(form().items)
    valid = [frozenset(shown[row > 0].tolist()) for row in programme.answers]
    return [
        Sheet(f"r{r}", programme.groups[r], frozenset(form().items), valid[r])
        for r in programme.raters
    ]


def reports_of(programme):
    """The raters behind each report that was made, batch by batch: one report each time somebody
    looked and there was something new."""
    sheets, seen, made = sheets_of(programme), [], []
    for look in range(programme.looks):
        there = [sheets[r] for r in programme.there(look)]
        receipts = batches.admitted(seen, there, promise()) if there else frozenset()
        if receipts and (not seen or receipts != seen[-1]):
            seen.append(receipts)
            joined = batches.batches_of(seen, there, promise())
            made.append([[r for r in programme.raters if f"r{r}" in batch] for batch in joined])
    return made


def blocks_of(programme, reports):
    """For the attacker: who joined together and is counted together. None: no secret, or in no
    number."""
    usable = [len(s.valid) * 2 >= len(s.shown) for s in sheets_of(programme)]
    found = [None] * len(programme.groups)
    for report in reports:
        for number, raters in enumerate(report):
            counts = Counter(programme.groups[r] for r in raters if usable[r])
            cells = partition(counts, promise().groups, promise().k)
            for r in raters:
                cell = cells.get(programme.groups[r]) if usable[r] else None
                if programme.anonymous[r] and cell:
                    found[r] = number, cell
    return found


def leaves(worlds):
    """What left by each of these: (programme, its reports, other answers).

    Whole reports as data, and every number as the ledger keeps it: pages, PDF and files are made
    from nothing else (reports.model.Report), so equal ones are equal on paper.
    """
    scores = _scores(worlds)
    return [
        tuple(_left(scores, names, programme) for names in _names(at, reports))
        for at, (programme, reports, _) in enumerate(worlds)
    ]


def leave_the_same(worlds, lefts):
    """Whether by each of these the same would leave as is said in `lefts`; stops at the first
    difference, so it is quicker than `leaves`."""
    scores = _scores(worlds)
    return [
        all(_is_left(scores, names, programme, there)
            for names, there in zip(_names(at, reports), left, strict=True))
        for at, ((programme, reports, _), left) in enumerate(zip(worlds, lefts, strict=True))
    ]  # fmt: skip


def _scores(worlds):
    """All of them at once."""
    rows, index = [], []
    for at, (programme, reports, answers) in enumerate(worlds):
        given = np.where((answers > 0) & form().reverse, HIGHEST + 1 - answers, answers)
        for name, raters in _batches(at, reports):
            rows.append(given[raters])
            index += [(name, 1, f"r{r:03}", programme.groups[r]) for r in raters]
    index = pd.MultiIndex.from_tuples(index, names=sheet.NAMES)
    sheets = np.concatenate(rows).astype(np.int8)
    return score(pd.DataFrame(sheets, index=index, columns=list(form().items)), form())


def _names(at, reports):
    return [[f"{at}.{n}.{b}" for b in range(len(report))] for n, report in enumerate(reports)]


def _batches(at, reports):
    names = [name for report in _names(at, reports) for name in report]
    return zip(names, [raters for report in reports for raters in report], strict=True)


def _left(scores, names, programme):
    """(numbers, report); nothing where there is no report to make."""
    try:
        case = _case(scores, names, programme)
    except BadInput:
        return NOTHING_LEFT
    return numbers_of(case), build(case)


def _is_left(scores, names, programme, left):
    try:
        case = _case(scores, names, programme)
    except BadInput:
        return left == NOTHING_LEFT
    return left != NOTHING_LEFT and numbers_of(case) == left[0] and build(case) == left[1]


def _case(scores, names, programme):
    return case_of(questionnaire(), form(), scores, *names, name="Mara", words=Words("en"),
                   form_id=FORM, invited=programme.invited)  # fmt: skip


def cases(programme):
    """What each report of a programme is made from."""
    reports = reports_of(programme)
    scores = _scores([(programme, reports, programme.answers)])
    for names in _names(0, reports):
        try:
            yield _case(scores, names, programme)
        except BadInput:
            continue


def ledger(programme):
    """For each report: {(scale, cell): n} as it prints them, and as the ledger works them out.

    Where the page says no n (the average of all skills), it only has to be in both.
    """
    reports, sheets = reports_of(programme), sheets_of(programme)
    if not reports:
        return
    scores = _scores([(programme, reports, programme.answers)])
    for names, report in zip(_names(0, reports), reports, strict=True):
        try:
            told = numbers_of(_case(scores, names, programme))
        except BadInput:
            continue
        joined = [[sheets[r].receipt for r in batch] for batch in report]
        sets = batches.published_sets(joined, sheets, promise())
        kept = {at: len(who) for at, who in sets.items()}
        yield {at: kept.get(at) if one.n is None else one.n for at, one in told.items()}, kept


def first_numbers(programmes):
    """(published by rules 4 to 10 of the scoring rules, of these not printed): numbers of a cell
    and a scale or statement in first reports. "4.7 or more" counts as printed."""
    worlds = [(p, made[:1], p.answers) for p in programmes if (made := reports_of(p))]
    scores, known, shown = _scores(worlds), 0, 0
    for at, (_, reports, _) in enumerate(worlds):
        (names,) = _names(at, reports)
        raw = raw_of(scores, form(), names[0], 1)
        now = publish(scores, form(), names, 1)
        for means, printed in ((raw.scale_means, now.scales), (raw.item_means, now.items)):
            for of, cells in means.items():
                others = cells.keys() - {SELF}
                known += len(others)
                shown += len(others & printed[of].cells.keys())
    return known, known - shown


def refused(programme):
    """How often somebody looked again and late anonymous answers had to wait."""
    sheets, seen, count = sheets_of(programme), [], 0
    for look in range(programme.looks):
        there = [sheets[r] for r in programme.there(look)]
        if there:
            seen.append(batches.admitted(seen, there, promise()))
            count += len(seen) > 1 and len(seen[-1]) < len(there)
    return count
