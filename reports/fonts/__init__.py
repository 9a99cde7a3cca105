"""Static font cuts that pages, charts and PDF share. `cut.py` made them; nothing cuts at start."""

from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

FOLDER = Path(__file__).parent
FIELD = FOLDER / "PlumbSans-Field.ttf"  # for form fields of a PDF: Latin only


class Cut(NamedTuple):
    """One static cut: the file's stem, and what CSS calls it."""

    stem: str
    family: str
    weight: int
    style: str

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.stem}.ttf"


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


def font_face(url: str, suffix: str) -> str:
    """CSS that names every cut; `url` is what stands before the file's name, `suffix` "woff2"
    or "ttf"."""
    kind = {"woff2": "woff2", "ttf": "truetype"}[suffix]
    return "".join(
        f'@font-face {{ font-family: "{cut.family}"; font-weight: {cut.weight}; '
        f"font-style: {cut.style}; font-display: swap;\n"
        f'  src: url("{url}{cut.stem}.{suffix}") format("{kind}"); }}\n'
        for cut in CUTS
    )
