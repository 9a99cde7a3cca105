"""A plan has all the fields that the plan in the PDF has.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("goals") as batch_op:
        batch_op.add_column(sa.Column("why", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("obstacle", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "plans",
        sa.Column("participation", sa.String(length=32), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("talk_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participation"], ["participations.id"], name=op.f("fk_plans_participation")
        ),
        sa.PrimaryKeyConstraint("participation", name=op.f("pk_plans")),
    )
