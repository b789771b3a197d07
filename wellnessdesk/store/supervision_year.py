"""What the figures of supervision are made of, as named queries: of the meetings of some days, without any wording."""

from datetime import date, datetime

from sqlalchemy import select

from wellnessdesk.domain.meetings import Attendance, MeetingState
from wellnessdesk.domain.supervision import Section
from wellnessdesk.domain.supervision_items import Listed
from wellnessdesk.domain.supervision_year import Seen
from wellnessdesk.store.rows import MeetingAttendanceRow, MeetingItemRow, MeetingRow, PersonRow, SupervisionActionRow
from wellnessdesk.store.transaction import Transaction

_PLACES = {section.value: place for place, section in enumerate(Section)}
_SIGNED = MeetingRow.state == MeetingState.SIGNED.value


def came(tx: Transaction) -> dict[str, datetime]:
    """Since when everybody is here, by id."""
    return {row[0]: row[1] for row in tx.session.execute(select(PersonRow.id, PersonRow.added_at))}


def seen(tx: Transaction, first: date, last: date) -> list[Seen]:
    """Everybody's attendance at the signed meetings of these days."""
    row = MeetingAttendanceRow
    found = tx.session.execute(select(MeetingRow.day, row.person_id, row.state, row.minutes).join(
        MeetingRow, MeetingRow.id == row.meeting_id).where(_SIGNED, MeetingRow.day.between(first, last)))
    return [Seen(one[0], one[1], Attendance(one[2]), one[3]) for one in found]


def taken(tx: Transaction, first: date, last: date) -> list[tuple[date, date | None, datetime | None]]:
    """(day of the meeting, due, done) of what was taken on in the signed meetings of these days."""
    row = SupervisionActionRow
    found = tx.session.execute(select(MeetingRow.day, row.due, row.done_at).join(
        MeetingRow, MeetingRow.id == row.meeting_id).where(_SIGNED, MeetingRow.day.between(first, last)))
    return [(one[0], one[1], one[2]) for one in found]


def listed(tx: Transaction, first: date, last: date) -> list[Listed]:
    """The items on the agendas of these days, and the same items wherever else they stood."""
    theirs = select(MeetingItemRow.ref).join(MeetingRow, MeetingRow.id == MeetingItemRow.meeting_id).where(
        _SIGNED, MeetingRow.day.between(first, last))
    item = MeetingItemRow
    found = tx.session.execute(select(
        MeetingRow.group_id, MeetingRow.day, MeetingRow.state, item.section, item.kind, item.ref, item.carried,
        item.state).join(MeetingRow, MeetingRow.id == item.meeting_id).where(item.ref.in_(theirs)))
    return [Listed(group=row[0], day=row[1], held=row[2] == MeetingState.SIGNED.value, section=row[3],
                   place=_PLACES.get(row[3], len(_PLACES)), kind=row[4], ref=row[5], carried=row[6], state=row[7])
            for row in found]


def agendas(tx: Transaction) -> dict[int, list[date]]:
    """The days of all agendas that were built, by group, in order."""
    found: dict[int, list[date]] = {}
    for group, day in tx.session.execute(select(MeetingRow.group_id, MeetingRow.day).where(
            MeetingRow.built_at.is_not(None)).order_by(MeetingRow.day)):
        found.setdefault(group, []).append(day)
    return found
