"""What is shown of a list of raters after invitations left, whether or not it took effect.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitations") as invitations:
        invitations.add_column(
            sa.Column("taken_off", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        invitations.add_column(sa.Column("moved_to", sa.String(length=40), nullable=True))
    with op.batch_alter_table("participations") as participations:
        participations.add_column(sa.Column("word", sa.Text(), nullable=True))
