"""Which week's agenda: back, forward, this week."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.texts import label

_WEEK = timedelta(days=7)
_TO_FRIDAY = timedelta(days=4)


class WeekChooser(QWidget):
    """Says which week is wished for; `show_week` when it is shown."""

    chosen = Signal(object)
    """The Monday of a week."""

    def __init__(self) -> None:
        super().__init__()
        self._week = date.min
        self._this_week = date.min
        self._back = button(_("Week before"), lambda: self.chosen.emit(self._week - _WEEK), icon="back",
                            icon_only=True, shortcut="Alt+Left")
        self._on = button(_("Week after"), lambda: self.chosen.emit(self._week + _WEEK), icon="next",
                          icon_only=True, shortcut="Alt+Right")
        self._now = button(_("This week"), lambda: self.chosen.emit(self._this_week), role="quiet")
        self._text = label("", "heading")
        for name, each in (("back", self._back), ("next", self._on), ("now", self._now), ("text", self._text)):
            each.setObjectName(f"supervision.week.{name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for each in (self._back, self._text, self._on, self._now):
            row.addWidget(each)

    def show_week(self, week: date, this_week: date) -> None:
        """Show the week that begins on this Monday."""
        self._week, self._this_week = week, this_week
        self._text.setText(_("{monday} to {friday}").format(
            monday=formats.date(week), friday=formats.date(week + _TO_FRIDAY)))
        self._now.setVisible(week != this_week)
