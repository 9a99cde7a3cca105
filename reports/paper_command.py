"""`paper`: any questionnaire as a form to fill in with a pen."""

import os
from pathlib import Path

import click

from reports import papers
from reports.commands import ROOT, write_whole
from survey.errors import PlumblineError
from survey.paper.page import SIZES
from survey.paper.printing import Wish, specimen
from survey.questionnaire.loader import INSTRUMENT, load
from survey.questionnaire.model import Questionnaire
from survey.settings import from_env

SHIPPED = ROOT / "questionnaires"


@click.command("paper")
@click.argument("questionnaire")
@click.option("--form", default="", help="Id of one of its forms; the first one if left out.")
@click.option("--group", default="", help="Id of a rater group; the first that rates others.")
@click.option("--language", default="", help="One of its languages; the first one if left out.")
@click.option(
    "--size", type=click.Choice(SIZES, case_sensitive=False), default="A4", show_default=True
)
@click.option(
    "-o", "--output", "out", required=True, type=click.Path(path_type=Path), help="The PDF."
)
def paper_command(questionnaire: str, out: Path, **chosen: str) -> None:
    """Prints a specimen of QUESTIONNAIRE, a folder or the id of one that came with the product.

    It has no code. Forms that can be typed in are printed from the slips of a round.
    """
    try:
        asked = load(_folder(questionnaire))
        house = from_env(os.environ, ROOT)
        printed = papers.printed([specimen(asked, _wish(asked, chosen), house.product_name)])
    except PlumblineError as refused:
        raise click.ClickException(str(refused)) from refused
    write_whole(out, printed)
    click.echo(f"{out}: {asked.instrument.id}, {len(printed) // 1024 + 1} kB")


def _folder(name: str) -> Path:
    shipped = SHIPPED / name
    return shipped if (shipped / INSTRUMENT).is_file() else Path(name)


def _wish(asked: Questionnaire, chosen: dict[str, str]) -> Wish:
    instrument = asked.instrument
    others = [one.id for one in instrument.groups if one.kind != "self"]
    size = next(one for one in SIZES if one == chosen["size"])
    return Wish(
        group=chosen["group"] or (*others, asked.self_group.id)[0],
        language=chosen["language"] or instrument.languages[0],
        size=size,
        form=chosen["form"] or instrument.forms[0].id,
    )
