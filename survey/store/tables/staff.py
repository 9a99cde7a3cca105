"""Organisations and those who work in them with an account: admins and coaches.

`accounts` and `passkeys` have the columns that Flask-Security asks for, under its names.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from survey.store.tables.base import metadata

organisations = Table(
    "organisations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("time_zone", String(64), nullable=False),  # IANA name; days begin and end there
    Column("language", String(20), nullable=False),
    Column("paper", String(8), nullable=False, server_default="a4"),  # a4, letter
    Column("cover", String(8), nullable=False, server_default="dark"),  # dark, light
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False, server_default=""),
    Column("language", String(20), nullable=False, server_default="en"),
    Column("email", String(255), nullable=False, unique=True),
    Column("password", String(255)),
    Column("active", Boolean, nullable=False),
    Column("fs_uniquifier", String(64), nullable=False, unique=True),
    Column("confirmed_at", DateTime),
    Column("create_datetime", DateTime),
    Column("update_datetime", DateTime),
    Column("tf_primary_method", String(64)),
    Column("tf_totp_secret", String(255)),
    Column("tf_phone_number", String(128)),
    Column("us_totp_secrets", Text),
    Column("us_phone_number", String(128)),
    Column("mf_recovery_codes", JSON),
    Column("fs_webauthn_user_handle", String(64), unique=True),
    Column("totp_counter", BigInteger),  # a code of a second factor serves once
    # A link by which the password is set: made once, used once, not after `entry_until`.
    Column("entry_issue", Integer, nullable=False, server_default="0"),
    Column("entry_until", BigInteger, nullable=False, server_default="0"),  # seconds since 1970
)

sign_ins = Table(
    "sign_ins",  # one for each browser in which somebody of the staff has signed in
    metadata,
    Column("hash", String(64), primary_key=True),  # of what stands in the session's cookie
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("since", BigInteger, nullable=False),  # seconds since 1970
    Column("seen", BigInteger, nullable=False),
    Index(None, "account"),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("credential_id", LargeBinary(1024), nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", Integer),
    Column("transports", JSON),
    Column("backup_state", Boolean, nullable=False),
    Column("device_type", String(64), nullable=False),
    Column("extensions", String(255)),
    Column("create_datetime", DateTime),
    Column("lastuse_datetime", DateTime, nullable=False),
    Column("name", String(64), nullable=False),
    Column("usage", String(64), nullable=False),
    Column("user_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Index(None, "user_id"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("account", ForeignKey("accounts.id"), primary_key=True),
    Column("organisation", ForeignKey("organisations.id"), primary_key=True),
    Column("role", String(12), primary_key=True),
    Index(None, "organisation"),
    CheckConstraint("role IN ('admin', 'coach')", name="role"),
)

log = Table(
    "log",  # who of the staff did what, when; never a rater's doing
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),  # seconds since 1970
    Column("organisation", ForeignKey("organisations.id")),
    Column("account", ForeignKey("accounts.id")),  # none: the system, or the manager
    Column("action", String(60), nullable=False),
    Column("target", String(80), nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
    # The chain of each organisation, see survey.store.chain. Without a salt: the detail was erased.
    Column("number", Integer, nullable=False, server_default="0"),
    Column("salt", String(32), nullable=False, server_default=""),
    Column("sealed_detail", String(64), nullable=False, server_default=""),
    Column("hash", String(64), nullable=False, server_default=""),
    Index(None, "organisation", "at"),
    Index(None, "organisation", "number"),
)

notes = Table(
    "notes",  # a coach's own; a handover does not move them
    metadata,
    Column("participation", ForeignKey("participations.id"), primary_key=True),
    Column("account", ForeignKey("accounts.id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
)

bundles = Table(
    "bundles",  # many PDFs in one ZIP, made in the background, kept for a day
    metadata,
    Column("id", String(32), primary_key=True),
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("participations", Text, nullable=False),  # JSON list of ids
    Column("report", String(32)),  # a debrief pack of this one; null: PDFs of many
    Column("wish", String(20)),  # how they are printed, see reports.variant; null: as they were
    Column("state", String(12), nullable=False),
    Column("made", Integer, nullable=False, server_default="0"),
    Column("heartbeat", BigInteger, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("failures", Text, nullable=False, server_default="[]"),  # JSON [[name, why]]
    Column("zip", LargeBinary),
    Column("until", BigInteger, nullable=False),  # seconds since 1970
    Index(None, "account"),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
)

papers = Table(
    "papers",  # paper forms as PDF, made in the background, kept for a day
    metadata,
    Column("id", String(32), primary_key=True),
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("participation", ForeignKey("participations.id")),  # none: a specimen
    Column("questionnaire", ForeignKey("questionnaires.id")),  # of a specimen
    Column("wish", Text, nullable=False),  # JSON, see survey.paper.wish
    Column("state", String(12), nullable=False),
    Column("many", Integer, nullable=False, server_default="1"),  # forms that are to be in it
    Column("made", Integer, nullable=False, server_default="0"),
    Column("heartbeat", BigInteger, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sealed", LargeBinary),  # it holds codes: the key is outside the database (decision 8)
    Column("until", BigInteger, nullable=False),  # seconds since 1970
    Index(None, "account"),
    Index(None, "participation"),
    Index(None, "questionnaire"),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
)

imports = Table(
    "imports",  # an uploaded table between upload, mapping, dry run and confirmation
    metadata,
    Column("id", String(32), primary_key=True),
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("round", ForeignKey("rounds.id"), nullable=False),
    Column("file", String(200), nullable=False),
    Column("rows", Text, nullable=False),  # JSON list of lists of text
    Column("columns", Text, nullable=False, server_default="{}"),  # JSON {field: column number}
    Column("until", BigInteger, nullable=False),
    Index(None, "account"),
)

marks = Table(
    "marks",  # what the timetable has done: each thing once
    metadata,
    Column("name", String(120), primary_key=True),
    Column("day", Date, nullable=False),
)
