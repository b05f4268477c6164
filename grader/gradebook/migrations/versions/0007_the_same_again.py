"""The same bytes may be handed in several times: an attempt keeps when they had come before."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; of what is there only the last time is known."""
    op.add_column("attempts", sa.Column("earlier_times", sa.Text, nullable=False, server_default="[]"))
