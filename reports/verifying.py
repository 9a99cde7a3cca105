"""`./run verify FILE.pdf`: did this file leave here, and does the snapshot still give it?"""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import click

from reports import snapshots
from reports.chart_files import SLIDES
from reports.leaves import Words, words_of
from reports.likeness import Likeness, compare
from reports.press import pressed_again
from reports.stranger import LARGEST, words_of_stranger
from reports.versions import in_short, versions
from survey.errors import NotFound
from survey.store import organisations, participations, prints, releases, reports
from survey.store.database import Database, Tx
from survey.store.prints import Left
from survey.workshop import Workshop

CONTENT = re.compile(r"content:([0-9a-f]{64})")
VARIANT = re.compile(r"variant:([a-z0-9-]+)")


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_command(file: Path) -> None:
    """Say whether FILE is a report that left this installation, whose, and when; then make it again
    from what is kept, and compare.

    With the same program and libraries the bytes must be the same; with others the content id, the
    words and the printed numbers. Exits with 1 if anything differs.
    """
    opener: Callable[[], Workshop] = click.get_current_context().obj
    shop = opener()
    shop.db.migrate()
    try:
        is_true = verify(shop.db, file.read_bytes())
    finally:
        shop.close()
    if not is_true:
        raise SystemExit(1)


def verify(db: Database, data: bytes) -> bool:
    """Prints what is found. False: not from here, or not what the snapshot gives."""
    digest = hashlib.sha256(data).hexdigest()
    with db.read() as tx:
        found = [one for one in prints.left(tx, digest) if one.variant != SLIDES]
        if not found:
            return _stranger(tx, data)
        click.echo(f"This file left here, unchanged (SHA-256 {digest}).")
        click.echo(_whose(tx, found[0]))
        return _made_again(tx, data, found[0])


def _whose(tx: Tx, left: Left) -> str:
    row = reports.get(tx, left.report)
    _, round_, person = participations.whole(tx, row.participation)
    firm = organisations.get(tx, round_.organisation).name if round_.organisation else ""
    release = releases.of_report(tx, left.report)
    said = "not released: of own answers alone"
    if release:
        done = "released" if release.state == "released" else "seen by the coach, not released,"
        said = f"report {release.number} of this round, {done} on {release.day.isoformat()}"
    made = f"made with {in_short(json.loads(left.made_with))}" if left.made_with else ""
    lines = [
        f"Report on {person.name}, round {round_.title!r}{f' of {firm}' if firm else ''}",
        said,
        f"printed as {left.variant}",
        made,
    ]
    return "\n".join(f"  {line}" for line in lines if line)


def _made_again(tx: Tx, data: bytes, left: Left) -> bool:
    made = _rebuilt(tx, left)
    then = json.loads(left.made_with) if left.made_with else {}
    now = versions()
    others = [name for name in now if then.get(name) != now[name]]
    if not others:
        if made == data:
            click.echo("Made again with the same program and libraries: the same bytes.")
            return True
        click.echo("Made again with the same program and libraries, it has OTHER bytes.", err=True)
        return _told(_likeness(data, made))
    changed = ", ".join(f"{name} {_short(then, name)} → {_short(now, name)}" for name in others)
    click.echo(f"Made again with other versions ({changed}), so bytes are not compared.")
    return _has_content(tx, data, left) and _retold(data, made)


def _short(of: object, name: str) -> str:
    return str(of.get(name, "unknown"))[:12] if isinstance(of, dict) else "unknown"


def _has_content(tx: Tx, data: bytes, left: Left) -> bool:
    """Whether the snapshot is the one that the file names; files of before name none."""
    named = CONTENT.search(_words(data).keywords)
    kept = snapshots.content_of(reports.snapshot(tx, left.report) or "")
    if named is None or named[1] == kept:
        return True
    click.echo(f"The kept snapshot is ANOTHER one: content {kept}.", err=True)
    return False


def _likeness(data: bytes, other: bytes) -> Likeness:
    return compare(_words(data).pages, _words(other).pages)


def _words(data: bytes) -> Words:
    return words_of(data) or Words("", ())


def _told(found: Likeness) -> bool:
    said = f"{found.pages} pages with {found.words} words, {found.numbers} numbers among them"
    if not found.differences:
        click.echo(f"Compared: {said}: all alike.")
        return True
    click.echo(f"Compared: {said}. It differs:", err=True)
    for line in found.differences:
        click.echo(f"  {line}", err=True)
    return False


def _retold(data: bytes, made: bytes) -> bool:
    """What this version makes of the kept content, against the file of another version. Words of
    the program may have changed since; a number may not."""
    found = _likeness(data, made)
    if not found.differences:
        return _told(found)
    if not found.has_all_numbers:
        click.echo("The file is the one that left here, but NOT what is kept of it.", err=True)
        return _told(found)
    said = f"{found.pages} pages: each of {found.numbers} numbers stands in it, words differ"
    click.echo(f"Compared: {said}:")
    for line in found.differences:
        click.echo(f"  {line}")
    if CONTENT.search(_words(data).keywords):
        click.echo("The kept content is the very same, so these are words of the program.")
        return True
    click.echo("The file names no content yet: words of the program, or of what is kept?", err=True)
    return False


def _why_unread(data: bytes) -> str:
    """What was wrong with a file that is no readable PDF of a report, and what to do."""
    if data.startswith(b"PK"):
        return "It is a ZIP: unpack it, and verify each PDF in it."
    if b"%PDF-" not in data[:1024]:
        return "It is no PDF." if data else "It is empty."
    if len(data) > LARGEST:
        return f"It cannot be read as a PDF of a report: no report has {LARGEST >> 20} MB."
    if b"/Encrypt" in data:
        return "It is locked with a password: save it without one, and verify that copy."
    return "It cannot be read as a PDF of a report: it is damaged, or far larger than any."


def _stranger(tx: Tx, data: bytes) -> bool:
    """Always False: these bytes never left here. If it says whose it is, then also what differs."""
    click.echo("This is NOT a file that left here.", err=True)
    words = words_of_stranger(data) if b"%PDF-" in data[:1024] else None
    if words is None:
        click.echo(_why_unread(data), err=True)
        return False
    named, variant = CONTENT.search(words.keywords), VARIANT.search(words.keywords)
    try:
        report = prints.of_content(tx, named[1] if named else "", snapshots.content_of)
    except NotFound:
        said = (
            f"It names the content {named[1]}, which is not known here: perhaps it left another "
            "installation, where it can be verified, or what it was made of has been erased."
            if named
            else "It names no content: it is no report of this program, or older than these names."
        )
        click.echo(said, err=True)
        return False
    left = prints.as_left(tx, report, variant[1] if variant else "")
    if left is None or left.variant == SLIDES:  # no report: a file can only pretend to be it
        click.echo(f"It names the content of report {report}, in no variant made here.", err=True)
        return False
    click.echo("It names the content of a report that did:", err=True)
    click.echo(_whose(tx, left), err=True)
    if _told(compare(words.pages, _words(_rebuilt(tx, left)).pages)):
        click.echo("The pages say the same; the file was changed, as by filling in.", err=True)
    return False


def _rebuilt(tx: Tx, left: Left) -> bytes:
    """The PDF once more, of the same snapshot: with the same program and libraries the same
    bytes."""
    snapshot = reports.snapshot(tx, left.report) or ""
    figures = reports.figure_texts(tx, left.report)
    return pressed_again(snapshot, figures, left.variant, left.made_with)
