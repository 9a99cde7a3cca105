"""Of which words of the original each translation was made; what colleagues say about a draft.

What it means stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "translated",
        sa.Column("questionnaire", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire"], ["questionnaires.id"], name=op.f("fk_translated_questionnaire")
        ),
        sa.PrimaryKeyConstraint("questionnaire", "language", name=op.f("pk_translated")),
    )
    op.create_table(
        "review_notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("questionnaire", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire"], ["questionnaires.id"], name=op.f("fk_review_notes_questionnaire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_notes")),
    )
    op.create_index(
        op.f("ix_review_notes_questionnaire"), "review_notes", ["questionnaire"], unique=False
    )
