"""How far a report and a print are, how a ZIP's reports are printed, and an organisation's cover.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("reports", "prints"):
        percent = sa.Column("percent", sa.Integer(), server_default="0", nullable=False)
        op.add_column(name, percent)
    op.add_column("bundles", sa.Column("wish", sa.String(length=20), nullable=True))
    cover = sa.Column("cover", sa.String(length=8), server_default="dark", nullable=False)
    op.add_column("organisations", cover)
