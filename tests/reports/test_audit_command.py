"""`./run audit`: the whole ledger is proved again; a leak or a forged row ends it with 1."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from reports import making
from reports.auditing import audit_command
from survey.anonymity import releasing
from survey.store import published
from tests.answered import sent
from tests.programme import programme

pytestmark = pytest.mark.usefixtures("no_press")


@pytest.fixture
def firm(db, house_keys):
    """Two reports on Alice, the second with three late answers."""
    made = programme(db, house_keys)
    for count in (4, 3):
        sent(db, made, "peers", count)
        with db.write() as tx:
            report = releasing.ask_report(tx, made.participation, made.cora)
        making.make(db, "Plumbline", report)
    return made


@pytest.fixture
def audit(settings, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    return lambda: CliRunner().invoke(audit_command)


def test_it_says_what_it_proved(audit, firm):
    done = audit()
    assert done.exit_code == 0, done.output
    assert "142 numbers in 2 reports and follow-ups on 1 people's rounds; 142 of" in done.output
    assert "Proved" in done.output


def change(db, firm, **values):
    """Something in the ledger is not what it was."""
    table = published.published
    with db.write() as tx:
        one = published.of(tx, firm.participation)[0]
        place = (table.c.source == one.source, table.c.scale == one.scale, table.c.cell == one.cell)
        tx.execute(table.update().where(*place).values(values))


def test_an_empty_ledger_is_proved(audit, db):
    assert audit().exit_code == 0


@pytest.mark.parametrize("values", [{"n": 5}, {"printed": "1.0"}], ids=["n", "printed"])
def test_a_number_that_was_changed_is_found(audit, db, firm, values):
    change(db, firm, **values)
    done = audit()
    assert done.exit_code == 1
    assert "fault(s) found" in done.output


def test_a_set_of_raters_that_was_changed_is_found(audit, db, firm):
    with db.write() as tx:
        tx.exec_driver_sql('UPDATE rater_sets SET members = \'["a", "b", "c"]\'')
    assert "the set of raters is not the one" in audit().output


def test_a_leak_is_found(audit, db, firm):
    with db.write() as tx:
        row = published.of(tx, firm.participation)[0]
        raters = published.members(tx, firm.participation)[row.raters]
        fewer = frozenset(sorted(raters)[1:])
        one = replace(row, source="odd", n=len(fewer), raters=published.hash_of(fewer))
        published.add(tx, [one], [fewer])
    done = audit()
    assert done.exit_code == 1
    assert "tell of 1 rater(s), with k = 3" in done.output
