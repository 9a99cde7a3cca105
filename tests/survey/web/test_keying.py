"""Typing in a paper form: only its code opens it, and it is sent as its rater would send it."""

from itertools import count
from string import ascii_lowercase

import pytest
from sqlalchemy import select

from survey import links
from survey.answers import respond
from survey.answers.draft import Changes
from survey.paper.printing import House, Wish, papers_of
from survey.raters import nominating, slips
from survey.store import invitations, log, papers, participations, responses, rounds
from survey.store.tables import drafts, metadata
from tests.client import Visitor, text_of
from tests.programme import programme, signed_in
from tests.web_app import make_world

_numbers = count(1)


def _letters(number):
    return ascii_lowercase[number // 26] + ascii_lowercase[number % 26]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """One for all of these: each test has a firm of its own in it, and sits somewhere else."""
    made = make_world(tmp_path_factory.mktemp("keying"))
    yield made
    made.shop.close()


@pytest.fixture
def firm(world):
    name = f"Hall {_letters(next(_numbers))} and Sons"
    return programme(world.db, world.shop.keys, asked=world.questionnaire, name=name)


@pytest.fixture
def slip(world, firm):
    """Id of the invitation that somebody who likes paper drew."""
    with world.db.write() as tx:
        return slips.add_slips(tx, world.shop.keys, firm.participation, "peers", 1)[0]


@pytest.fixture
def code(world, slip):
    return slips.code(world.shop.keys, slip)


@pytest.fixture
def dora(world) -> Visitor:
    """Dora types in what she collected. She has no account."""
    visitor = Visitor(world.app)
    visitor.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{next(_numbers)}"
    return visitor


def opened(dora, code, **more):
    return dora.submit(dora.get("/paper"), {"code": code} | more)


def typing(page, value="4"):
    """Every statement of the page with this key."""
    fields = page.all("input", inputmode="numeric")
    return {one.get("name"): value for one in fields if one.get("name").startswith("a_")}


def check(dora, page, fields, status=200):
    return dora.submit(page, fields | {"go": "check"}, status)


def send(dora, page):
    return dora.submit(page, {"go": "send"})


def sent(world, firm):
    with world.db.read() as tx:
        return responses.of(tx, [firm.participation])


def test_what_was_typed_is_sent_with_a_receipt_that_takes_it_back(world, firm, slip, code, dora):
    page = opened(dora, f" {code.lower()} ")
    assert page.h1 == "Type in a paper form"
    assert "Alice" in page.text
    names = list(typing(page))
    fields = typing(page) | {names[0]: "n", names[1]: "", "t_keep": "The tests.", "s_all": "2"}
    page = check(dora, page, fields)
    assert page.h1 == "Read over what you typed"
    assert "24 statements have an answer. Left empty: 2." in page.text
    assert sent(world, firm) == []
    page = send(dora, page)
    assert page.h1 == "The form is sent"
    receipt = text_of(page.one("p", id="receipt"))
    (one,) = sent(world, firm)
    assert one.receipt_hash == links.receipt_hash(receipt)
    assert dict(one.answers) == {name[2:]: 4 for name in names} | {
        names[0][2:]: "NO", names[1][2:]: None
    }  # fmt: skip
    assert (one.group, one.fast, dict(one.comments)) == ("peers", False, {"keep": "The tests."})
    assert dict(one.shows) == {"keep": "pool"}
    with world.db.read() as tx:
        assert invitations.get(tx, slip).state == "done"


def test_typing_in_leaves_no_row_but_the_answers(world, firm, code, dora):
    def counts():
        with world.db.read() as tx:
            return {t.name: len(tx.execute(select(t)).all()) for t in metadata.sorted_tables}

    before = counts()
    page = opened(dora, code)
    page = check(dora, page, typing(page))
    assert counts() == before
    send(dora, page)
    changed = {name for name, n in counts().items() if n != before[name]}
    assert changed <= {"responses", "unstirred"}
    assert not [one for one in dora.client._cookies.values() if "answer" in one.key]


def test_sending_the_same_page_twice_shows_the_same_receipt(world, firm, code, dora):
    page = opened(dora, code)
    page = check(dora, page, typing(page))
    first, second = send(dora, page), send(dora, page)
    assert text_of(first.one("p", id="receipt")) == text_of(second.one("p", id="receipt"))
    assert len(sent(world, firm)) == 1


def test_a_form_that_was_sent_opens_no_more(world, firm, code, dora):
    early = opened(dora, code)
    page = opened(dora, code)
    send(dora, check(dora, page, typing(page)))
    page = dora.submit(dora.get("/paper"), {"code": code}, 422)
    assert "were sent already" in page.one("p", id="code-error").text
    page = dora.submit(early, typing(early, "1") | {"go": "send"}, 422)
    assert "were sent already" in page.one("p", id="code-error").text
    assert len(sent(world, firm)) == 1


def test_enter_alone_never_sends(world, firm, code, dora):
    page = opened(dora, code)
    page = check(dora, page, typing(page))
    (form,) = [one for one in page.all("form") if one.get("action") == "/paper/answers"]
    buttons = [one for one in form.iter("button") if one.get("type") == "submit"]
    assert buttons[0].get("value") == "check"


def test_what_was_begun_on_a_screen_is_not_shown_and_paper_takes_its_place(
    world, firm, slip, code, dora
):
    secret = links.secret(world.shop.keys.link, slip, 1)
    item = world.questionnaire.items("standard")[0].id
    respond.save_draft(
        world.db, slip, secret, Changes({item: 1}, {"keep": "Begun on a screen."}), 0,
        clock=world.shop.clock,
    )  # fmt: skip
    page = opened(dora, code)
    assert "Begun on a screen" not in page.html
    assert page.field(f"a_{item}") == ""
    fields = typing(page) | {f"a_{item}": ""}
    page = send(dora, check(dora, page, fields))
    (one,) = sent(world, firm)
    assert dict(one.answers)[item] is None
    assert one.comments == {}
    with world.db.read() as tx:
        assert tx.execute(select(drafts).where(drafts.c.invitation == slip)).all() == []


@pytest.mark.parametrize("wrong", ["", "nonsense", "0000-0000-00000", "x" * 500])
def test_another_code_opens_nothing(dora, firm, wrong):
    page = dora.submit(dora.get("/paper"), {"code": wrong}, 422)
    assert "No form has this code" in page.one("p", id="code-error").text


def test_guessing_is_slowed_down(dora, code):
    page = dora.get("/paper")
    for _ in range(30):
        dora.submit(page, {"code": "0000"}, 422)
    assert dora.submit(page, {"code": code}, 429).h1 == "That was tried too often"


def test_nobody_of_the_staff_opens_a_form_without_its_code(world, firm, slip, code):
    for account in (firm.ada, firm.cora):
        somebody = signed_in(world.app, world.db, account)
        somebody.get(f"/answer/{slip}", 404)
        page = somebody.submit(somebody.get("/paper"), {"code": slip}, 422)
        assert "No form has this code" in page.text


def test_the_code_of_one_form_sends_no_other(world, firm, code, dora):
    """The answers of a page go where its code says; a receipt of another form is refused."""
    with world.db.write() as tx:
        (other,) = slips.add_slips(tx, world.shop.keys, firm.participation, "reports", 1)
    mine, theirs = opened(dora, code), opened(dora, slips.code(world.shop.keys, other))
    fields = typing(mine) | {"receipt": theirs.field("receipt"), "go": "send"}
    assert dora.submit(mine, fields, 422).h1
    assert sent(world, firm) == []


def test_a_closed_round_says_so(world, firm, code, dora):
    with world.db.write() as tx:
        rounds.change(tx, firm.round, state="closed")
    page = dora.submit(dora.get("/paper"), {"code": code}, 422)
    assert "The round takes no answers now" in page.one("p", id="code-error").text


def test_what_cannot_be_read_is_named_with_its_number_and_the_cure(world, firm, code, dora):
    page = opened(dora, code)
    names = list(typing(page))
    page = check(dora, page, typing(page) | {names[2]: "9", names[5]: "45"}, 422)
    lines = [text_of(one) for one in page.one("div", id="summary").iter("li")]
    assert lines == [
        f"Question {n}: This is not one of the answers; choose one. Type 1, 2, 3, 4, 5, or N, or "
        "leave it empty."
        for n in (3, 7)  # the sixth statement comes after the first comment
    ]
    assert page.field(names[2]) == "9"
    assert page.field(names[0]) == "4"


def test_too_few_answers_say_what_is_missing(world, firm, code, dora):
    page = opened(dora, code)
    names = list(typing(page))
    fields = typing(page) | dict.fromkeys(names[:4], "")
    page = check(dora, page, fields, 422)
    assert "needs 2 more answers" in text_of(page.one("div", id="summary"))
    assert sent(world, firm) == []


def test_a_form_that_cannot_count_says_so_before_it_is_sent(world, firm, code, dora):
    page = opened(dora, code)
    page = check(dora, page, typing(page, "N"))
    assert "its numbers cannot count" in page.text
    assert send(dora, page).h1 == "The form is sent"


class TestTwice:
    @pytest.fixture
    def page(self, dora, code):
        return opened(dora, code, twice="yes")

    def test_the_second_time_is_empty_but_for_the_comments(self, dora, page):
        page = check(dora, page, typing(page) | {"t_keep": "The tests."})
        assert page.h1 == "Type it a second time"
        assert set(typing(page)) == {n for n in typing(page) if page.field(n) == ""}
        assert "The tests." in page.html

    def test_alike_twice_can_be_sent(self, world, firm, dora, page):
        page = check(dora, page, typing(page))
        page = check(dora, page, typing(page))
        assert page.h1 == "Read over what you typed"
        assert send(dora, page).h1 == "The form is sent"
        assert len(sent(world, firm)) == 1

    def test_differences_are_shown_and_typed_once_more(self, world, firm, dora, page):
        names = list(typing(page))
        page = check(dora, page, typing(page) | {names[1]: "2"})
        page = check(dora, page, typing(page))
        assert page.h1 == "These were not typed alike"
        (line,) = page.one("div", id="summary").iter("li")
        assert text_of(line).startswith("Question 2: Typed first: 2. Typed then: 4. Look at")
        assert page.field(names[1]) == ""
        page = check(dora, page, {names[1]: "5"})
        assert page.h1 == "These were not typed alike"
        page = check(dora, page, {names[1]: "2"})
        send(dora, page)
        (one,) = sent(world, firm)
        assert dict(one.answers)[names[1][2:]] == 2

    def test_the_first_time_cannot_be_sent(self, world, firm, dora, page):
        page = dora.submit(page, typing(page) | {"go": "send"})
        assert page.h1 == "Type it a second time"
        assert sent(world, firm) == []

    @pytest.mark.parametrize("forged", ["[1]", "{", '{"a": 1}', "[" * 5000, "null"])
    def test_what_a_page_never_sends_is_refused(self, world, firm, dora, page, forged):
        dora.submit(page, typing(page) | {"earlier": forged, "go": "send"}, 422)
        assert sent(world, firm) == []


def paper_form(page):
    """Number of the form that asks for paper."""
    actions = [one.get("action", "") for one in page.all("form")]
    return next(n for n, action in enumerate(actions) if action.endswith("/paper"))


def test_paper_forms_are_asked_for_by_a_button_and_the_log_says_who_did(world, firm, slip, code):
    cora = signed_in(world.app, world.db, firm.cora)
    page = cora.get(f"/participations/{firm.participation}/slips/paper")
    fields = {"group": "peers", "language": "en", "size": "A4"}
    response = cora.client.post(
        page.all("form")[paper_form(page)].get("action"),
        data=fields | {"csrf_token": page.field("csrf_token")},
    )
    assert response.status_code == 303
    paper = world.papers[-1]
    assert response.location == f"/papers/{paper}"
    assert "0 of 1 laid out" in cora.get(f"/papers/{paper}", 202).text
    cora.get(f"/papers/{paper}/file", 404)
    signed_in(world.app, world.db, firm.ada).get(f"/papers/{paper}", 404)
    with world.db.read() as tx:
        entries = log.about(tx, f"participation:{firm.participation}")
        assert "papers.printed" in {one.action for one in entries}


def test_a_group_without_slips_gets_no_paper(world, firm, slip):
    ada = signed_in(world.app, world.db, firm.ada)
    page = ada.get(f"/participations/{firm.participation}/slips/paper")
    fields = {"group": "reports", "language": "en", "size": "A4"}
    assert "Not a valid choice" in ada.submit(page, fields, 422, paper_form(page)).text


def test_half_a_letter_in_what_comes_back_is_refused_and_breaks_no_page(world, firm, dora, code):
    page = opened(dora, code, twice="yes")
    page = check(dora, page, typing(page) | {"t_keep": "The tests."})
    forged = '[{"t_keep": "\\ud800"}]'
    dora.submit(page, typing(page) | {"earlier": forged, "go": "check"}, 422)
    assert sent(world, firm) == []


def printed_by(visitor, world, firm):
    """Id of the paper forms that were asked for."""
    page = visitor.get(f"/participations/{firm.participation}/slips/paper")
    fields = {"group": "peers", "language": "en", "size": "A4"}
    visitor.client.post(
        page.all("form")[paper_form(page)].get("action"),
        data=fields | {"csrf_token": page.field("csrf_token")},
    )
    return world.papers[-1]


def test_codes_are_no_longer_a_coachs_whose_client_was_handed_over(world, firm, slip):
    cora = signed_in(world.app, world.db, firm.cora)
    paper = printed_by(cora, world, firm)
    with world.db.write() as tx:
        participations.change(tx, firm.participation, coach=None)
    cora.get(f"/papers/{paper}", 404)
    cora.get(f"/papers/{paper}/file", 404)


def test_the_paper_of_a_moved_slip_does_not_tell_that_it_was_sent(world, firm, slip):
    with world.db.write() as tx:
        (unsent,) = slips.add_slips(tx, world.shop.keys, firm.participation, "peers", 1)
        invitations.close(tx, slip, "done")
        for one in (slip, unsent):
            nominating.move(tx, one, "reports")
        wish = Wish("reports", "en").to_json()
        paper = papers.add(tx, firm.ada, wish, 2_000_000_000, participation=firm.participation)
        house = House("Plumbline", "https://example.org", world.shop.keys)
        made = papers_of(tx, house, papers.get(tx, paper), world.shop.clock())
    assert [one.asking.group for one in made] == ["reports", "reports"]
