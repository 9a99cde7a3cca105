"""How long what is kept, signed records of what went, and the log as a chain of hashes.

What they mean stands in survey/store/tables and survey/store/chain.
"""

import hashlib
import json
import secrets
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TOLD = 30  # days that raters were told until now


def upgrade() -> None:
    op.create_table(
        "kept_days",
        sa.Column("organisation", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name=op.f("fk_kept_days_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation", "kind", name=op.f("pk_kept_days")),
    )
    op.create_table(
        "records",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("place", "number", name=op.f("uq_records_place_number")),
    )
    with op.batch_alter_table("rounds") as batch_op:
        batch_op.add_column(sa.Column("kept_days", sa.Integer(), nullable=True))
    op.execute(f"UPDATE rounds SET kept_days = {_TOLD} WHERE frozen")  # noqa: S608 - a number
    with op.batch_alter_table("log") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), server_default="0", nullable=False))
        for name, length in (("salt", 32), ("sealed_detail", 64), ("hash", 64)):
            column = sa.Column(name, sa.String(length=length), server_default="", nullable=False)
            batch_op.add_column(column)
    op.create_index(
        op.f("ix_log_organisation_number"), "log", ["organisation", "number"], unique=False
    )
    _link()


def _link() -> None:
    """What the log holds already, in the order of its seconds; as survey.store.chain does it now,
    written out, because that may change."""
    log = sa.table("log", *(sa.column(name) for name in (
        "id", "at", "organisation", "account", "action", "target", "detail",
        "number", "salt", "sealed_detail", "hash",
    )))  # fmt: skip
    tx = op.get_bind()
    last: dict[Any, tuple[int, str]] = defaultdict(lambda: (0, ""))
    for row in tx.execute(sa.select(log).order_by(log.c.at, log.c.id)).all():
        number, before = last[row.organisation]
        salt = secrets.token_hex(16)
        sealed = hashlib.sha256(f"{salt}\0{row.detail}".encode()).hexdigest()
        content = [before, number + 1, row.id, row.at, row.organisation, row.account, row.action,
                   row.target, sealed]  # fmt: skip
        told = json.dumps(content, ensure_ascii=False)
        linked = hashlib.sha256(told.encode()).hexdigest()
        values = {"number": number + 1, "salt": salt, "sealed_detail": sealed, "hash": linked}
        tx.execute(sa.update(log).where(log.c.id == row.id).values(values))
        last[row.organisation] = (number + 1, linked)
