"""Rounds with raters: more about what was there, and what coaches need.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _links()
    _invitations()
    _participations()
    _people()
    _reports()
    _responses()
    _rounds()


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_links")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_links_purpose_target"), "links", ["purpose", "target"], unique=False)


def _invitations() -> None:
    with op.batch_alter_table("invitations") as batch_op:
        batch_op.add_column(
            sa.Column("slip", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("reminders", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("thanked", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        # SQLite's table is made anew without the old rule; PostgreSQL has to be told.
        if op.get_bind().dialect.name != "sqlite":
            batch_op.drop_constraint("state", type_="check")
        batch_op.create_check_constraint(
            "state", "state IN ('listed', 'open', 'done', 'declined', 'removed')"
        )


def _participations() -> None:
    with op.batch_alter_table("participations") as batch_op:
        batch_op.add_column(sa.Column("coach", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column("listing", sa.String(length=12), server_default="settled", nullable=False)
        )
        batch_op.add_column(
            sa.Column("opened", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("guess", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("first_read", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_participations_coach"), ["coach"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_participations_coach"), "accounts", ["coach"], ["id"]
        )
        batch_op.create_check_constraint("listing", "listing IN ('open', 'waiting', 'settled')")


def _people() -> None:
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("organisation", sa.String(length=32), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_people_organisation_email"), ["organisation", "email"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_people_organisation"), "organisations", ["organisation"], ["id"]
        )


def _reports() -> None:
    with op.batch_alter_table("reports") as batch_op:
        batch_op.add_column(sa.Column("counts", sa.Text(), nullable=True))


def _responses() -> None:
    with op.batch_alter_table("responses") as batch_op:
        batch_op.add_column(sa.Column("goals", sa.Text(), server_default="{}", nullable=False))


def _rounds() -> None:
    with op.batch_alter_table("rounds") as batch_op:
        batch_op.add_column(sa.Column("organisation", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column("state", sa.String(length=12), server_default="open", nullable=False)
        )
        batch_op.add_column(sa.Column("closes_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("rules", sa.Text(), server_default="{}", nullable=False))
        batch_op.add_column(
            sa.Column("practice", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("frozen", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_rounds_organisation"), ["organisation"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_rounds_organisation"), "organisations", ["organisation"], ["id"]
        )
        batch_op.create_check_constraint(
            "state", "state IN ('draft', 'scheduled', 'open', 'closed')"
        )
