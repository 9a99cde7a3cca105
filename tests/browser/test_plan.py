"""Alice's plan saves itself, and two windows never overwrite each other."""

import pytest
from playwright.sync_api import expect

from survey.growth import developing
from survey.growth.development import Rest
from tests.browser.test_self_assessment import fits, is_accessible
from tests.programme import give_link, programme
from tests.released import release
from tests.web_app import shipped

pytestmark = pytest.mark.browser


@pytest.fixture
def firm(site):
    there = programme(site.world.db, site.world.shop.keys, asked=shipped())
    release(site.world.db, there, opened=True)
    about = f"skill:{shipped().skills[0].id}"
    with site.world.db.write() as tx:
        draft = developing.Draft(about, "Say it sooner")
        developing.keep_plan(tx, there.participation, [draft], Rest())
    return there


@pytest.fixture
def opened(site, firm, open_tab):
    """Open a window of Alice's on her plan."""
    secret = give_link(site.world.db, site.world.shop.keys, "home", firm.alice)

    def window(width=1280):
        tab = open_tab(width)
        cookie = {"name": f"home-{firm.alice}", "value": secret, "url": site.url}
        tab.context.add_cookies([cookie])
        tab.goto(f"/mine/{firm.participation}/plan")
        return tab

    return window


def why(tab):
    return tab.get_by_label("Why it matters").first


def test_what_is_typed_is_there_after_a_reload(opened):
    tab = opened()
    why(tab).fill("No surprises on Friday")
    expect(tab.get_by_text("Saved", exact=True)).to_be_visible()
    tab.reload()
    expect(why(tab)).to_have_value("No surprises on Friday")
    is_accessible(tab)
    fits(tab)


def test_the_second_window_is_told_and_keeps_its_words(opened):
    first, second = opened(), opened(390)
    why(first).fill("From the first")
    expect(first.get_by_text("Saved", exact=True)).to_be_visible()
    why(second).fill("From the second")
    expect(second.get_by_text("another window saved this plan")).to_be_visible()
    fits(second)
    first.reload()
    expect(why(first)).to_have_value("From the first")

    second.get_by_role("button", name="Save the plan").click()
    expect(second.get_by_role("alert")).to_contain_text("Another window saved this plan")
    fits(second)
    second.get_by_role("button", name="Save the plan").click()
    expect(second.get_by_text("Your plan is saved")).to_be_visible()
    expect(why(second)).to_have_value("From the second")


def test_without_a_line_it_says_so_and_tries_again(site, opened):
    tab = opened()
    tab.context.set_offline(True)
    why(tab).fill("On the train")
    expect(tab.get_by_text("Not saved: no connection")).to_be_visible()
    tab.context.set_offline(False)
    tab.get_by_role("button", name="Save the plan").click()
    expect(tab.get_by_text("Your plan is saved")).to_be_visible()
    expect(why(tab)).to_have_value("On the train")
