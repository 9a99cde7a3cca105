"""Paper forms, made in the background and kept for a day.

What it means stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("participation", sa.String(length=32), nullable=True),
        sa.Column("questionnaire", sa.String(length=32), nullable=True),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("many", sa.Integer(), server_default="1", nullable=False),
        sa.Column("made", sa.Integer(), server_default="0", nullable=False),
        sa.Column("heartbeat", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_papers_state")
        ),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_papers_account")),
        sa.ForeignKeyConstraint(
            ["participation"], ["participations.id"], name=op.f("fk_papers_participation")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire"], ["questionnaires.id"], name=op.f("fk_papers_questionnaire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
    )
    for column in ("account", "participation", "questionnaire"):
        op.create_index(op.f(f"ix_papers_{column}"), "papers", [column], unique=False)
