"""Times that a coach proposes for the talk about a report, and the one that was picked.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talks",
        sa.Column("participation", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("times", sa.Text(), nullable=False),
        sa.Column("picked", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_talks_account")),
        sa.ForeignKeyConstraint(
            ["participation"],
            ["participations.id"],
            name=op.f("fk_talks_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participation", name=op.f("pk_talks")),
    )
