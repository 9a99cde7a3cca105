"""`./run audit`: prove again everything that ever left, and say what was proved."""

import os
from pathlib import Path

import click

from reports.gather import gather
from reports.working_out import numbers
from survey.anonymity import proof
from survey.anonymity.auditor import Number, Place
from survey.errors import BadInput, NotFound
from survey.settings import from_env
from survey.store import published, reports
from survey.store.database import Database, Tx

ROOT = Path(__file__).resolve().parent.parent


@click.command("audit")
def audit_command() -> None:
    """Prove all published numbers anew, and print what was proved. Exits with 1 on any fault.

    Of every number in the ledger: whom it is about, and that no combination of all numbers ever
    shown on somebody touches fewer raters than were promised. Where the answers are still there,
    the numbers are worked out again too.
    """
    db = Database(from_env(os.environ, ROOT).database_url)
    db.migrate()
    faults, sources, numbers, printed = 0, 0, 0, 0
    with db.read() as tx:
        about = list(proof.participations(tx))
    for participation in about:
        with db.read() as tx:
            found = proof.of(tx, participation)
            checked, wrong = _printed(tx, participation)
        for fault in (*found.faults, *wrong):
            click.echo(f"{participation}: {fault}", err=True)
        faults += len(found.faults) + len(wrong)
        sources, numbers, printed = (
            sources + len(found.sources), numbers + found.numbers, printed + checked
        )  # fmt: skip
    db.close()
    click.echo(
        f"{numbers} numbers in {sources} reports and follow-ups on {len(about)} people's rounds; "
        f"{printed} of them worked out again from the answers."
    )
    if faults:
        click.echo(f"{faults} fault(s) found.", err=True)
        raise SystemExit(1)
    click.echo("Proved: no combination of them is about fewer raters than was promised.")


def _printed(tx: Tx, participation: str) -> tuple[int, list[str]]:
    """How many numbers the answers give again, and those that they give otherwise."""
    checked, wrong = 0, []
    entered: dict[str, dict[tuple[str, str], published.Row]] = {}
    for row in published.of(tx, participation):
        entered.setdefault(row.source, {})[row.scale, row.cell] = row
    for source in reports.named(tx, entered):
        again = _numbers_again(tx, source)
        for place, row in entered[source].items():
            one = again.get(place)
            if one is None or not row.printed or place[0].startswith("goal:"):
                continue
            checked += 1
            if (one.n, one.printed) != (row.n, row.printed):
                wrong.append(f"{source}, {place[0]}, {place[1]}: printed {row.printed} of {row.n}, "
                             f"worked out as {one.printed} of {one.n}")  # fmt: skip
    return checked, wrong


def _numbers_again(tx: Tx, report: str) -> dict[Place, Number]:
    """The numbers of others in a report that was made, from its answers; none if they are gone."""
    try:
        about = reports.get(tx, report).participation
        return numbers(gather(tx, about, reports.basis(tx, report)))
    except (NotFound, BadInput):
        return {}
