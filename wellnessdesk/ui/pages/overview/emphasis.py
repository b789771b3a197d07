"""One filled button a view: which one it is depends on what comes next."""

from PySide6.QtWidgets import QPushButton

from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.icons import icon


def set_primary(button: QPushButton, icon_name: str, primary: bool) -> None:
    """Make a button the filled one, or a plain one; its icon is drawn for the ground it then stands on."""
    theme.restyle(button, role="primary" if primary else "secondary")
    button.setIcon(icon(icon_name, "on_accent" if primary else "ink"))
