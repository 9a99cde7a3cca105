"""What follows the answers, and mail about everything.

What they mean stands in survey/store/tables.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _bundles()
    _imports()
    _notes()
    _follow_ups()
    _goals()
    _thanks()
    _withheld()
    _check_ins()
    _follow_up_answers()
    _follow_up_invitations()
    _releases()
    _outbox()


def _bundles() -> None:
    op.create_table(
        "bundles",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("reports", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made", sa.Integer(), server_default="0", nullable=False),
        sa.Column("heartbeat", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Text(), server_default="[]", nullable=False),
        sa.Column("zip", sa.LargeBinary(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_bundles_state")
        ),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_bundles_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundles")),
    )
    op.create_index(op.f("ix_bundles_account"), "bundles", ["account"], unique=False)


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("round", sa.String(length=32), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), server_default="{}", nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_imports_account")),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_imports_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_account"), "imports", ["account"], unique=False)


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("participation", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_notes_account")),
        sa.ForeignKeyConstraint(
            ["participation"], ["participations.id"], name=op.f("fk_notes_participation")
        ),
        sa.PrimaryKeyConstraint("participation", "account", name=op.f("pk_notes")),
    )


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("participation", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.CheckConstraint("kind IN ('pulse', 'ask_back')", name=op.f("ck_follow_ups_kind")),
        sa.CheckConstraint(
            "state IN ('planned', 'open', 'closed')", name=op.f("ck_follow_ups_state")
        ),
        sa.ForeignKeyConstraint(
            ["participation"], ["participations.id"], name=op.f("fk_follow_ups_participation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index(
        op.f("ix_follow_ups_participation"), "follow_ups", ["participation"], unique=False
    )
    op.create_index(op.f("ix_follow_ups_state"), "follow_ups", ["state"], unique=False)


def _goals() -> None:
    op.create_table(
        "goals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("participation", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("support", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint("position IN (1, 2)", name=op.f("ck_goals_position")),
        sa.ForeignKeyConstraint(
            ["participation"], ["participations.id"], name=op.f("fk_goals_participation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint(
            "participation", "position", name=op.f("uq_goals_participation_position")
        ),
    )


def _thanks() -> None:
    op.create_table(
        "thanks",
        sa.Column("participation", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation"], ["participations.id"], name=op.f("fk_thanks_participation")
        ),
        sa.PrimaryKeyConstraint("participation", name=op.f("pk_thanks")),
    )


def _withheld() -> None:
    op.create_table(
        "withheld",
        sa.Column("participation", sa.String(length=32), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_withheld_account")),
        sa.ForeignKeyConstraint(
            ["participation"], ["participations.id"], name=op.f("fk_withheld_participation")
        ),
        sa.PrimaryKeyConstraint("participation", "text_hash", name=op.f("pk_withheld")),
    )


def _check_ins() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("goal", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("progress", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_check_ins_goal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
    )
    op.create_index(op.f("ix_check_ins_goal"), "check_ins", ["goal"], unique=False)


def _follow_up_answers() -> None:
    op.create_table(
        "follow_up_answers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("follow_up", sa.String(length=32), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_up"], ["follow_ups.id"], name=op.f("fk_follow_up_answers_follow_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_answers")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_follow_up_answers_follow_up"), "follow_up_answers", ["follow_up"], unique=False
    )


def _follow_up_invitations() -> None:
    op.create_table(
        "follow_up_invitations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("follow_up", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'declined')", name=op.f("ck_follow_up_invitations_state")
        ),
        sa.ForeignKeyConstraint(
            ["follow_up"], ["follow_ups.id"], name=op.f("fk_follow_up_invitations_follow_up")
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name=op.f("fk_follow_up_invitations_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_invitations")),
        sa.UniqueConstraint(
            "follow_up", "person", name=op.f("uq_follow_up_invitations_follow_up_person")
        ),
    )
    op.create_index(
        op.f("ix_follow_up_invitations_person"), "follow_up_invitations", ["person"], unique=False
    )


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("participation", sa.String(length=32), nullable=False),
        sa.Column("report", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("state IN ('preview', 'released')", name=op.f("ck_releases_state")),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_releases_account")),
        sa.ForeignKeyConstraint(
            ["participation"], ["participations.id"], name=op.f("fk_releases_participation")
        ),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_releases_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("report", name=op.f("uq_releases_report")),
    )
    op.create_index(op.f("ix_releases_participation"), "releases", ["participation"], unique=False)


def _outbox() -> None:
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("person", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("account", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("participation", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("round", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("follow_up", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column("test", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.alter_column("invitation", existing_type=sa.VARCHAR(length=32), nullable=True)
        batch_op.create_index(batch_op.f("ix_outbox_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_round"), ["round"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_account"), "accounts", ["account"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_participation"), "participations", ["participation"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_outbox_person"), "people", ["person"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_follow_up"), "follow_up_invitations", ["follow_up"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_outbox_round"), "rounds", ["round"], ["id"])
        # SQLite's table is made anew without the old rule; PostgreSQL has to be told.
        if op.get_bind().dialect.name != "sqlite":
            batch_op.drop_constraint("state", type_="check")
        batch_op.create_check_constraint(
            "state", "state IN ('queued', 'sent', 'failed', 'cancelled')"
        )
