"""What people write into: lines, passphrases and notes. Placed into a form with `forms.Field`."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import clipboard, theme
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import icon
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.texts import label

_FRAME = 14
"""Border and padding of the style sheet, above and below."""

Strength = Callable[[str], tuple[str, Tone]]
"""Says of a passphrase how good it is: a short text and its tone."""


class TextField(QLineEdit):
    """One line of text."""

    def __init__(
        self, text: str = "", *, placeholder: str = "", max_length: int = 200, clearable: bool = False
    ) -> None:
        super().__init__(text)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(max_length)
        if clearable:
            self.setClearButtonEnabled(True)
            for cross in self.findChildren(QToolButton):  # Qt gives it no name
                cross.setAccessibleName(_("Clear"))

    def value(self) -> str:
        """What was written, without blanks around it."""
        return self.text().strip()


class PassphraseField(QWidget):
    """A passphrase: hidden unless shown on purpose, with an optional hint on how good it is while it is written."""

    submitted = Signal()
    changed = Signal()

    def __init__(self, name: str, strength: Strength | None = None) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(name)
        self.edit.setMaxLength(1024)
        self.edit.returnPressed.connect(self.submitted)
        self.edit.textChanged.connect(self._on_change)
        clipboard.guard(self.edit)  # while it is shown, it can be copied
        self._eye = button(_("Show passphrase"), icon="show", checkable=True, icon_only=True)
        self._eye.toggled.connect(self._show_or_hide)
        self._strength = strength
        self._hint = label("", "muted", wrap=True, small=True)
        self._hint.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.edit, 1)
        row.addWidget(self._eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._hint)
        self.setFocusProxy(self.edit)

    def value(self) -> str:
        """The passphrase as written: blanks belong to it."""
        return self.edit.text()

    def clear(self) -> None:
        """Empty the field and hide again what is written next."""
        self.edit.clear()
        self._eye.setChecked(False)

    def _show_or_hide(self, shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        text = _("Hide passphrase") if shown else _("Show passphrase")
        self._eye.setIcon(icon("hide" if shown else "show"))
        self._eye.setAccessibleName(text)
        self._eye.setToolTip(text)

    def _on_change(self, passphrase: str) -> None:
        if self._strength is not None:
            text, tone = self._strength(passphrase)
            self._hint.setText(text)
            self._hint.setVisible(bool(passphrase and text))
            theme.restyle(self._hint, tone=tone)
        self.changed.emit()


class NoteField(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next field. Grows with what is written, up to `most_lines`."""

    def __init__(self, text: str = "", *, placeholder: str = "", lines: int = 4, most_lines: int = 14) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self._lines = (lines, max(lines, most_lines))
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def value(self) -> str:
        """What was written, without blanks around it."""
        return self.toPlainText().strip()

    def sizeHint(self) -> QSize:
        least, most = self._lines
        written = int(self.document().documentLayout().documentSize().height())  # counted in lines
        return QSize(super().sizeHint().width(), self._height(min(max(written, least), most)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height(min(self._lines[0], 3)))

    def _height(self, lines: int) -> int:
        return lines * self.fontMetrics().lineSpacing() + 2 * int(self.document().documentMargin()) + _FRAME
