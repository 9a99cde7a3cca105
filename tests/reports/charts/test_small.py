"""Strip, distribution and share."""

import xml.etree.ElementTree as ET

import pytest

from reports.charts import kinds as charts
from reports.model import Figure
from tests.reports import sample_report
from tests.reports.charts.contract import ChartContract, changed
from tests.reports.charts.reading import SVG, boxes, marks


def rects(text, kind):
    return [
        {key: float(node.get(key)) for key in ("x", "y", "width", "height")}
        for node in ET.fromstring(text).iter(f"{SVG}rect")
        if node.get("class") == (kind and f"c-{kind}")
    ]


class TestStrip(ChartContract):
    def figure(self):
        data = {
            "scale": sample_report.SCALE,
            "self": 5.0,
            "all": 3.0,
            "band": [2.8, 3.2],
            "groups": sample_report.groups((3.0, 3.0, 3.0)),
        }
        return Figure("one", "strip", "", data)

    def with_label(self, text):
        return changed(self.figure(), scale={**sample_report.SCALE, "labels": [text] * 5})

    def test_a_point_stands_in_the_middle_of_its_equal_part(self):
        drawn = charts.draw(self.figure())
        assert marks(drawn, "sign-disc")[0][0] == pytest.approx(305, abs=0.5)
        assert marks(drawn, "sign-diamond")[0][0] == pytest.approx(610 * 0.9, abs=0.5)

    def test_groups_stand_in_lanes_of_their_own(self):
        drawn = charts.draw(self.figure())
        heights = [marks(drawn, f"sign-{sign}")[0][1] for sign in ("above", "level", "below")]
        assert heights == sorted(heights)
        assert heights[1] - heights[0] > 15

    def test_equal_groups_and_a_thin_row_hide_nothing(self):
        signs = ("above", "level", "outside", "below")
        same = [{"sign": sign, "value": 3.0} for sign in signs]
        drawn = charts.draw(changed(self.figure(), groups=same))
        spans = [boxes(drawn, f"sign-{sign}")[0] for sign in signs]
        for upper, lower in zip(spans, spans[1:], strict=False):
            assert lower[1] > upper[3] - 1
        assert boxes(drawn, "sign-disc")[0][3] < spans[0][1]
        assert spans[-1][3] < 130.5, "rows of long forms show 127 of the 134 tenths"

    def test_it_is_slim_without_groups(self):
        tall = ET.fromstring(charts.draw(self.figure())).get("height")
        slim = ET.fromstring(charts.draw(changed(self.figure(), groups=[]))).get("height")
        assert float(slim[:-2]) < float(tall[:-2]) / 2 + 1

    def test_nothing_is_drawn_for_what_is_not_shown(self):
        data = {"self": None, "all": None, "band": None, "groups": []}
        drawn = charts.draw(changed(self.figure(), **data))
        assert rects(drawn, "band") == []
        assert marks(drawn, "sign-disc") == marks(drawn, "sign-diamond") == []


class TestDistribution(ChartContract):
    def figure(self):
        return Figure("one", "distribution", "", {"counts": [0, 3, 6, 3, 0]})

    def with_label(self, text):
        return self.figure()

    def test_bars_are_as_high_as_their_counts(self):
        small, tall, again = rects(charts.draw(self.figure()), None)
        assert tall["height"] == pytest.approx(2 * small["height"], abs=0.1)
        assert small["height"] == again["height"]

    def test_a_merged_bar_is_as_wide_as_its_points(self):
        bins = [
            {"first": 1, "last": 3, "count": 6},
            {"first": 4, "last": 4, "count": 4},
            {"first": 5, "last": 5, "count": 0},
        ]
        wide, one = rects(charts.draw(changed(self.figure(), bins=bins)), None)
        assert wide["width"] > 3 * one["width"]
        assert wide["height"] == pytest.approx(one["height"] / 2, abs=0.1)

    def test_nobody_at_all_is_an_empty_ground(self):
        assert rects(charts.draw(changed(self.figure(), counts=[0] * 5)), None) == []


class TestShare(ChartContract):
    def figure(self):
        return Figure("one", "share", "", {"answered": 3, "invited": 4})

    def with_label(self, text):
        return self.figure()

    def test_the_bar_is_the_share(self):
        assert rects(charts.draw(self.figure()), "answered")[0]["width"] == 300

    def test_nobody_invited_is_an_empty_bar(self):
        drawn = charts.draw(changed(self.figure(), answered=0, invited=0))
        assert rects(drawn, "answered")[0]["width"] == 0


def test_a_kind_that_nobody_draws_is_refused():
    with pytest.raises(KeyError):
        charts.draw(Figure("one", "radar", "", {}))
