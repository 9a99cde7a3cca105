"""Bundles that are a debrief pack: report, guide and charts of one person.

What it means stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bundles", sa.Column("report", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("bundles", "report")
