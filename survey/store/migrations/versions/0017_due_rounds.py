"""Each minute asks for open rounds with a last day; those of nobody must not be read through.

What they mean stands in survey/store/tables.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_rounds_organisation"), table_name="rounds")
    op.create_index(
        op.f("ix_rounds_organisation_state_closes_on"),
        "rounds",
        ["organisation", "state", "closes_on"],
        unique=False,
    )
