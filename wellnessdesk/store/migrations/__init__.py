"""Alembic's scripts; `store.migrate` runs them on the keyed connection."""
