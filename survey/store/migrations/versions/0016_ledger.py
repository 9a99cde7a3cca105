"""The ledger of releases: what each report is made of, and which came after which.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reports") as batch_op:
        batch_op.add_column(sa.Column("basis", sa.Text(), nullable=True))
    with op.batch_alter_table("releases") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), server_default="1", nullable=False))
    with op.batch_alter_table("bundles") as batch_op:
        batch_op.alter_column("reports", new_column_name="participations")
