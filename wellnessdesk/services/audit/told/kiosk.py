"""What the audit log tells of the kiosk and of calls for an adult, compared with the records.

Else a page of an older copy, put back, would have nobody come to a student who asked.
"""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import kiosk
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import adult_calls
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.kiosk import RUNNING
from wellnessdesk.store import adult_calls as calls
from wellnessdesk.store import settings
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class _Call:
    """What it was about (`visit:5`, or `day:2026-11-26` of who gave no number), and whether an adult came.

    `gone`: a destruction may have taken it.
    """

    about: str
    answered: bool = False
    gone: bool = False


@dataclass(slots=True)
class ToldOfKiosk(Gatherer):
    """The kiosk that runs, the sound of a call, and every call."""

    _key: bytes = b""
    _sound: str = "off"
    _calls: dict[str, _Call] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        action, call = deed.action, deed.subject.removeprefix("call:")
        if action in (kiosk.START, kiosk.STOP):
            self._key = kiosk.key_of(deed.detail)
        elif action == kiosk.CALL:
            self._calls[call] = _Call(deed.detail)
        elif action == adult_calls.ANSWER and call in self._calls:
            self._calls[call].answered = True
        elif action == adult_calls.SET_SOUND:
            self._sound = deed.detail

    def destroy(self, gone: Destroyed) -> None:
        """A destruction of visits took the calls of those with it, and the nameless ones of its days."""
        if gone.records is not Records.VISITS:
            return
        first, last = gone.days
        for call in self._calls.values():
            kind, _colon, what = call.about.partition(":")
            nameless = kind == "day" and call.answered and first.isoformat() <= what <= last.isoformat()
            call.gone = call.gone or nameless or (kind == "visit" and what in gone.names)

    def differs(self, tx: Transaction) -> str:
        if settings.get(tx, RUNNING) != ({"key": self._key.hex()} if self._key else None):
            return _("The kiosk is not as the log says.")
        if adult_calls.sound_detail(settings.get(tx, adult_calls.SOUND)) != self._sound:
            return _("The sound of calls for an adult is not as the log says.")
        left = dict(self._calls)
        for number, visit, answered_by in calls.everything(tx):
            told = left.pop(str(number), None)
            if told is None or not _fits(told, visit, answered=answered_by is not None):
                return _("The calls for an adult are not as the log says.")
        if not all(call.gone for call in left.values()):
            return _("A call for an adult, which the log tells of, is not there.")
        return ""


def _fits(told: _Call, visit: int | None, *, answered: bool) -> bool:
    about = f"visit:{visit}" if visit is not None else "day"
    return about in (told.about, told.about.partition(":")[0]) and told.answered == answered
