"""What belongs to people's rights: how long an organisation keeps what, and signed records."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from survey.store.tables.base import metadata

kept_days = Table(
    "kept_days",  # where an organisation decided otherwise than survey.keeping
    metadata,
    Column("organisation", ForeignKey("organisations.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),  # a class of data
    Column("days", Integer, nullable=False),
)

left_since = Table(
    "left_since",  # numbers that left after the copy of which this store was brought back
    metadata,
    Column("place", String(32), primary_key=True),  # id of a participation, or of a round
    Column("trace", String(80), primary_key=True),  # see survey.anonymity.ledger.trace_of
    sqlite_with_rowid=False,
)

records = Table(
    "records",  # what was erased, without anybody's name: signed, each with the hash of the last
    metadata,
    Column("id", String(32), primary_key=True),
    Column("place", String(32), nullable=False),  # id of an organisation, or "nobody"
    Column("number", Integer, nullable=False),  # 1, 2 … in this place
    Column("day", Date, nullable=False),
    Column("content", Text, nullable=False),  # JSON, as it was signed
    Column("signature", String(128), nullable=False),  # Ed25519, hex
    UniqueConstraint("place", "number"),
)
