"""Doors: the link in force, and what holders of older ones are told."""

import pytest

from survey import doors
from survey.errors import LinkUnknown, NewerLink
from survey.store import links as rows
from tests.store_factories import everything_in


def test_a_link_is_the_same_until_it_is_renewed(db, house_keys):
    with db.write() as tx:
        first = doors.ensure(tx, house_keys.link, "home", "alice")
        assert doors.ensure(tx, house_keys.link, "home", "alice") == first
        assert doors.open_door(tx, "home", first) == "alice"
        second = doors.renew(tx, house_keys.link, "home", "alice")
        assert second != first
        assert doors.ensure(tx, house_keys.link, "home", "alice") == second
        with pytest.raises(NewerLink):
            doors.open_door(tx, "home", first)


def test_a_link_opens_nothing_but_its_own(db, house_keys):
    with db.write() as tx:
        secret = doors.ensure(tx, house_keys.link, "requests", "bob")
        assert secret != doors.ensure(tx, house_keys.link, "home", "bob")
        for purpose, tried in (("home", secret), ("requests", secret + "x"), ("requests", "é\0")):
            with pytest.raises(LinkUnknown):
                doors.open_door(tx, purpose, tried)


def test_an_ended_link_is_unknown_and_the_next_is_a_new_one(db, house_keys):
    with db.write() as tx:
        first = doors.ensure(tx, house_keys.link, "approval", "p")
        rows.end(tx, "approval", "p")
        with pytest.raises(LinkUnknown) as refused:
            doors.open_door(tx, "approval", first)
        assert not isinstance(refused.value, NewerLink)
        assert doors.ensure(tx, house_keys.link, "approval", "p") != first


def test_the_store_knows_no_secret(db, house_keys):
    with db.write() as tx:
        secret = doors.ensure(tx, house_keys.link, "home", "alice")
    assert secret not in everything_in(db)
