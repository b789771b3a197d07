"""A record that is closed to a Wellness Peer is nowhere open to them: every act of a peer is asked, and every way to
bring the two together is tried. A new act of peers must be put into one of the two tables below."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.centers import first, fresh_center, handed_over, note
from tests.support import SECOND_PEER, TestCenter
from tests.test_access_matrix import ACTS, EXPECTED, P, short
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.appointments import Wanted
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Facts
from wellnessdesk.domain.session_facts import Attendance, NewSession
from wellnessdesk.services import (
    appointments,
    begun_sessions,
    flags,
    hours,
    leaving,
    note_addenda,
    note_hints,
    note_returns,
    note_search,
    open_work,
    peers,
    raised_flags,
    referrals,
    session_marks,
    sessions,
    student_pages,
    telling,
    visits,
)

JOSE, ANNA, MINH = 1, 2, 3
NAME = "Núñez"
NEUTRAL = {
    "acting.as_person", "agreements.mine", "agreements.print_signed", "agreements.sign", "clearance.mine",
    "hours.enter", "hours.withdraw", "pathways.there", "pathways.mine", "pathways.start", "pathways.stop",
    "statements.mine", "portfolio.print_statement",
    "practice.mine", "exams.mine", "exams.begin", "exams.go_on", "exams.answer", "exams.finish", "exams.result",
    "acting.coordinators", "adult_calls.sound", "adult_calls.waiting", "backups.begin_daily",
    "backups.due", "backups.finish", "bundle_files.settle_pending", "calendar.day", "calendar.is_kept",
    "calendar.period_at",
    "calendar.whole", "flags.adult_needed", "kiosk.settle", "locking.minutes", "passphrases.change_passphrase",
    "places.last", "places.remember", "resources.card", "resources.directory",
    "own_items.bring", "own_items.brought", "own_items.coming", "own_items.withdraw", "supervision_attended.own",
    "restore.settle", "secret_back.settle", "shifts.between",
    "supervision_actions.mine", "supervision_actions.set_done", "wellbeing.due", "wellbeing.mine", "wellbeing.skip",
    "wellbeing.tell", "self_ratings.asked", "self_ratings.give", "self_ratings.mine",
}
"""Acts of peers that know of no student."""


@dataclass
class World:
    """The peer was with José alone, in a group with Anna, as the second of two, and has an appointment with him; since
    then his record was closed to them."""

    center: TestCenter
    own: int
    group: int
    second: int
    annas: int

    @property
    def peer(self):
        return self.center.peer

    @property
    def days(self):
        today = self.center.peer.today()
        return today - timedelta(days=30), today + timedelta(days=30)


def new(center, *students, **changes):
    now = center.clock.now()
    return NewSession(**{"students": students, "started_at": now - timedelta(minutes=20), "ended_at": now,
                         "origin": "informal", "place": "library", **changes})


def signed(desk, session, **changes):
    telling.told(desk, session)
    sessions.sign(desk, session, note(**changes))
    return session


@pytest.fixture
def world(tmp_path):
    center = fresh_center(tmp_path / "center")
    otto, pia = center.desks[SECOND_PEER], center.peer
    own = signed(pia, handed_over(center, JOSE, pia))
    group = signed(pia, begun_sessions.begin(pia, new(center, JOSE, ANNA)).id, text="zebrafinch group")
    second = signed(otto, begun_sessions.begin(otto, new(center, JOSE, second_peer_id=pia.person.id)).id)
    annas = signed(pia, handed_over(center, ANNA, pia))
    visits.check_out(center.front, 1)
    note_returns.give_back(center.coordinator, own, "Which class?")
    appointments.book(center.front, appointment(center))
    flags.raise_flag(pia, own, kind="self_harm", urgency=Urgency.IMMEDIATE)
    peers.declare(center.coordinator, pia.person.id, JOSE, next(iter(ConflictKind)))
    yield World(center, own, group, second, annas)
    center.admin.close()


def appointment(center):
    return Wanted(student_id=JOSE, peer_id=center.peer.person.id, day=center.front.today() + timedelta(days=1),
                  starts=600, ends=630, service=first("service_options"))


def indexed(world):
    while not note_search.read_on(world.peer):
        pass
    return [note_search.find(world.peer, word) for word in ("zebrafinch", "marmalade", "jose", "nunez")]


CALLS = {
    "appointments.between": lambda w: appointments.between(w.peer, *w.days),
    "appointments.coming": lambda w: appointments.coming(w.peer, most=50),
    "begun_sessions.begin": lambda w: begun_sessions.begin(w.peer, new(w.center, JOSE)),
    "begun_sessions.change_facts": lambda w: begun_sessions.change_facts(w.peer, w.own, new(w.center, JOSE)),
    "begun_sessions.choices": lambda w: begun_sessions.choices(w.peer),
    "begun_sessions.find": lambda w: begun_sessions.find(w.peer, "José Núñez"),
    "begun_sessions.finish": lambda w: begun_sessions.finish(w.peer, w.own),
    "begun_sessions.participants": lambda w: begun_sessions.participants(w.peer, w.group),
    "begun_sessions.set_attendance": lambda w: begun_sessions.set_attendance(
        w.peer, w.group, [(JOSE, Attendance.CAME)]),
    "begun_sessions.without_note": lambda w: begun_sessions.without_note(w.peer, w.own, "tutoring"),
    "flags.choices": lambda w: flags.choices(w.peer, w.group),
    "flags.raise_flag": lambda w: flags.raise_flag(w.peer, w.own, kind="other", urgency=Urgency.SAME_DAY),
    "note_addenda.add": lambda w: note_addenda.add(w.peer, w.own, "x"),
    "note_hints.look": lambda w: note_hints.look(w.peer, w.annas, "We talked about Zoë."),
    "note_returns.comment_of": lambda w: note_returns.comment_of(w.peer, w.own),
    "note_search.find": indexed,
    "note_search.read_on": indexed,
    "peers.declare_own": lambda w: peers.declare_own(w.peer, "Anna O'Neil", next(iter(ConflictKind))),
    "peers.own_closed": lambda w: peers.own_closed(w.peer),
    "raised_flags.answered": lambda w: raised_flags.answered(w.peer),
    "referrals.draft": lambda w: referrals.draft(w.peer, Facts(
        student=JOSE, kind=first("resource_kinds"), to="A clinic", why="x", purpose="x", session=w.own)),
    "session_marks.mark": lambda w: session_marks.mark(w.peer, w.own, "x"),
    "session_marks.own": lambda w: session_marks.own(w.peer, w.group),
    "session_marks.take_back": lambda w: session_marks.take_back(w.peer, w.own),
    "sessions.mine": lambda w: sessions.mine(w.peer),
    "sessions.read_draft": lambda w: sessions.read_draft(w.peer, w.own),
    "sessions.read_note": lambda w: sessions.read_note(w.peer, w.own),
    "sessions.save_draft": lambda w: sessions.save_draft(w.peer, w.own, note()),
    "sessions.sign": lambda w: sessions.sign(w.peer, w.own, note()),
    "student_pages.for_peer": lambda w: student_pages.for_peer(w.peer, JOSE),
    "telling.to_tell": lambda w: telling.to_tell(w.peer, w.own),
    "telling.told": lambda w: telling.told(w.peer, w.own),
    "hours.mine": lambda w: hours.mine(w.peer),
    "visits.check_out_own": lambda w: visits.check_out_own(w.peer, 1),
}
"""Each other act of peers, asked so that it would show José if it could."""


def test_every_act_of_peers_is_in_one_of_the_tables():
    acts = {short(function) for function in ACTS if P in EXPECTED[function.act]}
    assert acts == set(CALLS) | NEUTRAL
    assert not set(CALLS) & NEUTRAL


@pytest.mark.parametrize("act", sorted(CALLS))
def test_no_act_of_the_peer_shows_the_closed_student(world, act):
    try:
        said = repr(CALLS[act](world))
    except Problem as problem:
        said = str(problem)
    assert NAME not in said
    assert "student_id=1," not in said


def test_what_the_peer_may_see_is_still_there(world):
    """The control: the same acts show Anna, and showed José before."""
    assert "O'Neil" in repr(sessions.mine(world.peer))
    assert "zebrafinch" in repr(indexed(world))
    peers.withdraw(world.center.coordinator, world.peer.person.id, JOSE)
    for act in ("appointments.between", "begun_sessions.choices", "sessions.mine", "sessions.read_note",
                "student_pages.for_peer", "begun_sessions.participants"):
        assert NAME in repr(CALLS[act](world)), act


@pytest.mark.parametrize("which", ["own", "group", "second"])
def test_no_note_about_them_opens_for_the_peer(world, which):
    with pytest.raises(Problem, match="closed to you"):
        sessions.read_note(world.peer, getattr(world, which))


def visit(world):
    made = visits.check_in(world.center.front, JOSE, reason="talk_with_peer", origin="walk_in")
    return visits.hand_over(world.center.front, made.id, world.peer.person.id)


TOGETHER = {
    "handed over": visit,
    "booked": lambda w: appointments.book(w.center.front, appointment(w.center)),
    "begun alone": lambda w: begun_sessions.begin(w.peer, new(w.center, JOSE)),
    "begun in a group": lambda w: begun_sessions.begin(w.peer, new(w.center, MINH, JOSE)),
    "taken as the second peer": lambda w: begun_sessions.begin(
        w.center.desks[SECOND_PEER], new(w.center, JOSE, second_peer_id=w.peer.person.id)),
    "open work handed on": lambda w: open_work.hand_on(w.center.coordinator, [_left_behind(w)], w.peer.person.id),
}


def _left_behind(world):
    """A session of somebody who is a peer no longer, without a note."""
    otto = world.center.desks[SECOND_PEER]
    made = begun_sessions.begin(otto, new(world.center, JOSE, MINH)).id
    leaving.change_role(world.center.admin, otto.person.id, Role.FRONT_DESK)
    return made


@pytest.mark.parametrize("way", TOGETHER)
def test_no_way_brings_the_two_together(world, way):
    before = len(sessions.mine(world.peer))
    with pytest.raises(Problem, match="closed to"):
        TOGETHER[way](world)
    assert len(sessions.mine(world.peer)) == before
