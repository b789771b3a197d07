"""From the facts of a made-up center to rows of the store: notes and flags sealed, every act linked into the chain."""

import heapq
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import count

from wellnessdesk.domain.audit import NOBODY, SEALED, Head, link, words
from wellnessdesk.domain.flag_steps import StepKind
from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.kiosk import KIOSK
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.domain.visits import LeftHow
from wellnessdesk.services.demo.front_desk import DeskFacts, drop_in_row, drop_ins
from wellnessdesk.services.demo.groups import Groups
from wellnessdesk.services.demo.kiosk import KioskFacts, call_row
from wellnessdesk.services.demo.records import DemoDay, DemoFlag, DemoNote, DemoSession, DemoVisit
from wellnessdesk.services.demo.telling import Telling
from wellnessdesk.services.demo.trail import Trail
from wellnessdesk.services.flag_steps import STEP, written_as
from wellnessdesk.services.flags import FLAG, raised_as
from wellnessdesk.services.sessions import DRAFT, NOTE, fingerprint
from wellnessdesk.vault import primitives, sealed_entries, sealing
from wellnessdesk.vault.sealing import Binding
from wellnessdesk.vault.unlock import Unlocked

Row = dict[str, object]


class Chain:
    """Audit entries in the order of time, signed by whoever did the act."""

    def __init__(self, keys: dict[str, Unlocked], head: Head) -> None:
        self._keys = keys
        self._sign = {key: primitives.signer(unlocked.identity.sign_seed) for key, unlocked in keys.items()}
        self._head = head
        self._acts: list[tuple[datetime, int, str, str, str, str]] = []
        self._order = count()

    def add(self, at: datetime, who: str, action: str, subject: str, detail: str = "") -> None:
        """An act of `who` (a key of the facts) at a moment, given in any order."""
        heapq.heappush(self._acts, (at, next(self._order), who, action, subject, detail))

    def add_sealed(self, at: datetime, who: str, words: str) -> None:
        """An act that only coordinators can read in the log."""
        self.add(at, who, SEALED, "", words)

    def until(self, day: date | None) -> Iterator[Row]:
        """Link and sign everything before the end of `day` (None: everything)."""
        while self._acts and (day is None or self._acts[0][0].date() <= day):
            at, _order, who, action, subject, detail = heapq.heappop(self._acts)
            sequence, at_ms = self._head.sequence + 1, round(at.timestamp() * 1000)
            actor, detail, sign = self._written_by(who, action, detail)
            made = link(self._head.hash, sequence, at_ms, actor, action, subject, detail)
            self._head = Head(sequence, made)
            yield {"sequence": sequence, "at": at_ms, "actor": actor, "action": action, "subject": subject,
                   "detail": detail, "hash": made, "signature": sign(made)}

    def sign_as(self, actor: str, seed: bytes) -> None:
        """Who is no person signs with this key."""
        self._sign[actor] = primitives.signer(seed)

    def _written_by(self, who: str, action: str, detail: str) -> tuple[str, str, Callable[[bytes], bytes]]:
        if action != SEALED:
            return self._keys[who].identity.person if who in self._keys else who, detail, self._sign[who]
        return NOBODY, *sealed_entries.close(self._keys[who], detail)


class RowMaker:
    """Makes the rows of one day after another. `ids` and `numbers` give the store's ids of people and students."""

    def __init__(self, seed: int, ids: dict[str, str], numbers: dict[str, int],
                 keys: dict[str, Unlocked], chain: Chain, beside: DeskFacts, telling: Telling, now: datetime) -> None:
        self._random = random.Random(seed)  # noqa: S311 - opaque ids of made-up flags, the same for the same seed
        self._ids, self._numbers, self._keys, self._chain, self._beside = ids, numbers, keys, chain, beside
        self._last_session, self._drop_ins = 0, count(1)
        self._groups = Groups(seed, now, ids, numbers, keys, chain)
        self._kiosk, self._telling, self._trail = KioskFacts(), telling, Trail(ids, numbers, keys)
        chain.sign_as(KIOSK, self._kiosk.seed)

    def rows_of(self, day: DemoDay) -> Iterator[tuple[str, Row]]:
        """(table, row) of everything that happened on a day."""
        session_of: dict[int, int] = {}
        for number, visit in enumerate(day.visits, 1):
            yield "visits", self._visit(day.day, number, visit)
            if self._kiosk.takes(visit):
                yield "adult_calls", self._call(day.day, visit)
            else:
                self._chain.add(visit.arrived_at, visit.checked_in_by, "visit.check_in", f"visit:{visit.number}")
        for visit in drop_ins(day):
            number = next(self._drop_ins)
            self._chain.add(visit.arrived_at, visit.checked_in_by, "drop_in.add", f"drop_in:{number}",
                            day.day.isoformat())
            yield "drop_ins", drop_in_row(number, day.day, visit)
        for session in day.sessions:
            number = session_of[session.visit] = self._last_session = self._last_session + 1
            blob, state = b"", None
            after: list[tuple[str, Row]] = []
            if session.note is not None:
                row, blob = self._note(number, session, session.note)
                yield "sealed", row
                state, deeds, after = self._trail.of(number, session, session.note, blob)
                for deed in deeds:
                    self._chain.add(*deed)
            yield "sessions", self._session(day.day, number, session, blob) | ({"note": state.value} if state else {})
            yield from after
            if session.ended_at is not None:  # with whoever is there now, it is still to be done
                for row in self._telling.rows(day.day, session.started_at, self._numbers[session.student],
                                              session.peer, self._ids[session.peer]):
                    yield "acknowledgements", row
        yield from self._group(day)
        for flag in day.flags:
            yield from self._flag(day.day, flag, session_of[flag.session])

    def _group(self, day: DemoDay) -> Iterator[tuple[str, Row]]:
        """A number is given to a group only where there is one: sessions are counted without gaps."""
        made = list(self._groups.rows(day, self._last_session + 1))
        self._last_session += bool(made)
        yield from made

    def _visit(self, day: date, number: int, visit: DemoVisit) -> Row:
        subject, beside = f"visit:{visit.number}", self._beside.of(visit, number)
        if visit.handed_at is not None:
            self._chain.add(visit.handed_at, visit.checked_in_by, "visit.hand_over", subject)
        if isinstance(rests := beside["resting_at"], datetime):
            self._chain.add(rests, visit.checked_in_by, "visit.rest", subject)
        if visit.left_at is not None:
            action = "visit.sweep" if beside["left_how"] == LeftHow.SWEEP else "visit.check_out"
            self._chain.add(visit.left_at, visit.checked_in_by, action, subject)
        return {"id": visit.number, "student_id": self._numbers[visit.student], "day": day,
                "arrived_at": visit.arrived_at, "origin": visit.origin, "reason": visit.reason,
                "peer_id": self._ids[visit.peer] if visit.peer else None, "handed_at": visit.handed_at,
                "left_at": visit.left_at, "left_by": self._ids[visit.checked_in_by] if visit.left_at else None,
                **beside}

    def _call(self, day: date, visit: DemoVisit) -> Row:
        row, deeds = self._kiosk.deeds(visit)
        for deed in deeds:
            self._chain.add(*deed)
        return call_row(row, day, self._ids[visit.checked_in_by])

    def _session(self, day: date, number: int, session: DemoSession, blob: bytes) -> Row:
        note, subject, mark = session.note, f"session:{number}", fingerprint(blob)
        state = _state(session)
        if note is not None and note.signed_at is not None:
            self._chain.add(note.signed_at, session.peer, "note.sign", subject, mark)
            if note.cosigned_at is not None and note.cosigned_by is not None:
                self._chain.add(note.cosigned_at, note.cosigned_by, "note.cosign", subject, mark)
        return {"id": number, "visit_id": session.visit, "student_id": self._numbers[session.student],
                "peer_id": self._ids[session.peer], "service": session.service, "tier": session.tier, "day": day,
                "origin": "", "place": "center", "started_at": session.started_at, "ended_at": session.ended_at,
                "note": state.value,
                "signed_at": note.signed_at if note else None, "reviewed_at": note.cosigned_at if note else None,
                "reviewed_by": self._ids[note.cosigned_by] if note and note.cosigned_by else None}

    def _note(self, number: int, session: DemoSession, note: DemoNote) -> tuple[Row, bytes]:
        kind, version = (DRAFT, 0) if note.signed_at is None else (NOTE, 1)
        binding = Binding(kind, str(number), version, str(self._numbers[session.student]), self._ids[session.peer])
        blob = sealing.seal(self._keys[session.peer], binding, note.body.plain())
        return {"kind": kind, "record": str(number), "version": version, "blob": blob}, blob

    def _flag(self, day: date, flag: DemoFlag, session: int) -> Iterator[tuple[str, Row]]:
        opaque = f"{self._random.getrandbits(128):032x}"
        student = self._numbers[flag.student]
        raiser = self._keys[flag.raised_by]
        body: dict[str, object] = {"student": student, "session": session, "kind": flag.kind, "words": flag.words}
        sealed_flag = sealing.seal(raiser, Binding(FLAG, opaque, 1), body)
        self._chain.add_sealed(flag.raised_at, flag.raised_by,
                               words("flag.raise", f"flag:{opaque}", raised_as(flag.urgency, sealed_flag)))
        yield "sealed", {"kind": FLAG, "record": opaque, "version": 1, "blob": sealed_flag}
        index = None
        if flag.acknowledged_at is not None and flag.acknowledged_by is not None:
            adult = self._keys[flag.acknowledged_by]
            index = sealing.blind(adult, str(student), opaque, sealed_flag)
            self._chain.add(flag.acknowledged_at, flag.acknowledged_by, "flag.acknowledge", f"flag:{opaque}")
            yield from self._steps(opaque, flag, flag.acknowledged_by, adult)
        yield "flags", {
            "id": opaque, "urgency": flag.urgency.value, "status": _status(flag).value, "day": day,
            "raised_at": flag.raised_at, "acknowledged_at": flag.acknowledged_at,
            "acknowledged_by": self._ids[flag.acknowledged_by] if flag.acknowledged_by else None,
            "closed_at": flag.closed_at, "student_index": index, "steps": len(flag.steps)}

    def _steps(self, opaque: str, flag: DemoFlag, by: str, adult: Unlocked) -> Iterator[tuple[str, Row]]:
        before = b""
        for number, (at, step) in enumerate(flag.steps, 1):
            binding = Binding(STEP, opaque, number, previous=primitives.digest(before) if before else b"")
            before = sealing.seal(adult, binding, step.plain() | {"at": at.isoformat()}, to_author=False)
            action = "flag.close" if step.kind is StepKind.CLOSED else "flag.step"
            self._chain.add(at, by, action, f"flag:{opaque}", written_as(number, before))
            yield "sealed", {"kind": STEP, "record": opaque, "version": number, "blob": before}


def _state(session: DemoSession) -> NoteState:
    note = session.note
    if session.ended_at is None:
        return NoteState.DRAFT if note else NoteState.TO_WRITE
    if note is None:
        return NoteState.NOT_NEEDED
    if note.signed_at is None:
        return NoteState.DRAFT
    return NoteState.SIGNED if note.cosigned_at is None else NoteState.COSIGNED


def _status(flag: DemoFlag) -> FlagStatus:
    if flag.closed_at is not None:
        return FlagStatus.CLOSED
    return FlagStatus.RAISED if flag.acknowledged_at is None else FlagStatus.ACKNOWLEDGED
