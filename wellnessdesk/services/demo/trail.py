"""What happened to some made-up notes after they were signed: given back, answered with an addendum, added to."""

from dataclasses import replace
from datetime import datetime, timedelta

from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services.demo.records import DemoNote, DemoSession
from wellnessdesk.services.note_trail import ADDENDUM, RETURN
from wellnessdesk.services.sessions import fingerprint
from wellnessdesk.vault import sealing
from wellnessdesk.vault.sealing import Binding
from wellnessdesk.vault.unlock import Unlocked

Row = dict[str, object]
Deed = tuple[datetime, str, str, str, str]
_EACH_REVIEWED, _EACH_WAITING = 29, 5
"""Of so many reviewed notes one was given back before; of so many that are not, one is."""
_ASKED = ("Which class was it? Please add it.", "What did the student want to try first? One sentence is enough.",
          "You wrote that you made a plan. What is the first step?", "Who else was there? No names, only how many.")
_ADDED = ("It was fourth period, before lunch.", "First they want to talk with their counselor.",
          "The first step is to write to the teacher on Friday.", "Two friends were there, and left after a while.")


class Trail:
    """Makes rows and entries for one note after another; nothing for most of them."""

    def __init__(self, ids: dict[str, str], numbers: dict[str, int], keys: dict[str, Unlocked]) -> None:
        self._ids, self._numbers, self._keys = ids, numbers, keys
        self._coordinator = ""
        self._waiting = 0

    def of(self, number: int, session: DemoSession, note: DemoNote, blob: bytes) -> tuple[
            NoteState | None, list[Deed], list[tuple[str, Row]]]:
        """(state if it is another than signed, entries, rows) of the note of a session with this number."""
        if note.signed_at is None:
            return None, [], []
        if note.cosigned_at is not None and note.cosigned_by is not None:
            self._coordinator = note.cosigned_by
            if number % _EACH_REVIEWED:
                return None, [], []
            third = (note.cosigned_at - note.signed_at) / 3
            return None, *self._told(number, session, blob, note.signed_at + third, note.signed_at + 2 * third)
        self._waiting += 1
        if not self._coordinator or self._waiting % _EACH_WAITING:
            return None, [], []
        return NoteState.RETURNED, *self._told(number, session, blob, note.signed_at + timedelta(minutes=1), None)

    def _told(self, number: int, session: DemoSession, blob: bytes, back: datetime, answered: datetime | None) -> tuple[
            list[Deed], list[tuple[str, Row]]]:
        deeds, rows = [], []
        links = [(RETURN, "note_returns", self._coordinator, back, _ASKED, "note.return")]
        if answered is not None:
            links.append((ADDENDUM, "note_addenda", session.peer, answered, _ADDED, "note.addendum"))
        for kind, table, who, at, texts, action in links:
            made = self._link(kind, number, session, blob, who, at, texts[number % len(texts)])
            detail = fingerprint(made) + (f" {NoteState.SIGNED.value}" if kind == ADDENDUM else "")
            deeds.append((at, who, action, f"session:{number}", detail))
            rows.append(("sealed", {"kind": kind, "record": str(number), "version": 1, "blob": made}))
            row: Row = {"session_id": number, "number": 1, "at": at, "by": self._ids[who]}
            rows.append((table, row if kind == ADDENDUM else {**row, "answered_at": answered}))
        return deeds, rows

    def _link(self, kind: str, number: int, session: DemoSession, blob: bytes, who: str, at: datetime,
              text: str) -> bytes:
        place = Binding(kind, str(number), 1, str(self._numbers[session.student]), self._ids[session.peer])
        return sealing.seal_for(self._keys[who], replace(place, previous=sealing.mark(blob)),
                                {"text": text, "at": round(at.timestamp() * 1000)})
