"""A backup laid out as a store again, in a scratch folder, and compared: for every verification and every restore."""

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.store import copies
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.vault import backup, header_file
from wellnessdesk.vault.backup import Opened

SCRATCH = ".wellnessdesk-scratch-"
"""What folders begin with in which a copy is worked on. All in them is encrypted; what a crash left is taken away."""


class NotTheSame(Problem):
    """What was restored is not what was saved."""


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder of our own within `folder`, gone afterwards. Raises `DiskFull`."""
    try:
        made = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=folder))
    except OSError as error:
        raise DiskFull from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Take away what a crash left of scratch folders; only for who alone has the center open."""
    for left in folder.glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)


def lay_out(opened: Opened, folder: Path, progress: Progress = NO_PROGRESS, *, key: bytes | None = None) -> Path:
    """The store of a backup in `folder`, under its own key or `key`, every page checked and every row compared.

    Raises `NotTheSame`, `StoreDamaged`, `DiskFull`, `Cancelled`, or what `backup.extract` raises.
    """
    closed, store, key = folder / "closed.db", folder / header_file.STORE_NAME, key or opened.keys.store
    try:
        backup.extract(opened, closed, Share(progress, 0, 15))
    except OSError as error:
        raise DiskFull from error
    copies.copy_file(closed, opened.keys.fresh, store, key, Share(progress, 15, 50))
    with suppress(OSError):  # only for its room; the folder goes with all that is in it
        closed.unlink()
    with ThreadPoolExecutor(1) as beside:  # the pages are SQLite's work, the rows ours: both at once on two cores
        checked = beside.submit(copies.check, store, key)
        content = copies.content(store, key, progress)
        checked.result()
    if content != opened.facts.content:
        raise NotTheSame(_("What came out of this backup is not what was put in. It cannot be relied on; choose "
                           "another one."))
    progress.report(100, 100)
    return store
