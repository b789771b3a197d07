"""The district's own records: another kind of store, under its own key, with its own migrations."""

from pathlib import Path

from wellnessdesk.store import transaction
from wellnessdesk.store.migrate import Kind
from wellnessdesk.store.transaction import Store

KIND = Kind(Path(__file__).parent / "migrations", "[0-9]{4}",
            "7656210de05dedccd8caf8692cd475d96062cd5452c726096988eb877de4a251")


def create(path: Path, key: bytes) -> Store:
    """A new, empty store."""
    return transaction.create_store(path, key, KIND)


def open_there(path: Path, key: bytes) -> Store:
    """An existing store, brought up to date; raises what `transaction.open_store` raises."""
    return transaction.open_store(path, key, kind=KIND)
