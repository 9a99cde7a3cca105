"""A group report: averages over managers, never over fewer than five."""

from reports.group import GroupReport, Manager, group_report, standing_out
from tests.store_factories import instrument

FORM = "standard"


def manager(name, others, own=None):
    """A manager whose every number is the same."""
    asked = instrument()
    scales = [f"skill:{s.id}" for s in asked.skills]
    scales += [f"resp:{r.id}" for r in asked.instrument.responsibilities]
    scales += [f"item:{i.id}" for i in asked.items(FORM)]
    return Manager(
        name, dict.fromkeys(scales, others), {} if own is None else dict.fromkeys(scales, own)
    )


def made(managers):
    return group_report(managers, instrument(), FORM)


FIVE = [manager(f"p{n}", 3.0 + n / 10, 4.0) for n in range(5)]


def test_four_managers_are_too_few():
    assert made(FIVE[:4]) is None


def test_five_managers_have_averages_of_what_their_reports_print():
    found = made(FIVE)
    assert found.n == 5
    assert {(each.n, each.others, each.own, each.gap) for each in found.scales.values()} == {
        (5, 3.2, 4.0, 0.8)
    }
    assert set(found.squares.values()) == {3.2}


def test_a_manager_without_numbers_of_others_counts_for_nothing():
    assert made([*FIVE, manager("alone", 1.0, 4.0)]).n == 6
    assert made([*FIVE, Manager("alone", {}, {"skill:x": 5.0})]).n == 5


def test_a_number_that_only_four_reports_print_is_left_out():
    skill = next(iter(FIVE[0].others))
    short = {name: value for name, value in FIVE[0].others.items() if name != skill}
    found = made([Manager("p0", short, FIVE[0].own), *FIVE[1:]])
    assert found.scales[skill].n == 4
    assert found.scales[skill].others is None
    assert found.scales[skill].gap is None


def test_the_own_average_is_shown_only_where_everybody_behind_the_others_has_one():
    found = made([manager("silent", 3.0), *FIVE])
    assert {each.own for each in found.scales.values()} == {None}
    assert {each.n for each in found.scales.values()} == {6}


def test_it_survives_the_journey_through_json():
    found = made(FIVE)
    assert GroupReport.from_plain(found.as_plain()) == found


def leaning(*levels):
    """Five managers alike, whose first skills lie at these levels and the others at 3.5."""
    skills = [f"skill:{s.id}" for s in instrument().skills]
    others = FIVE[0].others | dict.fromkeys(skills, 3.5) | dict(zip(skills, levels, strict=False))
    return skills, made([Manager(f"p{n}", others, {}) for n in range(5)])


def test_what_lies_apart_is_named_with_all_that_are_alike():
    skills, found = leaning(4.5, 4.2, 2.9)
    assert standing_out(found, "skill") == (tuple(skills[:2]), (skills[2],))


def test_no_highest_is_near_a_lowest():
    for levels in ((3.8, 3.2), (3.7, 3.6, 3.34, 3.3), (5.0, 4.0, 3.0, 2.0), (3.9, 3.5, 3.5)):
        _, found = leaning(*levels)
        high, low = standing_out(found, "skill")
        assert high
        least = min(found.scales[name].others for name in high)
        assert least - max(found.scales[name].others for name in low) >= 0.35


def test_nothing_stands_out_of_what_lies_close_together():
    for levels in ((3.5,), (3.7, 3.4)):
        assert standing_out(leaning(*levels)[1], "skill") is None
    assert standing_out(made(FIVE), "resp") is None


def test_a_skill_without_enough_reports_stands_nowhere():
    skills, found = leaning(4.5)
    short = {name: value for name, value in FIVE[0].others.items() if name != skills[0]}
    few = made([Manager(f"p{n}", short, {}) for n in range(5)])
    assert few.scales[skills[0]].others is None
    assert standing_out(few, "skill") is None
