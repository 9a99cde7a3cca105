"""Matrix and views map."""

import math

from hypothesis import given
from hypothesis import strategies as st

from reports.charts import kinds as charts
from reports.charts import views
from reports.charts.style import HEAT, contrast, heat, text_on
from tests.reports import sample_report
from tests.reports.charts.contract import ChartContract, changed, in_another_process
from tests.reports.charts.reading import boxes, marks, words


class TestMatrix(ChartContract):
    free_colours = True

    def figure(self):
        return sample_report.matrix()

    def with_label(self, text):
        row, *rest = self.figure().data["rows"]
        return changed(
            self.figure(),
            columns=[text] * 5,
            grand=text,
            total_label=text,
            rows=[{**row, "name": text, "total": text}, *rest],
        )

    def test_every_number_is_written(self):
        said = words(charts.draw(self.figure())).split(" · ")
        for row in self.figure().data["rows"]:
            for cell in row["cells"]:
                assert cell["shown"].split()[0] in " ".join(said)

    def test_a_hidden_cell_has_no_shade(self):
        drawn = charts.draw(self.figure())
        assert len(boxes(drawn, "empty")) == 1

    def test_a_triangle_stands_in_the_corner_when_views_differ_by_one(self):
        drawn = charts.draw(self.figure())
        assert (len(marks(drawn, "mark-up")), len(marks(drawn, "mark-down"))) == (4, 1)

    def test_a_fresh_process_draws_the_same_bytes(self):
        assert in_another_process("matrix") == charts.draw(self.figure())


def test_the_heat_ramp_is_fixed_from_two_to_five_on_one_to_five():
    assert heat(1.0, 1, 5) == heat(2.0, 1, 5) == HEAT[0]
    assert heat(5.0, 1, 5) == HEAT[-1]
    assert heat(50, 0, 100) == heat(3.0, 1, 5)


@given(st.floats(1, 5))
def test_numbers_are_legible_on_every_shade(value):
    ground = heat(value, 1, 5)
    assert contrast(text_on(ground), ground) >= 4.5


class TestViews(ChartContract):
    def figure(self):
        return sample_report.views()

    def with_label(self, text):
        keys = ("x_label", "y_label", "above_label", "below_label", "band_label")
        return changed(self.figure(), **dict.fromkeys(keys, text[:25]))

    def test_every_skill_and_every_item_is_there(self):
        drawn = charts.draw(self.figure())
        assert len(marks(drawn, "skills")) == 5
        assert len(marks(drawn, "items")) == 25

    def test_higher_self_ratings_stand_higher(self):
        drawn = charts.draw(self.figure())
        first, _, _, _, last = marks(drawn, "skills")
        assert first[1] < last[1]
        assert first[0] < last[0]

    def test_pairs_without_a_self_rating_are_left_out(self):
        items = [{"all": 3.0, "self": None}, {"all": 3.0, "self": 4.0}]
        drawn = charts.draw(changed(self.figure(), items=items))
        assert len(marks(drawn, "items")) == 1

    def test_equal_skills_are_moved_apart_and_led_back(self):
        same = [{"number": number, "all": 3.0, "self": 3.0} for number in (1, 2, 3)]
        drawn = charts.draw(changed(self.figure(), skills=same))
        places = marks(drawn, "skills")
        nearest = min(math.dist(a, b) for a in places for b in places if a != b)
        assert len({(round(x), round(y)) for x, y in places}) == 3
        assert nearest > views.DISC * 2 * 72 / 25.4 * 0.9
        assert marks(drawn, "place")

    def test_skills_and_statements_that_are_all_alike_stay_in_the_frame_and_apart(self):
        skills = [{"number": number, "all": 4.9, "self": 5.0} for number in range(1, 6)]
        items = [{"all": 4.8, "self": 5.0}] * 50
        drawn = charts.draw(changed(self.figure(), skills=skills, items=items))
        places = marks(drawn, "skills")
        nearest = min(math.dist(a, b) for a in places for b in places if a != b)
        assert nearest > views.DISC * 2 * 72 / 25.4 * 0.98
        right = (views.LEFT + views.SIDE) * 72 / 25.4
        for left, top, end, _ in (*boxes(drawn, "skills"), *boxes(drawn, "items")):
            assert left > views.LEFT
            assert top >= -0.1
            assert end <= right + 0.1


@given(st.lists(st.tuples(st.floats(20, 100), st.floats(5, 90)), max_size=6))
def test_points_with_room_stay_where_they_are(points):
    moved = views.apart(points)
    for index, (old, new) in enumerate(zip(points, moved, strict=True)):
        far = all(math.dist(old, other) > 40 for at, other in enumerate(points) if at != index)
        if far:
            assert old == new
