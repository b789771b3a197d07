"""The small pieces every page is put together from: cards, badges, banners, empty states and figures."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wellnessdesk.ui.kit import spoken, theme
from wellnessdesk.ui.kit.buttons import FaceButton
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.texts import label

_TONE_ICONS: dict[str, str] = {"flag": "warning", "danger": "warning", "ok": "ok", "info": "info", "accent": "info"}


class Card(QFrame):
    """A white frame around what belongs together, with an optional heading and buttons beside it."""

    def __init__(self, title: str = "", *actions: QPushButton, margin: int = 18) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(12)
        self.heading = label(title, "heading", wrap=True)
        if title or actions:
            head = QHBoxLayout()
            head.setSpacing(8)
            head.addWidget(self.heading, 1)
            for action in actions:
                head.addWidget(action)
            self.body.addLayout(head)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or layout at the end."""
        if isinstance(part, QWidget):
            self.body.addWidget(part, stretch)
        else:
            self.body.addLayout(part, stretch)


class Badge(QFrame):
    """A word of status with its icon, on the ground of its tone."""

    def __init__(self, text: str, tone: Tone = "muted", icon: str = "") -> None:
        super().__init__()
        self.setObjectName("Badge")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 9, 1)
        row.setSpacing(5)
        self._icon = IconLabel(icon or "info", tone, 14)
        self._text = label(text)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self.show_status(text, tone, icon)

    def show_status(self, text: str, tone: Tone = "muted", icon: str = "") -> None:
        """Say something else."""
        shown = icon or _TONE_ICONS.get(tone, "")
        self._icon.setVisible(bool(shown))
        if shown:
            self._icon.set_icon(shown, tone)
        self._text.setText(text)
        self.setAccessibleName(text)
        theme.restyle(self._text, tone=tone)
        theme.restyle(self, tone=tone)


_LONGEST_TITLE = 100
"""Characters: more than that is a paragraph, and no paragraph is bold from end to end."""


class Banner(QFrame):
    """A message that stays in the page until what it is about is over. Hidden while it has nothing to say."""

    def __init__(
        self, text: str = "", detail: str = "", tone: Tone = "info", *actions: QPushButton, icon: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName("Banner")
        self._icon = IconLabel("info", tone, 22)
        self._text = label("", "strong", wrap=True)
        self._detail = label("", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self._text)
        texts.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(texts, 1)
        for action in actions:
            row.addWidget(action)
        self.say(text, detail, tone, icon)

    def say(self, text: str, detail: str = "", tone: Tone = "info", icon: str = "") -> None:
        """Show a message, also to screen readers; an empty text hides the banner."""
        self._icon.set_icon(icon or _TONE_ICONS.get(tone, "info"), tone)
        self._text.setText(text)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        theme.restyle(self._text, tone=_strong(tone) if len(text) <= _LONGEST_TITLE else tone)
        theme.restyle(self, tone=tone)
        self._show_or_hide()
        if text:
            spoken.announce(self, f"{text} {detail}".strip())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange:
            self._show_or_hide()

    def _show_or_hide(self) -> None:
        if self.parentWidget() is not None:  # a widget shown before it is put somewhere becomes a window
            self.setVisible(bool(self._text.text()))


class EmptyState(QWidget):
    """What a page or table shows while it has nothing: what will stand here, and what to do first."""

    def __init__(self, title: str, text: str = "", icon: str = "info", action: QPushButton | None = None) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, "muted", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        lines = [label(title, "strong", wrap=True)]
        lines += [label(text, "muted", wrap=True)] if text else []
        for line in lines:
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        if action is not None:
            column.addSpacing(8)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


class StatTile(FaceButton):
    """One figure with its name and a line on what it means; pressing it leads there if `on_click` is given."""

    def __init__(self, name: str, icon: str = "", on_click: Callable[[], object] | None = None) -> None:
        super().__init__(name, "tile", upright=True)
        self._name = name
        self._figure = label("–", "figure")
        self._detail = label("", "muted", wrap=True, small=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        if icon:
            head.addWidget(IconLabel(icon, "muted", 18))
        head.addWidget(label(name, "muted", wrap=True), 1)
        self.face.setSpacing(2)
        self.face.addLayout(head)
        self.face.addWidget(self._figure)
        self.face.addWidget(self._detail)
        self.face.addStretch(1)
        self.let_clicks_through()
        if on_click is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        else:
            self.clicked.connect(lambda: on_click())

    def show_figure(self, figure: str, detail: str = "", tone: Tone = "ink") -> None:
        """Show a figure already written for the reader; `tone` colors the line below it."""
        self._figure.setText(figure)
        self._detail.setText(detail)
        theme.restyle(self._detail, tone="muted" if tone == "ink" else tone)
        self.setAccessibleName(f"{self._name}: {figure}")
        self.setAccessibleDescription(detail)
        self.updateGeometry()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, so that it can be filled anew."""
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()


def separator() -> QFrame:
    """A thin line between two groups."""
    line = QFrame()
    line.setObjectName("Separator")
    line.setFixedHeight(1)
    return line


def _strong(tone: Tone) -> str:
    return "strong" if tone == "ink" else f"strong-{tone}"
