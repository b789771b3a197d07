"""A zip made while it leaves: its files come in parts, and never more than a part is kept.

What is not known before a file was written (its size) stands behind it, in a data descriptor, as `zip -` does too.
"""

import zipfile
from collections.abc import Iterable, Iterator

Parts = Iterable[bytes]
"""The bytes of a file, in their order."""

_MODE = 0o100644


class _Leaving:
    """What zipfile writes, until it is taken."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Keep it."""
        self._kept.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """It leaves when it is taken."""

    def close(self) -> None:
        """As before."""

    def taken(self) -> bytes:
        """Everything since the last time."""
        kept, self._kept = self._kept, []
        return b"".join(kept)


def zipped(files: Iterable[tuple[str, Parts]]) -> Iterator[bytes]:
    """The zip of these files in this order, in parts; the same files give the same bytes.

    Each file's parts are asked for only when it is its turn: the last can tell of those before.
    """
    leaving = _Leaving()
    with zipfile.ZipFile(leaving, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, parts in files:
            with archive.open(_entry(name), "w") as entry:
                for part in parts:
                    entry.write(part)
                    yield leaving.taken()
    yield leaving.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, _MODE << 16
    return info
