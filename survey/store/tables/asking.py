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
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from survey.store.tables.base import metadata

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
    Column("organisation", ForeignKey("organisations.id")),  # none: came by the first page
    Index(None, "organisation", "email"),
)

# Links that are not invitations: the manager's home, "my feedback requests", an approval, a slip,
# a follow-up. What was replaced stays, so that its holder hears of the newer one (decision 8).
links = Table(
    "links",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),  # see survey.links
    Column("target", String(32), nullable=False),  # id of what it opens
    Column("issue", Integer, nullable=False),
    Column("current", Boolean, nullable=False, server_default=true()),
    Index(None, "purpose", "target"),
    sqlite_with_rowid=False,
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
    Column("organisation", ForeignKey("organisations.id")),  # none: a self-assessment
    Column("state", String(12), nullable=False, server_default="open"),
    Column("closes_on", Date),  # last day, in the organisation's time zone; none: no end
    Column(
        "rules", Text, nullable=False, server_default="{}"
    ),  # survey.rounds.campaign.Rules as JSON
    Column("practice", Boolean, nullable=False, server_default=false()),  # invented people
    # The promise to raters (threshold, groups, who sees what) is frozen: an invitation has left.
    Column("frozen", Boolean, nullable=False, server_default=false()),
    # And for how many days after the last contact raters were told that addresses are kept.
    Column("kept_days", Integer),
    Index(None, "organisation", "state", "closes_on"),
    CheckConstraint("state IN ('draft', 'scheduled', 'open', 'closed')", name="state"),
)

participations = Table(
    "participations",  # one person in one round: the "subject" of a response
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("round", ForeignKey("rounds.id"), nullable=False),
    Column("role", String(200), nullable=False, default=""),  # e.g. "Head of Assembly"
    Column("coach", ForeignKey("accounts.id")),
    # The list of raters: the manager writes it, an approver looks at it, or it is settled.
    Column("listing", String(12), nullable=False, server_default="settled"),
    Column("opened", Boolean, nullable=False, server_default=false()),  # the released report
    Column("guess", Text),  # JSON {skill: number}: what the manager expected, before opening
    Column("first_read", Text),  # JSON {"strength", "surprise", "question"}
    Column("reminded_on", Date),  # the manager's last "remind all"
    Column("word", Text),  # why the list was sent back
    UniqueConstraint("person", "round"),
    Index(None, "round"),
    Index(None, "coach"),
    CheckConstraint("listing IN ('open', 'waiting', 'settled')", name="listing"),
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
    Column("state", String(12), nullable=False, default="open"),
    Column("slip", Boolean, nullable=False, server_default=false()),  # printed, belongs to nobody
    Column("reminders", Integer, nullable=False, server_default="0"),
    Column("reminded_on", Date),
    Column("thanked", Boolean, nullable=False, server_default=false()),
    # What the list shows, whether or not it took effect: it does on unsent forms only, and nobody
    # may see from the list which those were (decision 15).
    Column("taken_off", Boolean, nullable=False, server_default=false()),
    Column("moved_to", String(40)),  # a group
    UniqueConstraint("participation", "person"),
    Index(None, "person"),
    # listed: nominated, not invited yet. removed: taken off the list after it was invited.
    CheckConstraint("state IN ('listed', 'open', 'done', 'declined', 'removed')", name="state"),
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
    Column("comments", Text, nullable=False),  # JSON, see responses.py
    Column("fast", Boolean, nullable=False),
    Column("goals", Text, nullable=False, server_default="{}"),  # JSON {goal: less|same|more|…}
    Index(None, "subject"),
    sqlite_with_rowid=False,
)

withdrawn = Table(
    "withdrawn",  # what is left of an answer that its rater took back: that there was one
    metadata,
    Column("receipt_hash", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

unstirred = Table(
    "unstirred",  # participations with answers that came since the last stir; see stirring.py
    metadata,
    Column("participation", String(32), primary_key=True),
    sqlite_with_rowid=False,
)

urn = Table(
    "urn",  # sent answers on their way to `responses`, in the stricter mode; see survey.answers.urn
    metadata,
    # HMAC of the receipt's hash: without the key it does not lead to the row in `responses`.
    Column("place", String(64), primary_key=True),
    Column("subject", ForeignKey("participations.id"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # AES-GCM under a key that is no part of this
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
    Column("percent", Integer, nullable=False, server_default="0"),  # how far it is
    Column("snapshot", Text),  # Report as JSON, once it can be shown
    Column("pdf", LargeBinary),
    Column("pdf_hash", String(64)),
    Column("reference", String(12)),  # of a failure, for the log
    Column("counts", Text),  # JSON {group: responses it is made of}
    # JSON {"receipts": […], "withheld": […]}: the frozen responses, and comments left out of them.
    Column("basis", Text),
    Column("variant", String(20)),  # of the PDF, see reports.variant; none: older than these
    Column("made_with", Text),  # JSON {program or library: version}; none: likewise
    UniqueConstraint("participation", "content"),
    Index(None, "state", "heartbeat"),
    Index(None, "pdf_hash"),
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

prints = Table(
    "prints",  # a report in another variant than its own PDF, made of the same snapshot
    metadata,
    Column("id", String(32), primary_key=True),
    Column("report", ForeignKey("reports.id"), nullable=False),
    Column("variant", String(20), nullable=False),
    Column("content", String(64), nullable=False),  # hash of the snapshot
    Column("state", String(12), nullable=False),
    Column("heartbeat", BigInteger, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("percent", Integer, nullable=False, server_default="0"),
    Column("reference", String(12)),  # of a failure, for the log
    Column("pdf", LargeBinary),
    Column("pdf_hash", String(64)),
    Column("made_with", Text),
    UniqueConstraint("report", "variant", "content"),
    Index(None, "state", "heartbeat"),
    Index(None, "pdf_hash"),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(32), primary_key=True),  # also the Message-ID's left part
    Column("kind", String(40), nullable=False),
    # What it is about; which of these a kind needs, survey.mailing.mail says. Never a link.
    Column("invitation", ForeignKey("invitations.id")),
    Column("person", ForeignKey("people.id")),
    Column("account", ForeignKey("accounts.id")),
    Column("participation", ForeignKey("participations.id")),
    Column("round", ForeignKey("rounds.id")),
    Column("follow_up", ForeignKey("follow_up_invitations.id")),
    Column("test", Boolean, nullable=False, server_default=false()),  # dummy links, to the admin
    Column("state", String(12), nullable=False, default="queued"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due", BigInteger, nullable=False, default=0),  # not before; seconds since 1970
    Column("problem", String(500)),
    Index(None, "state", "due"),
    Index(None, "invitation"),
    Index(None, "person"),
    Index(None, "round"),
    CheckConstraint("state IN ('queued', 'sent', 'failed', 'cancelled')", name="state"),
)
