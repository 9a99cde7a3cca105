"""The charts of a report for slides, as they are kept: one ZIP with an SVG of each and charts.pdf,
a page each. Light: a web process takes them out, and makes pictures of pages when asked.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping

from reports.leaves import picture

SLIDES = "slides"
"""What a print of them is called where others have a variant."""
CHARTS = "charts.pdf"
KINDS = {"svg": "image/svg+xml", "png": "image/png"}
WIDE = 1920 / 960
"""Pixels of a picture for each point of a slide, which is 960 points wide."""
EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """One ZIP; the same files make the same bytes, and no day in it tells when."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, EPOCH), data, method)
    return out.getvalue()


def kept(files: Mapping[str, bytes]) -> bytes:
    """As they are kept; `files` in the order of the pages."""
    return zipped(files, zipfile.ZIP_DEFLATED)


def one(kept: bytes, chart: str, kind: str) -> bytes | None:
    """A chart as SVG, or as a picture of 1920 by 1080; None: there is no such chart or kind."""
    if kind not in KINDS:
        return None
    with zipfile.ZipFile(io.BytesIO(kept)) as files:
        names = names_of(files.namelist())
        if chart not in names:
            return None
        if kind == "svg":
            return files.read(f"{chart}.svg")
        return as_picture(files.read(CHARTS), names.index(chart))


def names_of(files: Iterable[str]) -> list[str]:
    """Names of the charts, in the order of the pages."""
    return [name.removesuffix(".svg") for name in files if name.endswith(".svg")]


def as_picture(pages: bytes, at: int) -> bytes | None:
    """The chart on a page of charts.pdf, from 0, as PNG."""
    return picture(pages, at + 1, WIDE)
