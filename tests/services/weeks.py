"""A center that lives through generated weeks, and a small model of it: what must be on which agenda, and nothing more.

The model is written from the issue: an open flag and an overdue referral are talked about in every group that is not
one peer alone with a coordinator (there, too, when no other meets yet); a note that is not signed, answered or reviewed
where its peer is, or, where that peer is in no group, in those same groups; what was taken on in the group it was taken
on in until it is done, and when that group meets no more, where its owner is.
"""

import shutil
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from tests.support import PASSPHRASE, STUDENTS, TestCenter, add_students, quick_keys
from wellnessdesk.base.clock import FixedClock
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.meetings import Attendance, Group, MeetingState, Member, Missed
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Facts, Step, StepKind
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import (
    flags,
    meetings,
    minutes,
    opening,
    referrals,
    supervision,
    supervision_actions,
    supervision_groups,
)
from wellnessdesk.services.changes import Changes
from wellnessdesk.services.opening import NewCenter, Newcomer
from wellnessdesk.store import bulk, people
from wellnessdesk.store import meetings as rows
from wellnessdesk.store import supervision as stored
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import header_file

CORA, CLARA = "Cora Coordinator", "Clara Coordinator"
PEERS = ("Pia Peer", "Otto Other", "Quinn Quiet")
_ROLES = {"Ada Admin": Role.ADMINISTRATOR, "Frank Desk": Role.FRONT_DESK, CORA: Role.COORDINATOR,
          CLARA: Role.COORDINATOR, **dict.fromkeys(PEERS, Role.PEER)}
UNFINISHED = ("to_write", "draft", "returned", "signed")
_MOST_GROUPS = 3
_URGENCIES = (Urgency.IMMEDIATE, Urgency.SAME_DAY)
_SAME_FACTS = {"kind": "counseling", "to": "Valley Youth", "why": "why", "purpose": "purpose"}


@dataclass
class Note:
    """A session's note, as the model knows it."""

    peers: frozenset
    state: str


@dataclass
class Task:
    """What somebody took on: in which meeting, of which group and day; it counts in the later ones at once, and once
    the minutes are signed everywhere."""

    meeting: str
    group: int
    day: date
    owner: str
    signed: bool = False
    done: bool = False


@dataclass
class Model:
    """What there is, by id; `due` is the day of a referral under way."""

    flags: set = field(default_factory=set)
    due: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    tasks: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    """The own items of each agenda that were not done: {group: {day of the meeting: refs}}."""


class There:
    """A meeting among all groups that meet: what concerns the `whole` center is talked about in it or not."""

    def __init__(self, groups, at) -> None:
        group = next(one for one in groups if one.id == at.group)
        self.group, self.meets = group.id, {one.id for one in groups}
        self.whole = not group.one_to_one or all(one.one_to_one for one in groups if one.starts_on <= at.day)
        self.here = {member.person for member in group.members if member.on(at.day)}
        self.grouped = {member.person for one in groups for member in one.members if member.on(at.day)}

    def belong(self, who) -> bool:
        """Whether what is these people's belongs here."""
        return bool(who & self.here) or (self.whole and not who & self.grouped)

    def responsible(self, task) -> bool:
        """Whether it waits here that somebody does what they took on."""
        return task.group == self.group if task.group in self.meets else self.belong({task.owner})


class Template:
    """A center of two coordinators and three peers, made once; every life begins with a copy of it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._copies = folder, count(1)
        everybody = tuple(Newcomer(name=name, role=role, passphrase=PASSPHRASE) for name, role in _ROLES.items())
        with quick_keys():
            self._made = opening.create(
                folder / "template", NewCenter(name="Oak Wellness Center", school="Oak High School",
                                               time_zone="America/Los_Angeles", people=everybody),
                demo=True, clock=FixedClock())
        add_students(self._made.desk)
        self._made.desk.store.close()

    def copy(self) -> TestCenter:
        """A center of its own."""
        folder = self._folder / f"center{next(self._copies)}"
        shutil.copytree(self._folder / "template", folder)
        clock, store = FixedClock(), open_store(folder / header_file.STORE_NAME, self._made.desk.keys.store_key)
        desks = {desk.person.name: replace(desk, store=store, folder=folder, clock=clock, changes=Changes(),
                                           sittings=set(), cache={}) for desk in self._made.desks.values()}
        return TestCenter(folder, self._made, desks, clock)


class Life:
    """One center, week after week. Every agenda that is built is held against the model."""

    def __init__(self, center: TestCenter) -> None:
        self.center, self.model = center, Model()
        self.cora, self.clara = center.desks[CORA], center.desks[CLARA]
        self.peers = [center.desks[name].person.id for name in PEERS]
        self.built = 0

    def week(self, plan) -> None:
        """What happens in it, then the next agenda of every group; the meetings of its day are held, or not."""
        for act, one, other in plan.acts:
            getattr(self, act)(one, other)
        for group in supervision_groups.groups(self.cora):
            self._next_agenda(group, plan)
        self.center.clock.advance(days=7)

    def end(self) -> None:
        """Take the center away."""
        self.cora.close()
        shutil.rmtree(self.center.folder)

    def note(self, one, other) -> None:
        """A session of one peer, or of two, whose note has come so far."""
        both = {self.peers[one % 3], self.peers[other % 3]} if other % 4 == 0 else {self.peers[one % 3]}
        first, *second = sorted(both)
        with self.cora.store.transaction() as tx:
            bulk.add(tx, "sessions", [{
                "student_id": 1 + one % len(STUDENTS), "peer_id": first,
                "second_peer_id": second[0] if second else None,
                "service": "peer_counseling", "tier": 2, "day": self.cora.today(),
                "started_at": self.center.clock.now(), "ended_at": self.center.clock.now(),
                "note": UNFINISHED[other % 4]}])
        number = len(self.model.notes) + 1
        self.model.notes[str(number)] = Note(frozenset(both), UNFINISHED[other % 4])

    def finish(self, one, other) -> None:
        """A note goes on: signed, given back, or reviewed."""
        if self.model.notes:
            number = list(self.model.notes)[one % len(self.model.notes)]
            state = ("signed", "returned", "cosigned")[other % 3]
            with self.cora.store.raw() as raw:
                raw.execute("UPDATE sessions SET note = ? WHERE id = ?", (state, int(number)))
            self.model.notes[number].state = state

    def flag(self, one, other) -> None:
        """Raised, by a coordinator who heard of it."""
        mark = flags.raise_about(self.clara, 1 + one % len(STUDENTS), kind="eating", urgency=_URGENCIES[other % 2])
        self.model.flags.add(mark.id)

    def take_on(self, one, _other) -> None:
        """An adult has it; it is still open."""
        if self.model.flags:
            self._if_it_may_be(lambda: flags.acknowledge(self.clara, sorted(self.model.flags)[one % len(
                self.model.flags)]))

    def withdraw(self, one, _other) -> None:
        """It was a mistake."""
        if self.model.flags:
            flag = sorted(self.model.flags)[one % len(self.model.flags)]
            flags.withdraw(self.cora, flag, "over")
            self.model.flags.discard(flag)

    def refer(self, one, other) -> None:
        """Sent, with a day until when somebody should have answered."""
        made = referrals.draft(self.cora, Facts(student=1 + one % len(STUDENTS), urgent=other % 2 == 0, **_SAME_FACTS))
        self._step(made.id, StepKind.CONSENT, who="student", how="in_person")
        self._step(made.id, StepKind.SEND, how="phone")
        self.model.due[made.id] = referrals.get(self.cora, made.id).mark.due

    def revoke(self, one, _other) -> None:
        """It is not wanted any more."""
        if self.model.due:
            made = sorted(self.model.due)[one % len(self.model.due)]
            if self._if_it_may_be(lambda: self._step(made, StepKind.REVOKE, words="not wanted")):
                del self.model.due[made]

    def do(self, one, _other) -> None:
        """Somebody did what they took on."""
        waiting = [action for action, task in self.model.tasks.items() if not task.done]
        if waiting:
            supervision_actions.set_done(self.cora, waiting[one % len(waiting)], done=True)
            self.model.tasks[waiting[one % len(waiting)]].done = True

    def new_group(self, one, other) -> None:
        """Of some peers, one alone with a coordinator or more; it may begin only in some weeks."""
        if len(supervision_groups.groups(self.cora)) == _MOST_GROUPS:
            return
        alone = other % 3 == 0
        who = self.peers[one % 3 : one % 3 + 1] if alone else self.peers[one % 3 :] or self.peers
        leads = (self.cora, self.clara)[other % 2].person.id
        starts = self.cora.today() + timedelta(weeks=(0, 0, 3, 30)[one % 4], days=other % 5)
        group = Group(name=f"Group {one}", starts_on=starts, every=(1, 2, 4)[other % 3], one_to_one=alone,
                      members=(Member(person=leads, leads=True), *(Member(person=peer) for peer in who)))
        self._if_it_may_be(lambda: supervision_groups.add(self.cora, group))

    def other_members(self, one, other) -> None:
        """Somebody comes into a group, or leaves it."""
        group = self._one_of(one)
        if group is not None:
            now = {member.person for member in group.members if member.until is None and not member.leads}
            now ^= {self.peers[other % 3]}
            leads = tuple(member for member in group.members if member.leads and member.until is None)
            members = (*leads, *(Member(person=peer) for peer in sorted(now)))
            self._if_it_may_be(lambda: supervision_groups.change(self.cora, replace(group, members=members)))

    def end_group(self, one, _other) -> None:
        """It meets no more."""
        group = self._one_of(one)
        if group is not None:
            self._if_it_may_be(lambda: supervision_groups.end(self.cora, group.id))

    def leave(self, one, other) -> None:
        """A peer leaves the center, or comes back: what they left open stays."""
        with self.cora.store.transaction() as tx:
            people.set_active(tx, self.peers[one % 3], other % 3 == 0)

    def clock_back(self, one, _other) -> None:
        """Somebody sets the computer's clock back."""
        self.center.clock.advance(days=-(1 + one % 20))

    def _next_agenda(self, group, plan) -> None:
        today = self.cora.today()
        ahead = supervision_groups.meetings(self.cora, today, max(today, group.starts_on) + timedelta(weeks=9))
        at = next((one for one in ahead if one.group == group.id and one.open), None)
        this_week = at is not None and at.day <= today + timedelta(days=6)
        if at is None or not (this_week or plan.talked % 3 == 0):
            return
        agenda = supervision.build(self.clara if plan.clara else self.cora, at.id)
        self._hold_against(agenda)
        if this_week:
            self._meet(agenda, plan)

    def _hold_against(self, agenda) -> None:
        """Nothing is missing, and nothing is there that belongs elsewhere."""
        self.built += 1
        at, on = agenda.meeting, {kind: set() for kind in ItemKind}
        for item in agenda.items:
            on[item.kind].add(item.ref)
            assert not any(family in f"{item.title} {item.reason} {item.who}" for _given, family, _grade in STUDENTS)
        there = There(supervision_groups.groups(self.cora), at)
        if there.whole:
            assert self.model.flags <= on[ItemKind.FLAG], "an open flag is missing"
            today = self.cora.today()
            late = {ref for ref, due in self.model.due.items() if due is not None and due < today}
            assert late <= on[ItemKind.REFERRAL], "an overdue referral is missing"
        theirs = {number for number, note in self.model.notes.items()
                  if note.state in UNFINISHED and there.belong(note.peers)}
        tasks = {action for action, task in self.model.tasks.items() if not task.done
                 and (task.signed or task.day < at.day) and there.responsible(task)}
        own = self.model.own.get(at.group, {})
        before = own[max(own_days)] if (own_days := [day for day in own if day < at.day]) else set()
        assert theirs <= on[ItemKind.NOTE], "a note is missing"
        assert tasks <= on[ItemKind.ACTION], "an action is missing"
        assert before <= on[ItemKind.OWN], "an own item was not carried over"
        if at.state is not MeetingState.BEGUN:  # else what it began with stays, whatever became of it
            assert on[ItemKind.NOTE] == theirs, "a note of another group is there"
            assert on[ItemKind.ACTION] == tasks, "an action of another group is there"
            students = on[ItemKind.FLAG] | on[ItemKind.REFERRAL]
            assert there.whole or not students, "a student's matter is in a one-to-one"

    def _meet(self, agenda, plan) -> None:
        """As planned: missed, only prepared, begun and left, or held with some items talked about or put off."""
        desk, at, today = self.clara if plan.clara else self.cora, agenda.meeting.id, self.cora.today()
        if plan.meeting == "missed" and agenda.meeting.state is not MeetingState.BEGUN:
            meetings.miss(desk, at, Missed.OTHER)
        elif plan.meeting in ("held", "begun"):
            if agenda.meeting.state is not MeetingState.BEGUN:
                try:
                    meetings.begin(desk, at)
                except Problem:  # it meets already on this day
                    return
            self._go_through(desk, agenda, plan)
            if plan.meeting == "held":
                self._all_were_there(at)
                minutes.sign(desk, at)
                for task in self.model.tasks.values():
                    task.signed |= task.meeting == at
        with desk.reading() as tx:
            kept = stored.get(tx, at)
        days = self.model.own.setdefault(agenda.meeting.group, {})
        days.pop(agenda.meeting.day, None)
        days[kept.day] = {item.ref for item in kept.items if item.kind == ItemKind.OWN and item.state != "talked"}
        assert today == self.cora.today()

    def _all_were_there(self, at: str) -> None:
        """Past the service: what is proven has nothing to do with who was."""
        with self.cora.store.transaction() as tx:
            for seat in meetings.seats(tx, rows.get(tx, at)):
                rows.attend(tx, at, seat.person, Attendance.PRESENT, 60)

    def _go_through(self, desk, agenda, plan) -> None:
        at = agenda.meeting.id
        for place, item in enumerate(agenda.items):
            if place == plan.talked:
                supervision.tick(desk, at, item.kind, item.ref, done=True)
            elif place == plan.put_off:
                meetings.put_off(desk, at, item.kind, item.ref, "no time")
        if plan.own:
            supervision.add_own(desk, at, "Something of our own")
        if plan.task and agenda.items:
            item, owner = agenda.items[0], self.cora.person.id
            active = [peer for peer in self.peers if self._is_here(peer)]
            owner = active[plan.talked % len(active)] if active and plan.put_off % 2 else owner
            action = supervision_actions.add(desk, at, item.kind, item.ref, owner, "Do it",
                                             self.cora.today() + timedelta(days=plan.talked))
            self.model.tasks[action.id] = Task(at, agenda.meeting.group, action.day, owner)

    def nobody_else_reads(self) -> None:
        """Peers, the front desk and the administrator open no agenda; a peer sees what they took on, no more."""
        for name in (*PEERS, "Frank Desk", "Ada Admin"):
            for tried in (supervision.read, supervision.build, supervision.print_agenda, supervision_groups.groups):
                try:
                    tried(self.center.desks[name])
                except Denied:
                    continue
                raise AssertionError(f"{tried.__name__} is open to {name}")
        for name, peer in zip(PEERS, self.peers, strict=True):
            mine = {one.id for one in supervision_actions.mine(self.center.desks[name])}
            assert mine == {action for action, task in self.model.tasks.items() if task.owner == peer and not task.done}

    def _one_of(self, number):
        """A group, or none."""
        return next(iter(supervision_groups.groups(self.cora)[number % 3 :]), None)

    def _is_here(self, person: str) -> bool:
        with self.cora.reading() as tx:
            return people.get(tx, person).active

    def _step(self, made: str, kind: StepKind, **more) -> None:
        referrals.step(self.cora, made, Step(kind=kind, day=self.cora.today(), **more))

    @staticmethod
    def _if_it_may_be(act) -> bool:
        """Whether it was done. What is refused with a sentence changes nothing: with the clock set back, no step comes
        before the one it follows. Of groups the model hears from the center itself."""
        try:
            act()
        except Problem:
            return False
        return True
