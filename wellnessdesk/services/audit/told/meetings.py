"""What the log tells of meetings, compared with the records: how far, on which day, who was there, minutes, actions."""

from dataclasses import dataclass, field, replace

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.meetings import Meeting, MeetingState
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import supervision_actions
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.minutes import MINUTES
from wellnessdesk.store import meetings, sealed
from wellnessdesk.store.meetings import ActionMark
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives

_STATES = {"meeting.begin": MeetingState.BEGUN, "meeting.miss": MeetingState.MISSED,
           "meeting.restore": MeetingState.PREPARED, "minutes.sign": MeetingState.SIGNED}


@dataclass(slots=True)
class _Meeting:
    """How far it is, the day where it was set, who was there, and the fingerprints of its minutes."""

    state: MeetingState = MeetingState.PREPARED
    day: str = ""
    there: dict[str, str] = field(default_factory=dict)
    papers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Action:
    """The meeting of an action, what the log keeps of it, and who said that it is done.

    Told once the minutes are signed: until then what was taken on is as little told as what was said.
    """

    meeting: str
    told: str
    mark: str
    done_by: str = ""


@dataclass(slots=True)
class ToldOfMeetings(Gatherer):
    """Meetings by their ids, and what was taken on in them."""

    _meetings: dict[str, _Meeting] = field(default_factory=dict)
    _actions: dict[str, _Action] = field(default_factory=dict)
    _done: dict[str, str] = field(default_factory=dict)
    """By whom, of actions that may be done before anything else is told of them."""

    def add(self, deed: Deed) -> None:
        kind, _colon, name = deed.subject.partition(":")
        if kind == "meeting":
            _follow(self._meetings.setdefault(name, _Meeting()), deed.action, deed.detail)
        elif kind == "action":
            self._follow_action(name, deed)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.AGENDAS:
            self._meetings = gone.spared(self._meetings)
            self._actions = {name: one for name, one in self._actions.items() if one.meeting not in gone.names}

    def differs(self, tx: Transaction) -> str:
        kept = {meeting.id: meeting for meeting in meetings.everything(tx)}
        for name in sorted(kept.keys() | self._meetings.keys()):
            if finding := _differs(tx, name, kept.get(name), self._meetings.get(name, _Meeting())):
                return finding.format(day=name.partition(".")[0])
        untold = {name for name, meeting in kept.items() if meeting.state is not MeetingState.SIGNED}
        taken = {mark.id: _kept_action(tx, mark) for mark in meetings.every_action(tx)
                 if mark.id in self._actions or mark.meeting not in untold}
        told = {name: replace(one, done_by=self._done.get(name, "")) for name, one in self._actions.items()}
        return "" if taken == told else _("An action taken on in supervision is not as the log says.")

    def _follow_action(self, name: str, deed: Deed) -> None:
        if deed.action == "action.add":
            meeting, _space, rest = deed.detail.partition(" ")
            told, _space, mark = rest.rpartition(" ")
            self._actions[name] = _Action(meeting, told, mark)
        elif deed.action == "action.take_back":
            self._actions.pop(name, None)
        elif deed.action == "action.done":
            self._done[name] = deed.by if deed.detail == "1" else ""
        elif name in self._actions and deed.action == "action.reseal":
            before, _space, after = deed.detail.partition(" ")
            if self._actions[name].mark == before:
                self._actions[name].mark = after


def _follow(meeting: _Meeting, action: str, detail: str) -> None:
    meeting.state = _STATES.get(action, meeting.state)
    if action in ("meeting.begin", "meeting.move"):
        meeting.day = detail.partition(" ")[0]
    elif action == "meeting.attend":
        person, _space, rest = detail.partition(" ")
        meeting.there[person] = rest
    elif action in ("minutes.sign", "minutes.add"):
        meeting.papers.append(detail)


def _kept_action(tx: Transaction, mark: ActionMark) -> _Action:
    """As the log would tell of it. Of one that nobody did, nobody said so."""
    done_by = mark.done_by or "?" if mark.done_at is not None else ""
    return _Action(mark.meeting, supervision_actions.told(mark),
                   _fingerprint(sealed.get(tx, "action", mark.id, 1)), done_by)


def _differs(tx: Transaction, name: str, kept: Meeting | None, told: _Meeting) -> str:
    """One of which the log says nothing is prepared, on the day of its name; nobody was there, nothing is signed."""
    if kept is None:  # a sheet may be printed for one that is only planned
        return "" if told == _Meeting() else _("The meeting of {day} is not as the log says.")
    if kept.state is not told.state or kept.day.isoformat() != (told.day or name.partition(".")[0]):
        return _("The meeting of {day} is not as the log says.")
    there = {person: f"{state.value} {count}" for person, (state, count) in meetings.attendance(tx, name).items()}
    if there != told.there:
        return _("Who was there at the meeting of {day} is not as the log says.")
    if kept.papers != len(told.papers) or [
            _fingerprint(blob) for blob in sealed.versions(tx, MINUTES, name)] != told.papers:
        return _("The minutes of the meeting of {day} are not as they were signed.")
    return ""


def _fingerprint(blob: bytes | None) -> str:
    return primitives.digest(blob).hex() if blob is not None else ""
