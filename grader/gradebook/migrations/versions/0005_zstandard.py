"""Recordings and sources are packed by Zstandard from here on, which older versions cannot read."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Change no table: what is there stays as it is packed, and is read."""
