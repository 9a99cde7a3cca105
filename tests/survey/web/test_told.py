"""What a rater is told on the way is what answers.promise foretells, in every case there is."""

import re

import pytest

from survey.answers.promise import promise
from survey.answers.remark_hints import rules
from survey.store import rounds
from tests.answering import to_the_check_page
from tests.client import Visitor, text_of
from tests.programme import programme
from tests.survey.web.test_raters_way import FAR, link_of, started, with_words
from tests.web_app import shipped

GROUPS = shipped().instrument.groups
NAMES = {group.id: group.name.to("en") for group in GROUPS}
KINDS = {group.id: group.kind for group in GROUPS}

CASES = {
    "named": ({"manager": 1, "peers": 4}, "manager"),
    "named, two of them": ({"manager": 2, "peers": 4}, "manager"),
    "group": ({"manager": 1, "peers": 4, "reports": 5}, "peers"),
    "merged": ({"peers": 2, "reports": 5, "others": 2}, "others"),
    "merged into a large one": ({"peers": 1, "reports": 6}, "peers"),
    "hidden": ({"manager": 1, "peers": 2}, "peers"),
    "three, whose comments have no group": ({"peers": 3}, "peers"),
}


@pytest.fixture
def bob(world) -> Visitor:
    return Visitor(world.app)


def firm_of(world, raters):
    return programme(world.db, world.shop.keys, asked=shipped(), raters=raters, closes_on=FAR)


@pytest.mark.parametrize("name", CASES)
def test_before_sending_each_case_is_told_as_the_report_will_have_it(world, bob, name):
    raters, group = CASES[name]
    firm = firm_of(world, raters)
    page = with_words(world, bob, firm.raters[group][0], keep="Go on.")
    foretold = promise(GROUPS, group, {"self": 1, **raters}, 3)
    (shown,) = page.all("section", class_="shown")
    numbers = text_of(shown)
    if foretold.standing == "hidden":
        assert "they stand nowhere in the report" in numbers
        assert "averaged with those of up to" not in numbers
    elif foretold.standing == "named":
        assert "as those of the line manager" in numbers
        assert (f"those of {foretold.others} other" in numbers) == bool(foretold.others)
        assert "wait for a later one" not in numbers, "named answers always stand"
    else:
        assert f"up to {foretold.others} other" in numbers
        for each in foretold.groups:
            assert NAMES[each] in numbers
        assert ("are shown as one" in numbers) == (foretold.standing == "merged")
        assert "wait for a later one, until at least 3 of your group" in numbers
    hints = {
        one.get("value"): text_of(label)
        for label in page.all("label")
        for one in label.iter("input")
        if one.get("name") == "s_keep"
    }
    if not foretold.heading:
        assert "Not printed" in hints["group"]
    for each in foretold.heading:
        assert NAMES[each] in hints["group"]
    assert ("Combined" in hints["group"]) == (len(foretold.heading) > 1)
    assert ("Not printed" in hints["pool"]) == (not foretold.can_stand_apart)
    assert ("coach" in hints) == (KINDS[group] == "named" or foretold.can_stand_apart)


def test_a_comment_for_the_coach_is_told_to_be_read_without_the_group(world, bob):
    firm = firm_of(world, {"manager": 1, "peers": 4})
    page = with_words(world, bob, firm.raters["peers"][0], keep="a")
    assert "the coach reads it without your group's name" in page.text
    page = with_words(world, bob, firm.raters["manager"][0], keep="a")
    assert "the coach reads it as yours" in page.text


def notice(page):
    return [text_of(one) for one in page.all("p", class_="identified")]


class TestWhoIsKnownByNature:
    @pytest.mark.parametrize("step", ["communication", "in-your-words", "since-last-time"])
    def test_a_line_manager_is_told_wherever_something_is_asked(self, world, bob, step):
        firm = firm_of(world, None)
        one = firm.raters["manager"][0]
        first = started(world, bob, one)
        assert notice(first) == [
            "Not anonymous: what you answer is shown as that of the line manager. Alice will know "
            "that it is yours."
        ]
        if step != "since-last-time":
            assert notice(bob.get(f"/answer/{one}/{step}")) == notice(first)

    def test_before_the_first_question(self, world, bob):
        firm = firm_of(world, None)
        with world.db.write() as tx:
            rounds.change(tx, firm.round, rules='{"coached": false}')
        page = bob.get(link_of(world, firm.raters["manager"][0]))
        assert "Alice will know that they are yours" in page.text
        assert "shown by themselves" not in bob.get(link_of(world, firm.own)).text

    def test_the_own_form_says_so_in_a_round_and_without_one(self, world, bob, mara, first_page):
        firm = firm_of(world, None)
        said = ["Your own answers are not anonymous: the report shows them as yours."]
        assert notice(started(world, bob, firm.own)) == said
        assert notice(first_page) == said

    def test_after_what_was_saved_and_after_an_error_it_still_says_so(self, world, bob):
        firm = firm_of(world, None)
        page = started(world, bob, firm.raters["manager"][0])
        wrong = bob.submit(page, {"t_communication": "x" * 5000}, status=422)
        assert notice(wrong) == notice(page) != []
        (field,) = {one.get("name") for one in page.all("input", type="radio", value="3")} & {
            "a_comm_visi_1"
        }
        again = bob.submit(page, {field: "3", "go": "next"})
        assert notice(again) == notice(page)

    def test_a_peer_is_told_nothing_of_the_kind(self, world, bob):
        firm = firm_of(world, None)
        assert notice(started(world, bob, firm.raters["peers"][0])) == []

    def test_the_check_page_says_it_in_other_words(self, world, mara, first_page):
        assert notice(to_the_check_page(mara, first_page)) == []


class TestHints:
    def test_without_script_they_stand_beside_the_comment_on_the_check_page(self, world, bob):
        firm = firm_of(world, None)
        one = firm.raters["peers"][0]
        page = with_words(world, bob, one, keep="Bob <b> and Tom met in Oslo.", communication="Ok.")
        (box,) = page.all("div", class_="hints")
        assert [text_of(line) for line in box.iter("li")] == ["“Tom”: a name", "“in Oslo”: a place"]
        (change,) = box.iter("a")
        assert change.get("href") == f"/answer/{one}/in-your-words#t_keep"
        assert bob.submit(page, {"go": "send"}).h1.startswith("Thank you"), "no hint is in the way"

    def test_the_name_of_whom_it_is_about_is_no_clue(self, world, bob):
        firm = firm_of(world, None)
        page = with_words(world, bob, firm.raters["peers"][0], keep="I like how Alice asks.")
        assert page.all("div", class_="hints") == []

    def test_the_browser_gets_the_very_rules(self, world, bob):
        sent = bob.client.get("/remark-hints.json")
        assert sent.status_code == 200
        assert sent.json["rules"] == [[one.kind, one.pattern] for one in rules("en")]
        assert set(sent.json["says"]) >= {one.kind for one in rules("en")}
        assert all("{found}" in words for words in sent.json["says"].values())

    def test_the_own_form_has_none(self, world, first_page):
        assert not first_page.one("form", autocomplete="off").get("data-hints")
        assert not re.search("hints[.]js", first_page.html)
