"""The power goes at a moment of one's choosing: nothing after it runs, and nobody cleans up."""

import os
from pathlib import Path

from sqlalchemy.engine.default import DefaultDialect

from wellnessdesk.vault import header_file


class PowerCut(BaseException):
    """Nothing after this runs."""


def power_cut(monkeypatch, number: int) -> None:
    """Before the `number`-th time that a file is synced, a file renamed or a transaction committed."""
    left = [number]

    def wrap(function):
        def counted(*args, **kwargs):
            if left[0] == 0:
                raise PowerCut
            left[0] -= 1
            return function(*args, **kwargs)
        return counted

    monkeypatch.setattr(os, "fsync", wrap(os.fsync))
    monkeypatch.setattr(Path, "replace", wrap(Path.replace))
    monkeypatch.setattr(DefaultDialect, "do_commit", wrap(DefaultDialect.do_commit))
    monkeypatch.setattr(header_file, "discard", lambda *_args: None)
