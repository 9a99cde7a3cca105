"""How tall a list will be: an estimate from the length of texts, in millimetres.

Only how many entries a list has hangs on it, which must be known before anything is laid out. Wide
letters are counted as they come on the average, so the estimates are a little large rather than a
little small.
"""

from math import ceil

PAGE = 251.0
LINE, SMALL = 4.9, 4.4


def lines(text: str, width: float, letter: float = 1.6) -> int:
    """How many lines a text takes in `width` mm; `letter` is the width of a letter of body text."""
    return max(1, ceil(len(text) * letter / width))
