"""A hand-in may have several grades by one rubric: one is kept beside the next that gives something else."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Write the table anew, since its key changes; what older versions kept says nothing of what it gives."""
    op.create_table(
        "new_grades",
        sa.Column("student", sa.String(300), primary_key=True),
        sa.Column("assignment", sa.String(64), primary_key=True),
        sa.Column("submission_sha256", sa.String(64), primary_key=True),
        sa.Column("rubric_sha256", sa.String(64), primary_key=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("max_score", sa.Float, nullable=False),
        sa.Column("graded_at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("given_sha256", sa.String(64), nullable=False),
        sa.Column("stood", sa.Boolean, nullable=False),
        sa.Column("transcript_sha256", sa.String(64), sa.ForeignKey("transcripts.sha256"), nullable=True),
        sa.Column("grade", sa.LargeBinary, nullable=False),
    )
    op.execute(
        "INSERT INTO new_grades (student, assignment, submission_sha256, rubric_sha256, status, score, max_score,"
        " graded_at, given_sha256, stood, transcript_sha256, grade)"
        " SELECT student, assignment, submission_sha256, rubric_sha256, status, score, max_score,"
        " graded_at, '', true, transcript_sha256, grade FROM grades"
    )
    op.drop_table("grades")
    op.rename_table("new_grades", "grades")
    op.create_index("grades_of_assignment", "grades", ["assignment", "student"])
