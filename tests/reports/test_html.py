"""One document for screen and print."""

import dataclasses
import subprocess
import sys

import html5lib
import pytest

from reports import html
from reports.model import Figure, Finding, Section
from tests.reports.sample_report import cover, plan, sample, section, words


def with_figures(*figures):
    return sample(Section("sample_plan", "Plan", (), {}, figures))


def test_it_is_well_formed_html(page):
    html5lib.HTMLParser(strict=True).parse(page)


def test_a_strict_content_policy_has_nothing_to_refuse(page):
    for word in ("style=", "<style", "<script", "data:", "javascript:", " onclick"):
        assert word not in page


def test_every_heading_follows_the_one_above(page):
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    levels = [int(node.tag[1]) for node in tree.iter() if node.tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))


def test_every_picture_says_what_it_shows(page):
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    pictures = list(tree.iter("img"))
    assert len(pictures) == 5
    assert all(picture.get("alt") for picture in pictures)


def test_every_table_head_has_a_scope_and_every_field_a_label(page):
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert all(head.get("scope") for head in tree.iter("th"))
    labelled = {label.get("for") for label in tree.iter("label")}
    fields = [node.get("id") for tag in ("input", "textarea") for node in tree.iter(tag)]
    assert fields
    assert set(fields) <= labelled


def test_text_is_never_markup(sample_templates):
    report = dataclasses.replace(sample(cover(), words()), subject='<i>Mara</i> "M"')
    page = html.render(report)
    assert "<i>Mara" not in page
    assert "&lt;b&gt;Bold" in page


def test_a_lead_is_all_findings_in_one_paragraph(sample_templates):
    page = html.render(sample(section("sample_plan", "Plan", ("One & one.", "Two."), {})))
    assert '<p class="lead">One &amp; one. Two.</p>' in page


def test_pictures_get_the_addresses_that_the_caller_gives(sample_templates):
    page = html.render(sample(), asset=lambda name: f"/figures/{name}", sheets=["/report.css"])
    assert 'src="/figures/profile.svg"' in page
    assert '<link rel="stylesheet" href="/report.css">' in page
    assert "asset:" not in page


def test_backgrounds_are_rules_of_a_generated_stylesheet():
    rules = html.figure_css(sample(), lambda name: f"/f/{name}")
    assert '.fig-strip-1-1{background-image:url("/f/strip-1-1.svg")}' in rules
    assert "profile" not in rules


@pytest.mark.parametrize("name", ["", "a b", "../x", 'x"y', "-x", "a{}"])
def test_it_refuses_odd_names_of_figures(name):
    with pytest.raises(ValueError, match="not a name"):
        html.figures(with_figures(Figure(name, "strip", "", {})))


def test_it_refuses_two_figures_of_one_name():
    with pytest.raises(ValueError, match="two figures"):
        html.figures(with_figures(Figure("a", "strip", "", {}), Figure("a", "share", "", {})))


def test_a_right_to_left_language_turns_the_page(sample_templates):
    page = html.render(dataclasses.replace(sample(plan()), language="ar"))
    assert 'lang="ar" dir="rtl"' in page


def test_words_of_the_catalogue_stand_in_the_page(sample_templates):
    class German(html.PlainWords):
        def _(self, text, **names):
            return {"Your notes": "Ihre Notizen"}.get(text, super()._(text, **names))

    assert "Ihre Notizen" in html.render(sample(), words=German())


def test_the_sections_alone_fit_into_another_page(sample_templates):
    body = html.render_body(sample(plan()), asset=lambda name: name)
    assert "<html" not in body
    assert 'class="page page-sample_plan"' in body


def test_a_finding_without_words_leaves_no_empty_lead(sample_templates):
    empty = Section("sample_plan", "Plan", (), {})
    assert "lead" not in html.render_body(sample(empty), asset=lambda name: name)
    assert Finding("rule", "x").text == "x"


def test_showing_a_report_loads_neither_charts_nor_pdf():
    code = (
        "import sys, reports.html, reports.charts.narrow; "
        "print([m for m in ('matplotlib', 'weasyprint', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_page_on_the_web_sets_its_pictures_into_itself(sample_templates, assets):
    drawn = {"profile": assets["profile.svg"]}
    body = html.render_body(sample(), asset=lambda name: f"/f/{name}", drawn=drawn)
    assert '<svg role="img" aria-label="Averages of five skills' in body
    assert 'src="/f/profile.svg"' not in body
    assert 'src="/f/matrix.svg"' in body


def test_on_the_web_headings_are_a_level_lower(sample_templates):
    body = html.render_body(sample(), asset=lambda name: name)
    tree = html5lib.parse(body, namespaceHTMLElements=False)
    levels = [int(node.tag[1]) for node in tree.iter() if node.tag in ("h1", "h2", "h3", "h4")]
    assert set(levels) == {2, 3, 4}
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))


def test_where_the_page_is_narrow_a_chart_s_numbers_are_text(sample_templates):
    lines = {"profile": ["<svg></svg>"] * 5}
    body = html.render_body(sample(), asset=lambda name: name, strips=lines)
    tree = html5lib.parse(body, namespaceHTMLElements=False)
    rows = [node for node in tree.iter("div") if node.get("class") == "line"]
    assert len(rows) == 5
    said = [" ".join(row.itertext()).split() for row in rows]
    figure = html.figures(sample())["profile"]
    for text, row in zip(said, figure.data["rows"], strict=True):
        assert {*row["name"].split(), *row["numbers"]} <= set(text)
        assert {"Almost", "never", "always"} <= set(text)
