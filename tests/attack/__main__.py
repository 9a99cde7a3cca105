"""`./run attack [PROGRAMMES] [--write]`: the campaign, as a table of figures.

`--write` renews the rates that the privacy page prints.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from tests.attack import campaign, product
from tests.attack.instrument import form
from tests.attack.programmes import HABITS

RATES = Path(__file__).parents[2] / "survey" / "insider_rates.json"
AT_ONCE = 100


def main(programmes, write=False):
    start = time.process_time()
    total, reports, rates = Counter(), Counter(), {}
    exchanges, determined = [], []
    for first in range(0, programmes, AT_ONCE):
        drawn = campaign.drawn(range(first, min(first + AT_ONCE, programmes)))
        found = campaign.outsiders(drawn)
        exchanges, determined = exchanges + found.exchanges, determined + found.determined
        reports += found.reports
        published, hidden = product.first_numbers(drawn)
        answers, known = campaign.who_knows_the_gaps(drawn)
        total += Counter(
            blocks=found.blocks, pairs=found.pairs, unanimous=found.unanimous, worlds=found.worlds,
            published=published, hidden=hidden, answers=answers, known=known,
            waited=sum(map(product.refused, drawn)),
        )  # fmt: skip
        for size, pair in campaign.insiders(drawn).items():
            rates[size] = tuple(map(sum, zip(rates.get(size, (0, 0)), pair, strict=True)))
    _print(programmes, total, reports, exchanges, determined, rates)
    print(f"processor seconds                        {time.process_time() - start:.0f}")
    if write:
        RATES.write_text(json.dumps(written(rates, programmes, total), indent=1) + "\n")
    return 1 if exchanges or determined else 0


def _print(programmes, total, reports, exchanges, determined, rates):
    print(f"programmes                               {programmes}")
    print("participations with 1, 2, 3 batches      ", *(reports[n] for n in (1, 2, 3)))
    print(f"programmes where exchanging sheets shows {len(exchanges)}  {exchanges[:5]}")
    print(f"blocks x (statements and scales)         {total['pairs']}, {total['blocks']} blocks")
    print(f"  of these unanimous                     {total['unanimous']}")
    print(f"  of these determined                    {len(determined)}  {determined[:5]}")
    print(f"worlds asked about                       {total['worlds']}")
    print(f"hidden of what could be shown first      {total['hidden'] / total['published']:.1%}")
    print(f"  of so many numbers                     {total['published']}")
    print(f"late answers that had to wait            {total['waited']}")
    print("somebody who also knows who left out which statement knows, at most,")
    print(f"  {total['known'] / total['answers']:.1%} of {total['answers']} answers")
    print("an insider knows the others' answers, at most, by size of the group (statements):")
    for size, (items, known) in sorted(rates.items()):
        print(f"  {size:2}  {known / items:6.1%}  of {items}")


def written(rates, programmes, total):
    """What the privacy page prints; sizes above 8 are left out."""
    return {
        "k": form().k,
        "programmes": programmes,
        "answers": list(HABITS),
        "rates": {str(n): round(known / items, 3) for n, (items, known) in sorted(rates.items())
                  if n <= 8},
        "statements": {str(n): items for n, (items, _) in sorted(rates.items()) if n <= 8},
        "knows_the_gaps": {"answers": total["answers"],
                           "rate": round(total["known"] / total["answers"], 3)},
    }  # fmt: skip


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    sys.exit(main(*(numbers[:1] or [500]), write="--write" in sys.argv))
