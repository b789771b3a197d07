"""What a note of a group says about one of its students alone: sealed apart, so that it is in nobody else's record."""

from collections.abc import Iterator, Mapping, Sequence

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.session_facts import Participant
from wellnessdesk.domain.sessions import Session
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import sealed, session_students
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered
from wellnessdesk.vault.sealing import Binding

REMARK = "participant"


def seal(desk: Desk, tx: Transaction, session: Session, remarks: Sequence[tuple[int, str]]) -> None:
    """Seal (student, words) each by itself. Raises `Problem` for a student who is not in the group."""
    there = {one.student_id: one for one in session_students.of_session(tx, session.id)}
    for student, words in remarks:
        if session.student_id is not None or student not in there:
            raise Problem(_("One of these students is not in the group any more. Look at the list."))
        place = _binding(tx, session, student, session_students.count_remark(tx, session.id, student))
        also = (session.second_peer_id,) if session.second_peer_id else ()
        blob = sealing.seal(desk.keys, place, {"words": words}, also=also)
        sealed.add(tx, REMARK, place.record, place.version, blob)


def remarks(desk: Desk, tx: Transaction, session: Session, of: Sequence[Participant]) -> tuple[tuple[int, str], ...]:
    """(student, words) of every remark about these students, opened. Raises `Tampered`, `NotForThisKey`."""
    return tuple((one.student_id, _opened(desk, tx, _binding(tx, session, one.student_id, version)))
                 for one in of for version in range(1, one.remarks + 1))


def signed_as(tx: Transaction, session_id: int) -> str:
    """What the log keeps of all that a group's note says of one student alone; it stays when that is resealed.

    Raises `Tampered` for a remark that is no sealed record.
    """
    return marks_of(sealed.beginning_with(tx, REMARK, f"{session_id}:"))


def marks_of(remarks: Mapping[str, Sequence[bytes]]) -> str:
    """The same of sealed remarks by the name of their record."""
    return primitives.digest(primitives.canonical(
        {record: [sealing.mark(blob).hex() for blob in blobs] for record, blobs in remarks.items()})).hex()


def records(tx: Transaction, session: Session) -> Iterator[tuple[Binding, bytes]]:
    """Every sealed remark of a session: where it belongs, and itself; unopened, for its author's new keys."""
    for one in session_students.of_session(tx, session.id):
        for version in range(1, one.remarks + 1):
            place = _binding(tx, session, one.student_id, version)
            yield place, sealed.get(tx, REMARK, place.record, version) or b""


def _opened(desk: Desk, tx: Transaction, place: Binding) -> str:
    blob = sealed.get(tx, REMARK, place.record, place.version)
    if blob is None:
        raise Tampered
    opened = sealing.unseal(desk.keys, place, blob)
    if opened.signer != place.author or not isinstance(opened.body.get("words"), str):
        raise Tampered
    return str(opened.body["words"])


def _binding(tx: Transaction, session: Session, student: int, version: int) -> Binding:
    record = f"{session.id}:{student}"
    before = sealed.get(tx, REMARK, record, version - 1) if version > 1 else None
    return Binding(REMARK, record, version, str(student), session.peer_id,
                   sealing.mark(before) if before is not None else b"")
