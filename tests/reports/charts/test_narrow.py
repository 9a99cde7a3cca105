"""What stands in a larger chart's place where the page is narrow."""

import re

from reports.charts import narrow
from reports.charts import strip as strips
from reports.charts.style import contrast, heat
from reports.model import Figure
from tests.reports import sample_report
from tests.reports.charts.contract import changed

RULE = re.compile(r"\.paper \.(shade-\d+)\{background:(#\w+);color:(#\w+)\}")


def signs(text):
    """Where each sign stands: name to (x, y) of its first point."""
    found = re.findall(r'class="c-sign-(\w+)" d="M([-\d.]+) ([-\d.]+)', text)
    return {name: (float(x), float(y)) for name, x, y in found}


def test_each_row_of_a_chart_is_a_strip_that_a_page_may_hold():
    for figure in (sample_report.profile(), sample_report.change()):
        drawn = narrow.strips(figure)
        assert len(drawn) == len(figure.data["rows"])
        for text in drawn:
            assert text.startswith('<svg aria-hidden="true"')
            assert "style=" not in text
            assert "id=" not in text


def test_a_picture_without_rows_has_none():
    assert narrow.strips(Figure("one", "share", "", {"answered": 1, "invited": 2})) == []
    assert narrow.strips(sample_report.matrix()) == []


def test_a_row_shows_what_the_chart_shows_of_it():
    row = {"self": 4.0, "all": 3.0, "band": None, "groups": sample_report.groups((3.0, 2.0, 4.0))}
    figure = changed(sample_report.profile(), rows=[row])
    assert set(signs(narrow.strips(figure)[0])) == {"diamond", "disc", "above", "level", "below"}
    assert "c-band" not in narrow.strips(figure)[0]


def test_three_rounds_go_down_in_lanes_from_the_first_to_this():
    row = {"first": 2.0, "before": 3.0, "now": 4.0, "band": [3.8, 4.2]}
    found = signs(narrow.strips(changed(sample_report.change(), rows=[row]))[0])
    order = [found[name] for name in ("past", "ring", "disc")]
    assert order == sorted(order)
    assert [y for _, y in order] == sorted({y for _, y in order})


def test_a_round_that_is_not_there_is_not_drawn():
    drawn = narrow.strips(changed(sample_report.change(), rows=[{"before": None, "now": 3.0}]))[0]
    assert set(signs(drawn)) == {"disc"}
    x, _ = signs(drawn)["disc"]
    assert abs(x - strips.WIDE / 2) < 20


def test_squares_have_the_picture_s_colours_and_legible_numbers():
    figure = sample_report.matrix()
    rules = {name: colours for name, *colours in RULE.findall(narrow.shades([figure], ".paper "))}
    cells = [cell["value"] for row in figure.data["rows"] for cell in row["cells"]]
    for value in (one for one in cells if one is not None):
        ground, ink = rules[narrow.shade(value)]
        assert ground == heat(value, 1.0, 5.0)
        assert contrast(ground, ink) >= 4.5
