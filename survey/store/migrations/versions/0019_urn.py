"""What was taken back by its receipt, and the urn that answers may pass through.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "withdrawn",
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("receipt_hash", name=op.f("pk_withdrawn")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unstirred",
        sa.Column("participation", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("participation", name=op.f("pk_unstirred")),
        sqlite_with_rowid=False,
    )
    # What came before this revision has never been stirred.
    op.execute("INSERT INTO unstirred SELECT DISTINCT subject FROM responses")
    op.create_table(
        "urn",
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject"], ["participations.id"], name=op.f("fk_urn_subject_participations")
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_urn")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_urn_subject"), "urn", ["subject"], unique=False)
