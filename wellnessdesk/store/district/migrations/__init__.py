"""Migrations of the district's store."""
