"""The project's own Python environment, `.venv`: made once, brought up to date when the needs change."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from _system import Trouble, install, install_qt_libraries, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TRANSLATIONS = ROOT / "resources" / "translations"

_WINDOWS = sys.platform == "win32"
_STAMP = VENV / "wellnessdesk.stamp"


def program(name: str) -> Path:
    """A program of the environment, for instance `python` or `lint-imports`."""
    return VENV / "Scripts" / f"{name}.exe" if _WINDOWS else VENV / "bin" / name


def ensure() -> None:
    """See to it that `.venv` holds the project and its tools, and that Qt and the translations are ready."""
    if not _python_starts():
        _make()
    wanted = _fingerprint()
    if not _STAMP.exists() or _STAMP.read_text(encoding="utf-8") != wanted:
        _install_project()
        _STAMP.write_text(wanted, encoding="utf-8")
    install_qt_libraries(_site_packages())
    _compile_translations()
    _compile_program()


def call(*command: str | Path, folder: Path = ROOT, environment: Mapping[str, str] | None = None) -> int:
    """Run a command in `folder`, with `environment` on top of this one; gives its exit code."""
    return subprocess.call(command, cwd=folder, env=os.environ | (environment or {}))


def _python_starts() -> bool:
    """False too for an environment whose Python has since been removed from the computer."""
    python = program("python")
    return python.exists() and subprocess.call([python, "-c", ""], stderr=subprocess.DEVNULL) == 0


def _make() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        install([f"python3.{sys.version_info.minor}-venv"], "Python's own tool for environments")
    say(f"Making a Python environment in {VENV.name}.")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        raise Trouble(f"Python could not make an environment in {VENV}. Its own message stands above.")


def _install_project() -> None:
    say("Installing Python packages. The first time takes a minute or two.")
    if call(program("python"), "-m", "pip", "install", "--quiet", "--editable", ".[dev]") != 0:
        raise Trouble("pip could not install the Python packages. Its own message stands above.")


def _fingerprint() -> str:
    """Changes with what must be installed and the Python it is for, not with the settings of a linter."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needs = [project["build-system"], project["project"], project["tool"]["hatch"]]
    python = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    return hashlib.sha256(json.dumps([needs, python]).encode()).hexdigest()


def _site_packages() -> Path:
    library = VENV / "Lib" if _WINDOWS else next((VENV / "lib").glob("python3.*"))
    return library / "site-packages"


def _compile_translations() -> None:
    """Compile when a catalogue is newer than its compiled form."""
    sources = TRANSLATIONS.glob("*/LC_MESSAGES/*.po")
    stale = any(_is_newer(source, source.with_suffix(".mo")) for source in sources)
    if stale and call(program("python"), "installers/translations.py", "compile") != 0:
        raise Trouble("The translations could not be compiled. The message above says where.")


def _compile_program() -> None:
    """Compile the program's modules, which an account with PYTHONDONTWRITEBYTECODE would compile at every start."""
    call(program("python"), "-m", "compileall", "-q", "wellnessdesk")


def _is_newer(source: Path, made: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime
