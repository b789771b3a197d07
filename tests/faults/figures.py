"""How the long tests are run: how many rounds, drivers as processes of their own, and one line of figures each."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FULL = bool(os.environ.get("WELLNESSDESK_FULL"))
"""Set by `installers/dev.py test --full`."""


def rounds(full: int, ci: int) -> int:
    """How many rounds this run takes of a test."""
    return full if FULL else ci


def drive(module: str, *arguments: object, **environment: str) -> dict:
    """Run a driver of this folder as a process of its own; the JSON object it prints."""
    return driven([sys.executable, "-m", f"tests.faults.{module}", *map(str, arguments)], **environment)


def driven(command: list[str], **environment: str) -> dict:
    """Run a command that prints one JSON object."""
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)
