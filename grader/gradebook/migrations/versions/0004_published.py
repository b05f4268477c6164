"""What students see: grades as they were when they were published."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table; nothing was published before."""
    op.create_table(
        "published",
        sa.Column("student", sa.String(300), primary_key=True),
        sa.Column("assignment", sa.String(64), primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("max_score", sa.Float, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page_sha256", sa.String(64), nullable=False),
        sa.Column("grade", sa.LargeBinary, nullable=False),
    )
