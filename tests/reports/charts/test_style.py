"""The one source of colours and signs."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from reports.charts import ink, style, web_copy
from reports.charts.ink import sign_path
from tests.reports.charts.reading import subpaths


@pytest.mark.parametrize("name", sorted(style.SIGNS))
def test_svg_and_matplotlib_draw_the_same_sign(name):
    drawn = [point for part in subpaths(style.path(name, 10, 10, 5)) for point in part]
    codes = sign_path(name, 10, 10, 5)
    vertices = [
        tuple(point) for point, code in zip(codes.vertices, codes.codes, strict=True) if code != 79
    ]
    assert drawn == [pytest.approx(point, abs=0.01) for point in vertices]


@pytest.mark.parametrize("name", sorted(style.SIGNS))
def test_every_sign_stands_out_on_white(name):
    assert style.contrast(style.SIGNS[name].colour, "#FFFFFF") >= 3


def test_group_signs_differ_in_shape_and_lane():
    groups = [sign for sign in style.SIGNS.values() if sign.lane is not None]
    assert len({sign.lane for sign in groups}) == len(groups)
    for one, other in combinations(groups, 2):
        assert one.commands != other.commands


def test_texts_reach_the_contrast_that_wcag_asks():
    for name in ("ink", "muted", "brand", "brand-mid", "link", "error", "success", "warning"):
        assert style.contrast(style.COLOURS[name], "#FFFFFF") >= 4.5


def test_the_webs_copy_is_up_to_date():
    for name, text in web_copy.files().items():
        kept = (web_copy.ROOT / name).read_text(encoding="utf-8")
        assert kept == text, f"run {web_copy.__name__}"


def test_every_sign_file_is_svg():
    for text in style.sign_files().values():
        ET.fromstring(text)


def test_the_stylesheet_names_every_colour_and_sign():
    text = style.css(lambda name: name)
    assert set(re.findall(r"\.sign-(\w+)", text)) == set(style.SIGNS)
    assert "--brand: #0B3C49" in text


def test_words_that_the_font_lacks_can_be_measured():
    assert ink.width_of("日本", 9) == pytest.approx(2 * 9 / ink.MM, rel=0.02)
    assert ink.width_of("👩", 9) == ink.width_of("[woman]", 9) > 0
    assert ink.width_of("\x00", 9) == 0
    assert ink.width_of("$x_$ _y", 9) > ink.width_of("x", 9)


def test_long_words_are_cut_to_their_room():
    lines = ink.wrap("Donaudampfschifffahrtsgesellschaft " * 8, 9, 30, most=2)
    assert len(lines) == 2
    assert all(ink.width_of(line, 9) <= 30.01 for line in lines)
