"""Questionnaires on the command line: what changed, in and out, and the schema for editors."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from survey.authoring import publishing
from survey.errors import BadInput, NotFound, PlumblineError
from survey.questionnaire import loader, packing, schema
from survey.questionnaire.compare import lines, saying
from survey.questionnaire.compare.changes import compare
from survey.questionnaire.compare.comparable import comparable, lost_skills
from survey.questionnaire.edit import written
from survey.questionnaire.model import Questionnaire
from survey.settings import from_env
from survey.store import organisations, questionnaires, versions
from survey.store.database import Database, Tx

Files = Mapping[str, bytes]
ROOT = Path(__file__).resolve().parent.parent.parent
SHORTEST = 8
"""Signs of a version's hash that are enough to name it."""

_STORED = re.compile(r"[a-z0-9_]+(@([0-9]+|draft))?")  # no folder and no ZIP: then in the store


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--lines/--no-lines", "show_lines", default=True, help="Show the lines, too.")
def diff(old: str, new: str, *, show_lines: bool) -> None:
    """Tell what became of each item from OLD to NEW: in words, by item, then line by line.

    Each is a folder, a ZIP, or what was published: NAME, NAME@NUMBER, or how the version begins.
    """
    before, after = (_files(one) for one in (old, new))
    one, other = (_checked(name, files) for name, files in ((old, before), (new, after)))
    changes = compare(one, other)
    same = comparable(changes)
    click.echo(saying.one_line(changes))
    for sentence in saying.what_follows(changes, same, lost_skills(one, other, same)):
        click.echo(str(sentence))
    for item in changes.items:
        if item.fate != "kept":
            by = f" ({', '.join(item.languages or item.counts_by)})"
            click.echo(f"  {item.fate:9} {item.id}{by if by != ' ()' else ''}")
    for passage in lines.between(before, after) if show_lines else ():
        click.echo(f"\n{passage[0].file}")
        for line in passage:
            click.echo(str(line))


@click.command("schema")
def print_schema() -> None:
    """Print the JSON Schema by which editors complete and check a questionnaire's files."""
    click.echo(schema.as_text(), nl=False)


@click.command("import")
@click.argument("path")
@click.option("--organisation", default="", help="Its name; not needed if there is only one.")
@click.option("--publish", "note", default="", metavar="NOTE", help="Publish it with this note.")
@click.option("--replace", is_flag=True, help="Also a draft that somebody is working on.")
def import_(path: str, organisation: str, note: str, *, replace: bool) -> None:
    """Bring the questionnaire in PATH, a folder or a ZIP, into the store as a draft.

    What was published stays as it is. A draft with changes is replaced only with --replace.
    """
    files = _files(path)
    name = _checked(path, files).instrument.id
    with _store() as db, db.write() as tx:
        house = _organisation(tx, organisation)
        there = next((one for one in questionnaires.of(tx, house) if one.name == name), None)
        if there is None:
            id_, revision = publishing.begin(tx, house, name, files), 1
        elif there.files != files and publishing.is_open(tx, there) and not replace:
            raise BadInput(f"its draft has changes that are not published: export {name}@draft "
                           "first, then import with --replace", name)  # fmt: skip
        else:
            id_, revision = there.id, publishing.save(tx, there.id, files, there.revision, None)
        step = publishing.step(tx, id_)
        for sentence in (*step.words, *step.follows):
            click.echo(str(sentence))
        for title, number in step.keeping:
            click.echo(f"round {title} keeps version {number}")
        if not note:
            click.echo(f"{name}: this is the draft now; publish it with --publish NOTE")
            return
        made = publishing.publish(tx, id_, revision, note=note, today=datetime.now(UTC).date())
        click.echo(f"{name}: published as {name}@{made.number} (version {made.version[:12]})")


@click.command()
@click.argument("what")
@click.argument("path", type=click.Path(path_type=Path))
def export(what: str, path: Path) -> None:
    """Write a questionnaire to PATH: a new folder, or a ZIP if PATH ends in .zip.

    WHAT is NAME (as published last), NAME@NUMBER, NAME@draft, or how a version begins.
    """
    files = _files(what)
    try:
        if path.suffix == ".zip":
            with path.open("xb") as packed:
                packed.write(packing.pack(files))
        else:
            path.mkdir(parents=True)
            for name, data in files.items():
                (path / name).write_bytes(data)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already: choose another name") from None
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error
    click.echo(f"{path}: {len(files)} files")


def _files(where: str) -> Files:
    """The YAML files of a folder or ZIP, or of the store. Ends the command if there are none."""
    path = Path(where)
    try:
        if path.is_file():
            return packing.unpack(_packed(path))
        if path.is_dir() or not _STORED.fullmatch(where):
            return loader.bytes_of(path)
        with _store() as db, db.read() as tx:
            return _stored(tx, where)
    except PlumblineError as refused:
        raise click.ClickException(str(refused)) from refused


def _stored(tx: Tx, what: str) -> Files:
    """Files of a draft or publication by name, or of a version. Raises NotFound and BadInput."""
    name, _, number = what.partition("@")
    drafts = [one for house in organisations.every(tx) for one in questionnaires.of(tx, house.id)]
    named = [one for one in drafts if one.name == name]
    if len(named) > 1:
        raise BadInput("several organisations have one of this name: give the version", what)
    if named and number == "draft":
        return named[0].files
    for one in reversed(questionnaires.published(tx, named[0].id) if named else []):
        if number in ("", str(one.number)):
            return one.files
    return _version(tx, what)


def _version(tx: Tx, beginning: str) -> Files:
    """As it was published; written anew if it was asked without ever being published."""
    found = versions.beginning_with(tx, beginning) if len(beginning) >= SHORTEST else []
    if len(found) != 1:
        raise NotFound(f"there is no folder, ZIP, published name or version {beginning!r}; of a "
                       f"version give {SHORTEST} signs, or more until only one begins so. What "
                       "came with the product is in questionnaires/")  # fmt: skip
    kept = questionnaires.with_version(tx, found[0])
    return kept[0].files if kept else written.files_of(versions.get(tx, found[0]))


def _organisation(tx: Tx, name: str) -> str:
    every = [one for one in organisations.every(tx) if name in ("", one.name)]
    if len(every) != 1:
        there = ", ".join(one.name for one in organisations.every(tx)) or "none yet"
        raise BadInput(f"say with --organisation whose it is (there are: {there})")
    return every[0].id


@contextmanager
def _store() -> Iterator[Database]:
    """The installation's; a program around may put another one on the context."""
    context = click.get_current_context()
    given = context.find_object(Database)
    chosen = from_env(os.environ, ROOT)
    if given is None and not chosen.instance.exists():
        raise click.ClickException("nothing is installed here yet: start it once with ./run")
    db = given or Database(chosen.database_url)
    try:
        db.migrate()
        yield db
    except PlumblineError as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        if given is None:
            db.close()


def _packed(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(packing.MAX_PACKED + 1)
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}") from error


def _checked(where: str, files: Files) -> Questionnaire:
    try:
        return loader.of_files(files)
    except PlumblineError as refused:
        raise click.ClickException(f"{where}:\n{refused}") from refused
