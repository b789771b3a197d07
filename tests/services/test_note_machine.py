"""Whatever is done with sessions and notes, in any order, they are as a small model says, and the log agrees."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, precondition, rule

from tests.centers import fresh_center, note
from tests.services.machines import patience, walk
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.session_facts import Attendance, NewSession
from wellnessdesk.domain.sessions import SIGNED_STATES, NoteState
from wellnessdesk.services import audit, begun_sessions, peers, sessions, telling
from wellnessdesk.services.sessions import NoteIncomplete, NoteLocked

_OF_A_CENTER = 8
"""Making a center and judging its log takes as long as some sequences: so many share one."""
STUDENTS = (1, 2, 3, 4)
LEAD, SECOND = "Pia Peer", SECOND_PEER


class Notes(RuleBasedStateMachine):
    """The model: who belongs to each session, who came, how far its note is, who was told, what is closed to whom."""

    made = Bundle("made")
    folder, center, begun, told = None, None, 0, set()
    """Who was told stays told: that lasts as long as the center."""

    def __init__(self):
        super().__init__()
        if Notes.begun % _OF_A_CENTER == 0:
            begin_again()
        Notes.begun += 1
        self.state, self.words, self.came, self.of = {}, {}, {}, {}
        self.closed = set()

    def teardown(self):
        for peer, student in self.closed:
            peers.withdraw(self.center.coordinator, self.center.desks[peer].person.id, student)

    @rule(target=made, of=st.lists(st.sampled_from(STUDENTS), min_size=1, max_size=3, unique=True),
          second=st.booleans(), service=st.sampled_from(["", "orientation", "tutoring"]))
    def begin(self, of, second, service):
        now = self.center.clock.now()
        names = (LEAD, SECOND) if second else (LEAD,)
        new = NewSession(students=tuple(of), started_at=now - timedelta(minutes=5), place="library", service=service,
                         second_peer_id=self.center.desks[SECOND].person.id if second else None)
        refused = any((name, one) in self.closed for name in names for one in of)
        try:
            session = begun_sessions.begin(self.center.peer, new)
        except Problem:
            assert refused
            return multiple()
        assert not refused
        self.state[session.id] = NoteState.NOT_NEEDED if service == "orientation" else NoteState.TO_WRITE
        self.of[session.id] = (names, tuple(of))
        self.came[session.id] = set(of)
        return session.id

    @rule(session=made, words=st.text(max_size=40))
    def draft(self, session, words):
        body = note(text=words)
        if self.state[session] in SIGNED_STATES:
            self.refused(NoteLocked, lambda: sessions.save_draft(self.center.peer, session, body))
            return
        sessions.save_draft(self.center.peer, session, body)
        self.state[session] = NoteState.DRAFT
        self.words[session] = sessions.read_draft(self.center.peer, session).text

    @rule(session=made)
    def tell(self, session):
        if self.state[session] in SIGNED_STATES:
            self.refused(NoteLocked, lambda: telling.told(self.center.peer, session))
            return
        telling.told(self.center.peer, session)
        self.told.update(self.came[session])

    @rule(session=made, words=st.text(max_size=40), twice=st.booleans())
    def sign(self, session, words, twice):
        body = note(text=words)
        if self.state[session] in SIGNED_STATES:
            self.refused(NoteLocked, lambda: sessions.sign(self.center.peer, session, body))
        elif self.came[session] - self.told:
            self.refused(NoteIncomplete, lambda: sessions.sign(self.center.peer, session, body))
        else:
            sessions.sign(self.center.peer, session, body)
            self.state[session], self.words[session] = NoteState.SIGNED, None
            if twice:
                self.refused(NoteLocked, lambda: sessions.sign(self.center.peer, session, note(text="other")))

    @rule(session=made, absent=st.sampled_from(STUDENTS))
    def attend(self, session, absent):
        of = self.of[session][1]
        wanted = [(one, Attendance.ABSENT if one == absent else Attendance.CAME) for one in of]
        if self.state[session] in SIGNED_STATES or len(of) == 1:
            self.refused(Problem, lambda: begun_sessions.set_attendance(self.center.peer, session, wanted))
            return
        begun_sessions.set_attendance(self.center.peer, session, wanted)
        self.came[session] = set(of) - {absent}

    @rule(session=made)
    def cosign(self, session):
        if self.state[session] not in SIGNED_STATES:
            self.refused(Problem, lambda: sessions.cosign(self.center.coordinator, session))
            return
        sessions.cosign(self.center.coordinator, session)
        self.state[session] = NoteState.COSIGNED

    @rule(peer=st.sampled_from([LEAD, SECOND]), student=st.sampled_from(STUDENTS))
    def close(self, peer, student):
        with suppress(Problem):
            peers.declare(self.center.coordinator, self.center.desks[peer].person.id, student, ConflictKind.FRIEND)
        self.closed.add((peer, student))

    @rule(minutes=st.integers(-30, 90))
    def clock(self, minutes):
        self.center.clock.advance(minutes=minutes)

    @rule(session=made, reader=st.sampled_from([LEAD, SECOND]))
    def read(self, session, reader):
        names, of = self.of[session]
        desk = self.center.desks[reader]
        if reader not in names:
            self.refused(Denied, lambda: sessions.read_note(desk, session))
        elif any((reader, one) in self.closed for one in of) or self.state[session] not in SIGNED_STATES:
            self.refused(Problem, lambda: sessions.read_note(desk, session))
        else:
            assert sessions.read_note(desk, session).session.id == session

    @invariant()
    @precondition(lambda self: self.state)
    def is_as_the_model_says(self):
        shown = {one.id: one.note for one in sessions.mine(self.center.peer)}
        for session, state in self.state.items():
            closed = any((LEAD, one) in self.closed for one in self.of[session][1])
            if state in (NoteState.TO_WRITE, NoteState.DRAFT):
                assert shown[session] is state
            elif closed:
                assert session not in shown

    @staticmethod
    def refused(kind, act):
        try:
            act()
        except kind:
            return
        raise AssertionError("it was not refused")


def begin_again():
    """The log of the center so far is judged, and a new one takes its place."""
    end()
    Notes.center, Notes.told = fresh_center(Notes.folder / f"center{Notes.begun}"), set()


def end():
    """Whatever was done, log and records agree."""
    if Notes.center is not None:
        center, Notes.center = Notes.center, None
        assert audit.verify(center.coordinator).sound
        center.admin.close()


@pytest.fixture
def centers(tmp_path):
    Notes.folder, Notes.begun = tmp_path, 0
    yield
    if Notes.center is not None:
        Notes.center.admin.close()
        Notes.center = None


@patience(ci=12)
@pytest.mark.usefixtures("centers")
def test_notes_and_sessions_are_as_a_small_model_says(record_property):
    walk(Notes, "notes until they are signed", record_property, ci=12, steps=14)
    end()
