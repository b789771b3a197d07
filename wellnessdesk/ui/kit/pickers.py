"""What people set rather than write: numbers and days. Apart from `fields`, because the sign-in does without them."""

import datetime as dt

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QDateEdit, QSpinBox

from wellnessdesk.base.i18n import language


class NumberField(QSpinBox):
    """A whole number within limits, with its unit."""

    def __init__(self, value: int, least: int, most: int, *, unit: str = "") -> None:
        super().__init__()
        self.setRange(least, most)
        self.setValue(value)
        self.setSuffix(f" {unit}" if unit else "")
        self.lineEdit().setTextMargins(10, 0, 0, 0)  # the style sheet's padding does not reach it


class DateField(QDateEdit):
    """A day, typed or picked from a calendar, as the language writes it."""

    def __init__(self, day: dt.date, *, earliest: dt.date | None = None, latest: dt.date | None = None) -> None:
        super().__init__(_to_qt(day))
        locale = QLocale({"en": "en_US", "es": "es_US"}[language()])
        self.setLocale(locale)
        self.setDisplayFormat("MMM d, yyyy" if language() == "en" else "d MMM yyyy")
        self.setCalendarPopup(True)
        calendar = self.calendarWidget()
        calendar.setLocale(locale)
        calendar.setFirstDayOfWeek(locale.firstDayOfWeek())
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekend, QTextCharFormat())  # Qt's red cannot be read in the dark
        if earliest is not None:
            self.setMinimumDate(_to_qt(earliest))
        if latest is not None:
            self.setMaximumDate(_to_qt(latest))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)  # where the focus is

    def value(self) -> dt.date:
        """The day chosen."""
        chosen = self.date()
        return dt.date(chosen.year(), chosen.month(), chosen.day())

    def set_value(self, day: dt.date) -> None:
        """Show another day."""
        self.setDate(_to_qt(day))


def _to_qt(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
