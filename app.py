"""Plumbline from the outside: `create_app` for a web server, and the command line.

The only file that sees every room; nothing imports it.
"""

import logging
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import click
except ModuleNotFoundError as missing:
    sys.exit(f"plumbline: {missing.name} is not installed; start with ./run, which brings it")

import reports.jobs
import survey.jobs
from survey import accounts, demo, links, serving, settings, translations
from survey.errors import BadInput, PlumblineError
from survey.questionnaire.loader import load
from survey.settings import Settings
from survey.store import reports as report_rows
from survey.workshop import Workshop, at_work, open_workshop

if TYPE_CHECKING:
    from flask import Flask

ROOT = Path(__file__).resolve().parent
SHIPPED = ROOT / "questionnaires" / "leadership"  # what the demo's people answered
CATALOGUES = (ROOT / "survey" / "web" / "translations", ROOT / "reports" / "translations")
DEMO_MARK = "demo"  # a file in the instance folder: the first start made the demo
DEMO_PATIENCE = 120  # seconds that the first start waits for the demo's report
WEB = ("survey.web.wiring", "reports.web.views")
"""Rooms of the web. Imported when an application is made: a worker carries nothing of them."""
TASKS = (survey.jobs.TASKS, reports.jobs.TASKS)
COMMANDS = {
    "check": "survey.commands:check",
    "audit": "reports.auditing:audit_command",
    "diff": "survey.authoring.desk:diff",
    "export": "survey.authoring.desk:export",
    "import": "survey.authoring.desk:import_",
    "schema": "survey.authoring.desk:print_schema",
    "score": "reports.commands:score_command",
    "report": "reports.commands:report_command",
    "paper": "reports.paper_command:paper_command",
    "verify": "reports.verifying:verify_command",
    "pilot": "reports.commands:pilot_command",
    "erase": "survey.rights.commands:erase",
    "retention": "survey.rights.commands:retain",
    "log": "survey.rights.commands:check_log",
    "scan": "survey.rights.commands:scan",
    "person": "survey.rights.commands:person",
    "backup": "survey.rights.commands:back_up",
    "restore": "survey.rights.commands:restore",
}
"""Commands of the rooms. A room is imported when its command is called, since pandas is heavy."""


def create_app(chosen: Settings | None = None, *, immediate: bool = False) -> "Flask":
    """The web application, by `chosen` settings or by those of the environment.

    `immediate`: background tasks run within the request, for tests. Raises BadInput and Problems.
    """
    from flask import Flask  # noqa: PLC0415 - a worker has no pages

    _bring_catalogues()
    shop = open_workshop(chosen or current_settings(), TASKS, immediate=immediate)
    shop.db.migrate()
    app = Flask("plumbline", root_path=str(ROOT), static_folder=None)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, CATALOGUES))
    wiring, views = (import_module(name) for name in WEB)
    wiring.init_app(app, shop, load(shop.settings.questionnaires))
    views.init_app(app)
    return app


def _bring_catalogues() -> None:
    for folder in CATALOGUES:
        translations.compile_new(folder)


def current_settings(**more: str) -> Settings:
    """What the environment says, and the file that `init` left behind; `more` goes before both."""
    return settings.from_env({**_remembered(), **os.environ, **more}, ROOT)


def _remembered() -> dict[str, str]:
    """An installation knows whether it is the demo: the first start decides."""
    folder = ROOT / os.environ.get("PLUMBLINE_INSTANCE", "instance")
    return {"PLUMBLINE_DEMO": "1"} if (folder / DEMO_MARK).exists() else {}


class Rooms(click.Group):
    """The rooms' commands beside our own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Rooms)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Plumbline: leadership for quality, seen from where others stand."""
    ctx.obj = lambda: open_workshop(current_settings(), TASKS)


@cli.command()
def serve() -> None:
    """Serve the application with one worker beside it. The first start makes the demo."""
    instance = current_settings().instance
    if not instance.exists() and not current_settings().production:
        instance.mkdir(mode=0o700, parents=True)
        (instance / DEMO_MARK).touch()
    wanted = current_settings()
    port = serving.free_port(wanted.host, wanted.port)
    if port != wanted.port:
        click.echo(f"{wanted.port} is in use, perhaps by a start that still runs; taking {port}")
    environment = {**os.environ, "PLUMBLINE_PORT": str(port)}
    chosen = current_settings(PLUMBLINE_PORT=str(port))
    app = create_app(chosen)
    work = [sys.executable, str(ROOT / "app.py"), "worker"]
    with at_work(chosen), serving.kept_running(work, environment):
        if chosen.demo:
            with app.app_context():
                make_demo(_shop())
        click.echo(f"Plumbline is ready: {chosen.base_url}  (stop with Ctrl+C)")
        serving.serve(app, chosen.host, port, chosen.proxy)


def _shop() -> Workshop:
    from survey.web.house import house  # noqa: PLC0415 - a worker has no pages

    return house().shop


@cli.command()
def web() -> None:
    """Serve web pages only; run `worker` beside it."""
    chosen = current_settings()
    with at_work(chosen):
        serving.serve(create_app(chosen), chosen.host, chosen.port, chosen.proxy)


@cli.command()
def worker() -> None:
    """Make reports and send mail until stopped."""
    shop = open_workshop(current_settings(), TASKS)
    shop.db.migrate()
    with at_work(shop.settings):
        shop.queue.work()


@cli.command()
def init() -> None:
    """Start a real installation, without the demo."""
    chosen = current_settings()
    if (chosen.instance / DEMO_MARK).exists():
        raise BadInput(
            "this folder holds the demo; move it away, or set PLUMBLINE_INSTANCE to a new folder",
            str(chosen.instance),
        )
    open_workshop(chosen, TASKS).db.migrate()
    click.echo(f"A database and keys are in {chosen.instance}. Keep its keys/ apart from backups.")
    click.echo("Next: set PLUMBLINE_BASE_URL (and SMTP_URL for mail) in the environment, then")
    click.echo("  ./run admin YOU@EXAMPLE.ORG --name NAME --organisation NAME --time-zone ZONE")
    click.echo("  ./run serve")


@cli.command()
@click.argument("address")
@click.option("--name", default="", help="Of the admin; needed for a new account.")
@click.option("--organisation", required=True, help="Its name; made if it is not there.")
@click.option("--time-zone", default="UTC", show_default=True, help="Such as Europe/Berlin.")
@click.option("--new-second-factor", is_flag=True, help="Forget the one that was lost.")
def admin(
    address: str, name: str, organisation: str, time_zone: str, new_second_factor: bool
) -> None:
    """Make ADDRESS an admin, and print the link by which the password is set.

    The first admin comes by this way. Also for an admin who lost password or second factor.
    """
    shop = open_workshop(current_settings(), TASKS)
    shop.db.migrate()
    with shop.db.write() as tx:
        made = accounts.found(
            tx,
            shop.keys.link,
            name=name,
            email=address,
            organisation=organisation,
            time_zone=time_zone,
            now=shop.clock(),
        )
        if new_second_factor:
            accounts.forget_second_factor(tx, made.account)
    click.echo("Open this link within a day, on your own device; it works once:")
    click.echo(shop.settings.base_url + links.path(made.secret, "account"))


def make_demo(shop: Workshop) -> None:
    """Have the demo's report ready before anybody opens it."""
    report = demo.load(shop.db, shop.keys, load(SHIPPED))
    if _state(shop, report) == "done":
        return
    click.echo("making the demo's report …")
    last = time.monotonic() + DEMO_PATIENCE
    is_coming = shop.queue.send(survey.jobs.MAKE_REPORT, report)
    while is_coming and _state(shop, report) not in {"done", "failed"}:
        if time.monotonic() > last:
            is_coming = False
        time.sleep(0.1)
    survey.jobs.send_waiting(shop)  # those of other managers come while somebody looks round
    if not is_coming:  # the pages work without it, and it appears when it is made
        click.echo("it is not ready yet; the first page will show it once it is")


def _state(shop: Workshop, report: str) -> str:
    with shop.db.read() as tx:
        return report_rows.get(tx, report).state


def main() -> None:
    """The command line. What a user can mend is one sentence, never a traceback."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    for chatty in ("alembic", "fontTools", "huey", "matplotlib", "waitress", "weasyprint"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    try:
        _bring_catalogues()
        cli(prog_name="./run")
    except PlumblineError as error:
        click.echo(f"plumbline: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if not error.filename:
            raise
        click.echo(f"plumbline: {error.filename}: {error.strerror}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
