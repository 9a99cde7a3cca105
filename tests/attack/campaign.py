"""Many programmes attacked side by side: the product is asked about all proposed worlds at once."""

from dataclasses import dataclass, field

from survey.cells import MINIMUM
from tests.attack import product
from tests.attack.attacker import Search
from tests.attack.instrument import form
from tests.attack.programmes import draw


@dataclass
class Target:
    """One programme under attack, what left of it, and the search."""

    programme: object
    reports: list
    search: Search
    left: tuple = ()
    insider: int | None = None


@dataclass
class Found:
    """What a campaign found. `determined`: (seed, raters, what), which must stay empty."""

    programmes: int = 0
    reports: int = 0
    worlds: int = 0
    attacked: int = 0
    few: list = field(default_factory=list)
    """(seed, raters, what) that no other world was found for, where fewer than eight raters stand
    behind every number: what is drawn from spread and counts has no part in them."""
    many: list = field(default_factory=list)
    """Likewise where bars and bands may be drawn."""


def scales():
    """(scales, statements): which statements each scale has."""
    return form().membership.T.astype(int)


def target(programme, insider=None, patience=40):
    reports = product.reports_of(programme)
    blocks = product.blocks_of(programme, reports)
    search = Search(
        programme.answers, blocks, product.histories_of(programme, reports), scales(),
        programme.seed, patience=patience,
        known=() if insider is None else (insider,), pairs=insider is None,
    )  # fmt: skip
    return Target(programme, reports, search, insider=insider)


def insiders(seeds, patience=25):
    """{group size: (items attacked, items where another's exact answer is determined)}: what one
    rater of each programme works out about the others of the same cell, statement by statement."""
    drawn = [draw(seed, len(form().items)) for seed in seeds]
    targets = [
        target(programme, insider, patience)
        for programme in drawn
        if (insider := _insider(programme)) is not None
    ]
    attack(targets)
    found = {}
    for t in targets:
        blocks = product.blocks_of(t.programme, t.reports)
        for item in range(len(form().items)):
            there = [r for r in t.programme.raters if blocks[r] == blocks[t.insider]
                     and t.programme.answers[r, item] > 0]  # fmt: skip
            if t.insider in there and len(there) >= form().k:
                known = any(((r,), item) in t.search.determined for r in there if r != t.insider)
                attacked, determined = found.get(len(there), (0, 0))
                found[len(there)] = attacked + 1, determined + known
    return found


def _insider(programme):
    """A rater who stands in an anonymous cell; None where there is none."""
    reports = product.reports_of(programme)
    blocks = product.blocks_of(programme, reports)
    there = [r for r in programme.raters if blocks[r] and blocks[r][1] not in (None, "unusable")]
    return there[programme.seed % len(there)] if there else None


def attack(targets):
    """Runs the searches to their end; returns how many worlds the product was asked about."""
    _ask(targets, [t.programme.answers for t in targets], first=True)
    asked = len(targets)
    going = [t for t in targets if t.reports and not t.search.is_over]
    while going:
        _ask(going, [t.search.propose() for t in going])
        asked += len(going)
        going = [t for t in going if not t.search.is_over]
    return asked


def _ask(targets, worlds, first=False):
    given = [
        (t.programme, t.reports, world)
        for t, world in zip(targets, worlds, strict=True)
        if t.reports
    ]
    answers = iter(product.leaves(given))
    for t in targets:
        if not t.reports:
            continue
        left = next(answers)
        if first:
            t.left = left
        else:
            t.search.fits(left == t.left)


def outsiders(seeds, patience=60):
    """What somebody outside can work out about these programmes."""
    targets = [target(draw(seed, len(form().items)), patience=patience) for seed in seeds]
    found = Found(
        programmes=len(targets),
        reports=sum(len(t.reports) for t in targets),
        attacked=sum(len(t.search.determined) for t in targets),
    )
    found.worlds = attack(targets)
    for t in targets:
        there = max((sum(map(len, report)) for report in t.reports), default=0)
        left = found.few if there < MINIMUM.band else found.many
        left += [(t.programme.seed, *one) for one in t.search.determined]
    return found
