"""Of which words of the original each translation was made.

What it means stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0022"
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
