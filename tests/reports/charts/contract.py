"""What every kind of figure promises. A kind's test class inherits `ChartContract`."""

import dataclasses
import subprocess
import sys
import xml.etree.ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.charts import kinds as charts
from reports.charts import style
from tests.reports.charts.reading import colours, painted

LABELS = st.text(max_size=30) | st.sampled_from(
    [
        "<script>",
        "a & b",
        "$\\frac{1}{$",
        "_peers",
        "5 $ to 10 $",
        "]]>",
        "👩‍🚀",
        "\x00\x0b\x1b",
        "\ud800",
        "العربية",
        "日本語",
        '" onload="x',
        "a" * 200,
        "\u202e\u200f",
    ]
)
ALLOWED = (
    {colour.lower() for colour in style.COLOURS.values()}
    | {sign.colour.lower() for sign in style.SIGNS.values()}
    | {colour.lower() for colour in style.HEAT}
    | {"#6e9aa6", "none"}
)


class ChartContract:
    """Set `figure` (a Figure of this kind) and `with_label(text)` (the same with that text)."""

    free_colours = False

    def figure(self):
        raise NotImplementedError

    def with_label(self, text):
        raise NotImplementedError

    def test_it_is_registered(self):
        assert self.figure().kind in charts.KINDS

    def test_it_is_well_formed_svg_with_a_size(self):
        root = ET.fromstring(charts.draw(self.figure()))
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("viewBox")
        assert root.get("width")

    def test_the_same_figure_gives_the_same_text(self):
        assert charts.draw(self.figure()) == charts.draw(self.figure())

    def test_it_holds_nothing_that_a_strict_policy_refuses(self):
        text = charts.draw(self.figure())
        for word in (" style=", "<style", "<script", "data:", "<!DOCTYPE", "<metadata", " id="):
            assert word not in text

    def test_its_colours_come_from_the_style(self):
        if not self.free_colours:
            assert colours(charts.draw(self.figure())) <= ALLOWED

    def test_nothing_is_painted_outside(self):
        text = charts.draw(self.figure())
        left, top, right, bottom = painted(text)
        _, _, width, height = map(float, ET.fromstring(text).get("viewBox").split())
        assert left >= -0.5
        assert top >= -0.5
        assert right <= width + 0.5
        assert bottom <= height + 0.5

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(text=LABELS)
    def test_no_label_breaks_it(self, text):
        drawn = charts.draw(self.with_label(text))
        ET.fromstring(drawn.encode("utf-8"))
        assert "<script" not in drawn


def in_another_process(name: str) -> str:
    """The picture called `name` of the sample, drawn by a fresh interpreter."""
    code = (
        "import sys; from reports.charts import kinds as charts; "
        "from tests.reports import sample_report as s; "
        f"sys.stdout.write(charts.draw(s.{name}()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, encoding="utf-8"
    )
    return done.stdout


def changed(figure, **data):
    """The figure with some of its data replaced."""
    return dataclasses.replace(figure, data={**figure.data, **data})
