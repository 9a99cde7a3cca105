"""Alembic runs this file; `survey.store.migrations.upgrade` hands the open transaction in."""

from alembic import context

from survey.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # true of SQLite too, since we say BEGIN ourselves
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
