"""Whatever is done with notes after they are signed, in any order, they are as a small model says; and the log agrees.

The rules for writing, telling, signing and closing records come from the machine of notes.
"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.services.machines import patience, walk
from tests.services.test_note_machine import LEAD, SECOND, Notes, centers, end  # noqa: F401 - the fixture
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.sessions import SIGNED_STATES, NoteState
from wellnessdesk.services import note_addenda, note_returns, note_search, sessions

_WORDS = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=12)


class Review(Notes):
    """The model: what was added to each note by whom, with which comments it was given back, which wait for an answer.
    """

    def __init__(self):
        super().__init__()
        self.added, self.comments = {}, {}

    def closed_to_lead(self, session):
        return any((LEAD, one) in self.closed for one in self.of[session][1])

    @rule(session=Notes.made, words=_WORDS)
    def give_back(self, session, words):
        if self.state[session] is not NoteState.SIGNED or self.closed_to_lead(session):
            self.refused(Problem, lambda: note_returns.give_back(self.center.coordinator, session, words))
            return
        note_returns.give_back(self.center.coordinator, session, words)
        self.comments.setdefault(session, []).append(words)
        self.state[session] = NoteState.RETURNED

    @rule(session=Notes.made, words=_WORDS, who=st.sampled_from([LEAD, SECOND, "Cora Coordinator"]))
    def add(self, session, words, who):
        desk = self.center.desks[who]
        if who == SECOND:
            self.refused(Denied, lambda: note_addenda.add(desk, session, words))
        elif self.state[session] not in SIGNED_STATES or (who == LEAD and self.closed_to_lead(session)):
            self.refused(Problem, lambda: note_addenda.add(desk, session, words))
        else:
            note_addenda.add(desk, session, words)
            self.added.setdefault(session, []).append((who, words))
            self.state[session] = NoteState.SIGNED if who == LEAD else self.state[session]

    @rule(session=Notes.made)
    def look_at_the_whole(self, session):
        if self.state[session] not in SIGNED_STATES:
            return
        read = sessions.read_note(self.center.coordinator, session)
        assert read.session.note is self.state[session]
        assert [(one.by, one.text) for one in read.addenda] == self.added.get(session, [])
        assert [one.comment for one in read.returns] == self.comments.get(session, [])
        waiting = [one for one in read.returns if one.answered_at is None]
        assert len(waiting) == (self.state[session] is NoteState.RETURNED)
        comment = note_returns.comment_of(self.center.coordinator, session)
        assert (comment is not None) == bool(waiting)

    @rule()
    def look_at_the_queue(self):
        waiting = {one.id: one for one in sessions.to_review(self.center.coordinator) if one.id in self.state}
        assert set(waiting) == {session for session, state in self.state.items() if state is NoteState.SIGNED}
        for session, one in waiting.items():
            assert one.addenda == len(self.added.get(session, []))
            assert one.answered == bool(self.comments.get(session))

    @rule(words=_WORDS)
    def search(self, words):
        while not note_search.read_on(self.center.coordinator):
            pass
        found = {one.session.id for one in note_search.find(self.center.coordinator, words, 100).notes}
        for session, links in self.added.items():
            if any(text == words for _who, text in links):
                assert session in found


@patience(ci=12)
@pytest.mark.usefixtures("centers")
def test_reviewed_notes_are_as_a_small_model_says(record_property):
    walk(Review, "notes after they are signed", record_property, ci=12, steps=18)
    end()
