"""Forms: a label above each field, what is wrong below it, and nothing entered ever lost."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import spoken, theme
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.texts import label

WIDTH = 640
"""No field is wider than this: long lines are hard to read and to hit."""


class Field(QWidget):
    """A labeled editor with a hint, and an error that goes as soon as the entry changes.

    With `named` off its name is not shown, for a heading above says it already; a screen reader says it still.
    """

    def __init__(self, name: str, editor: QWidget, *, hint: str = "", optional: bool = False,
                 named: bool = True) -> None:
        super().__init__()
        self.editor = editor
        self._name = label(_("{name} (optional)").format(name=name) if optional else name, "strong", wrap=True)
        self._hint = label(hint, "muted", wrap=True, small=True)
        self._error = label("", "danger", wrap=True, small=True)
        self._error_row = QWidget()
        self._target = editor.focusProxy() or editor
        self._name_for_screen_readers(name, hint)
        self._lay_out(hint)
        self._name.setVisible(named)
        self._watch()

    @property
    def error(self) -> str:
        """What is wrong with the entry; empty if nothing was found."""
        return self._error.text()

    def set_error(self, text: str) -> None:
        """Say what is wrong and what to do; empty takes it back."""
        if text == self.error:
            return
        self._error.setText(text)
        self._error_row.setVisible(bool(text))
        mark = getattr(self.editor, "set_invalid", None)
        if mark is not None:  # made of several widgets: knows itself which to mark
            mark(bool(text))
        else:
            theme.restyle(self._target, invalid=bool(text))
        self._target.setAccessibleDescription(text or self._hint.text())
        if text:
            spoken.announce(self._target, text)

    def focus(self) -> None:
        """Bring the cursor into the field."""
        self._target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, hint: str) -> None:
        error_row = QHBoxLayout(self._error_row)
        error_row.setContentsMargins(0, 0, 0, 0)
        error_row.setSpacing(6)
        error_row.addWidget(IconLabel("warning", "danger", 16), 0, Qt.AlignmentFlag.AlignTop)
        error_row.addWidget(self._error, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for part in (self._name, self.editor, self._hint, self._error_row):
            column.addWidget(part)
        self._error_row.hide()
        if not hint:
            self._hint.hide()

    def _name_for_screen_readers(self, name: str, hint: str) -> None:
        self._name.setBuddy(self._target)
        for widget in {self.editor, self._target}:
            if not widget.accessibleName():
                widget.setAccessibleName(name)
        self._target.setAccessibleDescription(hint)

    def _watch(self) -> None:
        """Take the error back at the next change, whatever the editor calls it."""
        for name in ("changed", "textChanged", "dateChanged", "valueChanged"):
            signal = getattr(self.editor, name, None)
            if signal is not None:
                signal.connect(self._forgive)
                return

    def _forgive(self) -> None:
        self.set_error("")


def named_filter(name: str, widget: QWidget) -> QVBoxLayout:
    """Something that a list is narrowed down by, its name small above it."""
    column = QVBoxLayout()
    column.setSpacing(3)
    title = label(name, "muted", small=True)
    title.setBuddy(widget)
    widget.setAccessibleName(name)
    column.addWidget(title)
    column.addWidget(widget)
    return column


class Form(QWidget):
    """Fields one below the other, a few side by side."""

    def __init__(self, *, width: int = WIDTH) -> None:
        super().__init__()
        self.setMaximumWidth(width)
        self._fields: list[Field] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)

    def field(self, name: str, editor: QWidget, *, hint: str = "", optional: bool = False, named: bool = True) -> Field:
        """Put a labeled editor at the end."""
        made = Field(name, editor, hint=hint, optional=optional, named=named)
        self.row(made)
        return made

    def row(self, *fields: Field) -> None:
        """Put fields beside each other at the end, all of the same width."""
        row = QHBoxLayout()
        row.setSpacing(16)
        for each in fields:
            row.addWidget(each, 1, Qt.AlignmentFlag.AlignTop if len(fields) > 1 else Qt.AlignmentFlag(0))
            self._fields.append(each)
        self._column.addLayout(row)

    def add(self, part: QWidget | QLayout) -> None:
        """Put something that is no field at the end: a text, a banner, a row of buttons."""
        if isinstance(part, QWidget):
            self._column.addWidget(part)
        else:
            self._column.addLayout(part)

    def clear_errors(self) -> None:
        """Take back what was said to be wrong, before checking again."""
        for each in self._fields:
            each.set_error("")

    def show_errors(self) -> bool:
        """Go to the first field with an error. True if there is one: then nothing may be saved."""
        wrong = next((each for each in self._fields if each.error), None)
        if wrong is not None:
            wrong.focus()
        return wrong is not None


def question(text: str) -> QLabel:
    """A heading between groups of fields."""
    return label(text, "heading", wrap=True)
