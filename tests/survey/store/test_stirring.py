"""Answers are written anew, so that the rows themselves do not tell what they do not say."""

import threading

import pytest
from sqlalchemy import text

from survey import links
from survey.answers import receipts, respond
from survey.answers.urn import Urn
from survey.store import follow_ups, invitations, stirring
from tests.programme import invitation_secret, programme, started
from tests.store_factories import everything, rows

ANSWERS = "SELECT receipt_hash, answers, comments FROM responses ORDER BY receipt_hash"


class StirringContract:
    @pytest.fixture
    def firm(self, db, house_keys):
        return programme(db, house_keys)

    def stirred(self, db):
        with db.write() as tx:
            found = stirring.due(tx)
            stirring.stir(tx, found)
        return found

    def test_it_changes_no_answer_and_is_done_once(self, db, house_keys, firm):
        for invitation in firm.raters["peers"]:
            send(db, house_keys, invitation)
        with db.read() as tx:
            before = tx.execute(text(ANSWERS)).all()
        assert self.stirred(db) == [firm.participation]
        with db.read() as tx:
            assert tx.execute(text(ANSWERS)).all() == before
        assert self.stirred(db) == []

    def test_only_what_is_new_is_touched(self, db, house_keys, firm):
        other = programme(db, house_keys, name="Rival")
        send(db, house_keys, firm.raters["peers"][0])
        send(db, house_keys, other.raters["peers"][0])
        assert self.stirred(db) == sorted([firm.participation, other.participation])
        send(db, house_keys, other.raters["peers"][1])
        assert self.stirred(db) == [other.participation]

    def test_a_failure_half_way_leaves_all_as_it_was(self, db, house_keys, firm):
        send(db, house_keys, firm.raters["peers"][0])

        def stir_and_fail():
            with db.write() as tx:
                stirring.stir(tx, stirring.due(tx))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            stir_and_fail()
        assert rows(db, "responses") == 1
        assert self.stirred(db) == [firm.participation]

    def test_answers_to_a_follow_up_are_stirred_too(self, db, house_keys, firm):
        with db.write() as tx:
            invitations.close(tx, firm.raters["peers"][0], "done")
            asked = follow_ups.ask(tx, started(tx, firm), firm.alice, "peers")
            follow_ups.answer(tx, follow_ups.asked(tx, asked), {"open": "more"})
        assert self.stirred(db) == [firm.participation]
        assert rows(db, "follow_up_answers") == 1

    def test_many_send_and_take_back_while_it_is_stirred(self, db, house_keys, firm):
        """Nothing is lost, doubled or overlooked, and nobody gets an error."""
        urn, failures = Urn(house_keys.urn), []
        ended = threading.Event()

        def rate(invitation, keep):
            try:
                code = send(db, house_keys, invitation)
                if not keep:
                    secret = invitation_secret(house_keys, invitation)
                    receipts.withdraw(db, urn, invitation, secret, code)
            except Exception as error:
                failures.append(error)

        def stir():
            while not ended.is_set():
                self.stirred(db)

        asked = [one for group in firm.raters.values() for one in group]
        stirrers = [threading.Thread(target=stir) for _ in range(2)]
        raters = [threading.Thread(target=rate, args=(o, n % 2)) for n, o in enumerate(asked)]
        for thread in (*stirrers, *raters):
            thread.start()
        for thread in raters:
            thread.join()
        ended.set()
        for thread in stirrers:
            thread.join()
        assert failures == []
        assert rows(db, "responses") == len(asked) // 2
        assert rows(db, "withdrawn") == len(asked) - len(asked) // 2
        self.stirred(db)
        assert written(db) <= 1


class TestSqlite(StirringContract):
    def test_nothing_of_a_draft_is_left_in_the_files(self, db, house_keys, firm, settings):
        """Not even sealed: who finds the link later could open it."""
        bob = firm.raters["peers"][0]
        secret = invitation_secret(house_keys, bob)
        respond.save_draft(db, bob, secret, everything(3), 0)
        with db.read() as tx:
            sealed = bytes(tx.execute(text("SELECT sealed FROM drafts")).scalar_one())
        file = settings.instance / "plumbline.sqlite3"
        log = file.with_name(file.name + "-wal")
        assert sealed[:64] in log.read_bytes() + file.read_bytes()
        respond.send(db, bob, secret, links.receipt())
        self.stirred(db)
        db.scrub()
        assert log.stat().st_size == 0
        for part in (sealed[:64], sealed[-64:], sealed[1000:1064]):
            assert part not in file.read_bytes()

    def test_where_answers_lie_in_the_file_tells_nothing_of_when_they_came(
        self, db, house_keys, firm, settings
    ):
        """Before it, the last to come lies lowest in the page."""
        asked = [one for group in firm.raters.values() for one in group][:4]
        sent = [links.receipt_hash(send(db, house_keys, one)) for one in asked]

        def lying():
            db.scrub()
            page = (settings.instance / "plumbline.sqlite3").read_bytes()
            answers = {one: page.find(f"{one}{firm.participation}".encode()) for one in sent}
            return sorted(sent, key=lambda one: -answers[one])

        assert lying() == sent
        self.stirred(db)
        assert lying() == sorted(sent)

    def test_a_long_reader_delays_the_scrubbing_and_stops_nobody(self, db, house_keys, firm):
        with db.read() as tx:
            tx.execute(text("SELECT 1 FROM people")).all()
            send(db, house_keys, firm.raters["peers"][0])
            db.scrub()
            send(db, house_keys, firm.raters["peers"][1])
        assert rows(db, "responses") == 2


class TestPostgres(StirringContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db

    def test_before_it_the_transaction_names_the_rater_and_after_it_nobody(
        self, db, house_keys, firm
    ):
        peers = firm.raters["peers"]
        codes = [send(db, house_keys, one) for one in peers]
        joined = text(
            "SELECT i.id, r.receipt_hash FROM invitations i JOIN responses r "
            "ON i.xmin::text = r.xmin::text"
        )
        truth = {(o, links.receipt_hash(c)) for o, c in zip(peers, codes, strict=True)}
        with db.read() as tx:
            assert {tuple(row) for row in tx.execute(joined)} == truth  # that is why
        self.stirred(db)
        db.scrub()
        with db.read() as tx:
            assert tx.execute(joined).all() == []
            places = tx.execute(text("SELECT receipt_hash FROM responses ORDER BY ctid"))
            order = list(places.scalars())
        assert written(db) == 1
        assert order == sorted(order)


def send(db, keys, invitation):
    secret, code = invitation_secret(keys, invitation), links.receipt()
    respond.save_draft(db, invitation, secret, everything(3), 0)
    respond.send(db, invitation, secret, code)
    return code


def written(db):
    """How many transactions the answers in the table were written by."""
    with db.read() as tx:
        if tx.dialect.name == "sqlite":
            return 0  # it keeps no such number
        return tx.execute(text("SELECT count(DISTINCT xmin::text) FROM responses")).scalar_one()
