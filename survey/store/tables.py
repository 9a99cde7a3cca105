"""The tables, as they must end (decisions 20 to 22): identity and answers apart.

`responses` holds no key to a person, no time and no sequence: its key is the hash of the receipt
code that only the rater has seen, and on SQLite the table has no rowid.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

# Every constraint has a name, the same on both engines, so that a later migration can change it.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

versions = Table(
    "versions",
    metadata,
    Column("version", String(64), primary_key=True),  # content hash of the whole folder
    Column("instrument", String(40), nullable=False),
    Column("content", Text, nullable=False),  # canonical JSON
)

people = Table(
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254)),
    Column("language", String(20), nullable=False),  # of mails and of the report
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("version", ForeignKey("versions.version"), nullable=False),
    Column("form", String(40), nullable=False),
    Column("threshold", Integer, nullable=False),  # k of this round; see survey.cells
    Column("opened_on", Date, nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2 … as in scoring
)

participations = Table(
    "participations",  # one person in one round: the "subject" of a response
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("round", ForeignKey("rounds.id"), nullable=False),
    Column("role", String(200), nullable=False, default=""),  # e.g. "Head of Assembly"
    UniqueConstraint("person", "round"),
    Index(None, "round"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("participation", ForeignKey("participations.id"), nullable=False),
    Column("group", String(40), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),  # the rater
    Column("issue", Integer, nullable=False, default=1),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("state", String(12), nullable=False, default="open"),  # open, done, declined
    UniqueConstraint("participation", "person"),
    Index(None, "person"),
    CheckConstraint("state IN ('open', 'done', 'declined')", name="state"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("invitation", ForeignKey("invitations.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # AES-GCM under a key from the link's secret
)

responses = Table(
    "responses",
    metadata,
    Column("receipt_hash", String(64), primary_key=True),
    Column("subject", ForeignKey("participations.id"), nullable=False),
    Column("group", String(40), nullable=False),
    Column("version", ForeignKey("versions.version"), nullable=False),
    Column("answers", Text, nullable=False),  # JSON, see responses.py
    Column("comments", Text, nullable=False),  # JSON {question: text}
    Column("fast", Boolean, nullable=False),
    Index(None, "subject"),
    sqlite_with_rowid=False,
)

reports = Table(
    "reports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("participation", ForeignKey("participations.id"), nullable=False),
    Column("content", String(64), nullable=False),  # hash of the set of responses it is made of
    Column("state", String(12), nullable=False),  # queued, running, shown, done, failed
    # Seconds since 1970 of the last sign of life, 0 while nobody has touched it: a request that
    # a rater caused must carry no time (decision 15).
    Column("heartbeat", BigInteger, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),  # also says whose claim it is
    Column("snapshot", Text),  # Report as JSON, once it can be shown
    Column("pdf", LargeBinary),
    Column("pdf_hash", String(64)),
    Column("reference", String(12)),  # of a failure, for the log
    UniqueConstraint("participation", "content"),
    Index(None, "state", "heartbeat"),
    CheckConstraint("state IN ('queued', 'running', 'shown', 'done', 'failed')", name="state"),
)

figures = Table(
    "figures",
    metadata,
    Column("report", ForeignKey("reports.id"), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("svg", Text, nullable=False),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(32), primary_key=True),  # also the Message-ID's left part
    Column("kind", String(40), nullable=False),
    Column("invitation", ForeignKey("invitations.id"), nullable=False),
    Column("state", String(12), nullable=False, default="queued"),  # queued, sent, failed
    Column("attempts", Integer, nullable=False, default=0),
    Column("due", BigInteger, nullable=False, default=0),  # not before; seconds since 1970
    Column("problem", String(500)),
    Index(None, "state", "due"),
    Index(None, "invitation"),
    CheckConstraint("state IN ('queued', 'sent', 'failed')", name="state"),
)
