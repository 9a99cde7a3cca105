"""A store from an older copy: what left meanwhile is not forgotten, nor what was taken back."""

from dataclasses import replace

import pytest

from reports import making
from survey import links
from survey.anonymity import releasing
from survey.answers.urn import Urn
from survey.errors import NotNow
from survey.rights import backup, leaving
from survey.store import reports, responses, urn
from tests.answered import sent
from tests.store_factories import rows

pytestmark = pytest.mark.usefixtures("no_press")

NOW = 1_795_435_200.0  # the noon of TODAY, in UTC


@pytest.fixture
def copy(db, firm, tmp_path):
    """Of the firm before anybody has looked."""
    file = tmp_path / "copy"
    backup.save(db, file, NOW)
    return file


@pytest.fixture
def restore(db, settings, house_keys):
    def bring_back(file):
        return backup.restore(db, settings, house_keys, file, replace=True, now=NOW)

    return bring_back


@pytest.fixture
def make(db, firm, settings, house_keys):
    def made():
        with db.write() as tx:
            report = releasing.ask_report(tx, firm.participation, firm.cora)
        making.make(
            db, "Plumbline", report,
            note=lambda tx, one: leaving.note(tx, settings, house_keys.record, [one]),
        )  # fmt: skip
        with db.read() as tx:
            return reports.get(tx, report).state

    return made


def test_another_report_beside_one_that_left_after_the_copy_is_refused(
    db, firm, make, copy, restore
):
    sent(db, firm, "peers", 1)
    assert make() == "done"  # of four peers; of three it would tell what the fourth said
    assert restore(copy).lost == 1
    with pytest.raises(NotNow, match="backup"):
        make()


def test_a_lost_line_would_make_it_leak(db, firm, make, copy, restore, settings):
    """So the test above would notice if nobody looked."""
    sent(db, firm, "peers", 1)
    make()
    done = restore
    leaving.file_of(settings).unlink()
    with db.write() as tx:  # the store is lost, too: nothing can be noted on the way
        tx.exec_driver_sql("DELETE FROM published")
    assert done(copy).lost == 0
    assert make() == "done"


def test_the_same_report_can_be_made_again(db, firm, make, copy, restore, settings):
    assert make() == "done"
    assert restore(copy).lost == 1
    assert make() == "done"
    sent(db, firm, "reports", 4)  # and later ones join it by the ordinary rule
    assert make() == "done"
    assert len(leaving.file_of(settings).read_text().split("\n")) == 3


def test_a_round_closes_without_its_report_where_none_may_be_made(
    db, firm, make, copy, restore, house_keys
):
    sent(db, firm, "peers", 1)
    make()
    restore(copy)
    with db.write() as tx:
        tx.exec_driver_sql("UPDATE rounds SET rules = '{\"coached\": false}'")
        assert releasing.on_close(tx, firm.participation) is None


def test_what_left_names_nobody_outside_the_store(db, firm, make, settings):
    make()
    text = leaving.file_of(settings).read_text()
    with db.read() as tx:
        known = [firm.participation, firm.alice, firm.round]
        known += [one.receipt_hash for one in responses.of(tx, [firm.participation])]
    assert text
    assert not any(one in text for one in known)


def test_what_was_taken_back_comes_neither_back_from_the_urn(
    db, firm, settings, house_keys, tmp_path, restore
):
    store = Urn(house_keys.urn, in_use=True)
    taken = links.hash_of("Bob's code")
    with db.write() as tx:
        one = next(iter(responses.of(tx, [firm.participation])))
        store.put(tx, replace(one, receipt_hash=taken))
    backup.save(db, tmp_path / "copy", NOW)
    (settings.instance / "withdrawn.txt").write_text(f"{taken}\n")
    assert restore(tmp_path / "copy").answers == 1
    with db.read() as tx:
        assert urn.subjects(tx) == []
    assert rows(db, "responses") == 9
