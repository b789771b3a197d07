"""The district's own records: another kind of store, under its own key, with its own migrations."""

from pathlib import Path

from wellnessdesk.store import transaction
from wellnessdesk.store.migrate import Kind
from wellnessdesk.store.transaction import Store

KIND = Kind(Path(__file__).parent / "migrations", "[0-9]{4}",
            "f2743ae359bdb234e7676ed83241506ea42fc8f613c8a098fe20875e373aabd3")


def create(path: Path, key: bytes) -> Store:
    """A new, empty store."""
    return transaction.create_store(path, key, KIND)


def open_there(path: Path, key: bytes) -> Store:
    """An existing store, brought up to date; raises what `transaction.open_store` raises."""
    return transaction.open_store(path, key, kind=KIND)
