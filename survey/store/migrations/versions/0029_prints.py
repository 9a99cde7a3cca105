"""Variants of a report's PDF, what each was made with, and an organisation's paper.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisations") as batch_op:
        paper = sa.Column("paper", sa.String(length=8), server_default="a4", nullable=False)
        batch_op.add_column(paper)
    with op.batch_alter_table("reports") as batch_op:
        batch_op.add_column(sa.Column("variant", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("made_with", sa.Text(), nullable=True))
        batch_op.create_index(op.f("ix_reports_pdf_hash"), ["pdf_hash"], unique=False)
    _prints()


def _prints() -> None:
    op.create_table(
        "prints",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("report", sa.String(length=32), nullable=False),
        sa.Column("variant", sa.String(length=20), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("heartbeat", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_hash", sa.String(length=64), nullable=True),
        sa.Column("made_with", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_prints_state")
        ),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_prints_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prints")),
        sa.UniqueConstraint(
            "report", "variant", "content", name=op.f("uq_prints_report_variant_content")
        ),
    )
    op.create_index(op.f("ix_prints_state_heartbeat"), "prints", ["state", "heartbeat"])
    op.create_index(op.f("ix_prints_pdf_hash"), "prints", ["pdf_hash"])
