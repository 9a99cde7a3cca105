"""An application with the pages of survey.web only, over a store of its own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask
from jinja2.bccache import Bucket, BytecodeCache

from survey import settings
from survey.jobs import MAKE_REPORT, SEND_MAIL
from survey.questionnaire import loader
from survey.questionnaire.model import Questionnaire
from survey.queue import Tasks
from survey.store.database import Database
from survey.web import wiring
from survey.workshop import Workshop, open_workshop
from tests import blank

ROOT = Path(__file__).parent.parent


@dataclass
class World:
    """The application and what a test may look at behind it."""

    app: Flask
    shop: Workshop
    questionnaire: Questionnaire
    reports: list[str]
    """Ids of reports that were asked for."""
    mails: list[str]
    """Ids of outbox rows that were handed over."""

    @property
    def db(self) -> Database:
        return self.shop.db


class _Compiled(BytecodeCache):
    """Templates compiled once for all applications of a test run."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@cache
def shipped() -> Questionnaire:
    return loader.load(ROOT / "questionnaires" / "leadership")


def make_world(
    folder: Path,
    questionnaire: Questionnaire | None = None,
    base_url: str = "http://localhost",
    translations: Path | None = None,
    **environment: str,
) -> World:
    """A new one in `folder`. `environment`: more settings, by their names."""
    environment |= {"PLUMBLINE_BASE_URL": base_url, "PLUMBLINE_INSTANCE": str(folder)}
    reports: list[str] = []
    mails: list[str] = []
    tasks = Tasks()
    tasks.task(MAKE_REPORT)(lambda _shop, report: reports.append(report))
    tasks.task(SEND_MAIL)(lambda _shop, message: mails.append(message))
    chosen = settings.from_env(environment, folder)
    laid = blank.lay(chosen.database_url)
    shop = open_workshop(chosen, [tasks], immediate=True)
    if not laid:
        shop.db.migrate()
    app = Flask("plumbline", static_folder=None)
    app.config["TESTING"] = True
    app.jinja_options = {"bytecode_cache": _COMPILED}
    if translations:
        app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translations)
    world = World(app, shop, questionnaire or shipped(), reports, mails)
    wiring.init_app(app, shop, world.questionnaire)
    app.register_blueprint(result_pages())
    return world


def result_pages() -> Blueprint:
    """Stands for the room that shows reports."""
    pages = Blueprint("reports", __name__)
    pages.add_url_rule("/report/<report>", "result", lambda report: f"report {report}")
    return pages
