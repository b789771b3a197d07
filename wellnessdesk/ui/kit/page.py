"""The frame of every page: title, a line on what it is for, its actions, and the content below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from wellnessdesk.ui.kit import spoken
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.texts import label

MARGIN = 28


class Page(QWidget):
    """Base of the pages. Content goes in through `add`; with `scroll` off it must fit (tables scroll by themselves)."""

    def __init__(self, title: str, subtitle: str = "", *, scroll: bool = True) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self._title = label(title, "title", wrap=True)
        self._subtitle = label(subtitle, "muted", wrap=True)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._header())
        body = QWidget()
        body.setObjectName("PageBody")
        self.content = QVBoxLayout(body)
        self.content.setContentsMargins(MARGIN, 4, MARGIN, MARGIN - 4)
        self.content.setSpacing(16)
        outer.addWidget(scrolling(body, "PageScroll") if scroll else body, 1)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or layout at the end of the content."""
        if isinstance(part, QWidget):
            self.content.addWidget(part, stretch)
        else:
            self.content.addLayout(part, stretch)

    def add_stretch(self) -> None:
        """Keep what was added so far at the top."""
        self.content.addStretch(1)

    def add_action(self, action: QWidget) -> None:
        """Put a button, or a word of status, at the right of the title; the primary one goes last."""
        self._actions.addWidget(action)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change title and subtitle, also for screen readers."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)
        spoken.announce(self, title)

    def _header(self) -> QHBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._subtitle)
        if not self._subtitle.text():
            self._subtitle.hide()
        header = QHBoxLayout()
        header.setContentsMargins(MARGIN, 20, MARGIN, 14)
        header.setSpacing(16)
        header.addLayout(texts, 1)
        header.addLayout(self._actions)
        return header
