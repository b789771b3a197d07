"""Alembic's entry point; runs only on the keyed connection that `store.migrate` hands over."""

from alembic import context

from wellnessdesk.store.district.rows import DistrictBase

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=DistrictBase.metadata, render_as_batch=True,
                  transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
