"""A peer's sessions and their notes: draft, sign, read, co-sign. What a note says is sealed before it is stored."""

from dataclasses import replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access, catalogues
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.session_facts import needs_note
from wellnessdesk.domain.sessions import (
    NoteBody,
    NoteState,
    OfSession,
    SealedNote,
    Session,
    SignedNote,
    cleaned,
    missing_to_sign,
    note_from_plain,
    too_long,
)
from wellnessdesk.services import clearance_gate, note_addenda, note_returns, participants, peers, untold
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import note_trail as trail_rows
from wellnessdesk.store import sealed, session_students, sessions
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered
from wellnessdesk.vault.sealing import Binding

NOTE, DRAFT = "note", "draft"


class NoteLocked(Problem):
    """A signed note is not written again; corrections are addenda."""


class NoteIncomplete(Problem):
    """Something the note must say is missing."""


class NoteTooLong(Problem):
    """More was pasted than a note can keep."""


@act("sessions.mine")
def mine(desk: Desk) -> list[Session]:
    """The peer's sessions of today and every one whose note waits for them, newest first.

    Those of today in which they were the second peer are among them.
    """
    with desk.reading() as tx:
        return sessions.of_peer(tx, desk.person.id, desk.today())


@act("sessions.save_draft")
def save_draft(desk: Desk, session_id: int, body: NoteBody) -> None:
    """Keep what was written so far, sealed. Recorded in the audit log once a sitting.

    Raises `NoteLocked`, or `NoteTooLong`.
    """
    sitting, kept = f"draft:{session_id}", _sound(body)
    with desk.change("sessions", audited=False) as change:
        session = to_write(desk, change.tx, session_id)
        blob = sealing.seal(desk.keys, binding(DRAFT, session), kept.plain())
        sealed.put(change.tx, DRAFT, str(session_id), 0, blob)
        if session.note is not NoteState.DRAFT:
            sessions.set_note(change.tx, session_id, NoteState.DRAFT)
        if sitting not in desk.sittings:
            change.record_sealed("note.draft", f"session:{session_id}")
    desk.sittings.add(sitting)


@act("sessions.read_draft")
def read_draft(desk: Desk, session_id: int) -> NoteBody | None:
    """The peer's own draft, None when there is none yet."""
    with desk.reading() as tx:
        return draft_of(desk, tx, _own(desk, tx, session_id))


@act("sessions.sign")
def sign(desk: Desk, session_id: int, body: NoteBody) -> Session:
    """Sign the note: from now on it is locked. What it says of one of a group alone is sealed apart (`participants`).

    Raises `NoteIncomplete` (saying what is missing, also who was not told yet what is shared, or what the author lacks
    for a service that is chosen only here), `NoteLocked`, or `NoteTooLong`.
    """
    missing, whole = missing_to_sign(body), _sound(body)
    if missing:
        raise NoteIncomplete("\n".join(missing))
    option = catalogues.service_options().get(body.service)
    with desk.change("sessions", "notes") as change:
        session = to_write(desk, change.tx, session_id)
        waiting = untold.not_told(change.tx, session_id)
        if waiting:
            raise NoteIncomplete(untold.sentence(waiting))
        require_cleared_for(desk, change.tx, session, body.service)
        signed = replace(whole, remarks=())
        blob = sealing.seal(desk.keys, binding(NOTE, session), signed.plain(), also=_also(session))
        participants.seal(desk, change.tx, session, whole.remarks)
        sealed.add(change.tx, NOTE, str(session_id), 1, blob)
        sealed.remove(change.tx, DRAFT, str(session_id))
        sessions.set_service(change.tx, session_id, body.service, option.tier if option else 0)
        sessions.set_note(change.tx, session_id, NoteState.SIGNED, signed_at=change.now,
                          ended_at=session.ended_at or change.now)
        remarks = "" if session.student_id is not None else f" {participants.signed_as(change.tx, session_id)}"
        change.record("note.sign", f"session:{session_id}", fingerprint(blob) + remarks)
        return _session(change.tx, session_id)


def require_cleared_for(desk: Desk, tx: Transaction, session: Session, service: str) -> None:
    """Raise `NoteIncomplete` where a service is chosen now that the author was not cleared for on that day.

    What was chosen when the session began was asked then. What was written stays a draft: it is signed as soon as a
    coordinator has looked at it and allowed an exception, or another service is chosen.
    """
    gate = clearance_gate.asked(desk, tx, session.day, desk.person.id) if service != session.service else None
    reason = gate.why_not(desk.person, (service,)) if gate is not None else ""
    if reason:
        raise NoteIncomplete(_("{reason} Your note stays here as a draft. Was it this all the same? Tell your "
                               "coordinator: once they allow it, you can sign.").format(reason=reason))


@act("sessions.read_note")
def read_note(desk: Desk, session_id: int) -> SignedNote:
    """A signed note, opened; the opening is recorded, for coordinators to read. A peer reads only those of sessions
    they were in, and none in which somebody was whose record is closed to them.

    Of a draft that was locked, coordinators get what its author wrote, with no signer. Raises `Tampered` when the note
    does not match its seal, `Problem` when there is none.
    """
    with desk.change(audited=True) as change:
        session = _session(change.tx, session_id)
        require_of(desk, session)
        there = session_students.of_session(change.tx, session_id)
        for one in there:
            peers.require_open(change.tx, desk.person, one.student_id)
        body, signer = body_of(desk, change.tx, session)
        change.record_sealed("note.read", f"session:{session_id}")  # in the clear it would stand beside a flag
        group = there if session.student_id is None else ()
        return SignedNote(session, body, signer, group, participants.remarks(desk, change.tx, session, group),
                          note_addenda.of_note(desk, change.tx, session),
                          note_returns.of_note(desk, change.tx, session))


@act("sessions.to_review")
def to_review(desk: Desk) -> list[Session]:
    """Sessions whose signed note waits for a coordinator, oldest first."""
    with desk.reading() as tx:
        return sessions.to_review(tx)


@act("sessions.cosign")
def cosign(desk: Desk, session_id: int) -> Session:
    """The coordinator has read the note and stands by it; also one that was given back, which then needs no answer.

    Pressed twice it is done once. Raises `Tampered` when the note does not match its seal.
    """
    with desk.reading() as tx:
        session = _session(tx, session_id)
    if session.note is NoteState.COSIGNED:
        return session
    with desk.change("sessions") as change:
        session = _session(change.tx, session_id)
        if session.note not in (NoteState.SIGNED, NoteState.RETURNED):
            raise Problem(_("This note is not waiting for review any more."))
        blob = _signed_note(change.tx, session)
        open_note(desk, session, blob)
        trail_rows.answer(change.tx, session_id, change.now)
        sessions.set_note(change.tx, session_id, NoteState.COSIGNED, reviewed_at=change.now,
                          reviewed_by=desk.person.id)
        change.record("note.cosign", f"session:{session_id}", fingerprint(blob))
        return _session(change.tx, session_id)


def draft_of(desk: Desk, tx: Transaction, session: Session) -> NoteBody | None:
    """The draft of the peer's own session, inside a transaction of the caller; None when there is none.

    Raises `Tampered` for one that somebody else put there, for its author to sign.
    """
    blob = sealed.get(tx, DRAFT, str(session.id), 0)
    return None if blob is None else _checked(desk, session, DRAFT, blob)


def binding(kind: str, session: OfSession) -> Binding:
    """What a note or draft of this session is bound to."""
    student = "" if session.student_id is None else str(session.student_id)
    return Binding(kind, str(session.id), 0 if kind == DRAFT else 1, student, session.peer_id)


def fingerprint(blob: bytes) -> str:
    """What the audit log keeps of a sealed note, so that its own author cannot exchange it later (`audit.verify`)."""
    return primitives.digest(blob).hex()


def open_note(desk: Desk, session: OfSession, blob: bytes) -> NoteBody:
    """What the note of a session says, opened and checked; nothing is recorded. Raises `Tampered`, `NotForThisKey`."""
    return _checked(desk, session, NOTE, blob)


def body_of(desk: Desk, tx: Transaction, session: Session) -> tuple[NoteBody, str]:
    """What a session's note says, and who signed it; nobody did where a draft was locked, which coordinators read.

    Nothing is recorded. Raises `Tampered`, `NotForThisKey`, `Problem` where there is none.
    """
    _require_known(session)
    if session.note is NoteState.LOCKED and desk.person.role is Role.COORDINATOR:
        return _checked(desk, session, DRAFT, sealed.get(tx, DRAFT, str(session.id), 0) or b""), ""
    return open_note(desk, session, _signed_note(tx, session)), session.peer


def open_sealed(desk: Desk, note: SealedNote) -> NoteBody:
    """The same of a signed note or locked draft as it lies there. Raises `Tampered`, `NotForThisKey`."""
    return _checked(desk, note, DRAFT if note.locked else NOTE, note.blob)


def peek_sealed(desk: Desk, note: SealedNote) -> NoteBody:
    """What it seems to say, for an index of very many; nobody may be shown it (`sealing.peek`). Raises the same."""
    return _note(sealing.peek(desk.keys, binding(DRAFT if note.locked else NOTE, note), note.blob))


def _checked(desk: Desk, session: OfSession, kind: str, blob: bytes) -> NoteBody:
    opened = sealing.unseal(desk.keys, binding(kind, session), blob)
    if opened.signer != session.peer_id:
        raise Tampered
    return _note(opened.body)


def _note(body: dict[str, object]) -> NoteBody:
    try:
        return note_from_plain(body)
    except ValueError as error:
        raise Tampered from error


def require_of(desk: Desk, session: Session) -> None:
    """A peer reads what belongs to sessions they were in, as the one who writes or the second. Raises `Denied`."""
    access.require_own_session(desk.person.id, desk.person.role, session.peer_id, session.second_peer_id)


def _also(session: Session) -> tuple[str, ...]:
    return (session.second_peer_id,) if session.second_peer_id else ()


def _sound(body: NoteBody) -> NoteBody:
    made = cleaned(body)
    wrong = too_long(made)
    if wrong:
        raise NoteTooLong(wrong)
    return made


def _signed_note(tx: Transaction, session: Session) -> bytes:
    blob = sealed.get(tx, NOTE, str(session.id), 1)
    if blob is None:
        raise Problem(_("There is no signed note for this session yet."))
    return blob


def to_write(desk: Desk, tx: Transaction, session_id: int) -> Session:
    """The peer's own session, whose note can still be written. Raises `Denied`, `NoteLocked` or `Problem`.

    One whose service asks for no note can have one all the same.
    """
    session = _own(desk, tx, session_id)
    _require_known(session)
    not_needed = session.note is NoteState.NOT_NEEDED and not needs_note(session.service)
    if session.note not in (NoteState.TO_WRITE, NoteState.DRAFT) and not not_needed:
        raise NoteLocked(_("This note is signed and cannot be changed."))
    return session


def _require_known(session: Session) -> None:
    if session.note is NoteState.UNKNOWN:
        raise Problem(_("The state of this note was changed outside the program: it is not as the audit log says. "
                        "Nothing is shown or written. Tell your administrator."))


def _own(desk: Desk, tx: Transaction, session_id: int) -> Session:
    session = _session(tx, session_id)
    access.require_own_session(desk.person.id, desk.person.role, session.peer_id)
    return session


def _session(tx: Transaction, session_id: int) -> Session:
    session = sessions.get(tx, session_id)
    if session is None:
        raise Problem(_("This session is not there any more."))
    return session
