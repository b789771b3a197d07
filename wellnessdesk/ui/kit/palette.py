"""The colors of both themes by meaning, and which of them is in use."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor

ThemeName = Literal["light", "dark"]
Tone = Literal[
    "ink", "muted", "disabled", "accent", "ok", "info", "flag", "danger", "on_accent", "on_danger", "on_toast"
]
"""What a text or icon means. `flag` is "look here", `danger` is "this destroys or is wrong"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One theme. `*_soft` is the ground its tone stands on, `*_line` the border around that ground."""

    page: str
    surface: str
    hover: str
    ink: str
    muted: str
    disabled: str
    line: str
    edge: str
    """Border of what can be operated: at least 3:1 against page and surface."""
    accent: str
    accent_hover: str
    accent_press: str
    accent_soft: str
    accent_line: str
    on_accent: str
    ok: str
    ok_soft: str
    ok_line: str
    info: str
    info_soft: str
    info_line: str
    flag: str
    flag_soft: str
    flag_line: str
    danger: str
    danger_soft: str
    danger_line: str
    danger_fill: str
    danger_hover: str
    on_danger: str
    toast: str
    on_toast: str
    toast_accent: str


LIGHT = Palette(
    page="#f7f8f7",
    surface="#ffffff",
    hover="#eef2f1",
    ink="#1f2933",
    muted="#52606d",
    disabled="#9aa5ad",
    line="#dde3e2",
    edge="#7d8a92",
    accent="#2f6f73",
    accent_hover="#27605f",
    accent_press="#1e4d4f",
    accent_soft="#e3f0ee",
    accent_line="#a9cfcb",
    on_accent="#ffffff",
    ok="#24663b",
    ok_soft="#e6f4ea",
    ok_line="#b5dcc0",
    info="#1f5886",
    info_soft="#e7f0f9",
    info_line="#b7d2ea",
    flag="#8a4b00",
    flag_soft="#fff4e0",
    flag_line="#efcf9a",
    danger="#a1262b",
    danger_soft="#fdecec",
    danger_line="#f0bcbc",
    danger_fill="#a1262b",
    danger_hover="#861d22",
    on_danger="#ffffff",
    toast="#27343c",
    on_toast="#f5f7f7",
    toast_accent="#8fd3ce",
)

DARK = Palette(
    page="#1e2426",
    surface="#272e31",
    hover="#31393c",
    ink="#e8ecec",
    muted="#b0babd",
    disabled="#6f7b7f",
    line="#3a4447",
    edge="#849095",
    accent="#7cc4c0",
    accent_hover="#93d2ce",
    accent_press="#66b0ac",
    accent_soft="#2b4144",
    accent_line="#47696b",
    on_accent="#12201f",
    ok="#8fd3a4",
    ok_soft="#22392b",
    ok_line="#3c6349",
    info="#9cc8f0",
    info_soft="#223646",
    info_line="#3f6079",
    flag="#f4bd72",
    flag_soft="#3c2f1a",
    flag_line="#6d5630",
    danger="#f4a6a2",
    danger_soft="#432727",
    danger_line="#764646",
    danger_fill="#f4a6a2",
    danger_hover="#f8bdba",
    on_danger="#2a1010",
    toast="#e8ecec",
    on_toast="#1f2933",
    toast_accent="#215d61",
)

PALETTES: dict[ThemeName, Palette] = {"light": LIGHT, "dark": DARK}

_state: dict[str, Palette] = {"current": LIGHT}


def choose(name: ThemeName) -> Palette:
    """Make a theme the current one. Windows call `theme.apply`, which also restyles what is on the screen."""
    _state["current"] = PALETTES[name]
    return _state["current"]


def current() -> Palette:
    """The theme in use. Ask again at each painting: it may change while the program runs."""
    return _state["current"]


def color(token: str) -> QColor:
    """A color of the theme in use by its name, for whoever paints."""
    return QColor(getattr(current(), token))


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two `#rrggbb` colors, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(value: str) -> float:
    channels = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
