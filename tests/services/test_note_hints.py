"""Whole names in a note are held against the roster; who was in the session may be named."""


from tests.centers import handed_over
from wellnessdesk.domain.note_hints import NAME
from wellnessdesk.services import note_hints
from wellnessdesk.store import audit


def test_somebody_elses_whole_name_is_hinted_at_and_nothing_is_recorded(center):
    session = handed_over(center, 1, center.peer)
    with center.peer.reading() as tx:
        before = audit.head(tx)
    (hint,) = note_hints.look(center.peer, session, "José Núñez met Anna O'Neil and Harry Potter.")
    assert (hint.kind, hint.words) == (NAME, ("Anna O'Neil",))
    with center.peer.reading() as tx:
        assert audit.head(tx) == before
