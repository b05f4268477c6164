"""The tables of the gradebook.  A change here needs a migration in `migrations/versions`; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

HEAD = "0007"  # the newest migration

metadata = MetaData()

# Where migrations keep how far they came, as Alembic has it; a new gradebook says at once that it has them all.
versions = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))

transcripts = Table(
    "transcripts",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("rubric_sha256", String(64), nullable=False),
    Column("behaviour_sha256", String(64), nullable=False),  # equal for equal answers, whatever was printed
    Column("difference", LargeBinary, nullable=False),  # from the reference's transcript: MessagePack, Zstandard
)

grades = Table(
    "grades",
    metadata,
    Column("student", String(300), primary_key=True),
    Column("assignment", String(64), primary_key=True),
    Column("submission_sha256", String(64), primary_key=True),
    Column("rubric_sha256", String(64), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("score", Float, nullable=False),
    Column("max_score", Float, nullable=False),
    Column("graded_at", DateTime(timezone=True), primary_key=True),
    Column("given_sha256", String(64), nullable=False),  # equal where nothing moved; empty where that is not known
    Column("stood", Boolean, nullable=False),  # whether this attempt counted once the command was done that kept it
    Column("transcript_sha256", String(64), ForeignKey("transcripts.sha256"), nullable=True),
    Column("grade", LargeBinary, nullable=False),  # the whole record, MessagePack
)

expected_answers = Table(  # that transcripts differ from; the digest of a rubric holds for them, too
    "expected_answers",
    metadata,
    Column("rubric_sha256", String(64), primary_key=True),
    Column("assignment", String(64), nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("transcript", LargeBinary, nullable=False),  # MessagePack, Zstandard
)

sources = Table(
    "sources",
    metadata,
    Column("sha256", String(64), primary_key=True),  # of the bytes that were handed in
    Column("size", Integer, nullable=False),
    Column("source", LargeBinary, nullable=True),  # Zstandard; NULL where they are more than is kept
)

attempts = Table(
    "attempts",
    metadata,
    Column("student", String(300), primary_key=True),
    Column("assignment", String(64), primary_key=True),
    Column("submission_sha256", String(64), primary_key=True),
    Column("filename", String(300), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("handed_in_at", DateTime(timezone=True), nullable=True),  # as far as a file, an archive or git says
    Column("earlier_times", Text, nullable=False),  # JSON: when the same bytes had come before that, the oldest first
    Column("first_seen_at", DateTime(timezone=True), nullable=False),
)

people = Table(  # the roster
    "people",
    metadata,
    Column("student", String(300), primary_key=True),  # the id under which hand-ins come
    Column("name", String(300), nullable=False),
    Column("email", String(300), nullable=False),
    Column("other_ids", Text, nullable=False),  # JSON: the place's name → the id there
    Column("section", String(120), nullable=False),
    Column("team", String(120), nullable=False),  # who hand in together; empty for one alone
    Column("accommodations", Text, nullable=False),
)

extensions = Table(
    "extensions",
    metadata,
    Column("student", String(300), primary_key=True),
    Column("assignment", String(64), primary_key=True),
    Column("until", DateTime(timezone=True), nullable=False),
    Column("author", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)

decisions = Table(  # of a person: points, and words
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),  # override, comment or attempt
    Column("student", String(300), nullable=False),
    Column("assignment", String(64), nullable=False),
    Column("criterion", String(120), nullable=False),  # empty for the whole assignment
    Column("points", Float, nullable=True),
    Column("text", Text, nullable=False),
    Column("author", String(120), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("rests_on", String(64), nullable=False),  # digest of what was seen when it was made; empty where nothing was
    Column("origin", String(20), nullable=False),  # command or file
)

published = Table(  # what students see
    "published",
    metadata,
    Column("student", String(300), primary_key=True),
    Column("assignment", String(64), primary_key=True),
    Column("score", Float, nullable=False),
    Column("max_score", Float, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("page_sha256", String(64), nullable=False),
    Column("grade", LargeBinary, nullable=False),  # the whole record, MessagePack
)

Index("decisions_of_student", decisions.c.student, decisions.c.assignment)
Index("grades_of_assignment", grades.c.assignment, grades.c.student)
