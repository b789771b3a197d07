"""Settings on this computer: declared once, typed, with their defaults. Never anything about a student."""

import contextlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from wellnessdesk.base import files, paths


@dataclass(frozen=True, slots=True)
class Settings:
    """What is remembered between two starts."""

    language: str = ""
    """Two-letter code; empty follows the account's own language."""
    theme: str = "light"
    """`light` or `dark`."""
    discreet: bool = True
    """Whether the front desk masks names and hides reasons: passers-by are the same whoever sits there."""
    window: tuple[int, int] = (1280, 800)
    """Width and height of the main window when it was last closed, in pixels."""


def load() -> Settings:
    """The settings as last saved; what is missing, unknown or of the wrong type falls back to its default."""
    try:
        raw = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _read(raw) if isinstance(raw, dict) else Settings()


def save(settings: Settings) -> None:
    """Write the settings, if they are others; a full or read-only disk only means that they are not remembered."""
    if settings == load():
        return
    with contextlib.suppress(OSError):
        target = _file()
        draft = target.with_suffix(".new")
        files.write_anew(draft, json.dumps(asdict(settings), indent=2).encode())
        draft.replace(target)


def _file() -> Path:
    return paths.profile() / "settings.json"


def _read(raw: dict[str, object]) -> Settings:
    settings = Settings()
    for field in fields(Settings):
        value = raw.get(field.name)
        value = tuple(value) if isinstance(value, list) else value
        if _fits(value, getattr(settings, field.name)):
            settings = replace(settings, **{field.name: value})  # type: ignore[arg-type]
    return settings


def _fits(value: object, default: object) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, tuple) and [type(v) for v in value] == [type(d) for d in default]
    return type(value) is type(default)
