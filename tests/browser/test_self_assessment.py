"""The self-assessment in a real browser: wide, on a phone, by keyboard, without script, offline."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SAVED = re.compile(r"Saved at \d\d:\d\d")
THANKS = "Thank you. Your answers are sent"


def start(tab: Page, name: str = "Mara Lindqvist") -> None:
    tab.goto("/")
    tab.get_by_label("Your name").fill(name)
    tab.get_by_role("button", name="Start").click()
    expect(tab).to_have_title(re.compile("^Step 1 of 7"))


def answer(tab: Page, statement: int, value: int) -> None:
    """Click on a tile, as a hand would."""
    radio = tab.locator("fieldset").nth(statement - 1).locator(f"input[value='{value}']")
    radio.click()
    expect(radio).to_be_checked()


def go_on(tab: Page, step: int) -> None:
    tab.get_by_role("button", name="Save and continue").click()
    expect(tab).to_have_title(re.compile(f"^Step {step} of 7"))


def fits(tab: Page) -> None:
    """Nothing is wider than the window."""
    tab.wait_for_load_state()  # on the way to a page there is no document to measure
    wide = "root => root.scrollWidth - root.clientWidth"
    assert tab.locator("html").evaluate(wide) <= 0


def is_accessible(tab: Page) -> None:
    results = Axe().run(tab)
    assert len(results.response["passes"]) > 5  # it did look
    assert results.violations_count == 0, results.generate_report()


def all_the_way(tab: Page) -> None:
    """From the landing page to the receipt, with a comment, looking at every page."""
    tab.goto("/")
    is_accessible(tab)
    start(tab)
    for step in range(1, 6):
        for statement in range(1, 6):
            answer(tab, statement, 1 + (statement + step) % 5)
        if step == 2:
            tab.get_by_text("Add a comment on this skill").click()
            tab.get_by_role("textbox").fill("On Mondays I ask for one idea.")
        fits(tab)
        is_accessible(tab)
        go_on(tab, step + 1)
    tab.get_by_role("textbox").first.fill("Daily walks through the hall")
    fits(tab)
    is_accessible(tab)
    go_on(tab, 7)
    expect(tab.get_by_text("5 of 5 answered")).to_have_count(5)
    expect(tab.get_by_text("1 of 2 written")).to_be_visible()
    fits(tab)
    is_accessible(tab)
    tab.get_by_role("button", name="Send my answers").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(THANKS)
    fits(tab)
    is_accessible(tab)


def test_on_a_wide_screen(open_tab, site):
    tab = open_tab(1280)
    all_the_way(tab)
    tab.get_by_role("link", name="See your report").click()
    expect(tab).to_have_url(re.compile(f"/report/{site.world.reports[0]}$"))


def test_on_a_phone(open_tab, site):
    all_the_way(open_tab(390, 760, is_mobile=True, has_touch=True))
    assert len(site.world.reports) == 1


def test_without_javascript(open_tab, site):
    tab = open_tab(1280, java_script_enabled=False)
    tab.goto("/")
    tab.get_by_role("button", name="Start").click()
    for _ in range(5):
        for statement in range(1, 6):
            answer(tab, statement, 4)
        tab.get_by_role("button", name="Save and continue").click()
    tab.get_by_role("button", name="Save and continue").click()
    tab.get_by_role("button", name="Send my answers").click()
    expect(tab).to_have_title(re.compile("^Error: "))
    tab.get_by_label("Your name").fill("Mara")
    tab.get_by_role("button", name="Send my answers").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(THANKS)
    assert len(site.world.reports) == 1


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_sticks_out_at_any_width(open_tab, width):
    # 320 px is also what 1280 px at 400 % zoom leaves.
    tab = open_tab(width, 640)
    for path in ("/", "/about", "/privacy", "/limits", "/nowhere"):
        tab.goto(path)
        fits(tab)
    start(tab)
    fits(tab)
    for page in ("in-your-words", "check-answers", "finish-later"):
        tab.goto(re.sub("[^/]+$", page, tab.url))
        fits(tab)
        is_accessible(tab)


@pytest.mark.parametrize("path", ["/about", "/privacy", "/limits", "/nowhere", "/link/unknown"])
def test_every_other_page_is_accessible(open_tab, path):
    tab = open_tab(1280)
    tab.goto(path)
    is_accessible(tab)


def test_targets_are_as_large_as_a_thumb(open_tab):
    tab = open_tab(390, 760)
    start(tab)
    for target in tab.locator("label.choice__label, main button, summary, .foot a").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44, target.inner_text()


def test_each_answer_saves_itself_and_survives_a_reload(open_tab):
    tab = open_tab()
    start(tab)
    answer(tab, 2, 4)
    expect(tab.locator("#saved")).to_have_text(SAVED)
    tab.reload()
    expect(tab.locator("fieldset").nth(1).locator("input[value='4']")).to_be_checked()
    expect(tab.locator("input:checked")).to_have_count(1)


def test_a_comment_saves_itself_while_typing(open_tab):
    tab = open_tab()
    start(tab)
    tab.get_by_text("Add a comment on this skill").click()
    tab.get_by_role("textbox").press_sequentially("I draw it")
    expect(tab.locator("#saved")).to_have_text(SAVED)
    tab.reload()
    expect(tab.get_by_role("textbox")).to_have_value("I draw it")


def test_the_limit_is_shown_when_it_comes_near(open_tab):
    tab = open_tab()
    start(tab)
    tab.get_by_text("Add a comment on this skill").click()
    tab.get_by_role("textbox").fill("x" * 3000)
    expect(tab.locator(".count")).to_have_text("")
    tab.get_by_role("textbox").fill("x" * 3900)
    expect(tab.locator(".count")).to_have_text("100 characters left")


def test_when_the_server_is_down_it_says_so_keeps_the_answers_and_recovers(open_tab, site):
    tab = open_tab(390, 760)
    start(tab)
    tab.wait_for_load_state()  # the script listens from then on
    site.stop()
    answer(tab, 1, 5)
    said = re.compile("^Not saved. We keep trying")
    expect(tab.locator("#saved")).to_have_text(said, timeout=20_000)
    answer(tab, 5, 4)
    expect(tab.locator("#saved")).to_be_in_viewport()  # wherever one is on the page
    tab.get_by_role("button", name="Save and continue").click()
    tab.wait_for_timeout(500)
    expect(tab.locator("input:checked")).to_have_count(2)  # still here: moving on waits
    site.start()
    expect(tab).to_have_title(re.compile("^Step 2 of 7"), timeout=40_000)
    tab.get_by_role("button", name="Back").click()
    expect(tab.locator("input:checked")).to_have_count(2)


def test_closing_warns_while_something_is_not_saved(open_tab, site):
    tab = open_tab()
    start(tab)
    tab.wait_for_load_state()
    site.stop()
    answer(tab, 1, 5)
    expect(tab.locator("#saved")).to_have_text(re.compile("^Not saved"), timeout=20_000)
    with tab.expect_event("dialog") as asked:
        tab.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.accept()
    site.start()


def test_by_keyboard_alone(open_tab):
    tab = open_tab()
    tab.goto("/")
    press = tab.keyboard.press
    press("Tab")
    expect(tab.locator(":focus")).to_have_text("Skip to the content")
    press("Enter")
    press("Tab")
    tab.keyboard.type("Mara")
    press("Enter")
    for step in range(1, 6):
        expect(tab).to_have_title(re.compile(f"^Step {step} of 7"))
        tab.locator("#main").focus()
        for value in "54321":
            press("Tab")
            press(value)
        expect(tab.locator("input:checked")).to_have_count(5)
        press("Tab")  # the comment
        press("Tab")
        press("Enter")
    expect(tab).to_have_title(re.compile("^Step 6 of 7"))
    tab.get_by_role("button", name="Save and continue").press("Enter")
    tab.get_by_role("button", name="Send my answers").press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text(THANKS)


def test_numbers_do_nothing_outside_a_statement(open_tab):
    tab = open_tab()
    start(tab)
    tab.locator("#main").focus()
    tab.keyboard.press("3")
    tab.get_by_text("Add a comment on this skill").click()
    tab.get_by_role("textbox").press("4")
    expect(tab.locator("input:checked")).to_have_count(0)
    expect(tab.get_by_role("textbox")).to_have_value("4")


def test_focus_goes_to_the_error_summary_and_from_there_to_the_radio(open_tab):
    tab = open_tab()
    start(tab)
    tab.goto(tab.url.replace("communication", "check-answers"))
    tab.get_by_role("button", name="Send my answers").click()
    expect(tab.locator("#summary")).to_be_focused()
    is_accessible(tab)
    tab.locator("#summary a").first.click()
    expect(tab.locator("fieldset").first.locator("input").first).to_be_focused()


def test_an_answer_that_is_refused_leads_to_the_error_summary(open_tab):
    tab = open_tab()
    start(tab)
    radio = tab.locator("fieldset").nth(1).locator("input").nth(3)
    radio.evaluate("radio => { radio.value = '9' }")
    radio.click()
    expect(tab.locator("#saved")).to_have_text(re.compile("^We could not use what was sent"))
    tab.get_by_role("button", name="Save and continue").click()
    expect(tab.locator("#summary")).to_be_focused()
    expect(tab).to_have_title(re.compile("^Error: Step 1 of 7"))
    is_accessible(tab)


def test_two_tabs_know_of_each_other(open_tab):
    tab = open_tab()
    start(tab)
    other = tab.context.new_page()
    other.goto(tab.url)
    answer(other, 1, 2)
    expect(other.locator("#saved")).to_have_text(SAVED)
    answer(tab, 1, 5)
    expect(tab.locator("#told")).to_contain_text("in another tab")
    other.reload()
    expect(other.locator("fieldset").first.locator("input[value='5']")).to_be_checked()


def test_the_link_is_copied_and_opens_on_another_device(open_tab):
    tab = open_tab(permissions=["clipboard-read", "clipboard-write"])
    start(tab)
    answer(tab, 1, 3)
    tab.get_by_role("button", name="Save and finish later").click()
    tab.get_by_role("button", name="Copy link").click()
    expect(tab.locator("#copied")).to_have_text("Copied")
    link = tab.evaluate("navigator.clipboard.readText()")
    phone = open_tab(390, 760)
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Welcome back")
    is_accessible(phone)
    phone.get_by_role("button", name="Continue").click()
    expect(phone.locator("input:checked")).to_have_count(1)
    expect(phone).to_have_title(re.compile("^Step 1 of 7"))
