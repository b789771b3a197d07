"""The district's own records: another kind of store, under its own key, with its own migrations."""

from pathlib import Path

from wellnessdesk.store import transaction
from wellnessdesk.store.migrate import Kind
from wellnessdesk.store.transaction import Store

KIND = Kind(Path(__file__).parent / "migrations", "[0-9]{4}",
            "b933f028c5fe0521838a61c1e40f3cdde2b89164a487529db83c3fd9e167979b")


def create(path: Path, key: bytes) -> Store:
    """A new, empty store."""
    return transaction.create_store(path, key, KIND)


def open_there(path: Path, key: bytes) -> Store:
    """An existing store, brought up to date; raises what `transaction.open_store` raises."""
    return transaction.open_store(path, key, kind=KIND)
