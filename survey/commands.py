"""The survey's part of the command line: plain click, no Flask needed to run it."""

from pathlib import Path

import click

from survey.questionnaire import loader
from survey.questionnaire.lint import linting
from survey.questionnaire.problems import Problems

SHIPPED = Path(__file__).parent.parent / "questionnaires" / "leadership"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=SHIPPED)
@click.option("--lint", "words_too", is_flag=True, help="Judge the wording of the items, too.")
def check(folder: Path, *, words_too: bool) -> None:
    """Check the questionnaire in FOLDER (the shipped one without FOLDER).

    Prints every problem with file, line and column, and exits with 1 if there is any. A doubt about
    wording counts as one until a comment accepts it: # accepted RULE: reason
    """
    try:
        questionnaire = loader.load(folder)
    except Problems as found:
        click.echo(str(found))
        raise SystemExit(1) from found
    items = sum(len(skill.items) for skill in questionnaire.skills)
    responsibilities = len(questionnaire.instrument.responsibilities)
    groups = len(questionnaire.instrument.groups)
    click.echo(
        f"{folder.name}: all is well with {len(questionnaire.skills)} skills, "
        f"{responsibilities} responsibilities, {items} items and {groups} rater groups "
        f"(version {questionnaire.version[:12]})."
    )
    if words_too and _doubts(folder):
        raise SystemExit(1)


def _doubts(folder: Path) -> bool:
    """Print what may be wrong with the wording; whether anything of it was not accepted."""
    findings = linting.lint(loader.bytes_of(folder))
    for finding in findings:
        click.echo(str(finding))
    accepted = sum(bool(finding.reason) for finding in findings)
    left = len(findings) - accepted
    click.echo(f"wording: {left} doubts, {accepted} accepted with a reason.")
    return left > 0


COMMANDS = [check]
"""What `app.py` registers."""
