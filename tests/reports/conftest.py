"""The sample report, drawn once a session, with the sample's own section templates in reach."""

from pathlib import Path

import pytest

from reports import charts, html, pdf
from tests.reports.sample_report import sample

TEMPLATES = str(Path(__file__).parent / "templates")


@pytest.fixture(scope="session")
def sample_templates():
    search = html._environment().loader.searchpath
    search.append(TEMPLATES)
    yield
    search.remove(TEMPLATES)


@pytest.fixture(scope="session")
def assets():
    report = sample()
    drawn = {f"{name}.svg": charts.draw(figure) for name, figure in html.figures(report).items()}
    return {**drawn, "figures.css": html.figure_css(report)}


@pytest.fixture(scope="session")
def page(sample_templates):
    return html.render(sample())


@pytest.fixture(scope="session")
def printed(page, assets):
    return pdf.write(page, assets)
