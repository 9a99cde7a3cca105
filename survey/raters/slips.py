"""Printed slips: invitations for people without e-mail, dealt at random within a group."""

from survey import links
from survey.errors import BadInput, NotNow
from survey.keys import Keys
from survey.raters import inviting
from survey.raters.listing import check_group, note, put_on
from survey.store import links as link_rows
from survey.store import participations, people
from survey.store.database import Tx

MOST_SLIPS = 60
"""At once; more paper than anybody deals in one room."""


def add_slips(
    tx: Tx, keys: Keys, participation: str, group: str, how_many: int, *, account: str | None = None
) -> list[str]:
    """Printed invitations for people without e-mail, open at once: ids of the invitations."""
    _, round_, manager = participations.whole(tx, participation)
    if round_.state != "open":
        raise NotNow("Slips can be made while the round is open.")
    check_group(tx, round_, group)
    if not 1 <= how_many <= MOST_SLIPS:
        raise BadInput(f"from 1 to {MOST_SLIPS} slips at once")
    made = []
    for _ in range(how_many):
        nobody = people.add(tx, "", language=manager.language, organisation=round_.organisation)
        slip = put_on(tx, keys, participation, group, nobody, slip=True)
        link_rows.keep(tx, links.slip_hash(code(keys, slip)), "slip", slip, 1)
        made.append(slip)
    inviting.invite_all(tx, keys, made)
    note(tx, "slips.made", participation, account)
    return made


def code(keys: Keys, slip: str) -> str:
    """What is printed on this slip to type."""
    return links.slip_code(links.secret(keys.link, slip, 1, "slip"))
