"""Many programmes attacked side by side: the product is asked about all proposed worlds at once."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from tests.attack import product
from tests.attack.attacker import HIGHEST, LOWEST, Search, exchanged, members_of
from tests.attack.instrument import form
from tests.attack.programmes import draw


@dataclass
class Target:
    """One programme, its reports and what left of it."""

    programme: object
    reports: list
    blocks: list
    left: tuple


@dataclass
class Found:
    """What somebody outside can work out: nothing may be in `exchanges` or `determined`."""

    programmes: int = 0
    reports: Counter = field(default_factory=Counter)
    """How many participations have at least so many batches."""
    blocks: int = 0
    pairs: int = 0
    """Of a block and a statement or scale."""
    unanimous: int = 0
    """Of these, where all of the block answered, and alike."""
    worlds: int = 0
    exchanges: list = field(default_factory=list)
    """Seeds of the programmes in which exchanging sheets showed."""
    determined: list = field(default_factory=list)
    """(seed, rows of the block, what) that no other world was found for."""


def scales():
    """(scales, statements): which statements each scale has."""
    return form().membership.T.astype(int)


def drawn(seeds):
    return [draw(seed, len(form().items)) for seed in seeds]


def targets_of(programmes):
    """Those of which anything left."""
    reports = [product.reports_of(programme) for programme in programmes]
    there = [(p, r, p.answers) for p, r in zip(programmes, reports, strict=True) if r]
    return [
        Target(programme, made, product.blocks_of(programme, made), left)
        for (programme, made, _), left in zip(there, product.leaves(there), strict=True)
    ]


def another(target):
    """The programme with the sheets of each block exchanged, and other answers of those who are in
    no number."""
    programme = target.programme
    dice = np.random.default_rng([6, programme.seed])
    answers = exchanged(programme.answers, target.blocks, dice)
    silent = programme.anonymous & np.array([block is None for block in target.blocks])
    new = dice.integers(1, 6, answers.shape)
    return np.where(silent[:, None] & (answers > 0), new, answers)


def attack(targets, searches):
    """Runs the searches to their end; returns how many worlds the product was asked about."""
    asked = 0
    going = [(t, s) for t, s in zip(targets, searches, strict=True) if not s.is_over]
    while going:
        worlds = [(t.programme, t.reports, s.propose()) for t, s in going]
        answers = product.leave_the_same(worlds, [t.left for t, _ in going])
        for (_, search), yes in zip(going, answers, strict=True):
            search.fits(yes)
        asked += len(going)
        going = [(t, s) for t, s in going if not s.is_over]
    return asked


def search(target, classes, **more):
    return Search(target.programme.answers, target.blocks, classes, scales(),
                  target.programme.seed, **more)  # fmt: skip


def outsiders(programmes, patience=600):
    """What somebody outside can work out about these programmes."""
    targets = targets_of(programmes)
    worlds = [(t.programme, t.reports, another(t)) for t in targets]
    same = product.leave_the_same(worlds, [t.left for t in targets])
    searches = [search(t, t.blocks, patience=patience) for t in targets]
    found = Found(
        programmes=len(programmes),
        blocks=sum(len(set(t.blocks) - {None}) for t in targets),
        unanimous=sum(len(s.determined) for s in searches),
        exchanges=[t.programme.seed for t, yes in zip(targets, same, strict=True) if not yes],
    )
    found.pairs = found.blocks * (len(form().items) + len(scales()))
    for t in targets:
        for many in range(1, 1 + max(map(len, t.reports))):
            found.reports[many] += 1
    found.worlds = attack(targets, searches) + len(targets)
    for t, s in zip(targets, searches, strict=True):
        found.determined += [(t.programme.seed, *one) for one in s.determined]
    return found


def insiders(programmes, patience=60):
    """{group size: (statements, of these known)}: of how many statements one rater of a cell knows
    what each of the others answered, at most. One insider a block.

    By the reasoning of attacker.py the others' sheets can be exchanged, so nothing of them is known
    where two of them differ. Where they are alike, it is known for certain if all are at one end of
    the scale and the insider is not: nobody then could make up for another's step inside. Else a
    world is looked for.
    """
    cases = [
        (target, rows, rows[target.programme.seed % len(rows)])
        for target in targets_of(programmes)
        for rows in members_of(target.blocks)
    ]
    certain = [_certainly(*case) for case in cases]
    searches = [_inside(*case, sure, patience) for case, sure in zip(cases, certain, strict=True)]
    attack([target for target, _, _ in cases], searches)
    found = {}
    for (target, rows, insider), one, sure in zip(cases, searches, certain, strict=True):
        known = sure | {what for _, what in one.determined}
        for item in range(len(form().items)):
            n = int((target.programme.answers[rows, item] > 0).sum())
            if target.programme.answers[insider, item] > 0 and n >= form().k:
                before = found.get(n, (0, 0))
                found[n] = before[0] + 1, before[1] + (item in known)
    return found


def _certainly(target, rows, insider):
    """Statements at whose end all others stand who answered them, and the insider does not."""
    answers, found = target.programme.answers, set()
    for item in range(len(form().items)):
        own = answers[insider, item]
        said = {answers[r, item] for r in rows if r != insider and answers[r, item] > 0}
        if own > 0 and len(said) == 1 and said <= {LOWEST, HIGHEST} - {own}:
            found.add(item)
    return found


def _inside(target, rows, insider, certain, patience):
    others = [0 if r in rows and r != insider else None for r in target.programme.raters]
    one = search(target, others, fixed=(insider,), patience=patience)
    return one.only_statements().without(certain)


def who_knows_the_gaps(programmes, patience=30):
    """(answers, of these determined at most): for somebody who also knows who left out which
    statement. Only sheets of a block with the same gaps can be exchanged then."""
    targets = targets_of(programmes)
    searches = [search(t, _by_gaps(t), knows_gaps=True, patience=patience).only_statements()
                for t in targets]  # fmt: skip
    attack(targets, searches)
    answers = sum(int((t.programme.answers[[b is not None for b in t.blocks]] > 0).sum())
                  for t in targets)  # fmt: skip
    return answers, sum(len(raters) for one in searches for raters, _ in one.determined)


def _by_gaps(target):
    return [
        block and (block, tuple(row > 0))
        for block, row in zip(target.blocks, target.programme.answers, strict=True)
    ]
