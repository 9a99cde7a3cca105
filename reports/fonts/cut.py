"""Cut the static fonts from the variable ones. Developers run it once; the cuts are committed.

    uv venv /somewhere && uv pip install -r .requirements/fonts.in
    python -m reports.fonts.cut

Subsets first (Latin, Greek, Cyrillic), then instances: the other way round takes minutes a cut.
The licences reserve the names "Source" and "Plex", so a changed font must be called otherwise:
"Plumb". Noto's reserves none; its cuts are called so, too, and whoever reads a PDF's list of fonts
knows them.
"""

import importlib.util
import shutil
from collections.abc import Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from reports.fonts import CUTS, FIELD, FOLDER, OTHERS, Cut, font_face
from reports.fonts.arabic import make_whole
from reports.fonts.coverage import FILE as COVERAGE
from reports.fonts.coverage import MAIN
from reports.fonts.letters import named

WEB = Path(__file__).parents[2] / "survey" / "web" / "static" / "fonts"

RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),  # Latin
    (0x250, 0x2AF),
    (0x2B0, 0x36F),  # modifiers and combining marks
    (0x370, 0x3FF),
    (0x400, 0x52F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),  # spaces, dashes, quotes, ellipsis
    (0x2070, 0x209F),
    (0x20A0, 0x20BF),
    (0x2100, 0x214F),
    (0x2190, 0x2199),  # arrows
    (0x2212, 0x2212),
    (0x2248, 0x2265),
    (0xFB00, 0xFB06),
    (0xFFFD, 0xFFFD),
)
FIELD_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x384, 0x3CE),  # Greek and Cyrillic as they are written today
    (0x400, 0x45F),
    (0x490, 0x491),
    (0x2010, 0x2026),
    (0x20AC, 0x20AC),
    (0x2212, 0x2212),
)
FEATURES = ["kern", "liga", "lnum", "tnum", "pnum", "onum", "ccmp", "locl", "mark", "mkmk", "case"]
JOINED = ["calt", "ccmp", "fina", "init", "kern", "locl", "mark", "medi", "mkmk", "rlig"]
"""What Arabic is written with, nothing for show."""

# stem -> (package, file, axes). Small sizes want a low optical size, headings a high one.
SOURCES: Mapping[str, tuple[str, str, dict[str, float]]] = {
    "PlumbSans-Regular": ("sans_3", "SourceSans3[wght].ttf", {"wght": 400}),
    "PlumbSans-Italic": ("sans_3", "SourceSans3-Italic[wght].ttf", {"wght": 400}),
    "PlumbSans-Semibold": ("sans_3", "SourceSans3[wght].ttf", {"wght": 600}),
    "PlumbSerif-Light": ("serif_4", "SourceSerif4[opsz,wght].ttf", {"wght": 300, "opsz": 40}),
    "PlumbSerif-Regular": ("serif_4", "SourceSerif4[opsz,wght].ttf", {"wght": 400, "opsz": 20}),
    "PlumbSerif-Italic": (
        "serif_4",
        "SourceSerif4-Italic[opsz,wght].ttf",
        {"wght": 400, "opsz": 14},
    ),
    "PlumbSerif-Semibold": ("serif_4", "SourceSerif4[opsz,wght].ttf", {"wght": 600, "opsz": 18}),
}


SCRIPTS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "PlumbArabic": ((0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFBFF), (0xFE70, 0xFEFC)),
    "PlumbHebrew": ((0x591, 0x5F4), (0xFB1D, 0xFB4F)),
    "PlumbThai": ((0xE01, 0xE5B),),
    "PlumbDevanagari": ((0x900, 0x97F), (0xA8E0, 0xA8FF)),
    # Every ideograph of the first block, kana, and the syllables of Korean's everyday set
    "PlumbHan": ((0x3001, 0x303D), (0x3041, 0x30FF), (0x3105, 0x312F), (0x4E00, 0x9FFF),
                 (0xFF01, 0xFF5E), (0xFF61, 0xFF9F)),
}  # fmt: skip
SCRIPT_SOURCES: Mapping[str, tuple[str, str]] = {
    # Each of its letters is one glyph, dots and all; Noto's are put together, and read in pieces
    "PlumbArabic": ("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-{style}.ttf"),
    "PlumbHebrew": ("fontpkg_assistant", "files/Assistant[wght].ttf"),
    "PlumbThai": ("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    "PlumbDevanagari": (
        "fontpkg_noto_sans_devanagari",
        "files/NotoSansDevanagari[wdth,wght].ttf",
    ),
    "PlumbHan": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
}
AMONG = ((0x20, 0x20), (0xA0, 0xA0), (0x25CC, 0x25CC))
"""What stands among letters of every script: spaces, and the circle that carries a lone mark."""


def package(name: str) -> Path:
    """Folder of an installed font package."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit("Install the font packages first: see the head of this file.")
    return Path(spec.origin).parent


def licence(name: str) -> Path:
    """The text that the font came with."""
    found = distribution(name.replace("_", "-")).files or ()
    return next(Path(str(file.locate())) for file in found if file.name == "LICENSE")


def shrink(
    font: TTFont,
    ranges: Sequence[tuple[int, int]] = RANGES,
    features: Sequence[str] = FEATURES,
) -> None:
    """Keep our scripts and features only."""
    options = subset.Options(layout_features=list(features), notdef_outline=True, name_IDs=["*"])
    options.hinting = False
    if not features:
        options.drop_tables += ["BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    tool = subset.Subsetter(options)
    tool.populate(unicodes=[point for a, b in ranges for point in range(a, b + 1)])
    tool.subset(font)


def rename(font: TTFont, cut: Cut) -> None:
    """Call the cut by our name in every place where a font says its name."""
    style = cut.stem.split("-")[1]
    regular = style in {"Regular", "Italic"}
    names = {
        1: cut.family if regular else f"{cut.family} {style}",
        2: style if regular else "Regular",
        3: f"{cut.stem};plumbline",
        4: f"{cut.family} {style}",
        6: cut.stem,
        16: cut.family,
        17: style,
    }
    table = font["name"]
    keep = {0, 5, 13, 14}
    table.names = [record for record in table.names if record.nameID in keep]
    for identifier, text in names.items():
        table.setName(text, identifier, 3, 1, 0x409)
    font["OS/2"].usWeightClass = cut.weight


def cut(one: Cut) -> None:
    """Write one cut as TTF for print and charts, and as WOFF2 for the web."""
    where, file, axes = SOURCES[one.stem]
    font = TTFont(package(f"fontpkg_source_{where}") / "files" / file, recalcTimestamp=False)
    shrink(font)
    font = instancer.instantiateVariableFont(font, axes, updateFontNames=False)
    rename(font, one)
    font.save(one.path)
    font.flavor = "woff2"
    font.save(WEB / f"{one.stem}.woff2")


def cut_field() -> None:
    """The font of form fields, from the regular cut. A PDF holds it whole, since nobody knows what
    will be typed: so everyday letters only, and nothing that a viewer does not use."""
    font = TTFont(FIELD.with_name("PlumbSans-Regular.ttf"), recalcTimestamp=False)
    shrink(font, FIELD_RANGES, [])
    font.save(FIELD)


def cut_script(one: Cut) -> None:
    """One cut of another script: its own letters only, so that Latin ones look the same beside
    them. On the web a browser has Chinese, Japanese and Korean letters itself."""
    name, _, style = one.stem.partition("-")
    where, file = SCRIPT_SOURCES[name]
    file = file.format(style={"Semibold": "SemiBold"}.get(style, style))
    font = TTFont(package(where) / file, recalcTimestamp=False)
    ranges = [*SCRIPTS[name], *AMONG]
    if name == "PlumbHan":
        shrink(font, [*ranges, *((point, point) for point in syllables())], [])
        renumber(font)
    elif name == "PlumbArabic":
        shrink(font, ranges, JOINED)
    else:
        shrink(font, ranges, ["*"])
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        font = instancer.instantiateVariableFont(
            font, {**axes, "wght": one.weight}, updateFontNames=False
        )
    rename(font, one)
    if name != "PlumbHan":
        font.flavor = "woff2"
        font.save(WEB / f"{one.stem}.woff2")
        font.flavor = None
        shutil.copyfile(licence(where), WEB / f"OFL-{name}.txt")
    if name == "PlumbArabic":
        font = named(font, make_whole(font))
    font.save(one.path)
    shutil.copyfile(licence(where), FOLDER / f"OFL-{name}.txt")


def renumber(font: TTFont) -> None:
    """Glyphs numbered without gaps: a subset of it in a PDF would list every gap, 40 kB of them."""
    old = font.getGlyphOrder()
    names = dict(zip(old, [".notdef", *(f"cid{at:05d}" for at in range(1, len(old)))], strict=True))
    top = font["CFF "].cff.topDictIndex[0]
    strings = top.CharStrings
    strings.charStrings = {names[name]: index for name, index in strings.charStrings.items()}
    top.charset[:] = names.values()
    font["hmtx"].metrics = {names[name]: value for name, value in font["hmtx"].metrics.items()}
    for table in font["cmap"].tables:
        table.cmap = {point: names[name] for point, name in table.cmap.items()}
    font.setGlyphOrder(list(names.values()))


def syllables() -> list[int]:
    """The 2,350 Korean syllables of KS X 1001."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    return [ord(pair.decode("euc_kr")) for pair in rows]


def ranges_of(points: set[int]) -> str:
    """ "20-7E A0": runs of code points in hexadecimal."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return " ".join(f"{a:X}-{b:X}" if b > a else f"{a:X}" for a, b in runs)


def write_coverage() -> None:
    """See coverage.py."""
    lines = {MAIN: set.intersection(*(set(TTFont(cut.path).getBestCmap()) for cut in CUTS))}
    for one in OTHERS:
        points = set(TTFont(one.path).getBestCmap()) - {AMONG[-1][0], *lines[MAIN]}
        lines[one.stem.partition("-")[0]] = points
    text = "".join(f"{name} {ranges_of(points)}\n" for name, points in lines.items())
    COVERAGE.write_text(text, encoding="ascii")


def web_faces() -> str:
    """Other scripts on the web: faces of our main families, which a browser loads when a page has
    such letters."""
    faces = []
    for line in COVERAGE.read_text(encoding="ascii").splitlines():
        name, *ranges = line.split()
        span = ", ".join(f"U+{part}" for part in ranges)
        faces += [
            font_face("", "woff2", [one._replace(family=family)]).replace(
                "font-style: normal;", f"font-style: normal; unicode-range: {span};"
            )
            for one in OTHERS
            if one.stem.startswith(name + "-") and (WEB / f"{one.stem}.woff2").exists()
            for family in ("Plumb Sans", "Plumb Serif")
        ]
    return "".join(faces)


def main() -> None:
    WEB.mkdir(parents=True, exist_ok=True)
    for one in CUTS:
        cut(one)
    cut_field()
    for one in OTHERS:
        cut_script(one)
    write_coverage()
    for family, where in (("Sans", "sans_3"), ("Serif", "serif_4")):
        for folder in (FOLDER, WEB):
            text = package(f"fontpkg_source_{where}") / "LICENSE"
            shutil.copyfile(text, folder / f"OFL-Plumb{family}.txt")
    head = "/* Made by reports/fonts/cut.py. Fonts under the SIL Open Font License: OFL-*.txt */\n"
    (WEB / "fonts.css").write_text(head + font_face("", "woff2") + web_faces(), encoding="utf-8")


if __name__ == "__main__":
    main()
