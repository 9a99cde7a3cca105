"""Every error page as it is met, in Chromium on a phone: readable, within the screen, a way on."""

from datetime import date

import pytest
from playwright.sync_api import expect
from werkzeug.exceptions import MethodNotAllowed, RequestEntityTooLarge, TooManyRequests

from survey import errors
from survey.questionnaire.words import TooLong
from survey.web.error_pages import PAGES
from tests.browser.test_self_assessment import fits, is_accessible

pytestmark = pytest.mark.browser

MET = [
    *(kind("what the log says") for kind in PAGES if kind is not TooLong),
    TooLong(4001, 4000),
    errors.NotNow("This list was handed in already."),
    errors.RoundClosed("closed", closed_on=date(2026, 11, 2)),
    MethodNotAllowed(),
    RequestEntityTooLarge(),
    TooManyRequests(),
    RuntimeError("a fault of ours"),
]


def test_each_error_can_be_read_on_a_phone_and_leads_on(site, open_tab):
    tab = open_tab(width=390)
    said = iter(MET)

    def trouble():
        raise next(said)

    site.world.app.view_functions["pages.about"] = trouble
    for _error in MET:
        tab.goto(f"{site.url}/about")
        expect(tab.get_by_role("link", name="Go to the first page")).to_be_visible()
        assert len(tab.locator("main p").all_inner_texts()) >= 3
        is_accessible(tab)
        fits(tab)
