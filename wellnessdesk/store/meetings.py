"""Supervision groups, who is in them, and their meetings, as named queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from wellnessdesk.domain.meetings import Attendance, Group, Meeting, MeetingState, Member, Was
from wellnessdesk.store import people
from wellnessdesk.store.rows import (
    MeetingAttendanceRow,
    MeetingRow,
    SupervisionActionRow,
    SupervisionGroupRow,
    SupervisionMemberRow,
)
from wellnessdesk.store.transaction import Transaction

_OF_GROUP = ("name", "starts_on", "starts", "minutes", "every", "room", "one_to_one", "ended_on")


def groups(tx: Transaction) -> list[Group]:
    """All groups there ever were, with everybody who was in them, in the order in which they were made."""
    names = people.names(tx)
    members: dict[int, list[Member]] = {}
    for row in tx.session.execute(select(SupervisionMemberRow).order_by(SupervisionMemberRow.since)).scalars():
        members.setdefault(row.group_id, []).append(Member(
            person=row.person_id, name=names.get(row.person_id, ""), leads=row.leads, since=row.since,
            until=row.until))
    rows = tx.session.execute(select(SupervisionGroupRow).order_by(SupervisionGroupRow.id)).scalars()
    return [Group(id=row.id, members=_by_name(members.get(row.id, [])),
                  **{name: getattr(row, name) for name in _OF_GROUP}) for row in rows]


def add_group(tx: Transaction, group: Group) -> int:
    """Write a new group with its members; its number."""
    values = {name: getattr(group, name) for name in _OF_GROUP}
    number = tx.session.execute(insert(SupervisionGroupRow).values(**values).returning(
        SupervisionGroupRow.id)).scalar_one()
    for member in group.members:
        add_member(tx, number, member)
    return number


def change_group(tx: Transaction, group: Group) -> None:
    """Write everything about a group but its members."""
    tx.session.execute(update(SupervisionGroupRow).where(SupervisionGroupRow.id == group.id).values(
        **{name: getattr(group, name) for name in _OF_GROUP}))


def add_member(tx: Transaction, group: int, member: Member) -> None:
    """From `member.since` on; whoever left on the same day is in it as if they had not."""
    values = {"group_id": group, "person_id": member.person, "since": member.since, "until": member.until,
              "leads": member.leads}
    tx.session.execute(upsert(SupervisionMemberRow).values(**values).on_conflict_do_update(
        index_elements=["group_id", "person_id", "since"], set_={"until": member.until, "leads": member.leads}))


def end_member(tx: Transaction, group: int, person: str, day: date) -> None:
    """Not in the group any more from this day on; who came on the same day was never in it."""
    row = SupervisionMemberRow
    theirs = (row.group_id == group, row.person_id == person, row.until.is_(None))
    tx.session.execute(delete(row).where(*theirs, row.since >= day))
    tx.session.execute(update(row).where(*theirs).values(until=day))


def get(tx: Transaction, meeting: str) -> Meeting | None:
    """A meeting that is kept."""
    row = tx.session.get(MeetingRow, meeting)
    return _meeting(row) if row else None


def of_group(tx: Transaction, group: int) -> dict[str, Meeting]:
    """All kept meetings of a group, by id."""
    rows = tx.session.execute(select(MeetingRow).where(MeetingRow.group_id == group)).scalars()
    return {row.id: _meeting(row) for row in rows}


def on_day(tx: Transaction, group: int, day: date) -> str:
    """The id of the group's kept meeting of a day; empty when there is none."""
    return tx.session.execute(select(MeetingRow.id).where(
        MeetingRow.group_id == group, MeetingRow.day == day)).scalar() or ""


def keep(tx: Transaction, meeting: Meeting) -> None:
    """Write a meeting that was not kept yet; one that is, stays as it is."""
    state = MeetingState.PREPARED if meeting.state is MeetingState.PLANNED else meeting.state
    tx.session.execute(upsert(MeetingRow).values(
        id=meeting.id, group_id=meeting.group, day=meeting.day, starts=meeting.starts, minutes=meeting.minutes,
        state=state.value, why=meeting.why, papers=0).on_conflict_do_nothing(index_elements=["id"]))


def change(tx: Transaction, meeting: str, **values: object) -> None:
    """Set columns of a kept meeting."""
    tx.session.execute(update(MeetingRow).where(MeetingRow.id == meeting).values(**values))


@dataclass(frozen=True, slots=True)
class Times:
    """Who did what with a meeting, and when; people by id."""

    begun_at: datetime | None
    begun_by: str
    ended_at: datetime | None
    signed_at: datetime | None
    signed_by: str


def times(tx: Transaction, meeting: str) -> Times:
    """Of a kept meeting."""
    row = tx.session.get_one(MeetingRow, meeting)
    return Times(row.begun_at, row.begun_by or "", row.ended_at, row.signed_at, row.signed_by or "")


def attendance(tx: Transaction, meeting: str) -> dict[str, tuple[Attendance, int]]:
    """(state, minutes) of everybody whose attendance was taken, by person."""
    rows = tx.session.execute(select(MeetingAttendanceRow).where(MeetingAttendanceRow.meeting_id == meeting)).scalars()
    return {row.person_id: (Attendance(row.state), row.minutes) for row in rows}


def attend(tx: Transaction, meeting: str, person: str, state: Attendance, minutes: int) -> None:
    """Whether somebody was there, in place of what was said before."""
    values = {"state": state.value, "minutes": minutes}
    tx.session.execute(upsert(MeetingAttendanceRow).values(meeting_id=meeting, person_id=person, **values)
                       .on_conflict_do_update(index_elements=["meeting_id", "person_id"], set_=values))


def attended(tx: Transaction, group: int) -> list[tuple[str, Attendance, int]]:
    """(person, state, minutes) of every signed meeting of a group."""
    row = MeetingAttendanceRow
    found = tx.session.execute(select(row.person_id, row.state, row.minutes).join(
        MeetingRow, MeetingRow.id == row.meeting_id).where(
            MeetingRow.group_id == group, MeetingRow.state == MeetingState.SIGNED.value))
    return [(one[0], Attendance(one[1]), one[2]) for one in found]


def attended_by(tx: Transaction, person: str, group: int = 0) -> list[Was]:
    """The signed meetings somebody belonged to, of one group or of all, newest first."""
    row, at, of = MeetingAttendanceRow, MeetingRow, SupervisionGroupRow
    which = [at.group_id == group] if group else []
    found = tx.session.execute(select(at.id, at.day, of.name, row.state, row.minutes).join(
        at, at.id == row.meeting_id).join(of, of.id == at.group_id).where(
            row.person_id == person, at.state == MeetingState.SIGNED.value, *which).order_by(at.day.desc(), at.id))
    return [Was(meeting=one[0], day=one[1], group=one[2], state=Attendance(one[3]), minutes=one[4]) for one in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMark:
    """An action without its words."""

    id: str
    meeting: str
    owner: str
    due: date | None = None
    done_at: datetime | None = None
    done_by: str = ""


def add_action(tx: Transaction, mark: ActionMark) -> None:
    """Write what somebody took on."""
    tx.session.execute(insert(SupervisionActionRow).values(
        id=mark.id, meeting_id=mark.meeting, owner_id=mark.owner, due=mark.due))


def remove_action(tx: Transaction, action: str) -> None:
    """Take one back that was written down by mistake."""
    tx.session.execute(delete(SupervisionActionRow).where(SupervisionActionRow.id == action))


def action(tx: Transaction, action_id: str) -> ActionMark | None:
    """One action."""
    row = tx.session.get(SupervisionActionRow, action_id)
    return _action(row) if row else None


def actions(tx: Transaction, meeting: str) -> list[ActionMark]:
    """All actions of a meeting, those due first first."""
    return _actions(tx, [SupervisionActionRow.meeting_id == meeting])


def open_actions(tx: Transaction, *, owner: str = "") -> list[ActionMark]:
    """What is not done, of one person or of all, those due first first."""
    row = SupervisionActionRow
    return _actions(tx, [row.done_at.is_(None), *([row.owner_id == owner] if owner else [])])


def left_for(tx: Transaction, group: int, day: date) -> list[ActionMark]:
    """What is not done of the signed meetings of a group, and of those before this day that nobody has signed yet,
    those due first first."""
    before = or_(MeetingRow.state == MeetingState.SIGNED.value, MeetingRow.day < day)
    return _actions(tx, [SupervisionActionRow.done_at.is_(None), SupervisionActionRow.meeting_id.in_(
        select(MeetingRow.id).where(MeetingRow.group_id == group, before))])


def left_by_ended(tx: Transaction, today: date) -> list[ActionMark]:
    """What is not done of the meetings of groups that do not meet any more, those due first first."""
    ended = select(SupervisionGroupRow.id).where(SupervisionGroupRow.ended_on <= today)
    return _actions(tx, [SupervisionActionRow.done_at.is_(None), SupervisionActionRow.meeting_id.in_(
        select(MeetingRow.id).where(MeetingRow.group_id.in_(ended)))])


def actions_of(tx: Transaction, owner: str) -> list[ActionMark]:
    """Everything somebody took on, done or not."""
    return _actions(tx, [SupervisionActionRow.owner_id == owner])


def every_action(tx: Transaction) -> list[ActionMark]:
    """All there are, done or not."""
    return _actions(tx, [])


def everything(tx: Transaction) -> list[Meeting]:
    """All kept meetings."""
    return [_meeting(row) for row in tx.session.execute(select(MeetingRow)).scalars()]


def set_action(tx: Transaction, action_id: str, at: datetime | None, by: str | None) -> None:
    """Done, by whom and when; None and None for not yet."""
    tx.session.execute(update(SupervisionActionRow).where(SupervisionActionRow.id == action_id).values(
        done_at=at, done_by=by))


def _actions(tx: Transaction, which: list[object]) -> list[ActionMark]:
    row = SupervisionActionRow
    rows = tx.session.execute(select(row).where(*which).order_by(  # type: ignore[arg-type]
        row.due.is_(None), row.due, row.id)).scalars()
    return [_action(one) for one in rows]


def _action(row: SupervisionActionRow) -> ActionMark:
    return ActionMark(id=row.id, meeting=row.meeting_id, owner=row.owner_id, due=row.due,
                      done_at=row.done_at, done_by=row.done_by or "")


def _by_name(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: (not member.leads, member.name, member.since)))


def _meeting(row: MeetingRow) -> Meeting:
    return Meeting(id=row.id, group=row.group_id, name="", day=row.day, starts=row.starts, minutes=row.minutes,
                   state=MeetingState(row.state), why=row.why, papers=row.papers, built=row.built_at is not None)
