"""The log: which bug happened where, and nothing about any person."""

import logging
import os
import traceback
from typing import Any

from wellnessdesk.base import paths

_LARGEST = 262_144

_logger = logging.getLogger("wellnessdesk")


class _OwnFile(logging.FileHandler):
    """For the account alone, whatever its umask."""

    def _open(self) -> Any:
        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=_for_owner)


def start() -> None:
    """Write to the profile's log file from now on; one that has grown past 256 KiB is put aside, and one is kept."""
    if _logger.handlers:
        return
    try:
        file = paths.log_file()
        if file.exists() and file.stat().st_size > _LARGEST:
            file.replace(file.with_suffix(".old.log"))
    except OSError:  # without a place of its own the program still works
        return
    logging.raiseExceptions = False  # a log that cannot be written to (a full disk) must not fill anybody's terminal
    handler = _OwnFile(file, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _logger.addHandler(handler)
    _logger.setLevel(logging.INFO)
    _logger.propagate = False


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def event(message: str) -> None:
    """Note something that happened; the caller sees to it that it names no person and quotes no record."""
    _logger.info(message)


def bug(error: BaseException) -> str:
    """Log where an unexpected error came from and return a short name for it to show.

    Only its type and the places in our code are written: an error's own text can quote what a person typed.
    """
    places = [f"{frame.filename.rsplit('wellnessdesk', 1)[-1]}:{frame.lineno} {frame.name}"
              for frame in traceback.extract_tb(error.__traceback__)]
    where = places[-1] if places else "?"
    _logger.error("%s at %s | %s", type(error).__name__, where, " < ".join(reversed(places)))
    return f"{type(error).__name__} {where}"
