"""Which record each sealed one belongs to, and which of them stand alone."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, and_, cast, func, literal, select

from wellnessdesk.domain.bundles import Kind
from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.sessions import SIGNED_STATES, NoteState
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.store import bundle_requests
from wellnessdesk.store.rows import (
    ApplicationRow,
    BundleRequestRow,
    CaregiverContactRow,
    CaregiverPaperRow,
    ClearanceOverrideRow,
    ContactRuleRow,
    DisclosureRow,
    EmergencyRow,
    ExamAttemptRow,
    ExitInterviewRow,
    FlagRow,
    InterviewRow,
    LegalHoldRow,
    MeetingItemRow,
    MeetingRow,
    NoteAddendumRow,
    NoteReturnRow,
    PracticeRow,
    PseudonymKeyRow,
    RecommendationRow,
    ReferralRow,
    SealedRow,
    SelfRatingRow,
    SessionMarkRow,
    SessionRow,
    SessionStudentRow,
    SupervisionActionRow,
    WellbeingCheckRow,
)
from wellnessdesk.store.transaction import Transaction

_ALL = literal(value=True)
OUTCOME = MeetingItemRow.meeting_id + ":" + MeetingItemRow.kind + ":" + MeetingItemRow.ref
"""What the sealed words about an item of a meeting carry as `record`."""
_OWNERS: dict[str, tuple[Any, ColumnElement[bool]]] = {
    "note": (SessionRow.id, SessionRow.note.in_([state.value for state in SIGNED_STATES])),
    "draft": (SessionRow.id, SessionRow.note.in_((NoteState.DRAFT.value, NoteState.LOCKED.value))),
    "flag": (FlagRow.id, _ALL),
    "flag closing": (FlagRow.id, FlagRow.status == FlagStatus.CLOSED.value),
    "agenda item": (MeetingItemRow.ref, MeetingItemRow.kind == ItemKind.OWN.value),
    "outcome": (OUTCOME, MeetingItemRow.written.is_(True)),
    "action": (SupervisionActionRow.id, _ALL),
    "mark": (SessionMarkRow.id, _ALL),
    "wellbeing": (WellbeingCheckRow.id, _ALL),
    "hold": (LegalHoldRow.id, _ALL),
    "emergency": (EmergencyRow.id, _ALL),
    "disclosure": (DisclosureRow.id, _ALL),
    "contact rule": (ContactRuleRow.id, _ALL),
    "override": (ClearanceOverrideRow.id, _ALL),
    "caregiver paper": (CaregiverPaperRow.id, _ALL),
    "practice": (PracticeRow.id, _ALL),
    "attempt": (ExamAttemptRow.id, _ALL),
    "application": (ApplicationRow.id, _ALL),
    "recommendation": (RecommendationRow.id, _ALL),
    "interview": (InterviewRow.id, _ALL),
    "exit interview": (ExitInterviewRow.id, _ALL),
    "self rating": (SelfRatingRow.id, _ALL),
    bundle_requests.SEALED: (BundleRequestRow.id, (BundleRequestRow.kind == Kind.PACKET.value) & bundle_requests.OPEN),
    "pseudonym key": (PseudonymKeyRow.id, _ALL),
}
"""Kind -> the number or id that its sealed records carry as `record`, and which of those rows have one."""
_MUST: dict[str, ColumnElement[bool]] = {
    # closed with all decisions in one record, as up to schema 0003; since then each is a step of its own
    "flag closing": and_(FlagRow.status == FlagStatus.CLOSED.value, FlagRow.steps == 0),
    # of those reviewed the reason is destroyed one day: the judge knows of which (`told.emergencies`)
    "emergency": EmergencyRow.reviewed_at.is_(None),
}
"""Where not each row that may have one must."""


def _counted(record: Any, count: Any) -> FromClause:
    return select(cast(record, String).label("record"), count.label("count")).subquery()


_NUMBERED: dict[str, FromClause] = {
    "flag step": _counted(FlagRow.id, FlagRow.steps),
    "referral": _counted(ReferralRow.id, ReferralRow.steps),
    "caregiver contact": _counted(CaregiverContactRow.id, CaregiverContactRow.steps),
    "participant": _counted(cast(SessionStudentRow.session_id, String) + ":"
                            + cast(SessionStudentRow.student_id, String), SessionStudentRow.remarks),
    "minutes": _counted(MeetingRow.id, MeetingRow.papers),
    "addendum": select(cast(NoteAddendumRow.session_id, String).label("record"),
                       func.count().label("count")).group_by(NoteAddendumRow.session_id).subquery(),
    "return": select(cast(NoteReturnRow.session_id, String).label("record"),
                     func.count().label("count")).group_by(NoteReturnRow.session_id).subquery(),
}
"""Kind -> (record, count): each has sealed records of exactly the versions 1 to `count`."""


def stray(tx: Transaction) -> bool:
    """Whether a sealed record is there that nothing owns, such as the draft of a note signed since."""
    if tx.session.execute(select(SealedRow.id).where(SealedRow.kind.not_in([*_OWNERS, *_NUMBERED])).limit(1)).first():
        return True
    return any(_too_many(tx, kind) for kind in _NUMBERED) or any(tx.session.execute(
        select(SealedRow.id).where(SealedRow.kind == kind, SealedRow.record.not_in(_names(kind))).limit(1)).first()
               for kind in _OWNERS)


def missing(tx: Transaction) -> bool:
    """Whether something that has a sealed record has lost it."""
    return any(_too_few(tx, kind) for kind in _NUMBERED) or any(tx.session.execute(
        select(owner).where(_MUST.get(kind, which), cast(owner, String).not_in(
            select(SealedRow.record).where(SealedRow.kind == kind))).limit(1)).first()
               for kind, (owner, which) in _OWNERS.items())


def _names(kind: str) -> Any:
    owner, which = _OWNERS[kind]
    return select(cast(owner, String)).where(which)


def _too_many(tx: Transaction, kind: str) -> bool:
    owners = _NUMBERED[kind].c
    owned = select(owners.record).where(owners.record == SealedRow.record, SealedRow.version <= owners.count).exists()
    query = select(SealedRow.id).where(SealedRow.kind == kind, (SealedRow.version < 1) | ~owned)
    return tx.session.execute(query.limit(1)).first() is not None


def _too_few(tx: Transaction, kind: str) -> bool:
    owners = _NUMBERED[kind].c
    there = select(func.count()).where(and_(SealedRow.kind == kind, SealedRow.record == owners.record,
                                            SealedRow.version.between(1, owners.count))).scalar_subquery()
    query = select(owners.record).where(owners.count > 0, there != owners.count)
    return tx.session.execute(query.limit(1)).first() is not None
