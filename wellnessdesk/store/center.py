"""The center's own row."""

from sqlalchemy import select, update

from wellnessdesk.domain.center import Center
from wellnessdesk.store import settings
from wellnessdesk.store.rows import CenterRow
from wellnessdesk.store.transaction import Transaction

_GENERATION = "keys.generation"


def add(tx: Transaction, center: Center, directory_serial: int) -> None:
    """Write the row of a new center."""
    tx.session.add(CenterRow(row=1, id=center.id, name=center.name, school=center.school, time_zone=center.time_zone,
                             demo=center.demo, directory_serial=directory_serial))
    tx.flush()


def get(tx: Transaction) -> Center:
    """The center."""
    row = tx.session.execute(select(CenterRow)).scalar_one()
    return Center(id=row.id, name=row.name, school=row.school, time_zone=row.time_zone, demo=row.demo)


def directory_serial(tx: Transaction) -> int:
    """The serial of the newest directory of people this store has seen."""
    return tx.session.execute(select(CenterRow.directory_serial)).scalar_one()


def set_directory_serial(tx: Transaction, serial: int) -> None:
    """Remember a newer directory."""
    tx.session.execute(update(CenterRow).values(directory_serial=serial))


def header_generation(tx: Transaction) -> int | None:
    """The generation of the header that belongs to these records; None until the first change of keys."""
    kept = settings.get(tx, _GENERATION)
    return kept if isinstance(kept, int) else None


def set_header_generation(tx: Transaction, generation: int) -> None:
    """Remember which header belongs to these records from the commit on."""
    settings.put(tx, _GENERATION, generation)
