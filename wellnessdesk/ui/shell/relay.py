"""Carries each committed change from the worker to the window's thread. Lives as long as what it listens to."""

from PySide6.QtCore import QObject, Signal

from wellnessdesk.services.changes import Changes


class ChangeRelay(QObject):
    """Screens come and go (a change of language makes them anew); they connect to `changed` and are forgotten by Qt."""

    changed = Signal(object)
    """A `services.changes.Change`."""

    def __init__(self, changes: Changes, parent: QObject) -> None:
        super().__init__(parent)
        changes.listen(self.changed.emit)
