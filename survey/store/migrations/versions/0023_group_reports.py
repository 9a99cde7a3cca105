"""Group reports of a round.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_reports",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("round", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], name=op.f("fk_group_reports_account")
        ),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_group_reports_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_reports")),
    )
    op.create_index(op.f("ix_group_reports_round"), "group_reports", ["round"], unique=False)
