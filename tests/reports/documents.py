"""Every kind of document that is printed, as HTML by name."""

from collections.abc import Iterator
from pathlib import Path

from reports import html
from reports.build import build
from reports.guide import guide
from reports.words import Words
from survey.paper import page
from survey.paper.printing import Wish, specimen
from survey.questionnaire import loader
from tests.reports.gallery import GALLERY

SHIPPED = Path("questionnaires")


def documents() -> Iterator[tuple[str, str]]:
    """Each odd case's report; a guide; slides; a paper form."""
    sheets = ["asset:figures.css"]
    for name, odd in GALLERY.items():
        made = odd.make()
        report = build(made)
        yield name, html.render(report, words=made.words, sheets=sheets)
    yield "guide", html.render_guide(guide(report, Words("en")))
    pages = [(figure.name, section.title, figure.alt) for section, figure in
             html.main_figures(report)]  # fmt: skip
    yield "slides", html.render_slides(report, pages)
    asked = loader.load(SHIPPED / "leadership")
    for language in ("en", "de"):
        wish = Wish("peers", language, form="extended")
        yield f"paper form, {language}", page.render(specimen(asked, wish, "Plumbline"))
