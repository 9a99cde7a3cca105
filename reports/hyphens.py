"""Where a word may be parted at the end of a line: pyphen's places, less those it is unsure of.

Its German patterns find some seams of compounds twice, one letter apart ("Qualitäts-s-tandard").
One of the two is wrong, and nothing tells which, so neither is used: other places remain.
"""

import pyphen


class Careful(pyphen.HyphDict):  # type: ignore[misc]  # has no types
    def positions(self, word: str) -> list[int]:
        found = super().positions(word)
        return [at for at in found if at - 1 not in found and at + 1 not in found]


def be_careful() -> None:
    """From now on; WeasyPrint knows no other dictionaries than pyphen's."""
    pyphen.HyphDict = Careful
    pyphen.hdcache.clear()  # what was read before
