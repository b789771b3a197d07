"""The files of a roster, out of a zip, a folder or one CSV file. They may be meant to harm: nothing is unpacked."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.roster import RosterUnreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# The users of 100,000 students take about 25 MB; nothing honest comes near these.
MAX_FILE_BYTES = 256 * 2**20
MAX_RATIO = 200
RATIO_COUNTS_FROM = 2**20
MAX_MEMBERS = 1_000
MAX_READ_AT_ONCE = 2**20

_CHUNK = 64 * 2**10
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"^[A-Za-z]:")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Part:
    """One file that can be opened: what it is called, and its bytes when unpacked."""

    label: str
    size: int
    open: Callable[[], IO[bytes]]


class Source:
    """The files that were found. Names are those of the standard, in lower case (`users.csv`)."""

    def __init__(self, parts: Mapping[str, Part], progress: Progress) -> None:
        self._parts = parts
        self._progress = progress
        self._total = sum(part.size for part in parts.values())
        self._done = 0

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def label(self, name: str) -> str:
        """What the file is really called."""
        return self._parts[name].label

    @contextmanager
    def open(self, name: str) -> Iterator[io.BufferedReader]:
        """A file's bytes, limited. Reading reports progress, can be cancelled, raises `RosterUnreadable`."""
        part = self._parts[name]
        with said_plainly(part.label):
            inner = part.open()
        with inner:
            yield io.BufferedReader(_Limited(inner, part.label, self._count), _CHUNK)

    def _count(self, size: int) -> None:
        self._done += size
        self._progress.report(min(self._done, self._total), self._total)
        self._progress.check_cancelled()


@contextmanager
def opened(path: Path, wanted: Collection[str], progress: Progress = NO_PROGRESS) -> Iterator[Source]:
    """The wanted files that lie beside `users.csv` in a zip (with or without inner folder) or a folder.

    One CSV file by itself counts as `users.csv`. Raises `RosterUnreadable` with a plain sentence.
    """
    with ExitStack() as stack:
        with said_plainly(path.name):
            parts = _parts(path, wanted, stack)
        for part in parts.values():
            if part.size > MAX_FILE_BYTES:
                raise too_large(part.label)
        yield Source(parts, progress)


def _parts(path: Path, wanted: Collection[str], stack: ExitStack) -> dict[str, Part]:
    if path.is_dir():
        return _folder_parts(path, wanted)
    size = path.stat().st_size
    if not path.is_file():  # a device or a pipe could keep us waiting for ever
        raise _of_another_kind(path.name)
    if size == 0:
        raise RosterUnreadable(_("{file} is empty. Export the roster again.").format(file=path.name))
    with path.open("rb") as file:
        start = file.read(4)
    if start in _ZIP_STARTS:
        return _zip_parts(path, wanted, stack)
    if start == _OLD_EXCEL:
        raise RosterUnreadable(
            _("{file} is an old Excel file (XLS). Open it in Excel, save it as XLSX or CSV, and choose that.").format(
                file=path.name))
    if path.suffix.casefold() in {".csv", ".txt", ".tsv"}:
        return {"users.csv": Part(path.name, size, lambda: path.open("rb"))}
    raise _of_another_kind(path.name)


def _folder_parts(folder: Path, wanted: Collection[str]) -> dict[str, Part]:
    paths = [path for path in (*folder.glob("*"), *folder.glob("*/*")) if path.is_file()]
    chosen = _beside_users([PurePosixPath(path.relative_to(folder)) for path in paths], folder.name)
    return {name: _folder_part(folder / place) for name, place in chosen.items() if name in wanted}


def _folder_part(path: Path) -> Part:
    return Part(path.name, path.stat().st_size, lambda: path.open("rb"))


def _zip_parts(path: Path, wanted: Collection[str], stack: ExitStack) -> dict[str, Part]:
    file = stack.enter_context(small_reads(path))
    archive = stack.enter_context(zipfile.ZipFile(file))
    members = {_place(member, path.name): member for member in archive.infolist()}
    if len(members) > MAX_MEMBERS:
        raise too_many(path.name)
    files = [place for place, member in members.items() if not member.filename.endswith("/")]
    chosen = _beside_users(files, path.name)
    return {name: _zip_part(archive, members[place], path.name) for name, place in chosen.items() if name in wanted}


def _zip_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> Part:
    check_member(member, file)
    return Part(PurePosixPath(member.filename).name, member.file_size, lambda: archive.open(member))


def check_member(member: zipfile.ZipInfo, file: str) -> None:
    """Raise `RosterUnreadable` for a part that is locked, packed unusually, or unpacks to far more than it is."""
    if member.flag_bits & _ENCRYPTED:
        raise RosterUnreadable(
            _("{file} is locked with a password. Unpack it first, then choose the folder.").format(file=file)
        )
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise RosterUnreadable(
            _("{file} is packed in an unusual way. Unpack it, then choose the folder.").format(file=file)
        )
    if member.file_size > max(RATIO_COUNTS_FROM, member.compress_size * MAX_RATIO):
        raise too_large(member.filename)


def _place(member: zipfile.ZipInfo, file: str) -> PurePosixPath:
    name = member.filename.replace("\\", "/")
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts or _DRIVE.match(name):
        raise RosterUnreadable(
            _(
                "{file} holds a file that wants to lie outside of it. A roster never does that. "
                "Do not use this file; ask the sender for a new one."
            ).format(file=file)
        )
    return place


def _beside_users(places: list[PurePosixPath], source: str) -> dict[str, PurePosixPath]:
    """The files in the folder of `users.csv` nearest to the top, by their name in lower case."""
    users = [place for place in places if place.name.casefold() == "users.csv" and "__MACOSX" not in place.parts]
    if not users:
        raise RosterUnreadable(
            _(
                "There is no users.csv in {file}. Choose a OneRoster export: "
                "a zip file, or a folder, with users.csv in it; or the table itself, if it lies in there."
            ).format(file=source)
        )
    depth = min(len(place.parts) for place in users)
    nearest = [place for place in users if len(place.parts) == depth]
    if len(nearest) > 1:
        raise RosterUnreadable(_("{file} holds more than one roster. Take them one at a time.").format(file=source))
    return {place.name.casefold(): place for place in places if place.parent == nearest[0].parent}


class _SmallReads(io.BufferedReader):
    """A file that gives little at once: `zipfile` would read a directory of any size into memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        limit = MAX_READ_AT_ONCE + 1
        data = super().read(limit if size is None or size < 0 else min(size, limit))
        if len(data) == limit:
            raise too_many(Path(self.name).name)
        return data


class _Limited(io.RawIOBase):
    """The bytes of one file, counted and limited, with every failure said plainly."""

    def __init__(self, inner: IO[bytes], label: str, count: Callable[[int], None]) -> None:
        self._inner = inner
        self._label = label
        self._count = count
        self._seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        room = memoryview(buffer)
        with said_plainly(self._label):
            data = self._inner.read(len(room))
        self._seen += len(data)
        if self._seen > MAX_FILE_BYTES:
            raise too_large(self._label)
        if data:
            self._count(len(data))
        room[: len(data)] = data
        return len(data)


def small_reads(path: Path) -> io.BufferedReader:
    """A file, opened so that a zip's directory of any size is not read into memory."""
    return _SmallReads(io.FileIO(path))


def too_large(label: str) -> RosterUnreadable:
    """What is said of a file that is too large."""
    return RosterUnreadable(
        _("{file} is far too large for a roster. Check that it is the right file.").format(file=label)
    )


def damaged(label: str) -> RosterUnreadable:
    """What is said of a file that cannot be read as what it is."""
    return RosterUnreadable(_("{file} is damaged. Copy it again, or ask for a new export.").format(file=label))


def too_many(label: str) -> RosterUnreadable:
    """What is said of a zip with thousands of files."""
    return RosterUnreadable(
        _("{file} holds far too many files for a roster. Check that it is the right file.").format(file=label)
    )


def _of_another_kind(label: str) -> RosterUnreadable:
    if label.casefold().endswith((".xls", ".xlsx")):
        return RosterUnreadable(_(
            "{file} is no Excel file inside, though its name says so. Open it in Excel, save it as XLSX or CSV, and "
            "choose that.").format(file=label))
    return RosterUnreadable(
        _(
            "{file} is not a roster: it is neither a zip file, nor a folder, nor a CSV or Excel file (XLSX). "
            "It may be damaged, or of another kind."
        ).format(file=label)
    )


@contextmanager
def said_plainly(label: str) -> Iterator[None]:
    """Turn what a disk or a broken zip does to us into a sentence."""
    try:
        yield
    except FileNotFoundError as error:
        raise RosterUnreadable(
            _("{file} is not there any more. Was it moved, or its drive removed?").format(file=label)
        ) from error
    except PermissionError as error:
        raise RosterUnreadable(_("This account may not read {file}.").format(file=label)) from error
    except OSError as error:
        raise RosterUnreadable(
            _("{file} could not be read. It may be damaged, or its drive was removed.").format(file=label)
        ) from error
    except BROKEN_ZIP as error:
        raise damaged(label) from error
