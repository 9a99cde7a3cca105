"""The attacker: which answers are the same in every assignment that fits what left the house.

It imports nothing of the product. It gets what left (every report of a participation's history:
all numbers, words, orders and figures' data, byte for byte as they are drawn and printed), who was
asked, in which group, and who was there at which report; but not who left out which statement, of
which only the printed n tells. The product is open source, so it may also ask what *would* have
left, had people answered otherwise ("worlds").

Why this is a proof. A block is the raters of one cell who joined the reports together; there are at
least k = 3. Say that exchanging whole sheets inside a block changes nothing of what left (that is
tested, for every programme). Then

1. where two of a block did not answer a statement alike, nobody's answer to it is determined: there
   is a world in which the two have changed places, for every rater of the block;
2. nor is a sum over two raters. If the two are of one block: with a third there, a + b = a + c =
   b + c only if all three are alike. If they are of two blocks: one of them stays as it is when the
   other's sheets are exchanged;
3. the same holds for a rater's sum over a scale.

So only what a whole block answered alike can be determined at all: `alike` lists it. Of each of
these `Search` looks for a fitting world in which the block is *not* unanimous; by 1 to 3, in that
world, nothing of it is determined. A world that fits is exact: nothing is modelled or relaxed. What
no world is found for counts as determined, so a poor search sees too much, never too little.

Whoever knows more has fewer raters to exchange: `classes` says which. An insider's own sheet stays
where it is; for somebody who knows who left out what, only sheets with the same gaps are alike.
"""

import numpy as np

LOWEST, HIGHEST = 1, 5
TRIED, STEPS = 6, 60


def exchanged(answers, classes, dice):
    """Another world: the raters of each class change places, whole sheets."""
    after = answers.copy()
    for raters in members_of(classes):
        after[raters] = answers[dice.permutation(raters)]
    return after


def members_of(classes):
    """Rows by class; None is no class."""
    found = {}
    for r, label in enumerate(classes):
        if label is not None:
            found.setdefault(label, []).append(r)
    return list(found.values())


def alike(answers, classes, scales):
    """(rows of a class, what) where all of a class answered, and alike: a statement, or the same
    sum over the answers to a scale; what counts the scales after the statements."""
    valid = answers > 0
    sums = _sums(answers, scales)
    has = np.hstack([valid, (valid @ scales.T) > 0])
    return [
        (raters, what)
        for raters in members_of(classes)
        for what in range(sums.shape[1])
        if has[raters, what].all() and (sums[raters, what] == sums[raters[0], what]).all()
    ]


def _sums(answers, scales):
    given = np.maximum(answers, 0)
    return np.hstack([given, given @ scales.T])


def _circles(scales):
    """For each statement, three others with which a change leaves every scale as it was: one up,
    two down, one up."""
    items = range(scales.shape[1])
    return [
        [(j, k, on) for j in items for k in items for on in items if len({item, j, k, on}) == 4
         and not (scales[:, item] - scales[:, j] - scales[:, k] + scales[:, on]).any()]
        for item in items
    ]  # fmt: skip


class Search:
    """One attack on one programme. Ask `propose`, say with `fits` whether the same would leave.

    `answers`: (raters, statements), above 0 where valid. `blocks`: a label for each rater, None:
    the answers are no secret, or in no number. `classes`: likewise, of raters who are exchangeable
    for this attacker. `scales`: (scales, statements), which statements a scale has. `fixed`: whose
    sheets are known. `knows_gaps`: who left out which statement is known, too.
    """

    def __init__(self, answers, blocks, classes, scales, seed, *,
                 fixed=(), knows_gaps=False, patience=40):  # fmt: skip
        self._truth = self._base = np.asarray(answers)
        self._knows_gaps = knows_gaps
        self._blocks = blocks
        self._scales = scales
        self._free = [r for r, b in enumerate(blocks) if b is not None and r not in fixed]
        self._near = (scales.T @ scales) ** 3 * (1 - np.eye(scales.shape[1], dtype=int))
        self._circles = _circles(scales)
        self._dice = np.random.default_rng([5, seed])
        self._member = np.array([[b == label for b in blocks]
                                 for label in dict.fromkeys(blocks) if label is not None],
                                dtype=int).reshape(-1, len(blocks))  # fmt: skip
        self._sizes = np.maximum(1, self._member.sum(axis=1, keepdims=True))
        self._seen = self._seen_of(self._truth)
        self._sums = _sums(self._truth, scales)
        self._left = alike(self._truth, classes, scales)
        self._share, self._misses, self._patience = 1.0, 0, patience
        self._proposed = self._truth

    @property
    def determined(self):
        """(rows of a class, what) that no fitting world has changed."""
        return [(tuple(raters), what) for raters, what in self._left]

    def only_statements(self):
        """Leaves out the sums over scales."""
        self._left = [(raters, what) for raters, what in self._left if what < len(self._truth[0])]
        return self

    def without(self, known):
        """Leaves out these statements: no other world can be."""
        self._left = [(raters, what) for raters, what in self._left if what not in known]
        return self

    @property
    def is_over(self):
        return not self._left or self._misses >= self._patience

    def propose(self):
        """Other answers that may fit: the whole table."""
        bold = self._misses < 3 or self._dice.random() < 0.2
        self._proposed = self._some_changed() if bold else self._repaired()
        return self._proposed

    def fits(self, yes):
        """What was proposed would leave the same, or would not."""
        before = len(self._left)
        if yes:
            sums = _sums(self._proposed, self._scales)
            self._left = [(raters, what) for raters, what in self._left
                          if (sums[raters, what] == self._sums[raters, what]).all()]  # fmt: skip
            self._base = self._proposed if self._dice.random() < 0.5 else self._truth
        else:
            self._share *= 0.5
            self._base = self._truth if self._dice.random() < 0.5 else self._base
        self._misses = 0 if len(self._left) < before else self._misses + 1

    def _pick(self):
        """An open target, one of its raters and a statement."""
        raters, what = self._left[self._dice.integers(len(self._left))]
        r = int(self._dice.choice(raters))
        items = len(self._truth[0])
        if what < items:
            return r, what
        there = self._scales[what - items] * (self._base[r] > 0)
        return r, int(self._dice.choice(np.flatnonzero(there)))

    def _some_changed(self):
        """Many open targets at once, each by the least that can be done; the best of some tries."""
        tried = []
        for _ in range(TRIED):
            world = self._base.copy()
            for _ in range(max(1, round(self._share * len(self._left)))):
                self._move(world, *self._pick())
            tried.append(world)
        return min(tried, key=self._disturbance)

    def _repaired(self):
        """One answer is another one; then others change as long as less is disturbed."""
        r, item = self._pick()
        world = self._base.copy()
        self._move(world, r, item)
        kept = world[r, item]
        weights = (5, float(self._dice.choice([0, 0.2, 2])), 2)
        least = self._disturbance(world, weights)
        for _ in range(STEPS):
            if least < 0.3:
                break
            trial = world.copy()
            s = int(self._dice.choice(self._free))
            at = item if self._dice.random() < 0.5 else int(self._dice.integers(world.shape[1]))
            if self._dice.random() < 0.2 or trial[s, at] <= 0:
                self._swap(trial, s, at)
            else:
                self._move(trial, s, at)
            if trial[r, item] == kept:
                now = self._disturbance(trial, weights)
                if now <= least + self._dice.exponential(0.3):
                    world, least = trial, now
        return world

    def _swap(self, world, r, item):
        """Two of a block change answers to one statement, also where one of them has none."""
        s = int(self._dice.choice([s for s in self._free if self._blocks[s] == self._blocks[r]]))
        if not self._knows_gaps or (world[[r, s], item] > 0).all():
            world[[r, s], item] = world[[s, r], item]

    def _disturbance(self, world, weights=(5, 1, 2)):
        if not (world != self._base).any():
            return np.inf
        here, there = self._seen_of(world), self._seen
        return sum(w * np.abs(a - b).sum() for w, a, b in zip(weights, here, there, strict=True))

    def _seen_of(self, world):
        """Sums by block; over all, how often each answer was given and how far raters lie apart."""
        all_ = self._member.sum(axis=0)
        counts = [all_ @ (world == v) for v in range(LOWEST, HIGHEST + 1)]
        valid = world > 0
        own = (world * valid) @ self._scales.T / np.maximum(1, valid @ self._scales.T)
        spread = self._member @ own**2 - (self._member @ own) ** 2 / self._sizes
        n = self._member @ valid
        # The two sums at either end look alike.
        sums = np.clip(self._member @ (world * valid), LOWEST * n + 1, HIGHEST * n - 1)
        return sums, np.stack(counts), spread.sum(axis=0)

    def _move(self, world, r, item):
        """One answer of `r` is another one; somebody else of the block makes up for it."""
        there = [s for s in self._free if self._blocks[s] == self._blocks[r]
                 and world[s, item] > 0 and s != r]  # fmt: skip
        dice = self._dice.random()
        inward = {LOWEST: 1, HIGHEST: -1}.get(int(world[r, item]))
        same = all(world[s, item] == world[r, item] for s in there)
        if not there or (same and inward):
            world[r, item] += inward or int(self._dice.choice([-1, 1]))
            return
        s, step = int(self._dice.choice(there)), inward or int(self._dice.choice([-1, 1]))
        if world[s, item] != world[r, item] and dice < 0.3:
            world[[r, s], item] = world[[s, r], item]
        elif self._shift(world, r, s, item, step):
            if self._dice.random() < 0.5:
                self._make_up(world, r, s, item, step)
            if self._dice.random() < 0.4:
                self._recount(world, r, s, item, step)

    def _make_up(self, world, r, s, item, step):
        """The same the other way round elsewhere, so that neither rater's own average moves."""
        if self._circles[item] and self._dice.random() < 0.5:
            *back, on = self._circles[item][self._dice.integers(len(self._circles[item]))]
            if (world[[r, s]][:, [*back, on]] > 0).all():
                for other in back:
                    self._shift(world, r, s, other, -step)
                self._shift(world, r, s, on, step)
                return
        near = self._near[item] * (world[r] > 0) * (world[s] > 0)
        if near.any():
            other = int(self._dice.choice(len(near), p=near / near.sum()))
            self._shift(world, r, s, other, -step)

    def _recount(self, world, r, s, item, step):
        """Two of another block go the other way, so that as many gave each answer as before."""
        at = world[:, item]  # all of them valid: those like r or s are
        ups = [u for u in self._free if u not in (r, s) and at[u] == at[r]]
        downs = [v for v in self._free if v not in (r, s) and at[v] == at[s]]
        pairs = [(u, v) for u in ups for v in downs if u != v
                 and self._blocks[u] == self._blocks[v]]  # fmt: skip
        if pairs:
            u, v = pairs[self._dice.integers(len(pairs))]
            self._shift(world, u, v, item, -step)

    def _shift(self, world, r, s, item, step):
        """One up, the other down, if there is room."""
        after = world[r, item] + step, world[s, item] - step
        if min(after) < LOWEST or max(after) > HIGHEST:
            return False
        world[r, item], world[s, item] = after
        return True
