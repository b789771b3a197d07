"""Makes the whole program look as `resources/theme/theme.qss` says, light or dark, at any time."""

import re
import sys
from dataclasses import asdict
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from wellnessdesk.base import paths
from wellnessdesk.ui.kit import palette
from wellnessdesk.ui.kit.icons import icon as icon
from wellnessdesk.ui.kit.palette import Palette, ThemeName
from wellnessdesk.ui.kit.palette import color as color

FONT = "Noto Sans"
_FACES = ("Regular", "Italic", "SemiBold", "Bold")

# To Qt a point is 1/72 inch of screen on a Mac, 1/96 elsewhere: the same number would look a quarter smaller.
_POINT = 96 / 72 if sys.platform == "darwin" else 1.0
_SIZES = {"size_small": 10.0, "size_text": 10.5, "size_heading": 12.0, "size_title": 17.0, "size_figure": 22.0,
          "size_kiosk": 14.0, "size_kiosk_title": 26.0}


def apply(app: QApplication, name: ThemeName) -> None:
    """Put the theme on the application and every window it has; may be called again at any time."""
    colors = palette.choose(name)
    if app.property("theme") is None:
        app.setStyle("Fusion")
        load_fonts()
        app.setFont(font())
    app.setProperty("theme", name)
    scheme = Qt.ColorScheme.Dark if name == "dark" else Qt.ColorScheme.Light
    app.styleHints().setColorScheme(scheme)  # only reaches the window's frame, and not on every platform
    app.setPalette(_qt_palette(colors))
    app.setStyleSheet(style_sheet(name))


def load_fonts() -> None:
    """Make the bundled faces known to Qt. Needs a running application."""
    for face in _FACES:
        if QFontDatabase.addApplicationFont(str(paths.resource("fonts", f"NotoSans-{face}.ttf"))) < 0:
            raise FileNotFoundError(f"NotoSans-{face}.ttf")


def font(size: str = "size_text", *, semibold: bool = False) -> QFont:
    """The program's typeface for whoever paints; `size` is a size name of the style sheet."""
    chosen = QFont(FONT)
    chosen.setPointSizeF(_SIZES[size] * _POINT)
    if semibold:
        chosen.setWeight(QFont.Weight.DemiBold)
    return chosen


def metrics(size: str = "size_text", *, semibold: bool = False) -> QFontMetrics:
    """Measures of that typeface."""
    return QFontMetrics(font(size, semibold=semibold))


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties (`role`, `tone`, `invalid` …) and let the style sheet look at the widget again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


@cache
def style_sheet(name: ThemeName) -> str:
    """The style sheet with its `@tokens` filled in; an unknown token is a `KeyError`."""
    tokens = {key: str(value) for key, value in asdict(palette.PALETTES[name]).items()}
    tokens |= {key: f"{size * _POINT:g}pt" for key, size in _SIZES.items()}
    tokens["glyphs"] = paths.resource("theme", name).as_posix()
    text = paths.resource("theme", "theme.qss").read_text(encoding="utf-8")
    return re.sub(r"@([a-z_]+)", lambda found: tokens[found[1]], text)


def _qt_palette(colors: Palette) -> QPalette:
    """The same colors for what Fusion draws by itself."""
    role = QPalette.ColorRole
    roles = {
        role.Window: colors.page,
        role.WindowText: colors.ink,
        role.Base: colors.surface,
        role.AlternateBase: colors.hover,
        role.Text: colors.ink,
        role.PlaceholderText: colors.muted,
        role.Button: colors.surface,
        role.ButtonText: colors.ink,
        role.BrightText: colors.danger,
        role.ToolTipBase: colors.toast,
        role.ToolTipText: colors.on_toast,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.Accent: colors.accent,
        role.Link: colors.accent,
        role.LinkVisited: colors.accent,
        role.Light: colors.surface,
        role.Midlight: colors.hover,
        role.Mid: colors.line,
        role.Dark: colors.edge,
        role.Shadow: colors.line,
    }
    made = QPalette()
    for which, value in roles.items():
        made.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colors.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colors.line))
    return made
