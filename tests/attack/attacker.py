"""The attacker: which answers are the same in every assignment that fits what left the house.

It imports nothing of the product. It gets what left (every report of a participation's history as
one text: all numbers, words, orders and figures' data, byte for byte as they are drawn and
printed) and what, at worst, somebody may know besides: who is in which group, who was there at
which report, and who left out which statement; but no anonymous answer. The product is open
source, so it may also ask what *would* have left, had people answered otherwise: `Search` proposes
other answers ("worlds"), its driver says whether the same would have left.

A world that fits is exact: nothing is modelled, rounded or relaxed, items and scales, words and
bars are all taken together as they are. So what differs between two fitting worlds is certainly
not determined. What is the same in all that were found counts as determined: not finding another
world can only make the attacker see more than there is, never less.

Counted as determined are, of anonymous raters: the answer to a statement; the sum of two raters'
answers to it; and one rater's or two raters' sum over a scale (k = 3: sums over fewer than k). The
search starts from the answers that were given, one of the fitting worlds; what is the same in all
of them does not depend on where one starts. An insider is an attacker for whom own answers are
`known` too.
"""

from itertools import combinations

import numpy as np

LOWEST, HIGHEST = 1, 5
FEW = 2
"""Raters besides oneself; with fewer of them a number should not be there at all."""

TURNS, TRIED, STEPS = 8, 6, 100


class Search:
    """One attack on one programme. Ask `propose`, say with `fits` whether the same would leave.

    `answers`: (raters, statements), above 0 where valid. `blocks`: for each rater a label; raters
    of one block are counted together in the same reports, None: the answers are no secret.
    Blocks only say where to look. `histories`: whoever has the same may change places; that this
    fits is asked, and made use of only if so. `scales`: (scales, statements), which statements a
    scale has.
    """

    def __init__(
        self, answers, blocks, histories, scales, seed, *, known=(), pairs=True, patience=40
    ):
        self._truth = np.asarray(answers)
        self._valid = self._truth > 0
        self._blocks = blocks
        self._features = np.vstack([np.eye(self._truth.shape[1], dtype=int), scales])
        self._near = (scales.T @ scales) ** 3 * (1 - np.eye(scales.shape[1], dtype=int))
        self._free = [r for r, b in enumerate(blocks) if b is not None and r not in known]
        self._dice = np.random.default_rng([5, seed])
        labels = sorted({b for b in blocks if b is not None}, key=str)
        self._member = np.array([[b == label for b in blocks] for label in labels], dtype=int)
        self._member = self._member.reshape(len(labels), len(blocks))
        self._sizes = np.maximum(1, self._member.sum(axis=1, keepdims=True))
        self._scales = scales
        self._seen = self._seen_of(self._truth)
        alike = {}
        for r in self._free:
            alike.setdefault((histories[r], self._valid[r].tobytes()), []).append(r)
        self._alike = list(alike.values())
        self._left = self._targets(pairs)
        self._share, self._misses, self._patience = 1.0, 0, patience
        self._exchanged = None
        self._proposed = None
        self._base = self._truth

    @property
    def determined(self):
        """(one or two raters, what): what is a statement or, after them, a scale; the sums that
        no fitting world has changed."""
        return frozenset(
            (tuple(dict.fromkeys((int(one), int(other)))), int(what))
            for one, other, what in self._left
        )

    @property
    def is_over(self):
        return not len(self._left) or self._misses >= self._patience

    def propose(self):
        """Other answers that may fit: the whole table."""
        asked = self._proposed is not None
        self._proposed = self._changed() if asked else self._exchange(self._truth)
        return self._proposed

    def fits(self, yes):
        """What was proposed would leave the same, or would not."""
        before = len(self._left)
        if self._exchanged is None:
            self._exchanged = yes
        if yes:
            self._learn(self._proposed)
            self._base = self._proposed
            self._share = min(1.0, self._share * 1.5)
        else:
            self._share *= 0.5
            if self._dice.random() < 0.2:
                self._base = self._truth
        self._misses = 0 if len(self._left) < before else self._misses + 1

    def _learn(self, world):
        """What this world changes is not determined; nor what changes when alike raters change
        places in it, since the product has been seen not to tell them apart."""
        for turn in range(TURNS if self._exchanged else 1):
            after = self._exchange(world) if turn else world
            moved = (after - self._truth) @ self._features.T
            one, other, what = self._left.T
            self._left = self._left[moved[one, what] + moved[other, what] * (one != other) == 0]

    def _targets(self, pairs):
        """Every answer, and every sum over one or two raters: nobody's who left all of it out."""
        has = (self._valid.astype(int) @ self._features.T) > 0
        whats = range(len(self._features))
        both = list(combinations(self._free, 2)) if pairs else []
        found = [(a, b, what) for a, b in [*((r, r) for r in self._free), *both]
                 for what in whats if has[a, what] and has[b, what]]  # fmt: skip
        return np.array(found, dtype=int).reshape(-1, 3)

    def _exchange(self, world):
        """Raters of a block who answered the same statements change places: nobody can tell."""
        after = world.copy()
        for raters in self._alike:
            after[raters] = world[self._dice.permutation(raters)]
        return after

    def _changed(self):
        """Some answers that are still open are changed, so that all else may stay as it is: of
        many ways to do so the one that disturbs averages, counts and spreads least."""
        if self._misses > TRIED and self._dice.random() < 0.8:
            return self._repaired()
        tried = [self._some_changed() for _ in range(TRIED)]
        return min(tried, key=self._disturbance)

    def _repaired(self):
        """One answer is another one; then others change as long as less is disturbed."""
        *who, what = self._left[self._dice.integers(len(self._left))]
        r = int(who[self._dice.integers(2)])
        item = int(self._dice.choice(np.flatnonzero(self._features[what] & self._valid[r])))
        world = self._base.copy()
        near = [v for v in (world[r, item] - 1, world[r, item] + 1) if LOWEST <= v <= HIGHEST]
        world[r, item] = self._dice.choice(near)
        weights = (5, float(self._dice.choice([0, 0.2, 2])), 2)
        least = self._disturbance(world, weights)
        for _ in range(STEPS):
            trial = world.copy()
            s = int(self._dice.choice(self._free))
            at = item if self._dice.random() < 0.5 else int(self._dice.integers(world.shape[1]))
            if not self._valid[s, at]:
                continue
            self._move(trial, s, at, who)
            if trial[r, item] == world[r, item]:
                now = self._disturbance(trial, weights)
                if now <= least + self._dice.exponential(0.3):
                    world, least = trial, now
            if least < 0.3:
                break
        return world

    def _some_changed(self):
        world = self._base.copy()
        many = max(1, round(self._share * min(len(self._left), 12)))
        for at in self._dice.integers(len(self._left), size=many):
            *who, what = self._left[at]
            r = int(who[self._dice.integers(2)])
            open_ = np.flatnonzero(self._features[what] & self._valid[r])
            self._move(world, r, int(self._dice.choice(open_)), who)
        return world

    def _disturbance(self, world, weights=(5, 1, 2)):
        if not (world != self._base).any():
            return np.inf
        here, there = self._seen_of(world), self._seen
        return sum(w * np.abs(a - b).sum() for w, a, b in zip(weights, here, there, strict=True))

    def _seen_of(self, world):
        """Sums by block; over all, how often each answer was given and how far raters lie apart."""
        all_ = self._member.sum(axis=0)
        counts = [all_ @ (world == v) for v in range(LOWEST, HIGHEST + 1)]
        own = (world * self._valid) @ self._scales.T / np.maximum(1, self._valid @ self._scales.T)
        spread = self._member @ own**2 - (self._member @ own) ** 2 / self._sizes
        return self._member @ world, np.stack(counts), spread.sum(axis=0)

    def _move(self, world, r, item, spared):
        """One answer of `r` is another one; somebody else of the block makes up for it."""
        there = [s for s in self._free if self._blocks[s] == self._blocks[r]
                 and self._valid[s, item] and s != r]  # fmt: skip
        others = [s for s in there if s not in spared] or there
        dice = self._dice.random()
        if len(there) < FEW or dice < 0.05:
            world[r, item] = self._dice.integers(LOWEST, HIGHEST + 1)
            return
        unlike = [s for s in others if world[s, item] != world[r, item]]
        if not unlike and world[r, item] in (LOWEST, HIGHEST):
            world[r, item] += 1 if world[r, item] == LOWEST else -1
        elif unlike and dice < 0.35:
            s = self._dice.choice(unlike)
            world[[r, s], item] = world[[s, r], item]
        else:
            s, step = int(self._dice.choice(others)), int(self._dice.choice([-1, 1]))
            if self._shift(world, r, s, item, step):
                if self._dice.random() < 0.6:
                    self._make_up(world, r, s, item, step)
                if self._dice.random() < 0.5:
                    self._recount(world, r, s, item, step)

    def _make_up(self, world, r, s, item, step):
        """The same the other way round elsewhere, so that neither rater's own average moves."""
        near = self._near[item] * self._valid[r] * self._valid[s]
        if near.any():
            other = int(self._dice.choice(len(near), p=near / near.sum()))
            self._shift(world, r, s, other, -step)

    def _recount(self, world, r, s, item, step):
        """Two of another block go the other way, so that as many gave each answer as before."""
        at = world[:, item]
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
