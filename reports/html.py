"""Report -> one HTML document, the same for screen and print. Figures arrive drawn, by name.

Templates of sections are found by name (`reports/sections/ID.html`); no section is imported, so a
web worker that shows a report loads neither pandas nor matplotlib nor WeasyPrint.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.model import Figure, Report
from reports.words import RTL

HERE = Path(__file__).parent
STATIC = HERE / "web" / "static"
BACKGROUNDS = frozenset({"strip", "distribution", "share"})  # drawn as CSS backgrounds, by class
ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")  # has no say in a text's direction
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")

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
) -> str:
    """The whole document.

    `asset` turns a name ("profile.svg", "figures.css") into an address. `sheets` are addresses of
    stylesheets to link; by default the figures' own one only, since a PDF brings the others.
    `drawn` holds SVG texts of our charts by figure name: given, pictures are set into the page
    itself, where a browser has our fonts; a picture that it loads from an address has not.
    """
    links = (asset("figures.css"),) if sheets is None else tuple(sheets)
    return _render("report.html", report, words, asset, drawn, sheets=links)


def render_body(
    report: Report,
    *,
    words: Wording = PLAIN,
    asset: Asset,
    drawn: Mapping[str, str] | None = None,
    title_tag: str = "h1",
) -> Markup:
    """Only the sections, to stand inside a page of the web application; see `render`."""
    body = _render("report_body.html", report, words, asset, drawn, title_tag=title_tag)
    return Markup(body)  # noqa: S704  autoescaped


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
        **more,
    )


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
    environment.filters["direction"] = direction
    return environment
