"""Red flags opened: what each says under its seal, and whether the session it names bears it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.flags import Flag, FlagMark
from wellnessdesk.domain.names import initials
from wellnessdesk.domain.session_facts import Parties
from wellnessdesk.domain.students import Student
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import flags, people, sealed, session_students, students
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding, Opened

FLAG = "flag"
_AT_ONCE = 500
"""SQLite takes so many values in one question at least."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a flag says; who signed it may have written any student and any session."""

    signer: str
    student: int
    session: int | None
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class _Named:
    """The records that flags name."""

    students: Mapping[int, Student]
    sessions: Mapping[int, Parties]
    people: Mapping[str, str]
    adults: Mapping[str, str]


def one(desk: Desk, tx: Transaction, mark: FlagMark) -> Flag:
    """Unseal a flag inside a transaction of the caller, as `several` does."""
    return several(desk, tx, [mark])[0]


def several(desk: Desk, tx: Transaction, marks: Sequence[FlagMark]) -> list[Flag]:
    """Unseal flags inside a transaction of the caller, with one question for each table.

    One that does not match its seal is still a flag: it comes without a student, and its words say what is wrong.
    Otherwise whoever spoils one record would hide every flag there is.
    """
    return [flag for start in range(0, len(marks), _AT_ONCE)
            for flag in _part(desk, tx, marks[start : start + _AT_ONCE])]


def _part(desk: Desk, tx: Transaction, marks: Sequence[FlagMark]) -> list[Flag]:
    """A cell of a record they name that cannot be read spoils the flags that name it, and no other."""
    try:
        with flags.legible():
            return _opened(desk, tx, marks)
    except (ValueError, TypeError, OverflowError):
        if len(marks) == 1:
            return [_illegible(marks[0], Tampered())]
        return [one(desk, tx, mark) for mark in marks]


def _opened(desk: Desk, tx: Transaction, marks: Sequence[FlagMark]) -> list[Flag]:
    ids = [mark.id for mark in marks]
    blobs = sealed.versions_of(tx, FLAG, ids)
    said = [_said(desk, mark, blobs.get(mark.id, [])) for mark in marks]
    legible = [each for each in said if isinstance(each, _Said)]
    named = _Named(students=students.some(tx, sorted({each.student for each in legible})),
                   sessions=session_students.parties(tx, {each.session for each in legible if each.session}),
                   people=people.names(tx), adults=flags.acknowledged_by(tx, ids))
    return [_flag(desk, mark, each, named) if isinstance(each, _Said) else _illegible(mark, each)
            for mark, each in zip(marks, said, strict=True)]


def _said(desk: Desk, mark: FlagMark, blobs: Sequence[bytes]) -> _Said | VaultProblem:
    try:
        if not blobs:
            raise Tampered
        opened = sealing.unseal(desk.keys, Binding(FLAG, mark.id, 1), blobs[0])
        kind, words = opened.body.get("kind"), opened.body.get("words")
        if not signed_within(desk, opened.signer, "flags.raise") or not (
                isinstance(kind, str) and isinstance(words, str)):
            raise Tampered
        return _Said(opened.signer, _number(opened.body, "student"), _session_of(desk, opened), kind, words)
    except VaultProblem as problem:
        return problem


def _flag(desk: Desk, mark: FlagMark, said: _Said, named: _Named) -> Flag:
    student = named.students.get(said.student)
    if student is None:
        return _illegible(mark, Tampered())
    borne_out = said.session is None or _borne_out(desk, said, named.sessions.get(said.session))
    doubt = "" if borne_out else _("The session this flag names is not one of this student with whoever raised it. "
                                   "Ask them about it.") + "\n"
    return Flag(mark=mark, kind=said.kind, words=doubt + said.words, student_id=student.id, student=student.name,
                initials=initials(student.given, student.family), raised_by=named.people.get(said.signer, ""),
                session_id=said.session if borne_out else None,
                acknowledged_by=named.people.get(named.adults.get(mark.id, ""), ""), doubt=not borne_out)


def _illegible(mark: FlagMark, problem: VaultProblem) -> Flag:
    return Flag(mark=mark, kind="", words=str(problem), student_id=0, student="", initials="", raised_by="")


def _number(body: Mapping[str, object], name: str) -> int:
    """A record's number in a body, whose author may have written anything there."""
    value = body.get(name)
    if not isinstance(value, int) or not 0 < value < 2**63:
        raise Tampered
    return value


def _session_of(desk: Desk, opened: Opened) -> int | None:
    """None where a coordinator raised the flag from the student's page."""
    if opened.body.get("session") is None and signed_within(desk, opened.signer, "flags.raise_about"):
        return None
    return _number(opened.body, "session")


def _borne_out(desk: Desk, said: _Said, parties: Parties | None) -> bool:
    """Whether the session is this student's, and its raiser was one of its peers or a coordinator.

    It may be no forgery: a hand-over that was taken back leaves none. So the flag is shown, with this doubt.
    """
    if parties is None or said.student not in parties.students:
        return False
    return said.signer in parties.peers or signed_within(desk, said.signer, "flags.acknowledge")
