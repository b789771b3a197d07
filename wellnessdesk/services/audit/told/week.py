"""What the audit log tells of the week, compared with the records: the calendar, and how far each appointment is."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.appointments import State
from wellnessdesk.domain.destroyed import Destroyed, Names
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.calendar import KEY, fingerprint
from wellnessdesk.store import appointments, settings
from wellnessdesk.store.transaction import Transaction

_STATES = {"appointment.book": State.BOOKED, "appointment.restore": State.BOOKED, "appointment.miss": State.MISSED,
           "appointment.call_off": State.CALLED_OFF, "appointment.arrive": State.ARRIVED,
           "appointment.begin": State.ARRIVED, "kiosk.arrive": State.ARRIVED}


@dataclass(slots=True)
class ToldOfWeek(Gatherer):
    """The calendar, and how far each appointment is."""

    _calendar: str = ""
    _states: dict[int, State] = field(default_factory=dict)
    _destroyed: list[Names] = field(default_factory=list)

    def add(self, deed: Deed) -> None:
        action, detail = deed.action, deed.detail
        if action == "calendar.set":
            self._calendar = detail
        elif action in _STATES:
            self._states |= dict.fromkeys(_numbers(detail), _STATES[action])
        elif action == "appointment.take_back":
            for number in _numbers(detail):
                self._states.pop(number, None)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.VISITS:
            self._destroyed.append(gone.appointments)

    def differs(self, tx: Transaction) -> str:
        raw = settings.get(tx, KEY)
        if (fingerprint(raw) if raw is not None else "") != self._calendar:
            return _("The school calendar is not as the log says. Somebody changed it without it.")
        left = dict(self._states)
        for number, state in appointments.states(tx):
            if left.pop(number, None) != state:
                return _("Appointment {number} is not marked as the log says.").format(number=number)
        for number in left:
            if not any(str(number) in names for names in self._destroyed):
                return _("Appointment {number}, which the log tells of, is not there.").format(number=number)
        return ""


def _numbers(detail: str) -> list[int]:
    return [int(word) for word in detail.split() if word.isdecimal()]
