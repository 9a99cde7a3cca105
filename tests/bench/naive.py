"""The naive way to a report: pyplot figures to SVG, and everything set up anew for each report.

What the pictures hold is what ours hold: every sign, band, grid line, name and number. Kept to be
measured against, nobody calls it otherwise.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from reports import html, pdf
from reports.charts.style import COLOURS, SIGNS, css, heat, sign_files
from reports.fonts import CUTS, font_face
from reports.model import Figure, Report

MARKERS = {"diamond": "D", "disc": "o", "ring": "o", "above": "^", "level": "s", "below": "v",
           "outside": "P", "apart": "X"}  # fmt: skip
Row = Mapping[str, Any]


def _axes(wide: float, tall: float) -> Any:
    """Axes on a figure of so many millimetres."""
    return plt.subplots(figsize=(wide / 25.4, tall / 25.4))[1]


def _saved() -> str:
    out = io.StringIO()
    plt.savefig(out, format="svg")
    plt.close()
    return out.getvalue()


def _scale(axes: Any, data: Row) -> None:
    scale = data["scale"]
    points = range(int(scale["min"]), int(scale["max"]) + 1)
    axes.set_xlim(scale["min"] - 0.1, scale["max"] + 0.1)
    axes.set_xticks(
        list(points), [f"{p}\n{word}" for p, word in zip(points, scale["labels"], strict=False)]
    )
    axes.grid(axis="x")


def _mark(axes: Any, sign: str, x: float | None, y: float, size: float = 7) -> None:
    if x is not None:
        face = "white" if SIGNS[sign].hollow else SIGNS[sign].colour
        axes.plot(x, y, MARKERS[sign], ms=size, mfc=face, mec=SIGNS[sign].colour)


def _line(axes: Any, row: Row, y: float) -> None:
    """One line of a profile: band, gap, signs."""
    if row.get("band"):
        axes.plot(row["band"], [y, y], lw=7, color=COLOURS["band"], solid_capstyle="round")
    first, second = row.get("self", row.get("before")), row.get("all", row.get("now"))
    if first is not None and second is not None:
        axes.plot([first, second], [y, y], lw=1, color=COLOURS["ink"])
    _mark(axes, "disc", second, y)
    _mark(axes, "diamond" if "self" in row else "ring", first, y)
    for mark in row.get("groups") or ():
        _mark(axes, mark["sign"], mark["value"], y + 0.25, 4)


def _rows(figure: Figure) -> str:
    data = figure.data
    rows: Sequence[Row] = data.get("rows") or [data]
    axes = _axes(174, 25 + 18 * len(rows))
    _scale(axes, data)
    for y, row in enumerate(rows):
        _line(axes, row, y)
        for column, number in enumerate(row.get("numbers") or ()):
            axes.text(1.03 + column * 0.06, y, number, transform=axes.get_yaxis_transform())
    axes.set_yticks(range(len(rows)), [f"{row.get('number')} {row.get('name')}" for row in rows])
    axes.invert_yaxis()
    return _saved()


def _matrix(figure: Figure) -> str:
    data, axes = figure.data, _axes(174, 120)
    low, high = float(data["scale"]["min"]), float(data["scale"]["max"])
    for y, row in enumerate(data["rows"]):
        for x, cell in enumerate(row["cells"]):
            if cell["value"] is not None:
                ground = heat(cell["value"], low, high)
                axes.add_patch(plt.Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, color=ground))
            axes.text(x, y, cell["shown"], ha="center")
        axes.text(len(row["cells"]), y, row["total"], ha="center")
    for x, total in enumerate([*data["totals"], data["grand"]]):
        axes.text(x, len(data["rows"]), total, ha="center")
    axes.set_xticks(range(len(data["columns"])), data["columns"], rotation=20)
    axes.set_yticks(range(len(data["rows"])), [row["name"] for row in data["rows"]])
    axes.set_xlim(-0.6, len(data["columns"]) + 0.6)
    axes.set_ylim(len(data["rows"]) + 0.6, -0.6)
    return _saved()


def _views(figure: Figure) -> str:
    data, axes = figure.data, _axes(112, 113)
    _scale(axes, data)
    axes.plot([1, 5], [1, 5])
    axes.fill_between([1, 5], [0.5, 4.5], [1.5, 5.5], color=COLOURS["similar"])
    for item in data["items"]:
        axes.plot(item["all"], item["self"], "o", mfc="white", mec=COLOURS["field"])
    for skill in data["skills"]:
        axes.plot(skill["all"], skill["self"], "o", ms=14, color=COLOURS["ink"])
        axes.text(skill["all"], skill["self"], skill["number"], color="white", ha="center")
    axes.set_xlabel(data["x_label"])
    axes.set_ylabel(data["y_label"])
    for place, name in enumerate(("above_label", "below_label", "band_label")):
        axes.text(1.5 + place, 4.5 - place, data[name], style="italic")
    return _saved()


def _strip(figure: Figure) -> str:
    axes = _axes(61, 13.4)
    axes.set_xlim(0.5, 5.5)
    axes.set_axis_off()
    for point in range(1, 6):
        axes.axvline(point, color=COLOURS["rule"])
    _line(axes, figure.data, 0)
    return _saved()


def _bars(figure: Figure) -> str:
    data, axes = figure.data, _axes(17, 7.6)
    axes.set_axis_off()
    for one in data.get("bins") or ():
        points = one["last"] - one["first"] + 1
        axes.bar((one["first"] + one["last"]) / 2, one["count"] / points, points * 0.8)
    if "invited" in data:
        axes.barh(0, data["invited"])
        axes.barh(0, data["answered"])
    return _saved()


DRAW: Mapping[str, Callable[[Figure], str]] = {
    "matrix": _matrix,
    "views": _views,
    "strip": _strip,
    "distribution": _bars,
    "share": _bars,
}


def printed(report: Report) -> bytes:
    """The whole report."""
    figures = html.figures(report).items()
    files = {f"{name}.svg": DRAW.get(figure.kind, _rows)(figure) for name, figure in figures}
    fonts = {f"{cut.stem}.ttf": cut.path.read_bytes() for cut in CUTS}
    static = {path.name: path.read_bytes() for path in html.STATIC.glob("*.svg")}
    files |= {**fonts, **static, **sign_files(), "figures.css": html.figure_css(report)}
    fetcher, loaded = pdf._Memory(files), FontConfiguration()
    report_css = (html.STATIC / "report.css").read_text().replace('url("./', 'url("asset:')
    look = font_face("asset:", "ttf") + pdf.FIELD_FONT + css(html.in_pdf) + report_css
    files[pdf.FIELD.name] = pdf.FIELD.read_bytes()
    sheet = weasyprint.CSS(string=look, url_fetcher=fetcher, font_config=loaded)
    page = weasyprint.HTML(string=html.render(report), base_url="asset:", url_fetcher=fetcher)
    made: bytes = page.write_pdf(
        stylesheets=[sheet], font_config=loaded, pdf_variant="pdf/ua-1", pdf_forms=True
    )
    return made
