"""The survey's part of the command line: plain click, no Flask needed to run it."""

from pathlib import Path

import click

from survey.questionnaire import loader
from survey.questionnaire.problems import Problems

SHIPPED = Path(__file__).parent.parent / "questionnaires" / "leadership"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=SHIPPED)
def check(folder: Path) -> None:
    """Check the questionnaire in FOLDER (the shipped one without FOLDER).

    Prints every problem with file, line and column, and exits with 1 if there is any.
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


COMMANDS = [check]
"""What `app.py` registers."""
