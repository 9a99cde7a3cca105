"""The urn: in the stricter mode an answer reaches the others only together with others."""

import pytest

from survey import keys, links
from survey.answers import respond
from survey.answers.urn import Urn
from survey.errors import BadInput
from survey.rounds.programme import close_round
from survey.store import invitations, responses
from tests.programme import invitation_secret, programme
from tests.store_factories import everything, everything_in, rows


class UrnContract:
    @pytest.fixture
    def firm(self, db, house_keys):
        return programme(db, house_keys, raters={"manager": 1, "peers": 4, "reports": 2})

    @pytest.fixture
    def urn(self, house_keys):
        return Urn(house_keys.urn, in_use=True)

    def send(self, db, house_keys, urn, invitation):
        secret, code = invitation_secret(house_keys, invitation), links.receipt()
        respond.save_draft(db, invitation, secret, everything(3), 0)
        respond.send(db, invitation, secret, code, urn=urn)
        return links.receipt_hash(code)

    def test_no_copy_of_the_database_differs_from_the_one_before_by_fewer_than_three(
        self, db, house_keys, firm, urn
    ):
        """Copies are taken around each sending and each stir."""
        copies = [there(db, firm)]
        for invitation in (*firm.raters["reports"], *firm.raters["peers"]):
            self.send(db, house_keys, urn, invitation)
            copies.append(there(db, firm))
            with db.write() as tx:
                urn.pour(tx, firm.participation)
            copies.append(there(db, firm))
        pairs = zip(copies, copies[1:], strict=False)
        steps = [len(after - before) for before, after in pairs]
        assert sorted(set(steps)) == [0, 3]  # the first three peers, together
        assert rows(db, "urn") == 3  # a peer and two reports wait

    def test_the_place_in_the_urn_does_not_lead_to_the_answer(self, db, house_keys, firm, urn):
        receipt = self.send(db, house_keys, urn, firm.raters["peers"][0])
        assert receipt not in everything_in(db)
        with db.read() as tx:
            assert urn.has(tx, receipt)

    def test_all_of_it_is_there_when_the_round_has_closed(self, db, house_keys, firm, urn):
        asked = [*firm.raters["peers"], *firm.raters["reports"]]
        sent = {self.send(db, house_keys, urn, one) for one in asked}
        with db.write() as tx:
            close_round(tx, house_keys, firm.round)
        assert there(db, firm) == sent
        assert rows(db, "urn") == 0
        with db.read() as tx:
            found = responses.of(tx, [firm.participation])
        assert {one.group for one in found} == {"peers", "reports"}
        assert all(one.answers[0] == (one.answers[0][0], 3) for one in found)

    def test_who_is_named_goes_the_straight_way(self, db, house_keys, firm, urn):
        """They are known by nature, and nobody else is of their group."""
        self.send(db, house_keys, urn, firm.raters["manager"][0])
        self.send(db, house_keys, urn, firm.own)
        assert (rows(db, "responses"), rows(db, "urn")) == (2, 0)

    def test_counts_go_by_who_has_sent(self, db, house_keys, firm, urn):
        self.send(db, house_keys, urn, firm.raters["peers"][0])
        with db.read() as tx:
            assert invitations.counts(tx, firm.participation, "done") == {"peers": 1}

    def test_repeating_the_post_says_the_same(self, db, house_keys, firm, urn):
        bob = firm.raters["peers"][0]
        secret, code = invitation_secret(house_keys, bob), links.receipt()
        respond.save_draft(db, bob, secret, everything(3), 0)
        said = [respond.send(db, bob, secret, code, urn=urn) for _ in range(2)]
        assert said[0] == said[1]
        assert rows(db, "urn") == 1

    def test_what_waits_comes_out_after_the_setting_was_taken_back(self, db, house_keys, firm, urn):
        for invitation in firm.raters["peers"]:
            self.send(db, house_keys, urn, invitation)
        with db.write() as tx:
            Urn(house_keys.urn, in_use=False).pour(tx, firm.participation)
        assert (rows(db, "responses"), rows(db, "urn")) == (4, 0)

    def test_another_key_loses_nothing_and_says_what_helps(
        self, db, house_keys, firm, urn, tmp_path
    ):
        for invitation in firm.raters["peers"]:
            self.send(db, house_keys, urn, invitation)
        other = Urn(keys.load(tmp_path / "others").urn)
        with pytest.raises(BadInput, match=r"link\.key"), db.write() as tx:
            other.pour(tx, firm.participation)
        assert (rows(db, "responses"), rows(db, "urn")) == (0, 4)

    def test_all_that_wait_are_of_one_length(self, db, house_keys, firm, urn):
        self.send(db, house_keys, urn, firm.raters["peers"][0])
        self.send(db, house_keys, urn, firm.raters["reports"][0])
        with db.read() as tx:
            sizes = tx.exec_driver_sql("SELECT DISTINCT length(sealed) FROM urn").scalars().all()
        assert len(sizes) == 1


class TestSqlite(UrnContract):
    pass


class TestPostgres(UrnContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db


def there(db, firm):
    with db.read() as tx:
        return {one.receipt_hash for one in responses.of(tx, [firm.participation])}
