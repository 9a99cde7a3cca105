"""Questionnaires that an organisation writes: what is being worked on, and what was published."""

from sqlalchemy import (
    Boolean,
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

questionnaires = Table(
    "questionnaires",  # one for each that an organisation works on, with its draft
    metadata,
    Column("id", String(32), primary_key=True),
    Column("organisation", ForeignKey("organisations.id"), nullable=False),
    Column("name", String(40), nullable=False),  # the instrument's id in its files
    Column("files", Text, nullable=False),  # JSON {file: text}; need not be right
    Column("revision", Integer, nullable=False),
    Column("account", ForeignKey("accounts.id")),  # who saved it last; none: the command line
    Column("sound", Text),  # the files when right last; none: they are, or never were
    UniqueConstraint("organisation", "name"),
)

publications = Table(
    "publications",  # never changed; what was asked is in versions, its files are here
    metadata,
    Column("questionnaire", ForeignKey("questionnaires.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1, 2 …
    Column("version", ForeignKey("versions.version"), nullable=False),
    Column("files", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("declared", Text, nullable=False),  # JSON {"items": [id …], "scale": bool}
    Column("account", ForeignKey("accounts.id")),
    Column("day", Date, nullable=False),
    Column("left_out", Text, nullable=False, server_default="[]"),  # JSON [language …]
    Index(None, "version"),
)

authors = Table(
    "authors",  # who has a draft open; forgotten after a day
    metadata,
    Column("questionnaire", ForeignKey("questionnaires.id"), primary_key=True),
    Column("account", ForeignKey("accounts.id"), primary_key=True),
    Column("seen", Integer, nullable=False),  # Unix seconds
    Column("saved", Integer),  # Unix seconds; none: nothing yet
)

review_notes = Table(
    "review_notes",  # what colleagues say about a draft
    metadata,
    Column("id", String(32), primary_key=True),
    Column("questionnaire", ForeignKey("questionnaires.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),  # in the order written
    Column("place", String(100), nullable=False),  # an item's id, or "" for the whole
    Column("name", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("settled", Boolean, nullable=False),
)

translated = Table(
    "translated",  # beside the draft: what its translations were made of
    metadata,
    Column("questionnaire", ForeignKey("questionnaires.id"), primary_key=True),
    Column("language", String(12), primary_key=True),
    Column("made", Text, nullable=False),  # JSON {place: [mark of the original, of the words]}
)
