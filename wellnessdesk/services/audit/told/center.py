"""What the log tells of the center itself, compared with the records: the room's limits, the minutes until the lock,
the rules of supervision, the paper.
"""

from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.services import capacity, locking, papers, supervision_rules, triggers
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import settings
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfCenter(Gatherer):
    """What an administrator set."""

    _lock: str = ""
    _triggers: str = ""
    _room: str = ""
    _rules: str = ""
    _paper: object = None

    def add(self, deed: Deed) -> None:
        action, detail = deed.action, deed.detail
        if action == "lock.set":
            self._lock = detail
        elif action == "room.set":
            self._room = detail
        elif action == "triggers.set":
            self._triggers = detail
        elif action == "rules.set":
            self._rules = detail
        elif action == "paper.set":
            self._paper = detail

    def differs(self, tx: Transaction) -> str:
        kept = settings.get(tx, locking.KEY)
        if (locking.detail(kept) if isinstance(kept, dict) else "") != self._lock:
            return _("The minutes until the lock are not as the log says.")
        limits = capacity.detail(capacity.decided(tx)) if settings.get(tx, capacity.KEY) is not None else ""
        if limits != self._room:
            return _("The limits of the room are not as the log says.")
        kept = settings.get(tx, triggers.KEY)
        if (triggers.detail(kept) if kept is not None else "") != self._triggers:
            return _("The center's red flags and their words are not as the log says.")
        kept = settings.get(tx, supervision_rules.KEY)
        if (supervision_rules.detail(kept) if kept is not None else "") != self._rules:
            return _("The rules of supervision are not as the log says.")
        if settings.get(tx, papers.KEY) != self._paper:
            return _("The paper that is printed on is not as the log says.")
        return ""
