"""Profile, change and the annotated line."""

import xml.etree.ElementTree as ET

import pytest

from reports.charts import kinds as charts
from reports.charts.ink import MM
from tests.reports import sample_report
from tests.reports.charts.contract import ChartContract, changed, in_another_process
from tests.reports.charts.reading import SVG, boxes, marks, painted, words, written


def first_row(figure, **data):
    row, *rest = figure.data["rows"]
    return changed(figure, rows=[{**row, **data}, *rest])


class TestProfile(ChartContract):
    def figure(self):
        return sample_report.profile()

    def with_label(self, text):
        return first_row(self.figure(), name=text, numbers=[text, text, text])

    def test_every_skill_has_a_diamond_and_a_disc(self):
        drawn = charts.draw(self.figure())
        assert len(marks(drawn, "sign-diamond")) == 5
        assert len(marks(drawn, "sign-disc")) == 5

    def test_signs_stand_in_proportion_to_their_values(self):
        drawn = charts.draw(self.figure())
        pairs = [
            (value, x)
            for sign, key in (("sign-diamond", "self"), ("sign-disc", "all"))
            for (x, _), row in zip(marks(drawn, sign), self.figure().data["rows"], strict=True)
            for value in [row[key]]
        ]
        grid = sorted(x for x, _ in marks(drawn, "grid")[:5])
        for value, x in pairs:
            assert x == pytest.approx(grid[0] + (value - 1) / 4 * (grid[-1] - grid[0]), abs=0.2)

    def test_the_whole_scale_is_drawn_with_its_words(self):
        drawn = charts.draw(self.figure())
        assert len({round(x) for x, _ in marks(drawn, "grid")}) == 5
        for word in ("Almost never", "Now and then", "Most of the time", "Almost always"):
            assert word in words(drawn).replace(" · ", " ")

    def test_the_words_of_the_scale_stand_clear_of_each_other(self):
        drawn = charts.draw(self.figure())
        group = next(g for g in ET.fromstring(drawn).iter(f"{SVG}g") if g.get("font-size") == "7.4")
        ends = list(written(group))
        spans = sorted(
            (y, left, right) for (left, y), (right, _) in zip(ends[::2], ends[1::2], strict=True)
        )
        for (y, _, right), (below, left, _) in zip(spans, spans[1:], strict=False):
            assert below != y or left - right > 2.5 * MM, "less than 2.5 mm between two words"

    def test_equal_groups_never_hide_each_other(self):
        signs = ("above", "level", "outside", "below")
        row = dict(self.figure().data["rows"][0])
        row["groups"] = [{"sign": sign, "value": 4.0} for sign in signs]
        drawn = charts.draw(changed(self.figure(), rows=[row]))
        spans = [boxes(drawn, f"sign-{sign}")[0] for sign in signs]
        for upper, lower in zip(spans, spans[1:], strict=False):
            assert lower[1] > upper[3] - 0.1 * MM

    def test_names_and_numbers_are_written(self):
        said = words(charts.draw(self.figure()))
        assert "Inspiring and motivating people" in said
        assert "−0.9" in said

    def test_no_band_is_drawn_where_none_is_given(self):
        rows = [{**row, "band": None} for row in self.figure().data["rows"]]
        drawn = charts.draw(changed(self.figure(), rows=rows))
        assert boxes(drawn, "band") == []

    def test_the_band_spans_the_likely_range(self):
        drawn = charts.draw(self.figure())
        grid = sorted(x for x, _ in marks(drawn, "grid")[:5])
        left, _, right, _ = boxes(drawn, "band")[0]
        unit = (grid[-1] - grid[0]) / 4
        assert right - left == pytest.approx(0.4 * unit, abs=0.3)

    def test_equal_values_of_groups_do_not_hide_each_other(self):
        same = [{"sign": sign, "value": 3.0} for sign in ("above", "level", "below", "outside")]
        drawn = charts.draw(first_row(self.figure(), groups=same))
        heights = [marks(drawn, f"sign-{one['sign']}")[0][1] for one in same]
        assert len({round(height, 1) for height in heights}) == 4

    def test_a_report_without_self_rating_has_no_diamond_and_no_gap(self):
        rows = [{**row, "self": None} for row in self.figure().data["rows"]]
        drawn = charts.draw(changed(self.figure(), rows=rows))
        assert marks(drawn, "sign-diamond") == []
        assert marks(drawn, "gap") == []

    def test_a_self_report_has_no_disc(self):
        rows = [
            {**row, "all": None, "band": None, "groups": []} for row in self.figure().data["rows"]
        ]
        drawn = charts.draw(changed(self.figure(), rows=rows))
        assert marks(drawn, "sign-disc") == []
        assert len(marks(drawn, "sign-diamond")) == 5

    def test_a_fresh_process_draws_the_same_bytes(self):
        assert in_another_process("profile") == charts.draw(self.figure())

    @pytest.mark.parametrize(("low", "high", "points"), [(0, 10, 11), (1, 7, 7), (1, 2, 2)])
    def test_other_scales_are_drawn_in_full(self, low, high, points):
        scale = {"min": low, "max": high, "labels": [str(low + i) for i in range(points)]}
        rows = [
            {**row, "self": high, "all": low, "band": None, "groups": []}
            for row in self.figure().data["rows"]
        ]
        drawn = charts.draw(changed(self.figure(), scale=scale, rows=rows))
        grid = [x for x, _ in marks(drawn, "grid")]
        assert len({round(x, 1) for x in grid}) == points
        assert marks(drawn, "sign-diamond")[0][0] == pytest.approx(max(grid), abs=0.2)


class TestChange(ChartContract):
    def figure(self):
        return sample_report.change()

    def with_label(self, text):
        return first_row(self.figure(), name=text, numbers=[text, text, text])

    def test_the_scales_last_word_is_whole_without_columns_of_numbers(self):
        drawn = charts.draw(changed(self.figure(), columns=None))
        assert painted(drawn)[2] <= 174 * 72 / 25.4

    def test_the_earlier_round_is_a_ring_and_this_one_a_disc(self):
        drawn = charts.draw(self.figure())
        assert len(marks(drawn, "sign-ring")) == len(marks(drawn, "sign-disc")) == 5
        assert marks(drawn, "sign-ring")[0][0] < marks(drawn, "sign-disc")[0][0]


class TestLineExample(ChartContract):
    def figure(self):
        return sample_report.line_example()

    def with_label(self, text):
        return changed(
            self.figure(), words=dict.fromkeys(("all", "self", "gap", "band", "groups"), text[:40])
        )

    def test_its_parts_are_named(self):
        said = words(charts.draw(self.figure()))
        assert "You: 4.4" in said
        assert "Small signs: the groups" in said

    def test_it_stands_without_a_band(self):
        drawn = charts.draw(changed(self.figure(), band=None))
        assert "Soft band" not in words(drawn)
