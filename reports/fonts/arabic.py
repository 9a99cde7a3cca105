"""Arabic letters made whole: one glyph for what one character says, standing where it is read.

The text of a PDF is read back glyph by glyph, from what each says and where it stands. A ligature
that says two characters comes back in the wrong order, as it is read from the right; and a mark
that is lifted off the line comes back as a line of its own. So, for cut.py:

* the only ligature left is lam with alef, which Arabic cannot do without, and it is drawn by its
  lam: the alef is a blank beside it;
* a letter with marks is drawn by the letter, and its marks are blanks without width;
* a kaf leans over what stands before it, but no more over the margin;
* no two letters of a word stand so far apart that the gap would be taken for a blank.

What stands on paper is the font's own; only what belongs to which glyph changes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from fontTools.otlLib.builder import (
    buildAnchor,
    buildCoverage,
    buildLookup,
    buildMarkBasePos,
)
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables as ot  # noqa: N813
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

from reports.fonts.letters import texts

LAM, ALEFS = "\u0644", "\u0622\u0623\u0625\u0627\u0671"
LETTERS = frozenset((*map(chr, range(0x621, 0x64B)), *"\u067e\u0686\u0698\u06a9\u06af\u06cc"))
"""Those of Arabic and Persian: they wear marks."""
VOWELS, SHADDA, SUKUN, DAGGER = [*map(chr, range(0x64B, 0x651))], "\u0651", "\u0652", "\u0670"
MARKS = [*VOWELS, SHADDA, SUKUN, DAGGER]
PAIRS = [SHADDA + mark for mark in (*VOWELS, DAGGER)]
"""As shaping orders them."""
FLAGS = 9  # of a lookup: from right to left, marks left aside
BASE, MARK = 1, 3  # classes of glyphs
FARTHEST = 80  # thousandths; readers of PDF take a tenth of the font's size for a blank
LEANS, PULLED = range(60, 150), 80  # thousandths of what a kaf leans, and of that what it is given
ALEF_TAKES = 0.4  # of the width of lam with alef

Place = tuple[int, int]


def make_whole(font: TTFont) -> dict[str, str]:
    """Change a font so; what each of its glyphs says."""
    making = _Making(font)
    making.pull_in()
    making.part_lam_from_alef()
    making.dress()
    making.close_gaps()
    return making.said


class _Making:
    """A font in the making."""

    def __init__(self, font: TTFont) -> None:
        self.font, self.glyf, self.widths = font, font["glyf"], font["hmtx"].metrics
        self.lookups = font["GSUB"].table.LookupList.Lookup
        self.classes = font["GDEF"].table.GlyphClassDef.classDefs
        self.said = texts(font)
        self.spots: dict[str, dict[str, Place]] = {}
        """Where on a glyph a mark stands: by glyph, by mark's glyph."""
        for table in self._placing(ot.MarkBasePos):
            marks = _marks(table)
            bases = zip(table.BaseCoverage.glyphs, table.BaseArray.BaseRecord, strict=True)
            for name, record in bases:
                self.spots.setdefault(name, {}).update(_spots(record.BaseAnchor, marks))

    def _placing(self, kind: type) -> Iterator[Any]:
        for lookup in self.font["GPOS"].table.LookupList.Lookup:
            for each in lookup.SubTable:
                table = getattr(each, "ExtSubTable", each)
                if isinstance(table, kind):
                    yield table

    def _feature(self, tag: str) -> Any:
        records = self.font["GSUB"].table.FeatureList.FeatureRecord
        return next(each.Feature for each in records if each.FeatureTag == tag)

    def _ligatures(self, tag: str) -> dict[tuple[str, ...], str]:
        """Taken out of a feature."""
        feature = self._feature(tag)
        found: dict[tuple[str, ...], str] = {}
        for number in list(feature.LookupListIndex):
            for table in self.lookups[number].SubTable:
                if hasattr(table, "ligatures"):
                    feature.LookupListIndex.remove(number)
                    found |= {(first, *each.Component): each.LigGlyph
                              for first, several in table.ligatures.items()
                              for each in several}  # fmt: skip
        return found

    def pull_in(self) -> None:
        leaning, marks = set(), {name for name, kind in self.classes.items() if kind == MARK}
        for name, (width, bearing) in list(self.widths.items()):
            over = getattr(self.glyf[name], "xMax", 0) - width
            if over in LEANS and name not in marks and len(self.said.get(name, "")) == 1:
                self.widths[name] = (width + PULLED, bearing)
                leaning.add(name)
        for second, value in self._kerning():
            if second <= leaning:
                value.XAdvance = value.XPlacement = max(0, value.XAdvance - PULLED)

    def _kerning(self) -> Iterator[tuple[set[str], Any]]:
        """Each value, and which glyphs come second there; before those it stands."""
        for table in self._placing(ot.PairPos):
            if table.Format == 1:
                for pairs in _each(table.PairSet):
                    for record in pairs.PairValueRecord:
                        yield {record.SecondGlyph}, record.Value1
            else:
                classes = table.ClassDef2.classDefs
                seconds = [{name for name, each in classes.items() if each == kind}
                           for kind in range(table.Class2Count)]  # fmt: skip
                for row in table.Class1Record:
                    for second, each in zip(seconds, row.Class2Record, strict=True):
                        if second and each.Value1:
                            yield second, each.Value1

    def part_lam_from_alef(self) -> None:
        both = {
            (pair[0], pair[1]): name
            for pair, name in self._ligatures("rlig").items()
            if self.said[pair[0]] == LAM and self.said[pair[1]] in ALEFS
        }
        anchors = {name: spots for table in self._placing(ot.MarkLigPos)
                   for name, spots in _spots_of_parts(table)}  # fmt: skip
        lams: dict[str, dict[str, str]] = {}
        alefs: dict[str, dict[str, str]] = {}
        for (lam, alef), name in both.items():
            wide = self.widths[name][0]
            taken = round(wide * ALEF_TAKES)
            one = self._add(f"{name}.lam", [(name, (-taken, 0))], wide - taken, BASE, lam)
            other = self._add(f"{name}.alef", [], taken, BASE, alef)
            self._set_apart_like([one, other], name)
            on_lam, self.spots[other] = anchors[name]
            self.spots[one] = {mark: (x - taken, y) for mark, (x, y) in on_lam.items()}
            lams.setdefault(alef, {})[lam] = one
            alefs.setdefault(lam, {})[alef] = other
        first = {alef: self._replacing(names) for alef, names in lams.items()}
        second = {lam: self._replacing(names) for lam, names in alefs.items()}
        rules = [self._rule([[lam], [alef]], first[alef], second[lam]) for lam, alef in both]
        self._feature("rlig").LookupListIndex.append(self._lookup(rules, FLAGS))

    def dress(self) -> None:
        glyphs = {mark: self.font.getBestCmap()[ord(mark)] for mark in MARKS}
        dressed = self._dressed(glyphs)
        blanks = {name: self._add(f"{name}.blank", [], 0, MARK, name) for name in glyphs.values()}
        bare = list(dict.fromkeys(name for names in dressed.values() for name in names))
        self._keep_beside(
            (name for names in dressed.values() for name in names.values()), blanks.values()
        )
        blank = self._replacing(blanks)
        rules: list[Any] = []
        any_mark = [name for name, kind in self.classes.items() if kind == MARK]
        for texts_worn in (PAIRS, MARKS):
            length = len(texts_worn[0])
            rules.append(self._rule([bare, *[any_mark] * (length + 1)]))  # more than that: as it is
            for text in texts_worn:
                run = [[glyphs[mark]] for mark in text]
                put = self._replacing(dressed[text])
                rules.append(self._rule([dressed[text], *run], put, *[blank] * length))
        self._feature("calt").LookupListIndex.append(self._lookup(rules))

    def _dressed(self, glyphs: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """New glyphs for letters, by the marks that they wear."""
        drawn = {frozenset(text): name for name, text in self.said.items()
                 if self.classes.get(name) == MARK and len(text) == 2}  # fmt: skip
        self._ligatures("ccmp")  # marks that became one
        worn = {text: drawn[frozenset(text)] for text in PAIRS} | dict(glyphs)
        dressed: dict[str, dict[str, str]] = {text: {} for text in worn}
        for name, spots in list(self.spots.items()):
            if self.said.get(name) not in LETTERS:
                continue
            new = []
            for text, mark in worn.items():
                if mark in spots:
                    parts = [(name, (0, 0)), (mark, spots[mark])]
                    width = self.widths[name][0]
                    new.append(self._add(f"{name}.{mark}", parts, width, BASE, name))
                    dressed[text][name] = new[-1]
            self._set_apart_like(new, name)
        return dressed

    def _keep_beside(self, letters: Iterable[str], blanks: Iterable[str]) -> None:
        """Blanks move with their letter, where it is moved."""
        here, order = buildAnchor(0, 0), self.font.getReverseGlyphMap(rebuild=True)
        marks, bases = dict.fromkeys(blanks, (0, here)), {name: {0: here} for name in letters}
        table = self.font["GPOS"].table
        table.LookupList.Lookup.append(buildLookup(buildMarkBasePos(marks, bases, order)))
        feature = next(x.Feature for x in table.FeatureList.FeatureRecord if x.FeatureTag == "mark")
        feature.LookupListIndex.append(len(table.LookupList.Lookup) - 1)

    def close_gaps(self) -> None:
        for _, value in self._kerning():
            value.XAdvance = min(value.XAdvance, FARTHEST)
            value.XPlacement = min(value.XPlacement, FARTHEST)

    def _add(
        self, name: str, parts: Iterable[tuple[str, Place]], width: int, kind: int, like: str
    ) -> str:
        """A new glyph, of others at their places, that says what `like` says."""
        glyph = Glyph()
        glyph.numberOfContours = 0
        components = [_component(*part) for part in parts if self.glyf[part[0]].numberOfContours]
        if components:
            glyph.numberOfContours, glyph.components = -1, components
            glyph.recalcBounds(self.glyf)
        self.glyf[name] = glyph
        self.widths[name] = (width, getattr(glyph, "xMin", 0))
        self.classes[name] = kind
        self.said[name] = self.said[like]
        return name

    def _set_apart_like(self, names: Sequence[str], old: str) -> None:
        """Give new glyphs the kerning of another."""
        for table in self._placing(ot.PairPos):
            if table.Format == 1:
                for pairs in _each(table.PairSet):
                    pairs.PairValueRecord += [
                        _second(record, name)
                        for record in pairs.PairValueRecord
                        if record.SecondGlyph == old
                        for name in names
                    ]
            else:
                for one in (table.ClassDef1.classDefs, table.ClassDef2.classDefs):
                    one |= {name: one[old] for name in names if old in one}
            if old in table.Coverage.glyphs:
                at = table.Coverage.glyphs.index(old)
                table.Coverage.glyphs += names
                if table.Format == 1:
                    table.PairSet += [table.PairSet[at]] * len(names)

    def _replacing(self, names: Mapping[str, str]) -> int:
        table = ot.SingleSubst()
        table.mapping = dict(names)
        return self._lookup([table])

    def _rule(self, runs: Sequence[Iterable[str]], *lookups: int) -> Any:
        """Where such glyphs follow each other, a lookup for each; without any, they stay."""
        table, order = ot.ChainContextSubst(), self.font.getReverseGlyphMap(rebuild=True)
        table.Format, table.BacktrackCoverage, table.LookAheadCoverage = 3, [], []
        table.InputCoverage = [buildCoverage(run, order) for run in runs]
        table.SubstLookupRecord = []
        for at, number in enumerate(lookups):
            record = ot.SubstLookupRecord()
            record.SequenceIndex, record.LookupListIndex = at, number
            table.SubstLookupRecord.append(record)
        return table

    def _lookup(self, tables: Sequence[Any], flags: int = 0) -> int:
        """Number of a new lookup."""
        made = ot.Lookup()
        made.LookupType, made.LookupFlag, made.SubTable = tables[0].LookupType, flags, list(tables)
        self.lookups.append(made)
        return len(self.lookups) - 1


def _component(name: str, place: Place) -> GlyphComponent:
    made = GlyphComponent()
    made.glyphName, (made.x, made.y), made.flags = name, place, 0x4  # rounded to the grid
    return made


def _each(several: Iterable[Any]) -> Iterable[Any]:
    """Without those that are the same object."""
    return {id(one): one for one in several}.values()


def _second(record: Any, name: str) -> Any:
    again = copy(record)
    again.SecondGlyph = name
    return again


def _marks(table: Any) -> dict[str, tuple[int, Place]]:
    """Class and anchor of each mark."""
    coverage = table.MarkCoverage if hasattr(table, "MarkCoverage") else table.Mark1Coverage
    return {
        name: (record.Class, (record.MarkAnchor.XCoordinate, record.MarkAnchor.YCoordinate))
        for name, record in zip(coverage.glyphs, table.MarkArray.MarkRecord, strict=True)
    }


def _spots(anchors: Sequence[Any], marks: Mapping[str, tuple[int, Place]]) -> dict[str, Place]:
    """Where each mark stands, of a glyph with an anchor for each class of mark, or none."""
    return {
        name: (anchors[kind].XCoordinate - x, anchors[kind].YCoordinate - y)
        for name, (kind, (x, y)) in marks.items()
        if anchors[kind]
    }


def _spots_of_parts(table: Any) -> Iterator[tuple[str, list[dict[str, Place]]]]:
    """The same of each ligature, for its parts in order."""
    marks = _marks(table)
    several = zip(table.LigatureCoverage.glyphs, table.LigatureArray.LigatureAttach, strict=True)
    for name, ligature in several:
        yield name, [_spots(part.LigatureAnchor, marks) for part in ligature.ComponentRecord]
