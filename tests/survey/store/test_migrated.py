"""A store of an older version, with people and reports in it, keeps every value on its way here."""

from contextlib import closing

import pytest
from sqlalchemy import MetaData, insert, select

from survey.authoring import publishing
from survey.store import bundles, drafts, migrations, outbox
from survey.store.database import Database
from survey.store.tables import metadata
from tests.answered import sent
from tests.programme import programme
from tests.released import release
from tests.store_factories import TODAY
from tests.survey.questionnaire.edit.folders import LEADERSHIP

BEFORE = "0026"


@pytest.fixture
def firm(db, house_keys):
    """Alice's report is released, Bob has begun a form, Ada has published a questionnaire."""
    made = programme(db, house_keys)
    sent(db, made, "peers", 3, comments={"keep": "Zoë said “go on”"})
    release(db, made)
    with db.write() as tx:
        drafts.save(tx, made.raters["peers"][3], b"sealed", 0)
        outbox.add(tx, "report", participation=made.participation)
        bundles.add(tx, made.cora, [made.participation], 2_000_000_000)
        asked = publishing.begin(tx, made.organisation, "leadership", LEADERSHIP, made.ada)
        publishing.publish(tx, asked, 1, note="First", today=TODAY, account=made.ada)
    return made


def old_store(db, url):
    """What is in `db`, as far as a store of BEFORE has tables and columns for it; by table."""
    kept = {}
    with closing(Database(url)) as old, old.write() as into, db.read() as tx:
        migrations.upgrade(into, BEFORE)
        tables = MetaData()
        tables.reflect(into)
        for now in metadata.sorted_tables:
            then = tables.tables.get(now.name)
            if then is None:
                continue
            names = [name for name in now.c.keys() if name in then.c]  # noqa: SIM118
            rows = [dict(row._mapping) for row in tx.execute(select(*(now.c[n] for n in names)))]
            if rows and now.name != "alembic_version":
                into.execute(insert(then), [plain(row, then) for row in rows])
                kept[now.name] = (names, rows)
    return kept


def plain(row, then):
    return {name: value for name, value in row.items() if name in then.c}


class MigratedContract:
    def test_nothing_is_lost_on_the_way(self, db, firm, empty_url):
        kept = old_store(db, empty_url)
        assert {"reports", "responses", "bundles", "publications", "drafts"} <= kept.keys()
        with closing(Database(empty_url)) as new:
            new.migrate()
            with new.read() as tx:
                for name, (names, rows) in kept.items():
                    table = metadata.tables[name]
                    found = tx.execute(select(*(table.c[n] for n in names)))
                    assert by_value(dict(row._mapping) for row in found) == by_value(rows), name


def by_value(rows):
    return sorted(str(sorted(row.items())) for row in rows)


class TestOnSqlite(MigratedContract):
    @pytest.fixture
    def empty_url(self, tmp_path):
        return f"sqlite:///{tmp_path / 'old.db'}"


class TestOnPostgres(MigratedContract):
    @pytest.fixture
    def empty_url(self, postgres):
        return postgres.new_database()
