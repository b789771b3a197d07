"""A field for a time of day, typed as people write it (`8:05`, `1 pm`)."""

from PySide6.QtCore import Signal

from wellnessdesk.domain.calendar import time
from wellnessdesk.domain.calendar_plain import minute_of
from wellnessdesk.ui.kit.fields import TextField


class TimeField(TextField):
    """Holds a minute of the day; arrows go up and down by five."""

    changed = Signal()

    def __init__(self, minute: int) -> None:
        super().__init__(time(minute), max_length=12)
        self.textChanged.connect(lambda: self.changed.emit())
        self.editingFinished.connect(self._tidy)

    def minute(self) -> int | None:
        """The minute typed; None for what is no time."""
        return minute_of(self.value())

    def set_minute(self, minute: int) -> None:
        """Show another one."""
        self.setText(time(minute))

    def _tidy(self) -> None:
        minute = self.minute()
        if minute is not None and self.value() != time(minute):
            self.set_minute(minute)
