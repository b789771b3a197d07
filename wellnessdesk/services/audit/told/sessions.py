"""What the log tells of sessions that peers wrote down themselves, compared with the records: with whom, where, when.

Those that began at the front desk the log tells of with their visits; here only what was set right of them later. What
is written about a session is sealed to its second peer too: none may come in by SQL.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.session_facts import Attendance, written_as
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.store import session_students
from wellnessdesk.store.transaction import Transaction

_ADD, _CHANGE = "session.add", "session.change"


@dataclass(slots=True)
class ToldOfSessions(Gatherer):
    """For each session the newest entry, and what it keeps of the facts. `state` says how it began.

    Only its own peer writes these, whoever that is now: another could name themselves as having been there.
    """

    for_coordinators: ClassVar[bool] = True
    _newest: dict[str, Made] = field(default_factory=dict)
    _peers: dict[str, str] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        session = deed.subject.removeprefix("session:")
        if deed.action in (_ADD, _CHANGE):
            began = self._newest[session].state if session in self._newest else deed.action
            self._newest[session] = Made(deed.number, deed.detail, began)
            self._peers[session] = deed.by
        elif deed.action == "session.hand_on":
            self._peers[session] = deed.detail.partition(" ")[2]

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.SESSIONS:
            self._newest = gone.spared(self._newest)

    def differs(self, tx: Transaction) -> str:
        left, groups = dict(self._newest), session_students.in_groups(tx)
        for row in session_students.facts(tx):
            told = left.pop(str(row.id), None)
            if told is None and row.visit_id is None:
                return _("Session {number} is there, but no entry wrote it down.").format(number=row.id)
            if told is None and row.second_peer_id is not None:
                return _("Session {number} has a second peer whom no entry wrote down.").format(number=row.id)
            alone = [] if row.student_id is None else [(row.student_id, Attendance.CAME.value)]
            facts = written_as(
                appointment_id=row.appointment_id, second_peer_id=row.second_peer_id, origin=row.origin,
                place=row.place, day=row.day, started_at=row.started_at, students=alone or groups.get(row.id, []))
            if told is not None and (facts != told.mark or row.peer_id != self._peers.get(str(row.id))):
                return _("Session {number} is not as entry {entry} wrote it down.").format(
                    number=row.id, entry=told.number)
        for session, told in left.items():  # one of a visit goes when its hand-over is taken back
            if told.state == _ADD:
                return _("Session {number}, which entry {entry} wrote down, is not there.").format(
                    number=session, entry=told.number)
        return ""
