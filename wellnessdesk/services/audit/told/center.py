"""What the log tells of the center itself, compared with the records: districts and their keys, bundles, the room's
limits, the minutes until the lock, the rules of supervision, the paper.
"""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleState, Recipient
from wellnessdesk.services import capacity, locking, papers, recipients, supervision_rules, triggers
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import bundles, settings
from wellnessdesk.store.transaction import Transaction

_ENDS = {"bundle.write": BundleState.WRITTEN, "bundle.abandon": BundleState.ABANDONED}


_ADDED, _COMPARED, _ENDED = "added", "compared", "ended"


@dataclass(slots=True)
class _Told:
    """A recipient as the log tells of it; `keys` are their words, and how far each is."""

    terms: str = "aggregate//"
    revoked: bool = False
    keys: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, recipient: Recipient) -> "_Told":
        """As the records have it."""
        keys = {key.fingerprint: _ENDED if key.ended_at else _COMPARED if key.compared_at else _ADDED
                for key in recipient.keys}
        return cls(recipients.terms(recipient), recipient.revoked_at is not None, keys)


@dataclass(slots=True)
class ToldOfCenter(Gatherer):
    """What an administrator set, and what left for districts."""

    _lock: str = ""
    _triggers: str = ""
    _room: str = ""
    _rules: str = ""
    _paper: object = None
    _districts: dict[str, _Told] = field(default_factory=dict)
    _bundles: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        action, detail = deed.action, deed.detail
        name = deed.subject.partition(":")[2]
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
        elif action.startswith("recipient."):
            self._add_of_recipient(action, name, detail)
        elif action == "bundle.begin":
            self._bundles[name] = (detail.removeprefix("sha256:"), BundleState.PENDING)
        elif action in _ENDS and name in self._bundles:
            self._bundles[name] = (self._bundles[name][0], _ENDS[action])

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
        known = recipients.known(tx)
        if {one.id: _Told.of(one) for one in known} != self._districts:
            return _("The districts and their keys are not as the log says. Write no bundle until this is explained.")
        if {one.id: (one.hash, one.state) for one in bundles.history(tx, {to.id: to for to in known})} != self._bundles:
            return _("The records of bundles are not as the log says.")
        return ""

    def _add_of_recipient(self, action: str, name: str, detail: str) -> None:
        if action == "recipient.add":
            self._districts[name] = _Told(keys={detail: _ADDED})
        elif (told := self._districts.get(name)) is None:
            return
        elif action == "recipient.change":
            told.terms = detail
        elif action == "recipient.revoke":
            told.revoked = True
        else:
            told.keys[detail] = {"recipient.compare": _COMPARED, "recipient.end_key": _ENDED}.get(action, _ADDED)
