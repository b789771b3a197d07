"""Carries each committed change from the worker to the window's thread. Lives as long as the desk it listens to."""

from PySide6.QtCore import QObject, Signal

from wellnessdesk.services.desk import Desk


class ChangeRelay(QObject):
    """Screens come and go (a change of language makes them anew); they connect to `changed` and are forgotten by Qt."""

    changed = Signal(object)
    """A `services.changes.Change`."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        desk.changes.listen(self.changed.emit)
