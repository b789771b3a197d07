"""How a change of people's keys takes effect, all of it or none: staged, committed with the records, put in place."""

import contextlib
from collections.abc import Iterator

from wellnessdesk.services.desk import Act, Desk
from wellnessdesk.store import audit
from wellnessdesk.store import center as centers
from wellnessdesk.store.errors import DiskFull, StoreBusy, StoreProblem
from wellnessdesk.vault import header_file, unlock
from wellnessdesk.vault.header import Header


def newest(desk: Desk) -> int:
    """The number of the newest entry of the log: the last that can stand under what a change of keys ends."""
    with desk.reading() as tx:
        return audit.head(tx).sequence


@contextlib.contextmanager
def taking_effect(desk: Desk, after: Header, number: int, *features: str) -> Iterator[Act]:
    """The change whose commit decides: with it `after` is the header from then on, without it nothing has happened.

    What cannot be put in place then, the next to sign in puts there (`opening_keys`). `number` is the newest entry of
    the log for which `after` was made. Raises `DiskFull`, or `StoreBusy` when there is a newer one.
    """
    desk.require_own()
    try:
        header_file.stage(desk.folder, after, desk.keys.store_key)
    except OSError as error:
        raise DiskFull from error
    try:
        with desk.change(*features) as change:
            if audit.head(change.tx).sequence != number:
                raise StoreBusy
            yield change
            remember(change, after)
    finally:
        _follow_the_records(desk, after)


def remember(change: Act, after: Header) -> None:
    """Write into the records which directory and which header belong to them from the commit on."""
    centers.set_directory_serial(change.tx, after.directory.serial())
    centers.set_header_generation(change.tx, after.generation)


def _follow_the_records(desk: Desk, after: Header) -> None:
    with contextlib.suppress(OSError, StoreProblem):  # what went wrong first is what the person is told
        with desk.reading() as tx:
            counts = centers.header_generation(tx) == after.generation
        if counts:
            unlock.follow(desk.keys, after)
        (header_file.put_in_place if counts else header_file.discard)(desk.folder)
