"""What the log tells of the center itself, compared with the records: districts and their keys, bundles, agendas, the
room's limits, the minutes until the lock.
"""

from dataclasses import dataclass, field
from datetime import date

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleState
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import capacity, locking, triggers
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import bundles, settings, supervision
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import agefile

_ENDS = {"bundle.write": BundleState.WRITTEN, "bundle.abandon": BundleState.ABANDONED}


@dataclass(slots=True)
class _Agenda:
    """What was decided of the items of a week, by kind and reference."""

    done: dict[str, bool] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ToldOfCenter(Gatherer):
    """What an administrator set, what left for districts, and what was decided week by week."""

    _lock: str = ""
    _triggers: str = ""
    _room: str = ""
    _districts: dict[str, str] = field(default_factory=dict)
    _bundles: dict[str, tuple[str, str]] = field(default_factory=dict)
    _agendas: dict[str, _Agenda] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        action, detail = deed.action, deed.detail
        kind, _colon, name = deed.subject.partition(":")
        if action == "lock.set":
            self._lock = detail
        elif action == "room.set":
            self._room = detail
        elif action == "triggers.set":
            self._triggers = detail
        elif action == "recipient.add":
            self._districts[name] = detail
        elif action == "bundle.begin":
            self._bundles[name] = (detail.removeprefix("sha256:"), BundleState.PENDING)
        elif action in _ENDS and name in self._bundles:
            self._bundles[name] = (self._bundles[name][0], _ENDS[action])
        elif kind == "agenda":
            _follow(self._agendas.setdefault(name, _Agenda()), action, detail)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.AGENDAS:
            self._agendas = gone.spared(self._agendas)

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
        if {id_: _fingerprint(key) for id_, _name, key in bundles.recipients(tx)} != self._districts:
            return _("The districts and their keys are not as the log says. Write no bundle until this is explained.")
        if {one.id: (one.hash, one.state) for one in bundles.history(tx)} != self._bundles:
            return _("The records of bundles are not as the log says.")
        for week, agenda in self._agendas.items():
            if not _fits(tx, week, agenda):
                return _("The agenda of the week of {week} is not as the log says.").format(week=week)
        return ""


def _fingerprint(age_key: str) -> str:
    """Empty for a key that somebody spoiled."""
    return agefile.fingerprint(age_key) if agefile.valid_recipient(age_key) else ""


def _follow(agenda: _Agenda, action: str, detail: str) -> None:
    item, _colon, value = detail.rpartition(":")
    if action == "agenda.tick":
        agenda.done[item] = value == "1"
    elif action == "agenda.minutes" and value.isdecimal():
        agenda.minutes[item] = int(value)
    elif action == "agenda.add" and detail:
        agenda.own.add(f"{ItemKind.OWN.value}:{detail}")


def _fits(tx: Transaction, week: str, agenda: _Agenda) -> bool:
    stored = supervision.get(tx, date.fromisoformat(week))
    items = {f"{item.kind}:{item.ref}": item for item in stored.items} if stored else {}
    return (stored is not None and agenda.own <= set(items)
            and all(item.done == agenda.done.get(key, False) for key, item in items.items())
            and all(items[key].minutes == minutes for key, minutes in agenda.minutes.items() if key in items))
