"""The sample report, drawn once a session, with its own section templates in reach; and a firm in
which enough have answered."""

from pathlib import Path

import pytest

from reports import html, pdf, press, working_out
from reports.charts import kinds as charts
from tests.answered import sent
from tests.programme import programme
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


@pytest.fixture
def no_press(monkeypatch):
    """What is proved does not depend on figures and paper."""
    monkeypatch.setattr(working_out, "drawn", lambda _: {})
    monkeypatch.setattr(press, "printed", lambda *_, **__: b"%PDF")


@pytest.fixture
def firm(db, house_keys):
    """Alice, her line manager, three peers and four reports have answered."""
    made = programme(db, house_keys)
    for group, count in {"self": 1, "manager": 1, "peers": 3, "reports": 4}.items():
        sent(db, made, group, count)
    return made
