"""Destroying records, a class and a month at a time: rows, sealed bodies with their keys, and what stays as counts.

A note's key lies in the boxes of its own sealed row, nowhere else: with the row it is gone. `secure_delete` writes
zeros over what a deleted row held, on its page and on the pages that become free.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    String,
    Update,
    and_,
    cast,
    delete,
    false,
    func,
    or_,
    select,
    true,
    update,
)

from wellnessdesk.domain.retention import Gone, Records
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.store import (
    coded_counts,
    demographics,
    drop_ins,
    flags,
    hours,
    kept_counts,
    kept_of_peers,
    referrals,
    retention,
    student_facts,
)
from wellnessdesk.store.rows import (
    AdultCallRow,
    ApplicationRow,
    CaregiverContactRow,
    ContactRuleRow,
    DisclosureRow,
    EmergencyRow,
    ExitInterviewRow,
    FlagRow,
    InterviewRow,
    LegalHoldRow,
    MeetingAttendanceRow,
    MeetingItemRow,
    MeetingRow,
    NoteAddendumRow,
    NoteReturnRow,
    PersonRow,
    RatingRow,
    RecommendationRow,
    ReferralRow,
    SealedRow,
    SelfRatingRow,
    SessionMarkRow,
    SessionRow,
    SessionStudentRow,
    StudentRow,
    SupervisionActionRow,
    VisitRow,
    WellbeingCheckRow,
)
from wellnessdesk.store.sealed_owners import OUTCOME
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.store.visit_trail import loosen

Which = ColumnElement[bool]
NOTES, DRAFT, FLAGS = ("note", "draft", "addendum", "return"), ("draft",), ("flag", "flag closing", "flag step")
OWN_ITEM, DISCLOSURE, REMARKS = ("agenda item",), ("disclosure",), ("participant",)
OUTCOMES, ACTIONS, MINUTES, MARKS, WELLBEING = ("outcome",), ("action",), ("minutes",), ("mark",), ("wellbeing",)
REFERRAL, CONTACT, RULE = ("referral",), ("caregiver contact",), ("contact rule",)
HOLD, EMERGENCY = ("hold",), ("emergency",)
EXIT, SELF_RATING = ("exit interview",), ("self rating",)
APPLICATION, RECOMMENDATION, INTERVIEW = ("application",), ("recommendation",), ("interview",)
"""The kinds of sealed records, as services name them."""


def shred(tx: Transaction, records: Records, first: date, last: date) -> tuple[Gone, list[str]] | None:
    """Destroy what may go of a class of record from `first` to `last`, days of one month, and keep its counts.

    Gives how many went, and their names (numbers or ids); None when nothing did. Whoever is on hold keeps
    everything, and so does what another record needs. The caller has made sure that these days are due.
    """
    day = retention.DAYS[records]
    which = and_(retention.kind(records), day.between(first, last), ~retention.on_hold(tx, records),
                 ~_needed(records, first, last))
    rows = tx.session.execute(select(_NAMES[records], day).where(which)).all()
    if not rows:
        return None
    names, days = [str(row[0]) for row in rows], [row[1] for row in rows]
    if records is Records.PEERS:  # counted by person; what the log must not miss are their rows
        return Gone(records, len(rows), min(days), max(days)), kept_of_peers.destroy(tx, which)
    _SHREDDERS[records](tx, which, first.replace(day=1))
    return Gone(records, len(names), min(days), max(days)), names


def _needed(records: Records, first: date, last: date) -> Which:
    """What stays for another record. All visits of a student's month stay for a session of one of them: students are
    counted by the month, and one who was counted as gone must not come up again."""
    if records is Records.VISITS:
        theirs = select(SessionRow.student_id).where(SessionRow.visit_id.is_not(None),
                                                     SessionRow.day.between(first, last))
        session = select(SessionRow.id).where(SessionRow.visit_id == VisitRow.id).exists()
        return or_(VisitRow.student_id.in_(theirs), session)
    if records is Records.DISCLOSURES:
        visits = select(VisitRow.id).where(VisitRow.student_id == DisclosureRow.student_id).exists()
        return or_(visits, DisclosureRow.student_id.in_(retention.in_sessions(true())))
    return false()


def _drafts(tx: Transaction, which: Which, _month: date) -> None:
    """The session stays; nothing waits for its note any more."""
    _unseal(tx, DRAFT, select(cast(SessionRow.id, String)).where(which))
    _change(tx, update(SessionRow).where(which).values(note=NoteState.NOT_NEEDED.value))


def _sessions(tx: Transaction, which: Which, month: date) -> None:
    by = (SessionRow.service, SessionRow.tier)
    counted = tx.session.execute(select(*by, func.count()).where(which).group_by(*by))
    hours.keep_minutes(tx, month, which)
    kept_counts.add(tx, month, kept_counts.SESSIONS, [((row[0], row[1]), row[2]) for row in counted])
    coded_counts.keep(tx, month, which, coded_counts.SESSION_GRADES, coded_counts.SESSION_LANGUAGES,
                      coded_counts.SESSION_ORIGINS)
    _unseal(tx, NOTES, select(cast(SessionRow.id, String)).where(which))
    for trail in (NoteAddendumRow, NoteReturnRow):
        _change(tx, delete(trail).where(trail.session_id.in_(select(SessionRow.id).where(which))))
    marked = SessionMarkRow.session_id.in_(select(SessionRow.id).where(which))
    _unseal(tx, MARKS, select(SessionMarkRow.id).where(marked))
    _change(tx, delete(SessionMarkRow).where(marked))
    groups = SessionStudentRow.session_id.in_(select(SessionRow.id).where(which))
    record = cast(SessionStudentRow.session_id, String) + ":" + cast(SessionStudentRow.student_id, String)
    _unseal(tx, REMARKS, select(record).where(groups))
    _change(tx, delete(SessionStudentRow).where(groups))
    _change(tx, delete(SessionRow).where(which))


def _flags(tx: Transaction, which: Which, month: date) -> None:
    by = (FlagRow.urgency, FlagRow.status)
    counted = tx.session.execute(select(*by, func.count()).where(which).group_by(*by))
    kept_counts.add(tx, month, kept_counts.FLAGS, [((row[0], row[1]), row[2]) for row in counted])
    flags.keep_times(tx, which)
    _unseal(tx, FLAGS, select(FlagRow.id).where(which))
    _change(tx, delete(FlagRow).where(which))


def _referrals(tx: Transaction, which: Which, month: date) -> None:
    by = (ReferralRow.kind, ReferralRow.status)
    counted = tx.session.execute(select(*by, func.count()).where(which).group_by(*by))
    kept_counts.add(tx, month, kept_counts.REFERRALS, [((row[0], row[1]), row[2]) for row in counted])
    for ended, kind, number in referrals.completed_by_month(tx, which):
        kept_counts.add(tx, ended, kept_counts.COMPLETED, [((kind,), number)])
    _unseal(tx, REFERRAL, select(ReferralRow.id).where(which))
    _change(tx, delete(ReferralRow).where(which))


def _contacts(tx: Transaction, which: Which, month: date) -> None:
    """With them go the rules that ended before the month was over."""
    _unseal(tx, CONTACT, select(CaregiverContactRow.id).where(which))
    _change(tx, delete(CaregiverContactRow).where(which))
    over = ContactRuleRow.ended_at < datetime.combine(month + timedelta(days=31), time(), tzinfo=UTC)
    _unseal(tx, RULE, select(ContactRuleRow.id).where(over))
    _change(tx, delete(ContactRuleRow).where(over))


def _agendas(tx: Transaction, which: Which, month: date) -> None:
    """Meetings with all of theirs. An item that was carried over to one that stays, stays with it.

    With them go the wellbeing checks, exit interviews and self-ratings of who met, until the end of the month; the
    counts of self-ratings name nobody, and stay.
    """
    coded_counts.keep(tx, month, which, coded_counts.MEETINGS, coded_counts.ATTENDANCE)
    meetings = select(MeetingRow.id).where(which)
    stays = select(MeetingItemRow.ref).where(MeetingItemRow.meeting_id.not_in(meetings))
    goes = MeetingItemRow.meeting_id.in_(meetings)
    _unseal(tx, OWN_ITEM, select(MeetingItemRow.ref).where(goes, MeetingItemRow.ref.not_in(stays)))
    _unseal(tx, OUTCOMES, select(OUTCOME).where(goes))
    _unseal(tx, ACTIONS, select(SupervisionActionRow.id).where(SupervisionActionRow.meeting_id.in_(meetings)))
    _unseal(tx, MINUTES, meetings)
    for rows in (MeetingItemRow, MeetingAttendanceRow, SupervisionActionRow):
        _change(tx, delete(rows).where(rows.meeting_id.in_(meetings)))
    _change(tx, delete(MeetingRow).where(which))
    _of_peers(tx, datetime.combine(month + timedelta(days=31), time(), tzinfo=UTC))


def _of_peers(tx: Transaction, before: datetime) -> None:
    """What peers told of themselves."""
    for kind, rows in ((WELLBEING, WellbeingCheckRow), (EXIT, ExitInterviewRow), (SELF_RATING, SelfRatingRow)):
        _unseal(tx, kind, select(rows.id).where(rows.at < before))
        _change(tx, delete(rows).where(rows.at < before))


def _visits(tx: Transaction, which: Which, month: date) -> None:
    by = (StudentRow.grade, VisitRow.origin, VisitRow.reason)
    joined = StudentRow.id == VisitRow.student_id
    counted = tx.session.execute(
        select(*by, func.count()).select_from(VisitRow).join(StudentRow, joined).where(which).group_by(*by))
    kept_counts.add(tx, month, kept_counts.VISITS, [((row[0], row[1], row[2]), row[3]) for row in counted])
    students = tx.session.execute(
        select(StudentRow.grade, func.count(VisitRow.student_id.distinct())).select_from(VisitRow)
        .join(StudentRow, joined).where(which).group_by(StudentRow.grade))
    kept_counts.add(tx, month, kept_counts.STUDENTS, [((row[0],), row[1]) for row in students])
    coded_counts.keep(tx, month, which, coded_counts.VISIT_LANGUAGES, coded_counts.WAITS,
                      coded_counts.STUDENT_LANGUAGES)
    _calls(tx, which)
    loosen(tx, which)
    _change(tx, delete(VisitRow).where(which))
    _drop_ins(tx, month)
    student_facts.remove_of_who_left(tx)
    demographics.forget_who_left(tx)


def _drop_ins(tx: Transaction, month: date) -> None:
    """Those of the month who gave no name go with its visits; a school year, and so what is due, ends with a month."""
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    nameless = drop_ins.counts(tx, month, last)
    kept_counts.add(tx, month, kept_counts.VISITS, [(("", origin, reason), n) for origin, reason, n in nameless])
    drop_ins.destroy(tx, month, last)


def _calls(tx: Transaction, which: Which) -> None:
    """Calls for an adult go with their visits; those of who gave no number, with the visits of their days.

    They may be of anybody: while somebody is on hold they stay.
    """
    _change(tx, delete(AdultCallRow).where(AdultCallRow.visit_id.in_(select(VisitRow.id).where(which))))
    if not retention.held_students(tx):
        first, last = tx.session.execute(select(func.min(VisitRow.day), func.max(VisitRow.day)).where(which)).one()
        nameless = and_(AdultCallRow.visit_id.is_(None), AdultCallRow.answered_at.is_not(None))
        _change(tx, delete(AdultCallRow).where(nameless, AdultCallRow.day.between(first, last)))


def _disclosures(tx: Transaction, which: Which, _month: date) -> None:
    _unseal(tx, DISCLOSURE, select(DisclosureRow.id).where(which))
    _change(tx, delete(DisclosureRow).where(which))


def _holds(tx: Transaction, which: Which, _month: date) -> None:
    _unseal(tx, HOLD, select(LegalHoldRow.id).where(which))
    _change(tx, delete(LegalHoldRow).where(which))


def _emergencies(tx: Transaction, which: Which, _month: date) -> None:
    """Why, and no more: that somebody stood in is signed in the header."""
    _unseal(tx, EMERGENCY, select(EmergencyRow.id).where(which))


def _applications(tx: Transaction, which: Which, _month: date) -> None:
    """With recommendations, each rater's form and the notes of interviews. The round stays: it names nobody."""
    mine = select(ApplicationRow.id).where(which)
    _unseal(tx, APPLICATION, mine)
    for kinds, row in ((RECOMMENDATION, RecommendationRow), (INTERVIEW, InterviewRow)):
        _unseal(tx, kinds, select(row.id).where(row.application_id.in_(mine)))
    for rows in (RecommendationRow, InterviewRow, RatingRow):
        _change(tx, delete(rows).where(rows.application_id.in_(mine)))
    _change(tx, delete(ApplicationRow).where(which))


def _unseal(tx: Transaction, kinds: Sequence[str], names: Select[Any]) -> None:
    """Drop sealed records and, with them, the only boxes their keys lie in."""
    _change(tx, delete(SealedRow).where(SealedRow.kind.in_(kinds), SealedRow.record.in_(names)))


def _change(tx: Transaction, statement: Delete | Update) -> None:
    """Without looking for mapped objects to bring up to date: there are none."""
    tx.session.execute(statement, execution_options={"synchronize_session": False})


_NAMES: dict[Records, ColumnElement[object]] = {
    Records.DRAFTS: SessionRow.id, Records.SESSIONS: SessionRow.id, Records.FLAGS: FlagRow.id,  # type: ignore[dict-item]
    Records.REFERRALS: ReferralRow.id, Records.CONTACTS: CaregiverContactRow.id,  # type: ignore[dict-item]
    Records.AGENDAS: MeetingRow.id, Records.VISITS: VisitRow.id, Records.DISCLOSURES: DisclosureRow.id,  # type: ignore[dict-item]
    Records.HOLDS: LegalHoldRow.id, Records.EMERGENCIES: EmergencyRow.id, Records.PEERS: PersonRow.id,  # type: ignore[dict-item]
    Records.APPLICATIONS: ApplicationRow.id,  # type: ignore[dict-item]
}
_SHREDDERS: dict[Records, Callable[[Transaction, Which, date], None]] = {
    Records.DRAFTS: _drafts, Records.SESSIONS: _sessions, Records.FLAGS: _flags, Records.REFERRALS: _referrals,
    Records.CONTACTS: _contacts, Records.AGENDAS: _agendas, Records.VISITS: _visits, Records.DISCLOSURES: _disclosures,
    Records.HOLDS: _holds, Records.EMERGENCIES: _emergencies, Records.APPLICATIONS: _applications,
}
