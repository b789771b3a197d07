"""Supervision groups: who meets how often, who leads, and which meetings follow, by the school calendar."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import (
    THERE,
    Attendance,
    Group,
    Meeting,
    MeetingState,
    Member,
    Missed,
    meeting_id,
    meetings_of,
    parsed,
    wrong_group,
)
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import calendar
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import meetings as rows
from wellnessdesk.store import people
from wellnessdesk.store.transaction import Transaction

_AHEAD = timedelta(weeks=9)
_ROLES = (Role.COORDINATOR, Role.PEER)


@act("supervision.read")
def groups(desk: Desk) -> list[Group]:
    """The groups that meet, with everybody who is or was in them."""
    with desk.reading() as tx:
        return active(desk, tx)


@act("supervision.read")
def candidates(desk: Desk) -> list[Person]:
    """Who can be in a group: coordinators, who lead, and Wellness Peers."""
    with desk.reading() as tx:
        return [person for role in _ROLES for person in people.in_role(tx, role)]


@act("supervision.read")
def proposed(desk: Desk) -> Group:
    """A group to begin with: everybody who is in none yet, or everybody, weekly from today on."""
    with desk.reading() as tx:
        return _proposed(desk, tx)


@act("supervision.read")
def meetings(desk: Desk, first: date, last: date) -> list[Meeting]:
    """All meetings of all groups in these days, both included: kept ones, and those the rhythms give."""
    with desk.reading() as tx:
        school = calendar.kept(tx)
        found = [one for group in rows.groups(tx)
                 for one in meetings_of(group, rows.of_group(tx, group.id), school, first, last)]
    return sorted(found, key=lambda one: (one.day, one.starts, one.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """What somebody in a group attended so far: meetings held, those they were at, and the minutes that count."""

    person: str
    name: str
    held: int = 0
    there: int = 0
    minutes: int = 0


@act("supervision.read")
def attended(desk: Desk, group_id: int) -> list[Attended]:
    """For everybody who ever was in the group, from the signed meetings, by name."""
    with desk.reading() as tx:
        group = there(tx, group_id)
        taken = rows.attended(tx, group_id)
    found = {member.person: Attended(person=member.person, name=member.name) for member in group.members}
    for person, state, minutes in taken:
        if person in found:
            found[person] = _one_more(found[person], state, minutes)
    return list(found.values())


@act("supervision.groups")
def add(desk: Desk, group: Group) -> Group:
    """Keep a new group; everybody of `group.members` is in it from its first day on. Raises `Problem`."""
    with desk.change("supervision") as change:
        return _add(desk, change, _checked(desk, change.tx, group))


@act("supervision.groups")
def change(desk: Desk, group: Group) -> Group:
    """Keep other facts or members of a group, from today on; its history stays. Raises `Problem`.

    Meetings that were planned before and of which nothing is kept become missed ones, where the rhythm changes: they
    would else be gone, for they follow from it.
    """
    with desk.change("supervision") as change:
        before, new = there(change.tx, group.id), _checked(desk, change.tx, group)
        if _rhythm(before) != _rhythm(new):
            _keep_what_was(desk, change, before)
            new = replace(new, starts_on=_from_today(desk, new))
        rows.change_group(change.tx, new)
        _change_members(desk, change.tx, before, new)
        change.record("group.change", f"group:{group.id}", told(there(change.tx, group.id)))
        return there(change.tx, group.id)


@act("supervision.groups")
def end(desk: Desk, group_id: int) -> None:
    """The group meets no more from today on; what it was stays. Raises `Problem` while a meeting of it goes on."""
    with desk.change("supervision") as change:
        group = there(change.tx, group_id)
        if any(one.state is MeetingState.BEGUN for one in rows.of_group(change.tx, group_id).values()):
            raise Problem(_("A meeting of this group is not closed yet. Sign its minutes first."))
        _keep_what_was(desk, change, group)
        rows.change_group(change.tx, replace(group, ended_on=desk.today()))
        change.record("group.end", f"group:{group_id}", told(there(change.tx, group_id)))


def there(tx: Transaction, group_id: int) -> Group:
    """A group, inside a transaction of the caller. Raises `Problem`."""
    found = next((group for group in rows.groups(tx) if group.id == group_id), None)
    if found is None:
        raise Problem(_("This supervision group is not there."))
    return found


def active(desk: Desk, tx: Transaction) -> list[Group]:
    """The groups that still meet."""
    today = desk.today()
    return [group for group in rows.groups(tx) if group.ended_on is None or group.ended_on > today]


def usual(desk: Desk, change: Act) -> Group:
    """The first group; where there is none, one of everybody is made."""
    found = active(desk, change.tx)
    return found[0] if found else _add(desk, change, _checked(desk, change.tx, _proposed(desk, change.tx)))


def meeting(desk: Desk, tx: Transaction, wanted: str | None) -> Meeting | None:
    """The meeting of an id, kept or planned; for None the one that is next: the first open one of this week or later.

    None when there is no such meeting.
    """
    if wanted is None:
        return _next(desk, tx)
    group_and_day = parsed(wanted)
    group = next((one for one in rows.groups(tx) if group_and_day and one.id == group_and_day[0]), None)
    if group is None or group_and_day is None:
        return None
    kept = rows.of_group(tx, group.id)
    day = kept[wanted].day if wanted in kept else group_and_day[1]
    found = meetings_of(group, kept, calendar.kept(tx), day, day)
    return next((one for one in found if one.id == wanted), None)


def coming(desk: Desk, tx: Transaction, person: str) -> list[Meeting]:
    """The next meeting of each group somebody is in, of those that have not begun; rather one on a day with school."""
    today, school, found = desk.today(), calendar.kept(tx), []
    for group in active(desk, tx):
        last = max(today, group.starts_on) + _AHEAD
        waits = [one for one in meetings_of(group, rows.of_group(tx, group.id), school, today, last)
                 if one.state in (MeetingState.PLANNED, MeetingState.PREPARED)
                 and person in {member.person for member in group.on(one.day)}]
        found += sorted(waits, key=lambda one: (bool(one.closed), one.day))[:1]
    return sorted(found, key=lambda one: (one.day, one.starts, one.id))


class OfPeers(Protocol):
    """What says whose a session is."""

    @property
    def peer_id(self) -> str:
        """Who was with the student."""

    @property
    def second_peer_id(self) -> str | None:
        """The other peer, where two were."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is talked about in a group: the notes of its own peers, and of who is in no group; flags and referrals
    everywhere but where one peer is alone with a coordinator, unless no other group meets yet. There, too, goes on what
    groups left open that meet no more (`ended`)."""

    group: int
    day: date
    peers: frozenset[str]
    grouped: frozenset[str]
    whole: bool
    ended: frozenset[int] = frozenset()

    def has(self, session: OfPeers) -> bool:
        """Whether a session, or its note, is talked about here."""
        peers = {session.peer_id, session.second_peer_id} - {None}
        return bool(peers & self.peers) or (self.whole and not peers & self.grouped)

    def has_peer(self, person: str) -> bool:
        """Whether a peer is talked about here."""
        return person in self.peers or (self.whole and person not in self.grouped)


def scope(desk: Desk, tx: Transaction, group_id: int, day: date) -> Scope:
    """What is talked about in the group's meeting of a day."""
    group, all_groups = there(tx, group_id), active(desk, tx)
    whole = not group.one_to_one or all(one.one_to_one for one in all_groups if one.starts_on <= day)
    meet = {group_id, *(one.id for one in all_groups)}
    return Scope(group=group_id, day=day, peers=frozenset(member.person for member in group.on(day)),
                 grouped=frozenset(member.person for one in all_groups for member in one.on(day)),
                 whole=whole, ended=frozenset(one.id for one in rows.groups(tx) if whole and one.id not in meet))


def told(group: Group) -> str:
    """What the log keeps of a group: rhythm, and who is or was in it from when until when, by ids; no names."""
    return f"{_rhythm_told(group)} {','.join(sorted(map(_member_told, group.members)))}"


def told_before(group: Group) -> str:
    """What it kept until it told of days, too, and of who left: who is in it now."""
    now = (f"{member.person}{_led(member)}" for member in group.members if member.until is None)
    return f"{_rhythm_told(group)} {','.join(sorted(now))}"


def _rhythm_told(group: Group) -> str:
    ended = group.ended_on.isoformat() if group.ended_on else "-"
    return f"{group.starts_on.isoformat()} {group.starts} {group.minutes} {group.every} {int(group.one_to_one)} {ended}"


def _member_told(member: Member) -> str:
    until = f"/{member.until.isoformat()}" if member.until else ""
    return f"{member.person}{_led(member)}@{member.since.isoformat()}{until}"


def _led(member: Member) -> str:
    return "*" if member.leads else ""


def _next(desk: Desk, tx: Transaction) -> Meeting | None:
    today = desk.today()
    monday, school = today - timedelta(days=today.weekday()), calendar.kept(tx)
    found = [one for group in active(desk, tx)
             for one in meetings_of(group, rows.of_group(tx, group.id), school, monday,
                                    max(today, group.starts_on) + _AHEAD)]
    return min((one for one in found if one.open), key=lambda one: (one.day, one.starts, one.id), default=None)


def _proposed(desk: Desk, tx: Transaction) -> Group:
    today = desk.today()
    grouped = {member.person for group in active(desk, tx) for member in group.on(today)}
    leaders, peers = (people.in_role(tx, role) for role in _ROLES)
    left = [person for person in peers if person.id not in grouped] or peers
    members = tuple(Member(person=person.id, name=person.name, leads=person in leaders, since=today)
                    for person in (*leaders, *left))
    return Group(name=_("Supervision"), starts_on=today, members=members)


def _checked(desk: Desk, tx: Transaction, group: Group) -> Group:
    """The group as it may be kept. Raises `Problem`."""
    here = {person.id for person in people.everybody(tx) if person.active}
    now = tuple(member for member in group.members if member.until is None and member.person in here)
    new = replace(group, name=" ".join(group.name.split()), room=" ".join(group.room.split()), members=now)
    for member in now:
        person = people.get(tx, member.person)
        if person is None or person.role is not (Role.COORDINATOR if member.leads else Role.PEER):
            raise Problem(_("{name} cannot be in this group: Wellness Peers meet, coordinators lead.").format(
                name=person.name if person else "?"))
    fault = wrong_group(new)
    if fault:
        raise Problem(fault)
    return new


def _add(desk: Desk, change: Act, group: Group) -> Group:
    since = tuple(replace(member, since=group.starts_on) for member in group.members)
    number = rows.add_group(change.tx, replace(group, members=since))
    made = there(change.tx, number)
    change.record("group.add", f"group:{number}", told(made))
    return made


def _change_members(desk: Desk, tx: Transaction, before: Group, new: Group) -> None:
    today = desk.today()
    then = {member.person: member for member in before.members if member.until is None}
    now = {member.person for member in new.members}
    for person in then.keys() - now:
        rows.end_member(tx, new.id, person, today)
    for member in new.members:
        if member.person not in then:
            rows.add_member(tx, new.id, replace(member, since=today, until=None))


def _from_today(desk: Desk, group: Group) -> date:
    """The first day of a rhythm that is not over."""
    first = max(group.starts_on, desk.today())
    return next(replace(group, ended_on=None).planned(first, first + timedelta(weeks=group.every)))


def _rhythm(group: Group) -> tuple[date, int]:
    return group.starts_on, group.every


def _keep_what_was(desk: Desk, change: Act, group: Group) -> None:
    tx = change.tx
    kept, school = rows.of_group(tx, group.id), calendar.kept(tx)
    for day in group.planned(group.starts_on, desk.today() - timedelta(days=1)):
        if meeting_id(group.id, day) not in kept and not rows.on_day(tx, group.id, day):
            why = Missed.NO_SCHOOL if school.day(day).closed else Missed.OTHER
            missed = Meeting(id=meeting_id(group.id, day), group=group.id, name="", day=day, starts=group.starts,
                             minutes=group.minutes, state=MeetingState.MISSED, why=why.value)
            rows.keep(tx, missed)
            change.record("meeting.miss", f"meeting:{missed.id}", why.value)


def _one_more(so_far: Attended, state: Attendance, minutes: int) -> Attended:
    was = state in THERE
    return replace(so_far, held=so_far.held + 1, there=so_far.there + was, minutes=so_far.minutes + minutes * was)
