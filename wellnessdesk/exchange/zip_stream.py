"""A zip made while it leaves: its files come in parts, and never more than two of them are kept.

A part is made and squeezed on a thread of its own, while what the next is made of is looked for.
What is not known before a file was written (its size) stands behind it, in a data descriptor, as `zip -` does too.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

Part = Callable[[], bytes]
"""Makes the next bytes of a file; called once, on another thread, when all before it have been made."""
Parts = Iterable[Part]
"""A file, in its order."""

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


def at_hand(data: bytes) -> Parts:
    """A file of bytes that are there already."""
    return (lambda: data,)


def zipped(files: Iterable[tuple[str, Parts]]) -> Iterator[bytes]:
    """The zip of these files in this order, in parts; the same files give the same bytes.

    Each file's parts are asked for, on the caller's thread, only when it is its turn: the last can tell of those
    before. Raises what they raise.
    """
    leaving = _Leaving()
    with zipfile.ZipFile(leaving, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, parts in files:
            with archive.open(_entry(name), "w") as entry:
                for _squeezed in _beside(entry.write, parts):
                    yield leaving.taken()
    yield leaving.taken()


def _beside(squeeze: Callable[[bytes], object], parts: Parts) -> Iterator[None]:
    """Make and squeeze parts on another thread; it rests, and has ended all of them, at each turn."""
    with ThreadPoolExecutor(1, "squeezing") as thread:
        before: Future[object] | None = None
        for part in parts:
            if before is not None:
                before.result()
                yield
            before = thread.submit(_squeezed, squeeze, part)
        if before is not None:
            before.result()
            yield


def _squeezed(squeeze: Callable[[bytes], object], part: Part) -> None:
    squeeze(part())


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, _MODE << 16
    return info
