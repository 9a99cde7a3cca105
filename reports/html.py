"""Report -> one HTML document, the same for screen and print. Figures arrive drawn, by name.

Templates of sections are found by name (`reports/sections/ID.html`); no section is imported, so a
web worker that shows a report loads neither pandas nor matplotlib nor WeasyPrint.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.guide import Guide
from reports.model import Figure, Report, Section
from reports.words import RTL

HERE = Path(__file__).parent
STATIC = HERE / "web" / "static"
BACKGROUNDS = frozenset({"strip", "distribution", "share"})  # drawn as CSS backgrounds, by class
ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")  # has no say in a text's direction
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")

HEADING = re.compile(r"(?<=<)(/?)h([1-5])\b")

Asset = Callable[[str], str]


class Wording(Protocol):
    """What templates need of reports.words.Words."""

    def _(self, text: str, **names: object) -> str: ...

    def n_(self, one: str, many: str, n: int, **names: object) -> str: ...


class PlainWords:
    """English as it stands in the templates; Wording without a catalogue."""

    def _(self, text: str, **names: object) -> str:
        return text % names if names else text

    def n_(self, one: str, many: str, n: int, **names: object) -> str:
        return (one if n == 1 else many) % {"n": n, **names}


PLAIN = PlainWords()


@dataclass(frozen=True)
class Stamp:
    """What a printed report says of itself, so that it can be found and made again."""

    content: str
    """Content id of the snapshot, see reports.snapshots."""
    variant: str
    made_with: str
    """Program and libraries, in short."""


def in_pdf(name: str) -> str:
    """Where a PDF finds an asset: in memory, under its name."""
    return f"asset:{name}"


def figures(report: Report) -> Mapping[str, Figure]:
    """All figures of a report by name; raises ValueError on a name that is odd or used twice."""
    found: dict[str, Figure] = {}
    for section in report.sections:
        for figure in section.figures:
            if not NAME.fullmatch(figure.name):
                raise ValueError(f"not a name for a figure: {figure.name!r}")
            if found.setdefault(figure.name, figure) != figure:
                raise ValueError(f"two figures are called {figure.name!r}")
    return found


def main_figures(report: Report) -> list[tuple[Section, Figure]]:
    """The larger pictures that say something by themselves, with the section of each."""
    quiet = BACKGROUNDS | {"line_example"}
    return [(s, f) for s in report.sections for f in s.figures if f.kind not in quiet]


def legend_of(report: Report, figure: Figure) -> list[tuple[str, str]]:
    """Signs with their names that a main figure shows; numbers have no sign."""
    if figure.kind == "profile":
        return [(one.sign, one.name) for one in report.legend if one.id not in {"earlier", "first"}]
    if figure.kind == "change":
        rounds = {"all_others", "earlier"}
        if any("first" in row for row in figure.data["rows"]):
            rounds.add("first")
        return [(one.sign, one.name) for one in report.legend if one.id in rounds]
    if figure.kind == "views":
        rows = (f.data["rows"] for f in figures(report).values() if f.kind == "profile")
        return [("", f"{row['number']} {row['name']}") for row in next(rows, ())]
    return []


def figure_css(report: Report, asset: Asset = in_pdf, root: str = "") -> str:
    """The generated stylesheet: strips, distributions and shares as backgrounds by class.

    `root` goes before each selector, such as ".paper " within a page of the web.
    """
    return "".join(
        f'{root}.fig-{name}{{background-image:url("{asset(f"{name}.svg")}")}}\n'
        for name, figure in figures(report).items()
        if figure.kind in BACKGROUNDS
    )


def render(
    report: Report,
    *,
    words: Wording = PLAIN,
    asset: Asset = in_pdf,
    sheets: Sequence[str] | None = None,
    drawn: Mapping[str, str] | None = None,
    stamp: Stamp | None = None,
) -> str:
    """The whole document.

    `asset` turns a name ("profile.svg", "figures.css") into an address. `sheets` are addresses of
    stylesheets to link; by default the figures' own one only, since a PDF brings the others.
    `drawn` holds SVG texts of our charts by figure name: given, pictures are set into the page
    itself, where a browser has our fonts; a picture that it loads from an address has not.
    `stamp` stands on the last page and in the PDF's own data.
    """
    links = (asset("figures.css"),) if sheets is None else tuple(sheets)
    return _render("report.html", report, words, asset, drawn, sheets=links, stamp=stamp)


def render_body(
    report: Report,
    *,
    words: Wording = PLAIN,
    asset: Asset,
    drawn: Mapping[str, str] | None = None,
    strips: Mapping[str, Sequence[str]] | None = None,
) -> Markup:
    """Only the sections, to stand inside a page of the web application; see `render`. Headings
    are a level lower than in print, but for the cover's: the page around has the h1, or it does.

    `strips` holds what stands in a picture's place where the page is narrow, see
    reports.charts.narrow: given, the page has both, and its stylesheet chooses.
    """
    small = {name: [Markup(svg) for svg in rows] for name, rows in (strips or {}).items()}  # noqa: S704
    more = {"screen": True, "strips": small, "stamp": None}
    body = _render("report_body.html", report, words, asset, drawn, **more)
    return Markup(body)  # noqa: S704  autoescaped


def render_guide(guide: Guide, *, words: Wording = PLAIN) -> str:
    """The coach's guide as a document of its own, to print."""
    return _render("guide.html", guide.report, words, in_pdf, None, guide=guide)


def guide_body(guide: Guide, *, words: Wording = PLAIN) -> Markup:
    """The guide, to stand inside a page of the web application."""
    body = _render("guide_body.html", guide.report, words, in_pdf, None, guide=guide)
    return one_lower(Markup(body))  # noqa: S704  autoescaped


def render_slides(
    report: Report, pages: Sequence[tuple[str, str, str]], *, words: Wording = PLAIN
) -> str:
    """A document with a page for each slide: (name, title, alternative text)."""
    return _render("slides.html", report, words, in_pdf, None, pages=pages)


def _render(
    name: str,
    report: Report,
    words: Wording,
    asset: Asset,
    drawn: Mapping[str, str] | None,
    **more: Any,
) -> str:
    figures(report)  # refuses odd and double names
    template = _environment().get_template(name)
    return template.render(
        report=report,
        words=words,
        asset=asset,
        drawn={name: Markup(svg) for name, svg in (drawn or {}).items()},  # noqa: S704  ours
        rtl=report.language.split("-")[0].split("_")[0] in RTL,
        **_gettext(words),
        **{"screen": False, "strips": {}, **more},
    )


def one_lower(text: str) -> Markup:
    """The same HTML, each heading a level lower. What people wrote is escaped, and stays."""
    return Markup(HEADING.sub(lambda tag: f"{tag[1]}h{int(tag[2]) + 1}", str(text)))  # noqa: S704


def _gettext(words: Wording) -> dict[str, Callable[..., str]]:
    """`_`, `n_` and what {% trans %} calls; named values are escaped, the catalogue is trusted."""

    def gettext(text: str, **names: object) -> str:
        return Markup(words._(text, **_escaped(names)))  # noqa: S704

    def ngettext(one: str, many: str, n: int, **names: object) -> str:
        names.pop("n", None)  # {% trans n=… %} names the count too
        return Markup(words.n_(one, many, n, **_escaped({"num": n, **names})))  # noqa: S704

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext, "n_": ngettext}


def direction(text: str) -> str:
    """ "rtl" or "ltr", by its first letter that has one: dir="auto", which print lacks."""
    outside = ISOLATED.sub("", text)
    kinds = (unicodedata.bidirectional(char) for char in outside)
    return "rtl" if next((k for k in kinds if k in {"L", "R", "AL"}), "L") != "L" else "ltr"


def closed(text: str) -> str:
    """The last two words together, so that none stands alone on a last line."""
    start, _, last = text.rpartition(" ")
    return f"{start}\u00a0{last}" if start else text


def _escaped(names: Mapping[str, object]) -> dict[str, object]:
    return {name: escape(value) for name, value in names.items()}


@cache
def _environment() -> Environment:
    loader = FileSystemLoader([HERE / "templates", HERE])
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {"closed": closed, "direction": direction, "one_lower": one_lower}
    return environment
