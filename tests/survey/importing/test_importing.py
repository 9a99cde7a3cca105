"""Carrying out an import in a real store."""

import time

import pytest

from survey.errors import NotFound, NotNow, Stale
from survey.importing import carrying_out as importing
from survey.importing.table_columns import FIELDS, suggest
from survey.rounds import programme
from survey.rounds.campaign import Rules
from survey.store import imports, invitations, participations, people, rounds
from tests.programme import programme as made
from tests.store_factories import rows

HEADER = list(FIELDS)
NOW = 1_000_000
DAN = ["Dan", "dan@hallsons.example", "Head of Test", "cora@hallsons.example", "", "", "", ""]
EVE = ["Dan", "dan@hallsons.example", "", "", "Eve", "eve@hallsons.example", "Peers", ""]
FAY = ["Alice", "alice@hallsons.example", "", "", "Fay", "fay@hallsons.example", "reports", ""]


@pytest.fixture
def firm(db, house_keys):
    return made(db, house_keys, state="draft", rules=Rules(languages=("en", "de")))


def uploaded(db, firm, *cells, now=NOW):
    table = [HEADER, *cells]
    with db.write() as tx:
        found = imports.add(tx, firm.ada, firm.round, "people.csv", table, now)
        imports.map_columns(tx, found, suggest(HEADER))
        return imports.get(tx, found, now)


def confirm(db, keys, firm, *cells, **more):
    table = uploaded(db, firm, *cells)
    with db.read() as tx:
        seen = importing.look(tx, table).fingerprint()
    return importing.apply(db, keys, table, seen, firm.ada, **more)


def of_dan(tx, firm):
    dan = people.by_email(tx, firm.organisation, "dan@hallsons.example")
    (part,) = participations.of(tx, dan.id)
    return dan, part


def test_managers_and_raters_are_there_afterwards_and_the_table_is_not(db, house_keys, firm):
    done = confirm(db, house_keys, firm, DAN, EVE, FAY)
    assert (done.managers, done.raters, done.changed, done.written_to) == (1, 2, 0, 0)
    with db.read() as tx:
        dan, part = of_dan(tx, firm)
        assert (part.role, part.coach) == ("Head of Test", firm.cora)
        states = [(i.group, i.state) for i in invitations.of_participation(tx, part.id)]
        assert sorted(states) == [("peers", "listed"), ("self", "listed")]
    assert rows(db, "imports") == 0
    assert rows(db, "outbox") == 0


def test_twice_makes_no_doubles(db, house_keys, firm):
    confirm(db, house_keys, firm, DAN, EVE, FAY)
    before = [rows(db, t) for t in ("people", "participations", "invitations")]
    done = confirm(db, house_keys, firm, DAN, EVE, FAY)
    assert (done.managers, done.raters, done.changed) == (0, 0, 0)
    assert [rows(db, t) for t in ("people", "participations", "invitations")] == before


def test_what_a_table_says_differently_is_changed(db, house_keys, firm):
    confirm(db, house_keys, firm, DAN, EVE)
    dan = ["Daniel", *DAN[1:2], "Director", "", "", "", "", "de"]
    eve = [*EVE[:4], "Eva", *EVE[5:6], "reports", ""]
    done = confirm(db, house_keys, firm, dan, ["", *eve[1:]])
    assert done.changed == 2
    with db.read() as tx:
        dan, part = of_dan(tx, firm)
        assert (dan.name, dan.language, part.role, part.coach) == (
            "Daniel", "de", "Director", firm.cora
        )  # fmt: skip
        eve = people.by_email(tx, firm.organisation, "eve@hallsons.example")
        (invitation,) = invitations.of_rater(tx, part.id, eve.id)
        assert (eve.name, invitation.group) == ("Eva", "reports")


def test_a_problem_forbids_everything_unless_it_is_left_out(db, house_keys, firm):
    bad = [*EVE[:6], "aliens", ""]
    with pytest.raises(NotNow):
        confirm(db, house_keys, firm, DAN, bad)
    with db.read() as tx:
        assert people.by_email(tx, firm.organisation, "dan@hallsons.example") is None
    assert rows(db, "imports") == 1  # it can be mended and looked at again
    done = confirm(db, house_keys, firm, DAN, bad, leave_out=True)
    assert (done.managers, done.raters, done.left_out) == (1, 0, 1)


def test_what_was_shown_is_what_is_done(db, house_keys, firm):
    table = uploaded(db, firm, DAN)
    with db.read() as tx:
        seen = importing.look(tx, table).fingerprint()
    with db.write() as tx:  # somebody else was quicker
        programme.add_participant(tx, firm.round, "Dan", "dan@hallsons.example")
    with pytest.raises(Stale):
        importing.apply(db, house_keys, table, seen, firm.ada)
    assert rows(db, "imports") == 1


def test_confirming_twice_does_it_once(db, house_keys, firm):
    table = uploaded(db, firm, DAN)
    with db.read() as tx:
        seen = importing.look(tx, table).fingerprint()
    importing.apply(db, house_keys, table, seen, firm.ada)
    with pytest.raises(Stale):
        importing.apply(db, house_keys, table, seen, firm.ada)


def test_late_additions_to_an_open_round_are_invited(db, house_keys):
    firm = made(db, house_keys)
    with db.read() as tx:
        assert participations.get(tx, firm.participation).listing == "settled"
    done = confirm(db, house_keys, firm, FAY)
    assert done.written_to == 1
    with db.read() as tx:
        fay = people.by_email(tx, firm.organisation, "fay@hallsons.example")
        (invitation,) = invitations.of_rater(tx, firm.participation, fay.id)
        assert invitation.state == "open"


def test_a_closed_round_takes_nobody(db, house_keys, firm):
    table = uploaded(db, firm, DAN)
    with db.write() as tx:
        rounds.change(tx, firm.round, state="closed")
    with db.read() as tx, pytest.raises(NotNow):
        importing.look(tx, table)


def test_200_managers_and_2400_raters_take_seconds(db, house_keys, firm):
    cells = []
    for m in range(200):
        manager = [f"Manager {m}", f"m{m}@hallsons.example", "Head", "cora@hallsons.example"]
        cells += [
            [
                *manager,
                f"Rater {m} {n}",
                f"r{m}x{n}@hallsons.example",
                "peers" if n < 6 else "reports",
                "en",
            ]
            for n in range(12)
        ]
    started = time.process_time()
    done = confirm(db, house_keys, firm, *cells)
    taken = time.process_time() - started
    assert (done.managers, done.raters) == (200, 2400)
    assert taken < 20, taken
    print(taken)


def test_a_table_ends_after_a_day_and_another_replaces_it(db, firm):
    first = uploaded(db, firm, DAN)
    second = uploaded(db, firm, DAN)
    with db.write() as tx:
        with pytest.raises(NotFound):
            imports.get(tx, first.id, NOW)
        assert imports.whose(tx, second.id, NOW) == (firm.ada, firm.round)
        assert imports.whose(tx, second.id, NOW + imports.KEPT) is None
        assert imports.erase_old(tx, NOW + imports.KEPT) == 1
