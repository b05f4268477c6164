"""The tables of the gradebook.  A change here needs a migration in `migrations/versions`; a test compares the two."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Float, ForeignKey, Index, LargeBinary, MetaData, String, Table

HEAD = "0002"  # the newest migration

metadata = MetaData()

transcripts = Table(
    "transcripts",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("rubric_sha256", String(64), nullable=False),
    Column("behaviour_sha256", String(64), nullable=False),  # equal for equal answers, whatever was printed
    Column("difference", LargeBinary, nullable=False),  # from the reference's transcript: MessagePack, zlib
)

grades = Table(
    "grades",
    metadata,
    Column("student", String(120), primary_key=True),
    Column("assignment", String(64), primary_key=True),
    Column("submission_sha256", String(64), primary_key=True),
    Column("rubric_sha256", String(64), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("score", Float, nullable=False),
    Column("max_score", Float, nullable=False),
    Column("graded_at", DateTime(timezone=True), nullable=False),
    Column("transcript_sha256", String(64), ForeignKey("transcripts.sha256"), nullable=True),
    Column("grade", LargeBinary, nullable=False),  # the whole record, MessagePack
)

Index("grades_of_assignment", grades.c.assignment, grades.c.student)
