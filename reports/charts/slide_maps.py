"""Slides with a map: skills by responsibilities, and where views match and differ.

data: as for `matrix` and `views`; for views beside it `rows` ({"number", "name", "numbers"}),
`columns` (their heads) and `told` (how to read the map).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.charts import views as on_paper
from reports.charts.ink import ITALIC, LIGHT, SANS, SEMIBOLD, Sheet, sign_path
from reports.charts.lettering import LINE, TEXT, centred, fitted, letter, widths
from reports.charts.rows import runs_from_right
from reports.charts.style import COLOURS, heat, text_on

INK, MUTED = COLOURS["ink"], COLOURS["muted"]
NAMES, AIR, MARGIN = 78.0, 1.2, 3.0  # mm: names, between squares, before the averages
DISC = 4.3
Box = tuple[float, float, float, float]


def matrix(sheet: Sheet, data: Mapping[str, Any], box: Box) -> None:
    """Skills by responsibilities, averages in the margins."""
    left, top, right, bottom = box
    count = len(data["columns"]) + 1
    wide = (right - left - NAMES - MARGIN) / count
    size, heads = fitted(data["columns"], wide - 0.5, most=4)
    small, total = fitted([data.get("total_label", "")], wide - 0.5, most=4)
    lines = [(size, head) for head in heads] + [(small, total[0])]
    start = top + max(len(head) * LINE * points / TEXT for points, head in lines) + 1.0
    tall = (bottom - start - MARGIN) / (len(data["rows"]) + 1)
    last = len(data["rows"])
    xs = [left + NAMES + at * wide + (MARGIN if at == count - 1 else 0) for at in range(count)]
    for at, (x, (points, head)) in enumerate(zip(xs, lines, strict=True)):
        y = start - 2.5 - (len(head) - 1) * LINE * points / TEXT
        colour = MUTED if at == count - 1 else INK
        letter(sheet, x + (wide - AIR) / 2, y, head, points, anchor="middle", colour=colour)
    for at, row in enumerate(data["rows"]):
        y = start + at * tall
        _named(sheet, row, left, (y, tall))
        for x, cell in zip(xs, row["cells"], strict=False):
            _square(sheet, (x, y, wide - AIR, tall - AIR), data["scale"], cell)
        _average(sheet, (xs[-1], y, wide - AIR, tall - AIR), row["total"])
    y = start + last * tall + MARGIN
    _named(sheet, {"name": data.get("totals_label", "")}, left, (y, tall))
    for x, text in zip(xs, [*data["totals"], data["grand"]], strict=True):
        _average(sheet, (x, y, wide - AIR, tall - AIR), text)


def _named(sheet: Sheet, row: Mapping[str, Any], left: float, span: tuple[float, float]) -> None:
    top, height = span
    middle, stem = top + (height - AIR) / 2, SANS
    if row.get("number") is not None:
        sheet.text(left + 4, middle + 3.2, str(row["number"]), 28, stem=LIGHT, colour=MUTED,
                   anchor="middle")  # fmt: skip
        stem = SEMIBOLD
    most = max(int(height / (LINE - 1.4)), 1)
    size, (lines,) = fitted([row["name"]], NAMES - 13.0, most=most, stem=stem)
    centred(sheet, left + 11.0, middle, lines, size, stem=stem)


def _square(sheet: Sheet, box: Box, scale: Mapping[str, Any], cell: Mapping[str, Any]) -> None:
    """A figure's square; a blank one has a frame and says so."""
    x, y, wide, _ = box
    if cell["value"] is None:
        sheet.frame(10, "empty", COLOURS["field"], box)
        _number(sheet, box, cell["shown"], SANS, MUTED)
        return
    ground = heat(cell["value"], float(scale["min"]), float(scale["max"]))
    sheet.rect(5, "cell", ground, box)
    colour = text_on(ground)
    _number(sheet, box, cell["shown"], SEMIBOLD, colour)
    if cell.get("mark"):
        sign = "above" if cell["mark"] == "up" else "below"
        corner = sign_path(sign, x + wide - 3.6, y + 3.4, 1.9)
        sheet.shape(40, f"mark-{cell['mark']}", (colour, "", 0.0), corner)


def _average(sheet: Sheet, box: Box, text: str) -> None:
    sheet.frame(10, "average", COLOURS["field"], box)
    _number(sheet, box, text, SEMIBOLD, INK)


def _number(sheet: Sheet, box: Box, text: str, stem: str, colour: str) -> None:
    x, y, wide, tall = box
    size, (lines,) = fitted([text], wide - 2.0, most=2 if tall > 2 * LINE - 2 else 1, stem=stem)
    centred(sheet, x + wide / 2, y + tall / 2, lines, size, stem=stem, colour=colour,
            anchor="middle")  # fmt: skip


def views(sheet: Sheet, data: Mapping[str, Any], box: Box) -> None:
    """The map at the left, the skills with their numbers at the right."""
    left, top, right, bottom = box
    side = min(bottom - top - 2 * LINE - 3.0, 100.0)
    corner = (left + 2 * LINE, top + 1.0)
    _ground(sheet, data, corner, side)
    _marks(sheet, data, corner, side)
    _beside(sheet, data, (corner[0] + side + 14.0, top, right, bottom))


def _place(corner: tuple[float, float], side: float, at: on_paper.Point) -> on_paper.Point:
    """From the map on paper to the slide's."""
    times = side / on_paper.SIDE
    return corner[0] + (at[0] - on_paper.LEFT) * times, corner[1] + at[1] * times


def _ground(
    sheet: Sheet, data: Mapping[str, Any], corner: tuple[float, float], side: float
) -> None:
    (x, y), (right, bottom) = corner, (corner[0] + side, corner[1] + side)
    times = side / on_paper.SIDE
    wide = on_paper.SIMILAR * (on_paper.SIDE - 2 * on_paper.EDGE) * times
    sheet.shape(0, "similar", (COLOURS["similar"], "", 0.0), on_paper.similar(corner, side, wide))
    sheet.line(5, "equal", "#6E9AA6", [(x, bottom), (right, y)], 0.5)
    sheet.line(10, "axes", COLOURS["field"], [(x, y), (x, bottom), (right, bottom)], 0.4)
    square = on_paper.Square(data)
    for place, value, _ in square.across.ticks():
        tick = _place(corner, side, (place, 0.0))[0]
        sheet.text(tick, bottom + LINE - 1.0, value, TEXT, colour=INK, anchor="middle")
    for place, value, _ in square.up.ticks():
        tick = _place(corner, side, (0.0, place))[1]
        sheet.text(x - 3.0, tick + 2.2, value, TEXT, colour=INK, anchor="end")
    arrow = "←" if runs_from_right(data) else "→"
    for key, at, turn in (
        ("x_label", (x + side / 2, bottom + 2 * LINE), 0.0),
        ("y_label", (x - LINE - 4.0, y + side / 2), 90.0),
    ):
        size, (lines,) = fitted([f"{data.get(key, '')} {arrow}"], side, most=1)
        sheet.text(*at, lines[0], size, colour=INK, anchor="middle", turn=turn)


def _marks(sheet: Sheet, data: Mapping[str, Any], corner: tuple[float, float], side: float) -> None:
    """Words in the corners, rings for statements, discs for skills."""
    x, y = corner
    look: dict[str, Any] = {"stem": ITALIC, "colour": MUTED}
    _, (above,) = fitted([data.get("above_label", "")], side * 0.5, most=2)
    letter(sheet, x + 3.5, y + LINE, above, **look)
    _, (below,) = fitted([data.get("below_label", "")], side * 0.5, most=2)
    first = y + side - 3.5 - (len(below) - 1) * LINE
    letter(sheet, x + side - 3.0, first, below, anchor="end", **look)
    square, times = on_paper.Square(data), side / on_paper.SIDE
    for spot in on_paper.rings(square, data.get("items") or ()):
        ring = sign_path("ring", *_place(corner, side, spot), 1.1)
        sheet.shape(20, "items", (COLOURS["white"], COLOURS["field"], 0.4), ring)
    marks = on_paper.both(data["skills"])
    true = [square.at(mark) for mark in marks]
    moved = on_paper.apart(true, (2 * DISC + 0.4) / times)
    for mark, spot, at in zip(marks, moved, true, strict=True):
        (a, b), (p, q) = _place(corner, side, at), _place(corner, side, spot)
        if spot != at:
            sheet.line(28, "leader", INK, [(a, b), (p, q)], 0.4)
            sheet.shape(29, "place", (INK, "", 0.0), sign_path("disc", a, b, 1.0))
        sheet.shape(30, "skills", (INK, COLOURS["white"], 0.7), sign_path("disc", p, q, DISC))
        centred(sheet, p, q, [str(mark["number"])], stem=SEMIBOLD, colour=COLOURS["white"],
                anchor="middle")  # fmt: skip


def _beside(sheet: Sheet, data: Mapping[str, Any], box: Box) -> None:
    """Number, name, and what you and others say; how to read the map below."""
    left, top, right, bottom = box
    heads: Sequence[str] = data.get("columns") or ()
    wide = max(widths(heads, 20.0), default=0.0)
    xs = [right - wide * (len(heads) - at - 0.5) for at in range(len(heads))]
    size, lines = fitted(heads, wide - 1.0, most=3)
    start = top + 4.5 + (max(map(len, lines), default=1) - 1) * LINE
    for x, head in zip(xs, lines, strict=True):
        letter(sheet, x, start - (len(head) - 1) * LINE, head, size, colour=MUTED, anchor="middle")
    size, told = fitted([data.get("told", "")], right - left, most=4)
    end = bottom - len(told[0]) * LINE * size / TEXT - 3.0
    tall = min((end - start - 3.0) / max(len(data["rows"]), 1), 2 * LINE + 1.0)
    for at, row in enumerate(data["rows"]):
        y = start + 3.0 + at * tall
        sheet.line(10, "rule", COLOURS["rule"], [(left, y), (right, y)], 0.25)
        spot = sign_path("disc", left + DISC, y + tall / 2, DISC)
        sheet.shape(30, "skills", (INK, COLOURS["white"], 0.7), spot)
        centred(sheet, left + DISC, y + tall / 2, [str(row["number"])], stem=SEMIBOLD,
                colour=COLOURS["white"], anchor="middle")  # fmt: skip
        room = right - wide * len(heads) - left - 2 * DISC - 5.0
        most = max(int(tall / (LINE - 1.4)), 1)
        small, (name,) = fitted([row["name"]], room, most=most)
        centred(sheet, left + 2 * DISC + 3.0, y + tall / 2, name, small)
        for x, text in zip(xs, row["numbers"], strict=False):
            small, (lines_,) = fitted([text], wide - 1.0, most=2)
            centred(sheet, x, y + tall / 2, lines_, small, anchor="middle")
    letter(sheet, left, end + LINE, told[0], size, colour=MUTED)
