"""What is done to a laid out PDF before it is written: its links and letters get names, and it gets
smaller."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pydyf

from reports.fonts import OTHERS
from reports.fonts.letters import said

GLYPH = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
JOINER = b"034f"
OFFSET = 3  # bytes, of a place within a font with many letters


def finish(document: Any, pdf: Any) -> None:
    """As WeasyPrint's `finisher`: a laid out document, and the PDF that it became."""
    _name_links(document)
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and "ToUnicode" in one:
            _name_letters(one, pdf.objects)
        elif isinstance(one, pydyf.Stream) and one.extra.get("Subtype") == "/OpenType":
            _tell_steps(one)
    pdf.objects[1:] = [_Ready.made(each) for each in pdf.objects[1:]]


def _name_links(document: Any) -> None:
    """Say where a link leads in its own words; WeasyPrint would read out the anchor's id."""
    for sheet in document.pages:
        for *_target, box in sheet.links:
            words = (
                " ".join("".join(box.element.itertext()).split()) if box.element is not None else ""
            )
            if words and hasattr(box, "link_annotation"):
                box.link_annotation["Contents"] = pydyf.String(words)


def _name_letters(font: Any, objects: list[Any]) -> None:
    """Say what each glyph says. WeasyPrint goes by the text for which it saw a glyph first, and has
    no text at all for what was a mere piece of a letter then. PDF/UA wants some: of a glyph that we
    know no better, it is that it is nothing by itself, a joiner."""
    known = _said_by(font["BaseFont"].decode().partition("+")[2])
    stream = objects[int(font["ToUnicode"].split()[0])]
    stream.stream = [_named(line, known) for line in stream.stream]


def _named(line: bytes, known: Mapping[int, str]) -> bytes:
    if found := GLYPH.fullmatch(line):
        text = known.get(int(found[1], 16), "").encode("utf-16-be").hex().encode()
        return b"<%b> <%b>" % (found[1], text or found[2] or JOINER)
    return line


@cache
def _said_by(name: str) -> Mapping[int, str]:
    """What the glyphs of a font say, called as in a PDF; nothing: of that we know no better."""
    for cut in OTHERS:
        bold = "-Semi-Bold" if cut.weight == 600 else ""
        if cut.suffix == "ttf" and name == cut.family.replace(" ", "-") + bold:
            return said(cut.path)
    return {}


def _tell_steps(font: Any) -> None:
    """A font with places for thousands of letters that are not there, told by how each differs from
    the one before (PNG's filter "up"): 9 kB for a sentence of Chinese in place of 47."""
    data = b"".join(font.stream)
    data += bytes(-len(data) % OFFSET)  # whole rows
    steps = data[:OFFSET] + bytes((b - a) & 255 for a, b in zip(data, data[OFFSET:], strict=False))
    rows = (steps[at : at + OFFSET] for at in range(0, len(steps), OFFSET))
    font.stream = [b"".join(b"\2" + row for row in rows)]
    font.extra["DecodeParms"] = pydyf.Dictionary({"Predictor": 12, "Columns": OFFSET})


class _Ready(pydyf.Object):  # type: ignore[misc]
    """An object that is compressed once: pydyf asks for the data again to sign the file."""

    data = b""
    compressible = False

    @classmethod
    def made(cls, of: Any) -> "_Ready":
        ready = cls()
        ready.number, ready.data, ready.compressible = of.number, of.data, of.compressible
        return ready
