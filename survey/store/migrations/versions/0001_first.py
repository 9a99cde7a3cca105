"""The first tables. What they mean stands in survey/store/tables.py."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _identity()
    _answers()
    _work()


def _identity() -> None:
    op.create_table(
        "versions",
        sa.Column("version", sa.String(64), primary_key=True),
        sa.Column("instrument", sa.String(40), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("language", sa.String(20), nullable=False),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("version", sa.String(64), sa.ForeignKey("versions.version"), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("threshold", sa.Integer, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_table(
        "participations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("round", sa.String(32), sa.ForeignKey("rounds.id"), nullable=False),
        sa.Column("role", sa.String(200), nullable=False),
        sa.UniqueConstraint("person", "round"),
    )
    op.create_index(None, "participations", ["round"])


def _answers() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column(
            "participation", sa.String(32), sa.ForeignKey("participations.id"), nullable=False
        ),
        sa.Column("group", sa.String(40), nullable=False),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("issue", sa.Integer, nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.UniqueConstraint("participation", "person"),
        sa.CheckConstraint("state IN ('open', 'done', 'declined')", name="state"),
    )
    op.create_index(None, "invitations", ["person"])
    op.create_table(
        "drafts",
        sa.Column("invitation", sa.String(32), sa.ForeignKey("invitations.id"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "responses",
        sa.Column("receipt_hash", sa.String(64), primary_key=True),
        sa.Column("subject", sa.String(32), sa.ForeignKey("participations.id"), nullable=False),
        sa.Column("group", sa.String(40), nullable=False),
        sa.Column("version", sa.String(64), sa.ForeignKey("versions.version"), nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("comments", sa.Text, nullable=False),
        sa.Column("fast", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(None, "responses", ["subject"])


def _work() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column(
            "participation", sa.String(32), sa.ForeignKey("participations.id"), nullable=False
        ),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("heartbeat", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("snapshot", sa.Text),
        sa.Column("pdf", sa.LargeBinary),
        sa.Column("pdf_hash", sa.String(64)),
        sa.Column("reference", sa.String(12)),
        sa.UniqueConstraint("participation", "content"),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'shown', 'done', 'failed')", name="state"
        ),
    )
    op.create_index(None, "reports", ["state", "heartbeat"])
    op.create_table(
        "figures",
        sa.Column("report", sa.String(32), sa.ForeignKey("reports.id"), primary_key=True),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("svg", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("invitation", sa.String(32), sa.ForeignKey("invitations.id"), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("problem", sa.String(500)),
        sa.CheckConstraint("state IN ('queued', 'sent', 'failed')", name="state"),
    )
    op.create_index(None, "outbox", ["state", "due"])
    op.create_index(None, "outbox", ["invitation"])
