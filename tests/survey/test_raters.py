"""Pasted lists: nothing is lost, what is odd is told, and the preview is what scoring would do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.cells import COMBINED, partition
from survey.raters import pasted as raters
from survey.raters.pasted import Entry, Known, Shown
from tests.factories import questionnaire

GROUPS = questionnaire().instrument.groups
NAMES = {"Peers": "peers", "Direct reports": "reports"}


def read(text, group="peers"):
    return raters.read(text, group, NAMES)


def people(text):
    return [(one.name, one.email) for one in read(text).entries]


@pytest.mark.parametrize(
    "line",
    [
        "Bob Ito <bob@example.org>",
        '"Bob Ito" <bob@example.org>',
        "Bob Ito; bob@example.org",
        "Bob Ito,bob@example.org",
        "bob@example.org,Bob Ito",
        "bob@example.org\tBob Ito",
        "bob@example.org (Bob Ito)",
        "• Bob Ito <mailto:bob@example.org>",
        "Bob Ito <bob@example.org>;",
    ],
)
def test_a_name_and_an_address_in_whatever_order(line):
    assert people(line) == [("Bob Ito", "bob@example.org")]


def test_several_on_one_line_as_a_mail_program_copies_them():
    assert people("Bob Ito <bob@x.example>; Cy <cy@x.example>, dan@x.example") == [
        ("Bob Ito", "bob@x.example"),
        ("Cy", "cy@x.example"),
        ("", "dan@x.example"),
    ]
    assert people("bob@x.example; cy@x.example") == [("", "bob@x.example"), ("", "cy@x.example")]


def test_a_comma_within_a_name_is_part_of_it():
    assert people('"Ito, Bob" <bob@x.example>') == [("Ito, Bob", "bob@x.example")]


def test_headings_put_what_follows_in_their_group():
    found = read("bob@x.example\n\nDIRECT REPORTS:\ncy@x.example\nPeers\ndan@x.example")
    assert [(one.group, one.email) for one in found.entries] == [
        ("peers", "bob@x.example"),
        ("reports", "cy@x.example"),
        ("peers", "dan@x.example"),
    ]
    assert found.headings == (3, 5)
    assert found.problems == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Bob Ito", "no_address"),
        ("bob@", "bad_address"),
        ("bob@cy@x.example", "bad_address"),
        ("bob@localhost", "bad_address"),
        ("B" * 200 + " <bob@x.example>", "bad_name"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(line, kind):
    (problem,) = read("cy@x.example\n" + line).problems
    assert (problem.line, problem.kind, problem.refused) == (2, kind, True)


def test_a_list_of_hundreds_is_for_the_import():
    found = read("\n".join(f"rater{n}@x.example" for n in range(250)))
    assert len(found.entries) == raters.MOST_LINES
    assert {one.kind for one in found.problems} == {"too_many"}
    assert len(found.problems) == 50


@given(st.text(alphabet="ab@.,;<>\"' \n\tP:", max_size=120))
def test_no_line_is_dropped_silently(text):
    found = read(text)
    told = {one.line for one in (*found.entries, *found.problems)} | set(found.headings)
    for number, line in enumerate(text.splitlines(), 1):
        if any(letter.isalnum() or letter == "@" for letter in line):
            assert number in told, line


@given(st.lists(st.sampled_from(["bob@x.example", "Cy <cy@y.example>", "x@", "Dan"]), max_size=6))
def test_every_address_is_an_entry_or_a_problem(tokens):
    found = read("; ".join(tokens))
    assert len(found.entries) + sum(one.kind == "bad_address" for one in found.problems) == sum(
        "@" in token for token in tokens
    )


def odd(*emails, listed=(), colleagues=(), name=""):
    entries = [Entry(number, "peers", name, email) for number, email in enumerate(emails, 1)]
    known = Known("alice@hall.example", frozenset(listed), frozenset(colleagues))
    return [(one.line, one.kind, one.like) for one in raters.check_list(entries, known)]


def test_oneself_and_whoever_is_there_already_are_refused():
    assert odd("Alice@Hall.example") == [(1, "self", "")]
    assert odd("bob@hall.example", "BOB@hall.example") == [(2, "twice", "")]
    assert odd("bob@hall.example", listed=["Bob@hall.example"]) == [(1, "listed", "")]


def test_addresses_of_one_mailbox_are_looked_at_again():
    assert odd("b.ito@hall.example", listed=["bito@hall.example"]) == [
        (1, "same_mailbox", "bito@hall.example")
    ]
    assert odd("alice+work@hall.example") == [(1, "same_mailbox", "alice@hall.example")]


def test_a_slip_of_the_pen_is_looked_at_again():
    assert odd("robret@hall.example", colleagues=["robert@hall.example"]) == [
        (1, "near_colleague", "robert@hall.example")
    ]
    assert odd("robert@hall.example", "roberta@hall.example") == [
        (2, "near_listed", "robert@hall.example")
    ]
    assert odd("bob@hal.example") == [(1, "near_domain", "hall.example")]
    assert odd("bob@ha11.example".replace("11", "1l"), listed=["cy@hall.example"]) == [
        (1, "near_domain", "hall.example")
    ]


def test_a_colleague_that_is_known_is_no_slip_of_the_pen():
    known = ["robert@hall.example", "roberta@hall.example"]
    assert odd("roberta@hall.example", listed=known[:1], colleagues=known) == []


def test_short_names_and_numbers_may_differ_by_one():
    assert odd("ali@hall.example", "al@hall.example") == []
    assert odd("rater1@hall.example", "rater2@hall.example") == []


def test_letters_that_pass_for_others_are_looked_at_again():
    assert odd("bob@x.example", name="Bоb") == [(1, "foreign_letters", "")]  # a Cyrillic o
    domain = "hаll.example".encode("idna").decode()  # a Cyrillic a
    assert odd(f"bob@{domain}") == [(1, "foreign_letters", "")]
    assert odd("bob@x.example", name="Владимир Петров") == []


def test_the_preview_says_what_would_be_merged():
    assert raters.preview({"peers": 2, "others": 2, "reports": 5}, GROUPS, 3) == [
        Shown(("peers", "others"), "together"),
        Shown(("reports",), "apart"),
    ]
    assert raters.preview({"reports": 2, "manager": 1}, GROUPS, 3) == [
        Shown(("manager",), "apart"),
        Shown(("reports",), "not"),
    ]


counts = st.fixed_dictionaries(
    {group.id: st.integers(0, 9) for group in GROUPS if group.kind != "self"}
)


@given(counts, st.integers(1, 5))
def test_the_preview_is_what_scoring_would_do(numbers, k):
    shown = raters.preview(numbers, GROUPS, k)
    told = {id: one.how for one in shown for id in one.groups}
    means = {None: "not", COMBINED: "together"}
    assert told == {
        id: means.get(cell, "apart") for id, cell in partition(numbers, GROUPS, k).items()
    }
    assert sum(one.how == "together" for one in shown) <= 1


def test_who_is_asked_too_often_is_told():
    assert raters.over_cap({"bob": 9, "cy": 8}, 8) == {"bob": 9}
