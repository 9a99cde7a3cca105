"""Static font cuts that pages, charts and PDF share. `cut.py` made them; nothing cuts at start."""

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

FOLDER = Path(__file__).parent
FIELD = FOLDER / "PlumbSans-Field.ttf"  # for form fields of a PDF, which hold it whole


class Cut(NamedTuple):
    """One static cut: the file's stem, and what CSS calls it."""

    stem: str
    family: str
    weight: int
    style: str
    suffix: str = "ttf"

    @property
    def file(self) -> str:
        return f"{self.stem}.{self.suffix}"

    @property
    def path(self) -> Path:
        return FOLDER / self.file


CUTS = (
    Cut("PlumbSans-Regular", "Plumb Sans", 400, "normal"),
    Cut("PlumbSans-Italic", "Plumb Sans", 400, "italic"),
    Cut("PlumbSans-Semibold", "Plumb Sans", 600, "normal"),
    Cut("PlumbSerif-Light", "Plumb Serif", 300, "normal"),
    Cut("PlumbSerif-Regular", "Plumb Serif", 400, "normal"),
    Cut("PlumbSerif-Italic", "Plumb Serif", 400, "italic"),
    Cut("PlumbSerif-Semibold", "Plumb Serif", 600, "normal"),
)
BY_STEM = MappingProxyType({cut.stem: cut for cut in CUTS})
OTHERS = (
    Cut("PlumbArabic-Regular", "Plumb Arabic", 400, "normal"),
    Cut("PlumbArabic-Semibold", "Plumb Arabic", 600, "normal"),
    Cut("PlumbHebrew-Regular", "Plumb Hebrew", 400, "normal"),
    Cut("PlumbThai-Regular", "Plumb Thai", 400, "normal"),
    Cut("PlumbDevanagari-Regular", "Plumb Devanagari", 400, "normal"),
    Cut("PlumbHan-Regular", "Plumb Han", 400, "normal", "otf"),
)
"""Letters beyond Latin, Greek and Cyrillic. No two of different scripts have a letter in common, so
that the order in which they are loaded changes nothing; and each script is a family, since
WeasyPrint takes files of one family, weight and style for the same font."""


def font_face(url: str, suffix: str, cuts: Iterable[Cut] = CUTS) -> str:
    """CSS that names cuts; `url` is what stands before the file's name, `suffix` "woff2", or ""
    for the file that print uses."""
    return "".join(
        f'@font-face {{ font-family: "{cut.family}"; font-weight: {cut.weight}; '
        f"font-style: {cut.style}; font-display: swap;\n"
        f'  src: url("{url}{cut.stem}.{suffix or cut.suffix}") '
        f'format("{_KINDS[suffix or cut.suffix]}"); }}\n'
        for cut in cuts
    )


_KINDS = {"woff2": "woff2", "ttf": "truetype", "otf": "opentype"}
