"""What an import would do: each row once, nothing guessed, nothing doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.importing.table_columns import FIELDS, suggest
from survey.importing.table_deeds import Group, Known, Participant, Person
from survey.importing.table_import import plan

HEADER = list(FIELDS)
COLUMNS = suggest(HEADER)
KNOWN = Known(
    coaches=frozenset({"cora@firm.example"}),
    groups=(
        Group("me", ("You",), is_self=True),
        Group("mates", ("Peers", "Kollegen", "Peer")),
        Group("crew", ("Direct reports",)),
    ),
    languages=("en", "de"),
)
ALICE = ["Alice", "alice@firm.example", "Head", "cora@firm.example", "", "", "", ""]
BOB = ["Alice", "alice@firm.example", "", "", "Bob", "bob@firm.example", "Peers", "de"]


def planned(*rows, known=KNOWN, columns=COLUMNS):
    return plan([HEADER, *rows], columns, known)


def with_(row, **values):
    return [values.get(name, cell) for name, cell in zip(FIELDS, row, strict=True)]


def problems(*rows, known=KNOWN):
    return [(p.row, p.field, p.kind) for p in planned(*rows, known=known).problems]


def afterwards(done, known=KNOWN):
    """The store after confirming, as importing writes it."""
    people, parts, raters = dict(known.people), dict(known.participants), dict(known.raters)

    def meet(email, name, language):
        before = people.get(email, Person("", "en"))
        people[email] = Person(name, language or before.language)

    for deed in sorted((*done.new, *done.changed), key=lambda one: one.row):
        meet(deed.manager_email, deed.manager_name, "" if deed.rater else deed.language)
        before = parts.get(deed.manager_email, Participant("", ""))
        parts[deed.manager_email] = Participant(
            deed.role or before.role, deed.coach or before.coach
        )
        if deed.rater:
            meet(deed.rater.email, deed.rater.name, deed.language)
            raters[deed.manager_email, deed.rater.email] = deed.rater.group
    return Known(people, parts, raters, known.coaches, known.groups, known.languages)


def test_a_manager_and_a_rater_are_new():
    found = planned(ALICE, BOB)
    assert [deed.row for deed in found.new] == [2, 3]
    assert (found.managers, found.raters) == (1, 1)
    assert found.new[1].rater.group == "mates"
    assert found.problems == ()


def test_doing_it_twice_changes_nothing_the_second_time():
    known = afterwards(planned(ALICE, BOB))
    again = planned(ALICE, BOB, known=known)
    assert (again.new, again.changed, again.unchanged) == ((), (), (2, 3))


def test_what_differs_is_told_from_what_to_what():
    known = afterwards(planned(ALICE, BOB))
    found = planned(
        with_(ALICE, role="Director", manager_name="Alice Hall"),
        with_(BOB, manager_name="", group="crew", language="EN"),
        known=known,
    )
    assert [(c.row, c.field, c.before, c.after) for c in found.changes] == [
        (2, "manager_name", "Alice", "Alice Hall"),
        (2, "role", "Head", "Director"),
        (3, "language", "de", "en"),
        (3, "group", "mates", "crew"),
    ]
    assert [deed.row for deed in found.changed] == [2, 3]


def test_an_empty_cell_changes_nothing():
    known = afterwards(planned(ALICE, BOB))
    quiet = with_(ALICE, manager_name="", role="", coach="")
    assert planned(quiet, known=known).unchanged == (2,)


@pytest.mark.parametrize(
    ("changes", "field", "kind"),
    [
        ({"manager_email": ""}, "manager_email", "no_manager"),
        ({"manager_email": "alice at firm"}, "manager_email", "bad_address"),
        ({"manager_name": ""}, "manager_name", "no_name"),
        ({"rater_name": ""}, "rater_name", "no_name"),
        ({"manager_name": "x" * 121}, "manager_name", "bad_name"),
        ({"manager_name": "x" * 3000}, "manager_name", "long"),
        ({"rater_name": "Bo\x07b"}, "rater_name", "control"),
        ({"rater_email": "bob@"}, "rater_email", "bad_address"),
        ({"rater_email": ""}, "rater_email", "no_rater"),
        ({"rater_email": "ALICE@firm.example"}, "rater_email", "oneself"),
        ({"group": ""}, "group", "no_group"),
        ({"group": "You"}, "group", "oneself"),
        ({"group": "aliens"}, "group", "no_such_group"),
        ({"coach": "nobody@firm.example"}, "coach", "no_coach"),
        ({"language": "tlh"}, "language", "no_language"),
    ],
)
def test_each_problem_is_told_by_row_and_column(changes, field, kind):
    assert (2, field, kind) in problems(with_(BOB, **changes))


def test_it_asks_whether_something_else_was_meant():
    row = with_(BOB, group="Pers", coach="cara@firm.example")
    likes = {p.kind: p.like for p in planned(row).problems}
    assert likes == {"no_such_group": "Peers", "no_coach": "cora@firm.example"}


def test_a_row_of_another_length_is_never_shifted():
    assert problems(["x", *BOB]) == [(2, None, "ragged")]
    assert problems(BOB[:-1]) == [(2, None, "ragged")]
    assert planned([], ["", " "], BOB).problems == ()


def test_rows_that_contradict_each_other_are_told():
    assert problems(ALICE, with_(ALICE, role="Boss")) == [(3, "role", "two_values")]
    assert problems(BOB, with_(BOB, group="crew")) == [(3, "group", "two_groups")]
    assert problems(BOB, with_(BOB, rater_name="Rob")) == [(3, "rater_name", "two_names")]
    assert problems(BOB, with_(BOB, manager_name="Al")) == [(3, "manager_name", "two_names")]


def test_the_same_row_again_is_there_already():
    found = planned(BOB, BOB)
    assert ([deed.row for deed in found.new], found.unchanged) == ([2], (3,))


def test_a_name_may_stand_in_another_row_or_in_the_store():
    known = Known(people={"bob@firm.example": Person("Bob", "en")}, groups=KNOWN.groups)
    row = with_(BOB, rater_name="", language="", manager_name="Alice")
    assert planned(row, with_(row, manager_name=""), known=known).problems == ()


def test_the_number_of_a_row_is_the_one_in_the_file():
    assert [deed.row for deed in planned([], ALICE, [], BOB).new] == [3, 5]


@pytest.mark.parametrize(
    "header",
    [
        ["Manager name", "Manager e-mail", "Role", "Coach e-mail", "Rater name", "Rater e-mail",
         "Group", "Language"],
        ["Führungskraft", "E-Mail der Führungskraft", "Funktion", "E-Mail des Coaches",
         "Feedbackgeber", "E-Mail des Feedbackgebers", "Gruppe", "Sprache"],
        ["Chef", "Chefens e-post", "Befattning", "Coachens e-post", "Bedömare",
         "Bedömarens e-post", "Grupp", "Språk"],
        ["Nom du manager", "Courriel du manager", "Poste", "Courriel du coach",
         "Nom du répondant", "Courriel du répondant", "Groupe", "Langue"],
        ["Nombre del responsable", "Correo del responsable", "Cargo", "Correo del coach",
         "Nombre del evaluador", "Correo del evaluador", "Grupo", "Idioma"],
    ],
)  # fmt: skip
def test_headers_are_known_in_several_languages(header):
    assert suggest(header) == dict(zip(FIELDS, range(8), strict=True))
    assert suggest([f" {one.upper()}: " for one in header]) == suggest(header)


def test_a_column_is_suggested_once():
    assert sorted(suggest(["name", "name", "mail", "email"]).values()) == [0, 3]


CELLS = st.one_of(
    st.sampled_from(
        ["", "Alice", "Bob", "alice@firm.example", "bob@firm.example", "x@", "Peers", "crew", "You",
         "cora@firm.example", "de", "\0", "=1+1", "BOB@firm.example"]
    ),
    st.text(max_size=6),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=7, max_size=9), max_size=8)
LIKELY = st.lists(
    st.tuples(
        st.sampled_from(["Alice", "", "Al"]),
        st.sampled_from(["alice@firm.example", "bob@firm.example"]),
        st.sampled_from(["", "Head", "Boss"]),
        st.sampled_from(["", "cora@firm.example"]),
        st.sampled_from(["Bob", "", "Alice"]),
        st.sampled_from(["bob@firm.example", "", "cleo@firm.example"]),
        st.sampled_from(["mates", "crew", ""]),
        st.sampled_from(["", "de", "en"]),
    ),
    max_size=8,
)


@given(st.one_of(ROWS, LIKELY))
def test_every_row_ends_up_exactly_once_and_twice_is_once(rows):
    first = planned(*rows)
    told = [d.row for d in (*first.new, *first.changed)] + [*first.unchanged, *first.bad_rows]
    said = [n for n, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    assert sorted(told) == said
    known = afterwards(first)
    again = planned(*rows, known=known)
    assert (again.new, again.changed, again.problems) == ((), (), first.problems)


@given(st.lists(st.lists(st.text(max_size=4), max_size=3), max_size=4),
       st.dictionaries(st.sampled_from(FIELDS), st.integers(-3, 12)))  # fmt: skip
def test_no_rows_and_no_columns_make_it_fail(rows, columns):
    plan(rows, columns, KNOWN)
