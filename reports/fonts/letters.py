"""Which characters a glyph says. A cut's glyphs are named after it, as the Adobe Glyph List has it:
"uni0628.3" says U+0628. So a PDF's text can be read back whatever the shaping made of it."""

import io
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fontTools import agl
from fontTools.ttLib import TTFont, newTable

PRESENTATION = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
"""Characters that stand for a form of another, for the sake of old programs."""
SINGLE, LIGATURE = 1, 4  # kinds of lookups


def texts(font: TTFont) -> dict[str, str]:
    """Characters by name of glyph, of those that shaping makes from characters by replacing one, or
    several by one."""
    found: dict[str, str] = {}
    by_point = sorted(font.getBestCmap().items(), key=lambda item: (_is_form(item[0]), item[0]))
    for point, name in by_point:
        said = chr(point)
        found.setdefault(name, unicodedata.normalize("NFKC", said) if _is_form(point) else said)
    before = -1
    while before < len(found):
        before = len(found)
        for lookup in font["GSUB"].table.LookupList.Lookup if "GSUB" in font else ():
            for subtable in lookup.SubTable:
                _follow(getattr(subtable, "ExtSubTable", subtable), found)
    return found


def _is_form(point: int) -> bool:
    return any(first <= point <= last for first, last in PRESENTATION)


def _follow(subtable: Any, found: dict[str, str]) -> None:
    if subtable.LookupType == SINGLE:
        for old, new in subtable.mapping.items():
            if old in found:
                found.setdefault(new, found[old])
    elif subtable.LookupType == LIGATURE:
        for first, ligatures in subtable.ligatures.items():
            for each in ligatures:
                parts = [first, *each.Component]
                if all(part in found for part in parts):
                    found.setdefault(each.LigGlyph, "".join(found[part] for part in parts))


def named(font: TTFont, found: Mapping[str, str]) -> TTFont:
    """The font with its glyphs named after what they say."""
    names: list[str] = []
    taken: dict[str, int] = {".notdef": 0}
    for number, old in enumerate(font.getGlyphOrder()):
        said = "".join(f"{ord(letter):04X}" for letter in found.get(old, ""))
        name = f"uni{said}" if said else f"glyph{number}" if number else ".notdef"
        taken[name] = taken.get(name, -1) + 1
        names.append(f"{name}.{taken[name]}" if taken[name] else name)
    plain = io.BytesIO()
    font.save(plain)
    again = TTFont(plain, recalcTimestamp=False)
    again.setGlyphOrder(names)
    post = newTable("post")
    post.__dict__.update(again["post"].__dict__, formatType=2.0, extraNames=[], mapping={})
    again["post"] = post
    return again


@cache
def said(path: Path) -> Mapping[int, str]:
    """Characters by number of glyph, of a font whose glyphs are named so."""
    with TTFont(path, lazy=True) as font:
        order = font.getGlyphOrder()
    return MappingProxyType({number: agl.toUnicode(name) for number, name in enumerate(order)})
