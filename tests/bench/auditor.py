"""The exact auditor beside the naive one, and alone on 40 raters and 75 published sets.

`python -m tests.bench.auditor`. The sets are random: far harder than those of reports, which are
unions of a few whole batches.
"""

import random
import time

from survey.anonymity.auditor import disclosed
from tests.oracle import naive

RATERS, SETS = 40, 75


def published(chance: random.Random, raters: int, rank: int, sets: int) -> list[frozenset[str]]:
    """Random sets of which at most `rank` are different."""
    names = [f"r{n:02}" for n in range(raters)]
    found = [frozenset(chance.sample(names, chance.randint(3, raters - 3))) for _ in range(rank)]
    return [*found, *(chance.choice(found) for _ in range(sets - rank))]


def seconds(of, sets, k) -> float:
    start = time.perf_counter()
    of(sets, k)
    return time.perf_counter() - start


def main() -> None:
    chance = random.Random(1)
    small = published(chance, 12, 8, 12)
    ours, plain = seconds(disclosed, small, 3), seconds(naive, small, 3)
    print(
        f"12 raters, 12 sets, k 3: {ours:.4f} s, the naive way takes {plain / ours:.0f} times that"
    )
    for k in (3, 4, 5, 6):
        times = {
            rank: seconds(disclosed, published(chance, RATERS, rank, SETS), k)
            for rank in (8, 20, 30, 39, SETS)
        }
        said = ", ".join(f"{rank} different {t:.3f} s" for rank, t in times.items())
        print(f"{RATERS} raters, {SETS} sets, k {k}: {said}")


if __name__ == "__main__":
    main()
