"""What the log tells of supervision, compared with the records: groups and their members, the items of agendas."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.meetings import Group
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.supervision import ItemKind, ItemState
from wellnessdesk.services import supervision_groups
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import meetings, supervision
from wellnessdesk.store.transaction import Transaction

_FIRST = "1"
_FIRST_GROUP = f".{_FIRST}"
"""Up to schema 0004 an agenda was known by its Monday; it became a meeting of the first group, of whose beginning no
entry tells."""


@dataclass(slots=True)
class _Agenda:
    """What was decided of the items of a meeting, by kind and reference."""

    state: dict[str, str] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)


@dataclass(slots=True)
class ToldOfSupervision(Gatherer):
    """Groups as they were last set, and what was decided meeting by meeting."""

    _groups: dict[str, str] = field(default_factory=dict)
    _agendas: dict[str, _Agenda] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        kind, _colon, name = deed.subject.partition(":")
        if kind == "group":
            self._groups[name] = deed.detail
        elif kind == "agenda":
            meeting = name if "." in name else f"{name}{_FIRST_GROUP}"
            _follow(self._agendas.setdefault(meeting, _Agenda()), deed.action, deed.detail)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.AGENDAS:
            self._agendas = {name: one for name, one in gone.spared(self._agendas).items()
                             if name.removesuffix(_FIRST_GROUP) not in gone.names}

    def differs(self, tx: Transaction) -> str:
        kept = {str(group.id): group for group in meetings.groups(tx)}
        if (kept.keys() - {_FIRST}) != (self._groups.keys() - {_FIRST}) or any(
                name not in kept or _as_told(kept[name], told) != told for name, told in self._groups.items()):
            return _("The supervision groups are not as the log says.")
        for meeting, agenda in self._agendas.items():
            if not _fits(tx, meeting, agenda):
                return _("The agenda of the meeting of {day} is not as the log says.").format(
                    day=meeting.partition(".")[0])
        return ""


def _as_told(group: Group, told: str) -> str:
    """The group as an entry of that time would tell of it. One with days shows it: somebody leads every group."""
    return supervision_groups.told(group) if "@" in told else supervision_groups.told_before(group)


def _follow(agenda: _Agenda, action: str, detail: str) -> None:
    item, _colon, value = detail.rpartition(":")
    if action == "agenda.tick":
        agenda.state[item] = (ItemState.TALKED if value == "1" else ItemState.OPEN).value
    elif action == "agenda.defer":
        agenda.state[item] = (ItemState.DEFERRED if value == "1" else ItemState.OPEN).value
    elif action == "agenda.minutes" and value.isdecimal():
        agenda.minutes[item] = int(value)
    elif action in ("agenda.add", "item.bring") and detail:
        agenda.own.add(f"{ItemKind.OWN.value}:{detail}")
    elif action == "item.withdraw":
        _forget(agenda, f"{ItemKind.OWN.value}:{detail}")


def _forget(agenda: _Agenda, item: str) -> None:
    agenda.own.discard(item)
    agenda.state.pop(item, None)
    agenda.minutes.pop(item, None)


def _fits(tx: Transaction, meeting: str, agenda: _Agenda) -> bool:
    items = {f"{item.kind}:{item.ref}": item for item in supervision.items(tx, meeting)}
    return (meetings.get(tx, meeting) is not None and agenda.own <= set(items)
            and all(item.state == agenda.state.get(key, ItemState.OPEN.value) for key, item in items.items())
            and all(items[key].minutes == minutes for key, minutes in agenda.minutes.items() if key in items))
