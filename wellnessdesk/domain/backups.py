"""Backups: what a restore must show."""

from dataclasses import dataclass

from wellnessdesk.domain.audit import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is in a store, so that two can be compared: `tables` has (name, rows, SHA-256 of all rows) by name."""

    revision: str
    head: Head
    tables: tuple[tuple[str, int, str], ...]

    def rows(self, table: str) -> int:
        """How many rows a table has; 0 where there is no such table."""
        return next((rows for name, rows, _digest in self.tables if name == table), 0)
