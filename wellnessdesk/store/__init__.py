"""The encrypted database: engine, transaction, audit chain, named queries and migrations."""
