"""What the log and the signed directory tell of the center itself, compared with the records: people, districts and
their keys, bundles, the agenda, the minutes until the lock.
"""

from dataclasses import dataclass, field
from datetime import date

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleState
from wellnessdesk.domain.retention import Names
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import locking
from wellnessdesk.store import bundles, people, settings, supervision
from wellnessdesk.store import center as centers
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import agefile
from wellnessdesk.vault.directory import Directory

_ENDS = {"bundle.write": BundleState.WRITTEN, "bundle.abandon": BundleState.ABANDONED}


@dataclass(slots=True)
class _Agenda:
    """What was decided of the items of a week, by kind and reference."""

    done: dict[str, bool] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ToldOfCenter:
    """Gathers the entries of a chain in their order."""

    _lock: str = ""
    _districts: dict[str, str] = field(default_factory=dict)
    _bundles: dict[str, tuple[str, str]] = field(default_factory=dict)
    _agendas: dict[str, _Agenda] = field(default_factory=dict)

    def add(self, action: str, subject: str, detail: str) -> None:
        """One more entry."""
        kind, _colon, name = subject.partition(":")
        if action == "lock.set":
            self._lock = detail
        elif action == "recipient.add":
            self._districts[name] = detail
        elif action == "bundle.begin":
            self._bundles[name] = (detail.removeprefix("sha256:"), BundleState.PENDING)
        elif action in _ENDS and name in self._bundles:
            self._bundles[name] = (self._bundles[name][0], _ENDS[action])
        elif kind == "agenda":
            _follow(self._agendas.setdefault(name, _Agenda()), action, detail)

    def destroy(self, names: Names) -> None:
        """Agendas that a destruction named."""
        for week in [week for week in self._agendas if week in names]:
            del self._agendas[week]

    def differs(self, tx: Transaction) -> str:
        """What of these is not as the entries say, as a sentence; empty when all is."""
        kept = settings.get(tx, locking.KEY)
        if (locking.detail(kept) if isinstance(kept, dict) else "") != self._lock:
            return _("The minutes until the lock are not as the log says.")
        if {id_: _fingerprint(key) for id_, _name, key in bundles.recipients(tx)} != self._districts:
            return _("The districts and their keys are not as the log says. Write no bundle until this is explained.")
        if {one.id: (one.hash, one.state) for one in bundles.history(tx)} != self._bundles:
            return _("The records of bundles are not as the log says.")
        for week, agenda in self._agendas.items():
            if not _fits(tx, week, agenda):
                return _("The agenda of the week of {week} is not as the log says.").format(week=week)
        return ""


def people_differ(tx: Transaction, directory: Directory) -> str:
    """Whether the records know the people of the signed directory, as a sentence; empty when they do."""
    if centers.directory_serial(tx) < directory.serial:
        return _("The records are older than the signed list of people. A part of an older copy was put back.")
    for entry in directory.entries:
        person = people.get(tx, entry.person)
        if person is None or (person.role, person.active) != (entry.role, entry.active):
            return _("The people are not as the signed list says.")
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
