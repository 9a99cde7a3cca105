"""What left after the copy of which a store was brought back; the order of group reports.

What it means stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "left_since",
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("trace", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("place", "trace", name=op.f("pk_left_since")),
        sqlite_with_rowid=False,
    )
    number = sa.Column("number", sa.Integer(), server_default="1", nullable=False)
    op.add_column("group_reports", number)
