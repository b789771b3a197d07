"""Where files lie: the shipped resources, and the account's own profile (settings, log, default store)."""

import sys
from pathlib import Path

import platformdirs

from wellnessdesk.base import files

APP_ID = "org.wellnessdesk.WellnessDesk"

_isolated: Path | None = None


def isolate(profile: Path | None) -> None:
    """Keep everything under `profile` instead of the account's own places (`--profile`, and every test)."""
    global _isolated
    _isolated = profile


def isolated() -> Path | None:
    """The folder given to `isolate`, for handing it on to another process."""
    return _isolated


def profile() -> Path:
    """Settings and log; made when first asked for, readable by its owner alone."""
    return _private(_isolated or Path(platformdirs.user_config_dir(APP_ID, appauthor=False)))


def default_store() -> Path:
    """The folder of the center's store when `--store` does not name one."""
    return _data() / "center"


def default_district() -> Path:
    """The folder of the district's keys and store when nothing names one."""
    return _data() / "district"


def log_file() -> Path:
    """The program's log."""
    return profile() / "wellnessdesk.log"


def resource(*parts: str) -> Path:
    """A file of `resources/`: beside the package in a checkout, inside it in a wheel or a frozen build."""
    package = Path(__file__).resolve().parent.parent
    frozen = getattr(sys, "_MEIPASS", None)
    inside = Path(frozen) / "resources" if frozen else package / "resources"
    root = inside if inside.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)


def _data() -> Path:
    return _isolated / "data" if _isolated else Path(platformdirs.user_data_dir(APP_ID, appauthor=False))


def _private(folder: Path) -> Path:
    files.make_folder(folder)
    return folder
