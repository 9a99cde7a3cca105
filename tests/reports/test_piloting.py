"""Pilot figures: of whose answers, how coarse, and never so that a few can be worked out."""

import json

import pytest

from reports import pilot_making, piloting
from reports.items_told import Item, Told, tenths
from reports.scoring import pilot as core
from survey.errors import NotNow
from survey.rights import erasing, leaving
from survey.store import left_since, participations, people, pilots, responses, rounds, versions
from survey.store.pilots import Place
from tests.attack.instrument import FORM, questionnaire
from tests.piloted import managers, rated, release, usual
from tests.programme import programme
from tests.store_factories import TODAY


@pytest.fixture
def firm(db, house_keys):
    return programme(db, house_keys, asked=questionnaire(), form=FORM, state="closed")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Fewer samples; what they give is tested with the figures themselves."""
    monkeypatch.setattr(core, "DRAWS", 10)


@pytest.fixture
def place(db, firm):
    with db.read() as tx:
        round_ = rounds.get(tx, firm.round)
        return Place(firm.organisation, round_.version, round_.form)


def standing(db, place):
    with db.read() as tx:
        return piloting.standing(tx, place)


def made(db, firm, place):
    with db.write() as tx:
        wanted = piloting.ask(tx, place, firm.ada, TODAY)
    pilot_making.make(db, wanted, lambda: 0)
    return standing(db, place).told


def items_of(db, place):
    with db.read() as tx:
        return [one.id for one in versions.get(tx, place.version).items(place.form)]


def test_five_managers_and_fifty_forms_are_enough(db, firm, place):
    managers(db, firm, 4, raters=15)
    assert not standing(db, place).can_be_made
    managers(db, firm, 1, raters=3)
    there = standing(db, place)
    assert (there.managers, there.forms, there.can_be_made) == (5, 63, True)
    told = made(db, firm, place)
    assert (told.managers, told.forms, told.is_settled) == (5, 63, False)
    assert set(told.items) == set(items_of(db, place))
    assert all(one.n == 63 for one in told.items.values())
    assert told == Told.from_plain(json.loads(json.dumps(told.as_plain())))


@pytest.mark.parametrize(("count", "raters"), [(4, 20), (6, 8)])
def test_fewer_are_refused(db, firm, place, count, raters):
    managers(db, firm, count, raters)
    with db.write() as tx, pytest.raises(NotNow):
        piloting.ask(tx, place, firm.ada, TODAY)


def test_an_open_round_or_one_of_practice_gives_nothing(db, firm, place):
    managers(db, firm, 5, raters=10)
    for change in ({"state": "open"}, {"state": "closed", "practice": True}):
        with db.write() as tx:
            rounds.change(tx, firm.round, **change)
        assert standing(db, place).managers == 0


def test_only_the_answers_behind_printed_numbers_count(db, firm, place):
    """A group too small for a number, and answers that came after the report, are in none."""
    first, *_ = managers(db, firm, 5, raters=10)
    with db.write() as tx:
        rated(tx, first, 4, usual)  # late, in no report
        one = participations.add(
            tx, people.add(tx, "Zoe", organisation=firm.organisation), firm.round, ""
        )
        rated(tx, one, 10, usual)
        rated(tx, one, 2, usual, group="reports")
        release(tx, one)
    with db.read() as tx:
        there = piloting.managers(tx, place)
        everybody = sum(len(responses.of(tx, [m.participation])) for m in there)
    told = made(db, firm, place)
    assert told.forms == sum(len(m.raters) for m in there)
    assert (told.forms, everybody) == (62, 66)


def test_shares_are_told_in_tenths_whose_ends_take_in_their_neighbours():
    assert [tenths(share) for share in (0, 0.04, 0.149, 0.15, 0.5, 0.84, 0.95, 1)] == [
        1, 1, 1, 2, 5, 8, 9, 9,
    ]  # fmt: skip


def test_what_an_author_should_look_at_is_found(db, firm, place):
    unseen, high, odd, *_ = items_of(db, place)

    def said(item, level, chance):
        if item == unseen:
            return "NO" if chance.random() < 0.8 else 3
        if item == high:
            return chance.choice((4, 5, 5))
        return chance.randint(1, 5) if item == odd else usual(item, level, chance)

    managers(db, firm, 6, raters=15, said=said)
    told = made(db, firm, place)
    # Hardly any report has a number of it, and yet it is what an author must see.
    assert told.items[unseen].unseen in {7, 8}
    assert {"few", "unseen"} == set(told.items[unseen].flags)
    assert "high" in told.items[high].flags
    assert {"apart", "against"} & set(told.items[odd].flags)


@pytest.mark.parametrize(
    ("figures", "flags"),
    [
        ((60, 1, 2, 5, 0.5), ()),
        ((60, 3, 2, 5, 0.5), ("unseen",)),
        ((60, 1, 9, 9, 0.5), ("high",)),
        ((60, 1, 2, 5, 0.2), ("apart",)),
        ((60, 1, 2, 5, -0.2), ("against",)),
        ((19, 8, None, None, None), ("few", "unseen")),
        ((0, None, None, None, None), ("few",)),
    ],
)
def test_words_follow_from_the_figures(figures, flags):
    n, unseen, highest, high, rest = figures
    assert Item("one", n, unseen, highest, high, rest).flags == flags


def test_newer_figures_need_five_managers_more(db, firm, place):
    managers(db, firm, 5, raters=10)
    made(db, firm, place)
    assert not standing(db, place).can_be_made  # nothing new to say
    managers(db, firm, 4, raters=10)
    assert not standing(db, place).can_be_made
    with db.write() as tx, pytest.raises(NotNow):
        piloting.ask(tx, place, firm.ada, TODAY)
    managers(db, firm, 1, raters=10)
    assert made(db, firm, place).managers == 10


def test_a_late_batch_about_one_manager_is_too_little_news(db, firm, place):
    """The same managers, of whom one has a newer report: the difference would be that batch."""
    first, *others = managers(db, firm, 5, raters=10)
    made(db, firm, place)
    with db.write() as tx:
        rated(tx, first, 4, usual)
        release(tx, first)
    assert standing(db, place).forms == 54
    assert not standing(db, place).can_be_made
    with db.write() as tx:
        for one in others:
            rated(tx, one, 4, usual)
            release(tx, one)
    assert made(db, firm, place).forms == 70


def test_a_manager_whose_answers_are_gone_is_in_none(db, firm, place):
    first, *_ = managers(db, firm, 6, raters=10)
    with db.write() as tx:
        responses.remove(tx, responses.of(tx, [first])[0].receipt_hash)
    assert standing(db, place).managers == 5


def test_answers_that_go_before_it_is_made_are_a_failure_and_it_can_be_asked_anew(db, firm, place):
    first, *_ = managers(db, firm, 6, raters=10)
    with db.write() as tx:
        wanted = piloting.ask(tx, place, firm.ada, TODAY)
        responses.remove(tx, responses.of(tx, [first])[0].receipt_hash)
    pilot_making.make(db, wanted, lambda: 0)
    there = standing(db, place)
    assert (there.newest.state, there.told) == ("failed", None)
    assert there.newest.reference
    assert made(db, firm, place).managers == 5


def test_a_store_from_an_older_copy_makes_no_second_figures(db, firm, place, settings, house_keys):
    managers(db, firm, 5, raters=10)
    made(db, firm, place)
    with db.write() as tx:
        leaving.note_pilots(tx, settings, house_keys.record, firm.organisation)
        (left,) = pilots.of(tx, place)
        tx.exec_driver_sql("DELETE FROM pilots")  # the copy is from before
        assert leaving.bring_back(tx, settings, house_keys.record) == 1
        assert left_since.of(tx, firm.organisation) == {left.trace}
    assert standing(db, place).can_be_made  # the very same
    managers(db, firm, 5, raters=10)
    assert not standing(db, place).can_be_made


def test_what_stays_of_an_erased_manager_is_told(db, firm, place, house_keys):
    one, *_ = managers(db, firm, 5, raters=10)
    made(db, firm, place)
    with db.write() as tx:
        people.set_email(tx, participations.get(tx, one).person, "gone@gone.example")
    told = erasing.preview(db, house_keys.record, "gone@gone.example", organisation=None, day=TODAY)
    assert [line.rows for line in told.stays if line.what == "averages"] == [1]


def test_a_statement_that_all_answered_alike_looks_as_if_one_had_not(db, firm, place):
    """What could not be worked out without any spread would give away what everybody said."""
    alike, *_ = items_of(db, place)
    managers(
        db, firm, 5, raters=12,
        said=lambda item, level, chance: 5 if item == alike else usual(item, level, chance),
    )  # fmt: skip
    told = made(db, firm, place)
    assert (told.items[alike].highest, told.items[alike].high) == (9, 9)
    assert all(one.rest is not None for one in told.items.values())
    assert all(one.alpha for one in told.skills.values())
