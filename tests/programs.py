"""The program as its users start it: a process of its own, in an account of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-m", "wellnessdesk")
UNSEEN = {"QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"}
"""And where it dies of itself, it says in which line."""


def program(
    *arguments: str | Path, said: str = "", folder: Path | None = None, limit: float = 60, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `wellnessdesk ARGUMENTS`, with `said` on its standard input."""
    return run(*COMMAND, *arguments, said=said, folder=folder, limit=limit, **environment)


def run(
    *command: str | Path, said: str = "", folder: Path | None = None, limit: float = 60, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run any program in the account of the test."""
    return subprocess.run([str(word) for word in command], input=said, capture_output=True, text=True, cwd=folder,
                          env=os.environ | UNSEEN | environment, timeout=limit, check=False)


def files_below(*folders: Path) -> list[Path]:
    """Every file in these folders, at any depth."""
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def holds(path: Path, words: str) -> bool:
    """Whether words stand in the clear in a file, in any encoding that `strings` would find them in."""
    data = path.read_bytes()
    return any(words.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"))
