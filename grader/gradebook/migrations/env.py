"""Runs migrations on the connection that the gradebook hands over."""

from alembic import context

from grader.gradebook.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
