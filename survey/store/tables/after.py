"""What follows the answers: release, what is withheld, goals, pulses and questions back."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from survey.store.tables.base import metadata

releases = Table(
    "releases",  # one for each report that anybody but the system has seen (decision 10)
    metadata,
    Column("id", String(32), primary_key=True),
    Column("participation", ForeignKey("participations.id"), nullable=False),
    Column("report", ForeignKey("reports.id"), nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("account", ForeignKey("accounts.id")),  # whose doing; none: the system's
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False, server_default="1"),  # the highest is in force
    Index(None, "participation"),
    CheckConstraint("state IN ('preview', 'released')", name="state"),
)

rater_sets = Table(
    "rater_sets",  # the raters that a published number is about, or several
    metadata,
    Column("hash", String(64), primary_key=True),  # SHA-256 of the members, see store.published
    Column("members", Text, nullable=False),  # JSON list of keys of responses, sorted
    sqlite_with_rowid=False,
)

published = Table(
    "published",  # the ledger of numbers: each one of others that has left (decision 11)
    metadata,
    Column("source", String(32), primary_key=True),  # id of a report or of a follow-up
    Column("scale", String(120), primary_key=True),  # see survey.anonymity.auditor.Place
    Column("cell", String(80), primary_key=True),  # or "all_others"
    Column("participation", ForeignKey("participations.id"), nullable=False),
    Column("n", Integer),  # as the page says it; none: it does not
    Column("printed", String(40), nullable=False),  # none: older than this ledger
    Column("raters", ForeignKey("rater_sets.hash"), nullable=False),
    Index(None, "participation"),
    Index(None, "raters"),
    sqlite_with_rowid=False,
)

withheld = Table(
    "withheld",  # a comment that a coach keeps out of the report, and why
    metadata,
    Column("participation", ForeignKey("participations.id"), primary_key=True),
    Column("text_hash", String(64), primary_key=True),  # SHA-256 of question, NUL, text
    Column("reason", Text, nullable=False),
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("day", Date, nullable=False),
)

goals = Table(
    "goals",  # the development plan: two at most for each participation
    metadata,
    Column("id", String(32), primary_key=True),
    Column("participation", ForeignKey("participations.id"), nullable=False),
    Column("position", Integer, nullable=False),  # 1 or 2
    Column("about", String(80), nullable=False),  # "skill:ID", "resp:ID", "item:ID"
    Column("title", Text, nullable=False),  # in the manager's words
    Column("actions", Text, nullable=False),  # JSON [{"text", "by": day or "", "done": bool}]
    Column("review_on", Date),
    Column("support", String(200), nullable=False, server_default=""),  # who helps
    Column("why", Text, nullable=False, server_default=""),
    Column("obstacle", Text, nullable=False, server_default=""),  # and what then
    UniqueConstraint("participation", "position"),
    CheckConstraint("position IN (1, 2)", name="position"),
)

plans = Table(
    "plans",  # what a plan holds beside its goals
    metadata,
    Column("participation", ForeignKey("participations.id"), primary_key=True),
    Column("strength", Text, nullable=False),  # to use on purpose
    Column("talk_on", Date),  # with one's own manager
)

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("goal", ForeignKey("goals.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("progress", String(12), nullable=False),  # behind, on_way, reached
    Column("text", Text, nullable=False),
    Index(None, "goal"),
)

thanks = Table(
    "thanks",  # the manager's note to the raters; sent once
    metadata,
    Column("participation", ForeignKey("participations.id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("day", Date, nullable=False),
)

follow_ups = Table(
    "follow_ups",  # a pulse on the goals, or one question back to a group
    metadata,
    Column("id", String(32), primary_key=True),
    Column("participation", ForeignKey("participations.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("groups", Text, nullable=False),  # JSON list of group ids
    Column("questions", Text, nullable=False),  # JSON, see survey.growth.follow_up
    Column("threshold", Integer, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("closes_on", Date, nullable=False),
    Column("state", String(12), nullable=False),
    Index(None, "participation"),
    Index(None, "state"),
    CheckConstraint("kind IN ('pulse', 'ask_back')", name="kind"),
    CheckConstraint("state IN ('planned', 'open', 'closed')", name="state"),
)

follow_up_invitations = Table(
    "follow_up_invitations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("follow_up", ForeignKey("follow_ups.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("group", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    UniqueConstraint("follow_up", "person"),
    Index(None, "person"),
    CheckConstraint("state IN ('open', 'done', 'declined')", name="state"),
)

follow_up_answers = Table(
    "follow_up_answers",  # no key to a person, no time, as in responses
    metadata,
    Column("id", String(64), primary_key=True),  # random
    Column("follow_up", ForeignKey("follow_ups.id"), nullable=False),
    Column("group", String(40), nullable=False),
    Column("answers", Text, nullable=False),  # JSON {question: answer}
    Index(None, "follow_up"),
    sqlite_with_rowid=False,
)

group_reports = Table(
    "group_reports",  # averages over the managers of a round; they never change
    metadata,
    Column("id", String(32), primary_key=True),
    Column("round", ForeignKey("rounds.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("content", Text, nullable=False),  # JSON, see reports.group
    Column("number", Integer, nullable=False, server_default="1"),  # the highest is the newest
    Index(None, "round"),
)

pilots = Table(
    "pilots",  # how items behaved in the answers to a version by a form; they never change
    metadata,
    Column("id", String(32), primary_key=True),
    Column("organisation", ForeignKey("organisations.id"), nullable=False),
    Column("version", ForeignKey("versions.version"), nullable=False),
    Column("form", String(40), nullable=False),
    Column("number", Integer, nullable=False),  # the highest is the newest
    Column("day", Date, nullable=False),
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("heartbeat", BigInteger, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("basis", Text, nullable=False),  # JSON, of whose reports; see reports.piloting
    Column("content", Text),  # JSON, see reports.items_told; none: not made yet
    Column("reference", String(16)),  # of a failure, as in the worker's log
    UniqueConstraint("organisation", "version", "form", "number"),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
)

talks = Table(
    "talks",  # times that a coach proposes for the talk about a report; the manager picks one
    metadata,
    Column("participation", ForeignKey("participations.id", ondelete="CASCADE"), primary_key=True),
    Column("account", ForeignKey("accounts.id"), nullable=False),  # who proposed them
    Column("times", Text, nullable=False),  # JSON list of seconds since 1970
    Column("picked", BigInteger),  # one of them
)
