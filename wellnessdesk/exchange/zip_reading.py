"""A zip read while it comes, as `zip_stream` makes it and no other: from any stranger, and never more than a part kept.

What a file says of itself in front is nothing; what stands behind it, and the directory at the end, must be to the byte
what was read. So there are no two ways to read it.
"""

import struct
import zlib
from collections.abc import Callable, Generator
from dataclasses import dataclass

from wellnessdesk.exchange import datapackage
from wellnessdesk.exchange.bundle_problems import BundleBadName, BundleNotAZip, BundleTooLarge

Take = Callable[[bytes], object]
"""Gets the bytes of a file in their order."""
_Steps = Generator[None, bytes, bytes]

_LOCAL, _BEHIND, _ENTRY, _END = b"PK\x03\x04", b"PK\x07\x08", b"PK\x01\x02", b"PK\x05\x06"
_HEAD = struct.Struct("<5H3L2H")
_SIZES = struct.Struct("<4s3L")
_LISTED = struct.Struct("<4s4B4H3L5H2L")
_LAST = struct.Struct("<4s4H2LH")
_VERSION, _UNIX, _FLAGS, _DEFLATED, _FIRST_DAY = 20, 3, 0x08, 8, 0x21
_RIGHTS = 0o100644 << 16
_MOST_AT_ONCE = 2**18


@dataclass(frozen=True, slots=True)
class _File:
    name: bytes
    start: int
    crc: int
    packed: int
    size: int

    def listed(self) -> bytes:
        """Its entry in the directory."""
        return _LISTED.pack(
            _ENTRY, _VERSION, _UNIX, _VERSION, 0, _FLAGS, _DEFLATED, 0, _FIRST_DAY, self.crc, self.packed, self.size,
            len(self.name), 0, 0, 0, 0, _RIGHTS, self.start) + self.name


class Unzipping:
    """Is written a zip in parts; `begin` is told each file's name and says who takes its bytes.

    `write` and `close` raise `BundleNotAZip`, `BundleTooLarge`, `BundleBadName`, and what `begin` and the takers raise.
    """

    def __init__(self, begin: Callable[[str], Take], most: int) -> None:
        self._begin, self._left = begin, most
        self._kept, self._at, self._whole = b"", 0, False
        self._steps = self._zip()
        next(self._steps)

    def write(self, data: bytes, /) -> None:
        """The next part."""
        try:
            self._steps.send(data)
        except StopIteration as end:
            raise BundleNotAZip from end

    def close(self) -> None:
        """Nothing follows."""
        if not self._whole:
            raise BundleNotAZip

    def _zip(self) -> Generator[None, bytes, None]:
        files = list[_File]()
        while (mark := (yield from self._take(4))) == _LOCAL:
            if len(files) == datapackage.MAX_FILES:
                raise BundleTooLarge
            files.append((yield from self._file()))
        start, listed = self._at - 4, b"".join(one.listed() for one in files)
        end = _LAST.pack(_END, 0, 0, len(files), len(files), len(listed), start, 0)
        wanted = listed + end
        if not files or mark + (yield from self._take(len(wanted) - 4)) != wanted or self._kept:
            raise BundleNotAZip
        names = [one.name.lower() for one in files]
        if len(set(names)) != len(names):
            raise BundleBadName
        self._whole = True
        yield

    def _file(self) -> Generator[None, bytes, _File]:
        start = self._at - 4
        *head, length, more = _HEAD.unpack((yield from self._take(_HEAD.size)))
        if head != [_VERSION, _FLAGS, _DEFLATED, 0, _FIRST_DAY, 0, 0, 0] or more:
            raise BundleNotAZip
        name = yield from self._take(length)
        take = self._begin(_named(name))
        inflating, crc, size, begun = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0, self._at
        while not inflating.eof:
            data = inflating.unconsumed_tail or (yield from self._some())
            try:
                plain = inflating.decompress(data, _MOST_AT_ONCE)
            except zlib.error as error:
                raise BundleNotAZip from error
            crc, size = zlib.crc32(plain, crc), size + len(plain)
            self._left -= len(plain)
            if self._left < 0:
                raise BundleTooLarge
            self._require_ratio(size, begun)
            take(plain)
        self._kept = inflating.unused_data
        self._at -= len(self._kept)
        self._require_ratio(size, begun)  # a part that came may hold more than this file
        found = _File(name, start, crc, self._at - begun, size)
        if (yield from self._take(_SIZES.size)) != _SIZES.pack(_BEHIND, crc, found.packed, size):
            raise BundleNotAZip
        return found

    def _require_ratio(self, size: int, begun: int) -> None:
        """Raise `BundleTooLarge` for so many bytes out of what was read since then."""
        if size > datapackage.MAX_RATIO * (self._at - begun):
            raise BundleTooLarge

    def _take(self, number: int) -> _Steps:
        """So many bytes."""
        while len(self._kept) < number:
            self._kept += yield
        taken, self._kept = self._kept[:number], self._kept[number:]
        self._at += number
        return taken

    def _some(self) -> _Steps:
        """Whatever there is, at least a byte."""
        while not self._kept:
            self._kept = yield
        return (yield from self._take(len(self._kept)))


def _named(name: bytes) -> str:
    text = name.decode("ascii", "replace")
    if not datapackage.is_name(text):
        raise BundleBadName
    return text
