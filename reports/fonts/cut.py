"""Cut the static fonts from the variable ones. Developers run it once; the cuts are committed.

    uv venv /somewhere && uv pip install -r .requirements/fonts.in
    python -m reports.fonts.cut

Subsets first (Latin, Greek, Cyrillic), then instances: the other way round takes minutes a cut.
The licence reserves the name "Source", so a changed font must be called otherwise: "Plumb".
"""

import importlib.util
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from reports.fonts import CUTS, FIELD, FOLDER, Cut, font_face

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
FIELD_RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2026), (0x20AC, 0x20AC), (0x2212, 0x2212))
FEATURES = ["kern", "liga", "lnum", "tnum", "pnum", "onum", "ccmp", "locl", "mark", "mkmk", "case"]

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


def package(name: str) -> Path:
    """Folder of an installed font package."""
    spec = importlib.util.find_spec(f"fontpkg_source_{name}")
    if spec is None or spec.origin is None:
        raise SystemExit("Install the font packages first: see the head of this file.")
    return Path(spec.origin).parent


def shrink(font: TTFont, ranges: Sequence[tuple[int, int]] = RANGES) -> None:
    """Keep our scripts and features only."""
    options = subset.Options(layout_features=FEATURES, notdef_outline=True, name_IDs=["*"])
    options.hinting = False
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
    font = TTFont(package(where) / "files" / file, recalcTimestamp=False)
    shrink(font)
    font = instancer.instantiateVariableFont(font, axes, updateFontNames=False)
    rename(font, one)
    font.save(one.path)
    font.flavor = "woff2"
    font.save(WEB / f"{one.stem}.woff2")


def cut_field() -> None:
    """The font of form fields, from the regular cut. A PDF holds it whole, since nobody knows what
    will be typed: so Latin only, a fifth of the file."""
    font = TTFont(FIELD.with_name("PlumbSans-Regular.ttf"), recalcTimestamp=False)
    shrink(font, FIELD_RANGES)
    font.save(FIELD)


def main() -> None:
    WEB.mkdir(parents=True, exist_ok=True)
    for one in CUTS:
        cut(one)
    cut_field()
    for family, where in (("Sans", "sans_3"), ("Serif", "serif_4")):
        for folder in (FOLDER, WEB):
            shutil.copyfile(package(where) / "LICENSE", folder / f"OFL-Plumb{family}.txt")
    head = "/* Made by reports/fonts/cut.py. Fonts under the SIL Open Font License: OFL-*.txt */\n"
    (WEB / "fonts.css").write_text(head + font_face("", "woff2"), encoding="utf-8")


if __name__ == "__main__":
    main()
