"""On Fridays a peer of a made-up center meets a few of the week's students as a group, in the library."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.session_facts import Attendance, written_as
from wellnessdesk.domain.sessions import Agreed, NoteState
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.records import DemoDay
from wellnessdesk.services.demo.words import Words
from wellnessdesk.services.participants import REMARK, marks_of
from wellnessdesk.services.sessions import NOTE, fingerprint
from wellnessdesk.vault import sealing
from wellnessdesk.vault.sealing import Binding
from wellnessdesk.vault.unlock import Unlocked

Row = dict[str, object]
_FRIDAY, _FEWEST, _MOST = 4, 3, 6
_SERVICE, _PLACE = "support_groups", "library"
_ALONE = ("Offered to bring a game next time.", "Helped a new student find a seat.", "Stayed to put the chairs back.")


class Log(Protocol):
    """Where entries of the audit log are written."""

    def add(self, at: datetime, who: str, action: str, subject: str, detail: str = "") -> None:
        """An act of `who` at a moment."""

    def add_sealed(self, at: datetime, who: str, words: str) -> None:
        """One that only coordinators can read."""


class Groups:
    """`ids` and `numbers` give the store's ids."""

    def __init__(self, seed: int, now: datetime, ids: dict[str, str], numbers: dict[str, int],
                 keys: dict[str, Unlocked], log: Log) -> None:
        self._reviewer = min(key for key, unlocked in keys.items() if unlocked.role_privates)
        self._seed, self._now, self._ids, self._numbers, self._keys = seed, now, ids, numbers, keys
        self._log, self._words = log, Words()
        self._week: dict[str, dict[int, None]] = defaultdict(dict)

    def rows(self, day: DemoDay, number: int) -> Iterator[tuple[str, Row]]:
        """(table, row) of the day's group, session `number`; nothing on other days or where too few came."""
        begins = self._remember(day)
        if day.day.weekday() != _FRIDAY or begins is None or begins + timedelta(hours=3) > self._now:
            return
        peer = max(self._week, key=lambda one: (len(self._week[one]), one))
        students = list(self._week[peer])[:_MOST]
        self._week.clear()
        if len(students) < _FEWEST:
            return
        roll, person = dice(self._seed, f"group {day.day}"), self._ids[peer]
        ends = begins + timedelta(minutes=40)
        signed, author = ends + timedelta(minutes=9), self._keys[peer]
        reviewed = signed + timedelta(hours=1)
        came = [Attendance.CAME if place or roll.random() < 0.5 else Attendance.ABSENT
                for place in range(len(students))]
        words = self._words.note(roll, _SERVICE, None)
        body = replace(words, theme=roll.choice(catalogues.load("group_themes").ids()), agreed=Agreed.YES)
        blob = sealing.seal(author, Binding(NOTE, str(number), 1, "", person), body.plain())
        yield "sealed", {"kind": NOTE, "record": str(number), "version": 1, "blob": blob}
        yield "sessions", {"id": number, "visit_id": None, "student_id": None, "peer_id": person,
                           "origin": "appointment", "place": _PLACE, "service": _SERVICE, "tier": 2, "day": day.day,
                           "started_at": begins, "ended_at": ends, "note": NoteState.COSIGNED.value,
                           "signed_at": signed, "reviewed_at": reviewed, "reviewed_by": self._ids[self._reviewer]}
        remarks = ""
        for place, (student, attendance) in enumerate(zip(students, came, strict=True)):
            alone = place == len(students) - 1
            yield "session_students", {"session_id": number, "student_id": student, "attendance": attendance.value,
                                       "remarks": int(alone)}
            if alone:
                sealed = Binding(REMARK, f"{number}:{student}", 1, str(student), person)
                remark = sealing.seal(author, sealed, {"words": roll.choice(_ALONE)})
                remarks = marks_of({sealed.record: [remark]})
                yield "sealed", {"kind": REMARK, "record": sealed.record, "version": 1, "blob": remark}
        facts = written_as(appointment_id=None, second_peer_id=None, origin="appointment", place=_PLACE, day=day.day,
                           started_at=begins, students=[(one, how.value) for one, how in zip(students, came,
                                                                                             strict=True)])
        self._log.add_sealed(begins, peer, f"session.add session:{number} {facts}")
        self._log.add(signed, peer, "note.sign", f"session:{number}", f"{fingerprint(blob)} {remarks}")
        self._log.add(reviewed, self._reviewer, "note.cosign", f"session:{number}", fingerprint(blob))

    def _remember(self, day: DemoDay) -> datetime | None:
        """Who was with whom this week, so that nobody closed to a peer is in their group; when the day was over."""
        ended = [session for session in day.sessions if session.ended_at is not None]
        for session in ended:
            self._week[session.peer][self._numbers[session.student]] = None
        return max((one.ended_at + timedelta(minutes=10) for one in ended if one.ended_at), default=None)
