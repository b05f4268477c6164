"""A gradebook that lives: attempts, sources, expected answers, the roster, extensions and what a person decided."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables; attempts of grades that are there have no time and no source."""
    op.create_table(
        "expected_answers",
        sa.Column("rubric_sha256", sa.String(64), primary_key=True),
        sa.Column("assignment", sa.String(64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transcript", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("source", sa.LargeBinary, nullable=True),
    )
    op.create_table(
        "attempts",
        sa.Column("student", sa.String(300), primary_key=True),
        sa.Column("assignment", sa.String(64), primary_key=True),
        sa.Column("submission_sha256", sa.String(64), primary_key=True),
        sa.Column("filename", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("student", sa.String(300), primary_key=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("email", sa.String(300), nullable=False),
        sa.Column("other_ids", sa.Text, nullable=False),
        sa.Column("section", sa.String(120), nullable=False),
        sa.Column("team", sa.String(120), nullable=False),
        sa.Column("accommodations", sa.Text, nullable=False),
    )
    op.create_table(
        "extensions",
        sa.Column("student", sa.String(300), primary_key=True),
        sa.Column("assignment", sa.String(64), primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("student", sa.String(300), nullable=False),
        sa.Column("assignment", sa.String(64), nullable=False),
        sa.Column("criterion", sa.String(120), nullable=False),
        sa.Column("points", sa.Float, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rests_on", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
    )
    op.create_index("decisions_of_student", "decisions", ["student", "assignment"])


def downgrade() -> None:
    """Take them away."""
    for name in ("decisions", "extensions", "people", "attempts", "sources", "expected_answers"):
        op.drop_table(name)
