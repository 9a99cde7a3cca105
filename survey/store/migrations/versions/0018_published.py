"""Every published number is a row, and knows whom it is about.

Reports that were shown before have none: the ledger writes them when the next one is made.
What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rater_sets",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_rater_sets")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "published",
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("scale", sa.String(120), nullable=False),
        sa.Column("cell", sa.String(80), nullable=False),
        sa.Column("participation", sa.String(32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("printed", sa.String(40), nullable=False),
        sa.Column("raters", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation"], ["participations.id"], name=op.f("fk_published_participation")
        ),
        sa.ForeignKeyConstraint(["raters"], ["rater_sets.hash"], name=op.f("fk_published_raters")),
        sa.PrimaryKeyConstraint("source", "scale", "cell", name=op.f("pk_published")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_published_participation"), "published", ["participation"], unique=False
    )
    op.create_index(op.f("ix_published_raters"), "published", ["raters"], unique=False)
