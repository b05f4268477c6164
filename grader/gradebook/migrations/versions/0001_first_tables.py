"""First tables: grades and transcripts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "transcripts",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("rubric_sha256", sa.String(64), nullable=False),
        sa.Column("behaviour_sha256", sa.String(64), nullable=False),
        sa.Column("difference", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "grades",
        sa.Column("student", sa.String(300), primary_key=True),
        sa.Column("assignment", sa.String(64), primary_key=True),
        sa.Column("submission_sha256", sa.String(64), primary_key=True),
        sa.Column("rubric_sha256", sa.String(64), primary_key=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("max_score", sa.Float, nullable=False),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transcript_sha256", sa.String(64), sa.ForeignKey("transcripts.sha256"), nullable=True),
        sa.Column("grade", sa.LargeBinary, nullable=False),
    )
    op.create_index("grades_of_assignment", "grades", ["assignment", "student"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("grades")
    op.drop_table("transcripts")
