"""What a district received: every bundle it took, the tables of each, and its files for whoever needs them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.district import AGGREGATE, Receipt
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import datapackage
from wellnessdesk.services.district import kept
from wellnessdesk.services.district.desk import DistrictDesk, district_act
from wellnessdesk.services.district.opened import OpenedBundle
from wellnessdesk.services.district.opened_rows import OpenedRows, opened_any
from wellnessdesk.services.district.unpacking import Opened, unpacked
from wellnessdesk.store.district import received


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is in a bundle: the tables of counts, or of rows their titles and how many each has. `ends_on`: the last
    day on which rows may be used."""

    tables: tuple[PublishedTable, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()
    ends_on: date | None = None


@district_act("district.received")
def listed(desk: DistrictDesk) -> list[Receipt]:
    """All bundles that were taken, the newest first."""
    with desk.reading() as tx:
        return received.newest_first(tx)


@district_act("district.received")
def tables(desk: DistrictDesk, bundle_id: str) -> tuple[PublishedTable, ...]:
    """The tables of a bundle as its center signed them. Raises `Problem` for one that is not there."""
    return held(desk, bundle_id).tables


@district_act("district.received")
def held(desk: DistrictDesk, bundle_id: str, progress: Progress = NO_PROGRESS) -> Held:
    """What is in a bundle: nothing where that was deleted. One that is kept as it came is read through, which takes
    long for many rows.

    Raises `Problem` for one that is not there, or is not any more what was taken.
    """
    receipt = _receipt(desk, bundle_id)
    if receipt.deleted_at is not None:
        return Held()
    opened = _opened(desk, receipt, progress=progress)
    if isinstance(opened, OpenedRows):
        return Held(rows=tuple((layout.title, rows) for layout, rows in opened.tables), ends_on=opened.meta.ends_on)
    return Held(tables=opened.tables, ends_on=opened.meta.ends_on)


@district_act("district.unpack")
def unpack(desk: DistrictDesk, bundle_id: str, folder: Path, progress: Progress = NO_PROGRESS) -> Path:
    """Write the files of a bundle, not encrypted any more, into a new folder in this one; the new folder.

    All of them, or none: also when it is cancelled.

    Raises what `held` raises, or `Problem` where it is there already or cannot be written.
    """
    receipt = _receipt(desk, bundle_id)
    out = folder / Path(receipt.file_name).stem
    unpacked(out, lambda new: _opened(desk, receipt, new, progress))
    return out


@district_act("district.delete")
def delete(desk: DistrictDesk, bundle_id: str) -> Receipt:
    """Delete what a bundle of rows or of a student's records holds; its record stays, and says when that was.

    Copies of the folder, and files that were unpacked, are not touched. Raises `Problem` for counts, which are about
    nobody, for what is not there, or not any more, and where the file cannot be deleted.
    """
    receipt = _receipt(desk, bundle_id)
    if receipt.kind == AGGREGATE:
        raise Problem(_("These are counts, which are about nobody. They are not deleted."))
    _require_there(receipt)
    with desk.change() as tx:
        received.set_deleted(tx, receipt.id, desk.now())
        kept.delete(desk.folder, receipt.hash)
    return _receipt(desk, bundle_id)


def _require_there(receipt: Receipt) -> None:
    if receipt.deleted_at is not None:
        raise Problem(_("The content of this bundle was deleted on {day}.").format(
            day=formats.date(receipt.deleted_at.date())))


def _receipt(desk: DistrictDesk, bundle_id: str) -> Receipt:
    with desk.reading() as tx:
        found = next((one for one in received.newest_first(tx) if one.id == bundle_id), None)
    if found is None:
        raise Problem(_("The tables of this bundle are not here."))
    return found


def _opened(desk: DistrictDesk, receipt: Receipt, out: Path | None = None,
            progress: Progress = NO_PROGRESS) -> Opened:
    """It was verified when it was taken; what is kept as a file must still be that file.

    By which day it has to be deleted is written down now of what was taken before schema d0002.
    """
    _require_there(receipt)
    if receipt.kind == AGGREGATE:
        with desk.reading() as tx:
            body = received.body(tx, receipt.id)
        if body is None:
            raise Problem(_("The tables of this bundle are not here."))
        inside, found = datapackage.read(body)
        return OpenedBundle(meta=found.meta, tables=found.tables, files=inside)
    opened = opened_any(kept.place(desk.folder, receipt.hash), desk.keys.secrets, None, out, progress)
    if opened.hash != receipt.hash:
        raise kept.FileChanged(_("The file that was kept of this bundle has changed. Put it back from your backup."))
    if opened.meta.ends_on is not None and receipt.ends_on is None:
        with desk.change() as tx:
            received.set_end(tx, receipt.id, opened.meta.ends_on)
    return opened
