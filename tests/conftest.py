"""What most tests start from: settings in a temporary folder, a real store, a workshop."""

import gc

import pytest

from survey import jobs, keys, translations
from survey.settings import from_env
from survey.store.database import Database
from survey.web.language import TRANSLATIONS
from survey.workshop import open_workshop
from tests import blank, servers


def pytest_collection_finish():
    """What is imported by now stays: to look it through each time took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


translations.compile_new(TRANSLATIONS)  # as at every start: no test may depend on an earlier one


@pytest.fixture
def settings(tmp_path):
    """Of an installation that was just unpacked: everything by default, below `tmp_path`."""
    return from_env({}, tmp_path)


@pytest.fixture
def house_keys(settings):
    return keys.load(settings.keys)


@pytest.fixture
def db(settings):
    """A store on SQLite. Test classes for both engines put `postgres_db` in its place."""
    blank.lay(settings.database_url)
    database = Database(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def shop(settings, db):
    """A workshop whose tasks run at once, in the same store as `db`."""
    workshop = open_workshop(settings, [jobs.TASKS], immediate=True)
    yield workshop
    workshop.close()


@pytest.fixture(scope="session")
def postgres():
    with servers.postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres):
    return postgres.emptied()


@pytest.fixture
def postgres_db(postgres_url):
    database = Database(postgres_url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    with servers.redis(tmp_path_factory.mktemp("redis")) as address:
        yield address
