"""Questionnaires on the command line: what changed, in and out, and the schema for editors."""

from collections.abc import Mapping
from pathlib import Path

import click

from survey.errors import BadInput, PlumblineError
from survey.questionnaire import loader, packing, schema
from survey.questionnaire.compare import lines, saying
from survey.questionnaire.compare.changes import compare
from survey.questionnaire.compare.comparable import comparable
from survey.questionnaire.model import Questionnaire

Files = Mapping[str, bytes]


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--lines/--no-lines", "show_lines", default=True, help="Show the lines, too.")
def diff(old: str, new: str, *, show_lines: bool) -> None:
    """Tell what became of each item from OLD to NEW, each a folder or a ZIP.

    In words, by item, then line by line.
    """
    before, after = (_files(one) for one in (old, new))
    changes = compare(*(_checked(one, files) for one, files in ((old, before), (new, after))))
    click.echo(saying.one_line(changes))
    for sentence in saying.what_follows(changes, comparable(changes)):
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


def _files(where: str) -> Files:
    """The YAML files of a folder or ZIP. Ends the command if there are none to be had."""
    path = Path(where)
    try:
        if path.is_file():
            return packing.unpack(_packed(path))
        return loader.bytes_of(path)
    except PlumblineError as refused:
        raise click.ClickException(str(refused)) from refused


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
