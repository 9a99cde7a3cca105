"""Who is at work on a draft; its files as they were when last right; languages not published.

What it means stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authors",
        sa.Column("questionnaire", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_authors_account")),
        sa.ForeignKeyConstraint(
            ["questionnaire"], ["questionnaires.id"], name=op.f("fk_authors_questionnaire")
        ),
        sa.PrimaryKeyConstraint("questionnaire", "account", name=op.f("pk_authors")),
    )
    op.add_column("questionnaires", sa.Column("sound", sa.Text(), nullable=True))
    op.add_column(
        "publications",
        sa.Column("left_out", sa.Text(), server_default="[]", nullable=False),
    )
