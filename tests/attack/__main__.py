"""`./run attack [PROGRAMMES] [--write]`: the slow campaign, as a table of figures.

500 programmes take about a quarter of an hour. `--write` renews the insiders' rates that the
privacy page prints.
"""

import json
import sys
import time
from pathlib import Path

from tests.attack import campaign, product
from tests.attack.instrument import form
from tests.attack.programmes import draw

RATES = Path(__file__).parents[2] / "survey" / "insider_rates.json"
AT_ONCE = 20


def main(programmes, write=False):
    start = time.process_time()
    few, many, reports, attacked, worlds, rates = [], [], 0, 0, 0, {}
    for first in range(0, programmes, AT_ONCE):
        seeds = range(first, min(first + AT_ONCE, programmes))
        found = campaign.outsiders(seeds)
        few, many = few + found.few, many + found.many
        reports, attacked = reports + found.reports, attacked + found.attacked
        worlds += found.worlds
        for size, (items, known) in campaign.insiders(seeds).items():
            before = rates.get(size, (0, 0))
            rates[size] = before[0] + items, before[1] + known
    drawn = [draw(seed, len(form().items)) for seed in range(programmes)]
    published, hidden = product.first_numbers(drawn)
    print(f"programmes                        {programmes}")
    print(f"reports                           {reports}")
    print(f"answers and sums attacked         {attacked}, in {worlds} worlds")
    print(f"determined, fewer than 8 raters   {len(few)}  {few[:5]}")
    print(f"no other world found, from 8 on   {len(many)} ({len(many) / attacked:.2%})")
    print(f"hidden, of {published} first numbers   {hidden / published:.1%}")
    print(f"second reports that had to wait   {sum(map(product.refused, drawn))}")
    print("an insider knows another's answer, at most, by size of the group (statements):")
    for size, (items, known) in sorted(rates.items()):
        print(f"  {size:2}  {known / items:6.1%}  of {items}")
    print(f"processor seconds                 {time.process_time() - start:.0f}")
    if write:
        RATES.write_text(json.dumps(written(rates, programmes), indent=1) + "\n")
    return 1 if few else 0


def written(rates, programmes):
    """What the privacy page prints; sizes above 8 are left out."""
    return {
        "k": form().k,
        "programmes": programmes,
        "rates": {str(n): round(known / items, 3) for n, (items, known) in sorted(rates.items())
                  if n <= 8},
        "statements": {str(n): items for n, (items, _) in sorted(rates.items()) if n <= 8},
    }  # fmt: skip


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    sys.exit(main(*(numbers[:1] or [500]), write="--write" in sys.argv))
