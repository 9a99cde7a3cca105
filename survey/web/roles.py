"""The roles in which somebody comes, and what a rule of the table of pages says.

anyone     whoever comes
rater      holds the link of the invitation
asked      holds the link to all that the person is asked ("my feedback requests")
follower   holds the link of a pulse or of a question back
reviewer   holds the link by which a questionnaire's draft is read and commented on
approver   holds the link by which the participation's list of raters is approved
manager    holds the link to the own home (of the person, or of the person of the participation)
staff      is signed in; the page shows only what the account's own roles reach
admin      is an admin of the organisation that the object belongs to
coach      is the coach of the participation; of an organisation: one of its coaches
reader     may read the report: its manager once it is released, its coach, the self-assessor by
           the own link; the demo's, anybody
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "anyone", "rater", "asked", "follower", "approver", "manager", "staff", "admin", "coach",
    "reader", "reviewer",
]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """`object`: the name of the argument in the page's address that the roles are about."""

    roles: frozenset[Role]
    object: str = ""


def by(*roles: Role, of: str = "") -> Rule:
    """The rule that lets in who comes in any of these roles."""
    return Rule(frozenset(roles), of)
