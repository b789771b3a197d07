"""After how many minutes of quiet the program locks: as the center decided for the role, sooner where names stand."""

from typing import Any

from PySide6.QtCore import QObject

from wellnessdesk.app.stage import Stage
from wellnessdesk.domain import locking


class Minutes(QObject):
    """`begin` at a sign-in. Until the center's own minutes are known the usual ones hold."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._desk: Any = None
        self._decided = 0

    def begin(self, desk: Any, changes: Any) -> None:
        """For whoever has signed in."""
        self._desk = desk
        self._decided = locking.usual(desk.person.role)
        changes.changed.connect(self._on_change)
        self._ask()

    def end(self) -> None:
        """Nobody is signed in any more."""
        self._desk = None

    def now(self) -> int:
        """The minutes that count at this moment."""
        screen: Any = self._stage.frame.centralWidget()
        return locking.limit(self._decided, discreet=bool(getattr(screen, "discreet", False)))

    def _on_change(self, change: Any) -> None:
        if "locking" in change.features:
            self._ask()

    def _ask(self) -> None:
        desk, service = self._desk, self._stage.rooms("wellnessdesk.services.locking")
        if desk is not None:
            self._stage.tasks.run(lambda: service.minutes(desk)[desk.person.role], self._keep, owner=self)

    def _keep(self, minutes: int) -> None:
        self._decided = minutes
