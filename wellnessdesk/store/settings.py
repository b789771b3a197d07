"""What a center decided for itself, by key: each key belongs to one feature, which alone reads and writes it."""

import json

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from wellnessdesk.store.rows import SettingRow
from wellnessdesk.store.transaction import Transaction


def get(tx: Transaction, key: str) -> object:
    """The JSON value kept under `key`; None when nothing was decided. Whoever asks checks its shape."""
    text = tx.session.execute(select(SettingRow.value).where(SettingRow.key == key)).scalar()
    try:
        return json.loads(text) if text is not None else None
    except ValueError:
        return None


def put(tx: Transaction, key: str, value: object) -> None:
    """Keep a JSON value under `key`."""
    text = json.dumps(value, ensure_ascii=False)
    tx.session.execute(insert(SettingRow).values(key=key, value=text)
                       .on_conflict_do_update(index_elements=["key"], set_={"value": text}))


def forget(tx: Transaction, key: str) -> None:
    """Go back to what holds where nothing was decided."""
    tx.session.execute(delete(SettingRow).where(SettingRow.key == key))
