"""Every larger chart of a report as a slide: its message, who answered, what is not shown.

From the report model alone, so that slides can be made of a stored one at any time; no number is
new. Light: what draws them is `reports.charts.slide`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports import html
from reports.charts.slide import BAND, DOWN, UP, Slide
from reports.model import Figure, Report, Section
from reports.words import Words


@dataclass(frozen=True)
class Chart:
    """A chart of the report under the name of its figure."""

    name: str
    title: str
    alt: str
    slide: Slide


def charts(report: Report, words: Words) -> list[Chart]:
    """In the order of the report."""
    return [
        Chart(figure.name, section.title, figure.alt, _slide(report, section, figure, words))
        for section, figure in html.main_figures(report)
    ]


def _slide(report: Report, section: Section, figure: Figure, words: Words) -> Slide:
    raters = int(report.meta.get("raters", 0))
    told = words.n_("%(n)s rater", "%(n)s raters", raters) if raters else ""
    footer = str(report.meta.get("footer", ""))
    shown = section.title if section.lead else ""
    about = [part for part in (shown, report.round_title, told) if part]
    data = {**figure.data, **_beside(report, section, figure, words)}
    return Slide(
        kind=figure.kind,
        data=data,
        title=section.title,
        messages=[finding.text for finding in section.lead],
        legend=_legend(report, figure, words),
        notes=" ".join(_notes(report, figure, words)),
        source=[
            " · ".join(words.isolated(part) for part in about),
            words.isolated(footer or report.subject),
        ],
        alt=f"{section.title}: {figure.alt}",
        rtl=words.rtl,
    )


def _legend(report: Report, figure: Figure, words: Words) -> list[tuple[str, str]]:
    """With how many answered, where the group's own line says so."""
    _ = words._
    answered = {str(row["name"]): str(row["answered"]) for row in _responded(report)}
    if figure.kind == "views":
        return []  # names and numbers stand beside the map
    legend = [
        (sign, f"{name} ({answered[name]})" if name in answered and sign != "diamond" else name)
        for sign, name in html.legend_of(report, figure)
    ]
    rows = figure.data.get("rows", ())
    if figure.kind in ("profile", "change") and any(row.get("band") for row in rows):
        legend.append((BAND, _("Likely range")))
    marks = {cell.get("mark") for row in rows for cell in row.get("cells", ())}
    point = next((s.content.get("a_point", "") for s in report.sections if s.id == "matrix"), "")
    if UP in marks and point:
        legend.append((UP, _("You rate %(point)s or more higher", point=point)))
    if DOWN in marks and point:
        legend.append((DOWN, _("Others rate %(point)s or more higher", point=point)))
    return legend


def _notes(report: Report, figure: Figure, words: Words) -> Iterator[str]:
    """What the chart cannot show."""
    _ = words._
    for row in _responded(report):
        if row["quiet"] and not row["total"] and row["answered"] != "0":
            yield _("%(group)s: too few to show, and in no number.", group=row["name"])
    cells = [cell for row in figure.data.get("rows", ()) for cell in row.get("cells", ())]
    if any(cell["value"] is None for cell in cells):
        is_self = report.kind == "self"
        yield (
            _("–: you did not answer this.")
            if is_self
            else _("–: too few people could answer this, so no number is shown.")
        )


def _beside(report: Report, section: Section, figure: Figure, words: Words) -> Mapping[str, Any]:
    """Numbers that stand on the page in words beside the figure, and on the slide in it."""
    if figure.kind == "change":
        return _changes(section, figure, words)
    if figure.kind != "views":
        return {}
    beside = next((f.data for f in html.figures(report).values() if f.kind == "profile"), {})
    told = words._(
        "Numbered discs are skills, small rings the %(n)s statements. The further from the band, "
        "the more your view and theirs differ.",
        n=section.content.get("n_items", len(figure.data.get("items", ()))),
    )
    shown = {mark["number"] for mark in figure.data["skills"]}
    rows = [row for row in beside.get("rows", ()) if row["number"] in shown]
    return {"rows": rows, "columns": beside.get("columns", ()), "told": told}


def _changes(section: Section, figure: Figure, words: Words) -> Mapping[str, Any]:
    printed = {str(row["name"]): row for row in section.content["rows"]}
    rows = []
    for row in figure.data["rows"]:
        told = printed.get(str(row["name"]), {})
        numbers = [*told.get("first", ()), told.get("before", ""), told.get("now", "")]
        rows.append({**row, "numbers": [*numbers, told.get("change", "")]})
    signs = ["past", "ring", "disc"][-max((len(row["numbers"]) - 1 for row in rows), default=2) :]
    change = words._("Change")
    return {
        "rows": rows,
        "columns": [*("" for _ in signs), change],
        "column_signs": [*signs, ""],
        "strong": len(signs) - 1,
    }


def _responded(report: Report) -> list[Mapping[str, Any]]:
    found = next((s for s in report.sections if s.id == "who_responded"), None)
    return list(found.content["rows"]) if found else []
