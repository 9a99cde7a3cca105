"""A new link in place of an old one: what becomes of the draft, and of whoever has the old one."""

import pytest

from survey import links
from survey.answers import respond
from survey.answers.draft import Changes
from survey.errors import LinkUnknown, NewerLink
from survey.raters.reissue import reissue
from survey.store import invitations
from tests.store_factories import alice_starts, answered, everything, rows, save, send, sheet


def issue(db, keys, started, same=True):
    with db.write() as tx:
        return reissue(tx, keys, started.invitation, old_address_same=same)


def newest(db, keys, started):
    with db.read() as tx:
        number = invitations.get(tx, started.invitation).issue
    return links.secret(keys.link, started.invitation, number)


class ReissueContract:
    def test_the_draft_stays_for_the_same_address(self, db, house_keys):
        alice = answered(db, house_keys)
        assert issue(db, house_keys, alice)
        found = respond.read_draft(db, alice.invitation, newest(db, house_keys, alice))
        assert found.draft.answers == everything().answers
        assert found.revision == 2

    def test_it_is_erased_for_another_address(self, db, house_keys):
        alice = answered(db, house_keys)
        issue(db, house_keys, alice, same=False)
        found = respond.read_draft(db, alice.invitation, newest(db, house_keys, alice))
        assert (found.revision, found.draft.answers) == (0, {})
        assert rows(db, "drafts") == 0

    def test_every_older_link_says_that_there_is_a_newer_one(self, db, house_keys):
        alice = answered(db, house_keys)
        second = links.secret(house_keys.link, alice.invitation, 2)
        issue(db, house_keys, alice)
        issue(db, house_keys, alice)
        for old in (alice.secret, second):
            with pytest.raises(NewerLink):
                respond.open_link(db, old)
            with pytest.raises(NewerLink):
                respond.read_draft(db, alice.invitation, old)
            with pytest.raises(NewerLink):
                respond.save_draft(db, alice.invitation, old, Changes(), 1)
        assert respond.open_link(db, newest(db, house_keys, alice)).issue == 3

    def test_an_old_link_to_one_form_says_nothing_of_another(self, db, house_keys):
        alice, other = alice_starts(db, house_keys), alice_starts(db, house_keys)
        issue(db, house_keys, alice)
        with pytest.raises(LinkUnknown) as raised:
            respond.read_draft(db, other.invitation, alice.secret)
        assert not isinstance(raised.value, NewerLink)

    def test_without_a_draft_only_the_link_changes(self, db, house_keys):
        alice = alice_starts(db, house_keys)
        issue(db, house_keys, alice)
        secret = newest(db, house_keys, alice)
        assert respond.save_draft(db, alice.invitation, secret, everything(), 0) == 1

    def test_of_a_sent_form_nothing_changes(self, db, house_keys):
        alice = answered(db, house_keys)
        send(db, alice, links.receipt())
        assert not issue(db, house_keys, alice)
        assert respond.open_link(db, alice.secret).state == "done"


def test_a_page_that_was_open_saves_with_the_new_link(db, house_keys):
    alice = answered(db, house_keys)
    issue(db, house_keys, alice)
    page = sheet(db, type(alice)(alice.invitation, newest(db, house_keys, alice), None))
    item = next(iter(everything().answers))
    changes = Changes({item: 1})
    assert save(db, type(alice)(alice.invitation, newest(db, house_keys, alice), None),
                changes, page.revision) == 3  # fmt: skip


class TestSqlite(ReissueContract):
    pass


class TestPostgres(ReissueContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
