"""Rights on the command line. Each command opens the installation that the settings name."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from survey.errors import BadInput
from survey.raters.asking import TIME_ZONE
from survey.rights import backup, checking, copying, erasing, finding, retention, signing, words
from survey.rights.erasing import Erasure
from survey.rights.retention import Run
from survey.store import held, organisations
from survey.store.database import Tx
from survey.workshop import Workshop, alone

SHORTEST = 3
"""Letters of a word to look for: a shorter one stands in every file."""

Opened = Callable[[], Workshop]
"""How the application opens the installation; app.py gives it."""


@contextmanager
def _open() -> Iterator[Workshop]:
    opener: Opened = click.get_current_context().obj
    shop = opener()
    shop.db.migrate()
    try:
        yield shop
    finally:
        shop.close()


@click.command()
@click.argument("address")
@click.option("--dry-run", is_flag=True, help="Show what would go and what would stay.")
def erase(address: str, dry_run: bool) -> None:
    """Erase whoever has this ADDRESS: rater, manager, staff, in every organisation."""
    with _open() as shop:
        day = datetime.fromtimestamp(shop.clock(), UTC).date()
        if dry_run:
            done = erasing.preview(shop.db, shop.keys.record, address, organisation=None, day=day)
            _tell(done, "Would go", "Would stay")
            return
        done = erasing.erase(
            shop.db, shop.settings, shop.keys.record, address,
            organisation=None, day=day, by=None,
        )  # fmt: skip
        _tell(done, "Gone", "Stays")
        click.echo("Looking for what is left …")
        _scan(shop, list(done.words))


def _tell(done: Erasure, goes: str, stays: str) -> None:
    click.echo(f"{goes}:")
    for line in done.goes:
        click.echo(f"  {line.rows:6}  {words.LINES[line.what]}")
    if done.stays:
        click.echo(f"{stays}, without a name:")
    for line in done.stays:
        click.echo(f"  {line.rows:6}  {words.STAYS[line.what]}")
    for place, times in done.left:
        click.echo(f"The name or address stands in {place}, {_times(times)}: a text of others.")


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Show what would go today.")
@click.option("--verify", is_flag=True, help="Check the signed records and the log's chain.")
def retain(dry_run: bool, verify: bool) -> None:
    """Erase what has had its day, as the timetable does daily; or check what it recorded."""
    with _open() as shop:
        if verify:
            _verify(shop)
            return
        with shop.db.read() as tx:
            there = places(tx)
        for organisation, name, zone in there:
            day = today(zone, shop.clock())
            if dry_run:
                run = retention.preview(shop.db, shop.keys.record, organisation, day)
            else:
                with shop.db.write() as tx:
                    run = retention.run(tx, shop.keys.record, organisation, day)
                with shop.db.read() as tx:
                    folder = shop.settings.outbox
                    retention.erase_files(tx, folder, run.mails, shop.clock())
            _tell_run(run, name, dry_run)
        if not dry_run:
            shop.db.sweep_out()


def _tell_run(run: Run, name: str, dry_run: bool) -> None:
    click.echo(f"{name}, {run.day}: {run.rows} rows {'would go' if dry_run else 'went'}")
    for kind, one in run.went.items():
        if one.rows:
            click.echo(f"  {one.rows:6}  {words.KINDS[kind]}")


def _verify(shop: Workshop) -> None:
    with shop.db.read() as tx:
        for place, number, day in checking.summary(tx):
            records = "1 signed record" if number == 1 else f"{number} signed records"
            click.echo(f"{place}: {records}, the last of {day}")
        problems = checking.problems(tx, shop.keys.record)
    click.echo(f"public key: {signing.public(shop.keys.record)}")
    _end(problems, "All records are signed and complete.")


@click.command("log")
@click.option("--verify", is_flag=True, required=True, help="Check the chain of the log.")
def check_log(verify: bool) -> None:
    """Check that nobody changed the log of what staff did."""
    with _open() as shop, shop.db.read() as tx:
        problems = checking.log_problems(tx, shop.keys.record) if verify else []
    _end(problems, "The log is whole.")


def _end(problems: list[str], good: str) -> None:
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo(good)


@click.command()
@click.argument("text", nargs=-1, required=True)
def scan(text: tuple[str, ...]) -> None:
    """Look for each TEXT in the store, its files, the queue and the mail folder.

    Exits with 1 if any is found.
    """
    if short := [word for word in text if len(word.strip()) < SHORTEST]:
        raise BadInput(f"look for words of {SHORTEST} letters or more", repr(short[0]))
    with _open() as shop:
        _scan(shop, list(text))


def _scan(shop: Workshop, wanted: list[str]) -> None:
    with shop.db.read() as tx:
        found = [*finding.in_store(tx, wanted)]
    found += finding.in_files(shop.settings, wanted)
    for place, word in sorted(set(found)):
        click.echo(f"{word}: in {place}, {_times(found.count((place, word)))}")
    if found:
        raise SystemExit(1)
    click.echo("No trace.")


@click.command()
@click.argument("address")
@click.option("--zip", "file", type=click.Path(path_type=Path), help="Write a ZIP with reports.")
def person(address: str, file: Path | None) -> None:
    """Print all that is held about whoever has this ADDRESS, as JSON."""
    with _open() as shop, shop.db.read() as tx:
        copy = copying.of_address(tx, address)
        language = copying.language_of(tx, held.by_address(tx, address))
    if file is None:
        click.echo(json.dumps(copy.data, ensure_ascii=False, indent=2, default=str))
        return
    if file.exists():
        raise BadInput("this file is there already; name another one", str(file))
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(copying.zipped(copy, language))
    click.echo(f"{file}: {len(copy.files)} reports, and all else as index.html and data.json.")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def back_up(file: Path) -> None:
    """Write a copy of the store to FILE, also while the server runs."""
    with _open() as shop:
        size = backup.save(shop.db, file, shop.clock())
        click.echo(f"{file}: {size / 1e6:.1f} MB. Keys are not in it: keep a copy of")
        click.echo(f"{shop.settings.keys}, erased.txt, withdrawn.txt and released.txt elsewhere.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Even if there is somebody in it.")
def restore(file: Path, replace: bool) -> None:
    """Bring back the store of FILE, less what was erased or had its day since.

    Stop the server and its workers first.
    """
    with _open() as shop, alone(shop.settings):
        done = backup.restore(
            shop.db, shop.settings, shop.keys, file, replace=replace, now=shop.clock()
        )
    click.echo(f"Forgotten again: {done.persons} persons, {done.answers} withdrawn answers,")
    click.echo(f"  {done.rows} rows that had had their day.")
    click.echo(f"{done.reports} reports are as they were made.")
    if done.lost:
        click.echo(f"About {done.lost} people's rounds reports left after this copy was made. They")
        click.echo("can be made again from the same answers only; see docs/privacy.md.")
    _end([f"report {id}: its PDF is not the one that was made" for id in done.damaged], "Restored.")


def places(tx: Tx) -> list[tuple[str | None, str, str]]:
    """Organisations with name and time zone, and what belongs to none."""
    firms = [(one.id, one.name, one.time_zone) for one in organisations.every(tx)]
    return [*firms, (None, "without an organisation", TIME_ZONE)]


def today(zone: str, now: float) -> date:
    return datetime.fromtimestamp(now, ZoneInfo(zone)).date()


COMMANDS = [erase, retain, check_log, scan, person, back_up, restore]
"""What `app.py` registers."""
