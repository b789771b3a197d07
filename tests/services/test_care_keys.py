"""Marks and wellbeing checks of somebody who forgot their passphrase: theirs again, once a coordinator opened them."""

import pytest

from tests.centers import worked_center
from tests.changed_keys import signed_in
from tests.store.stores import raw
from tests.support import quick_keys
from wellnessdesk.domain.wellbeing import Told
from wellnessdesk.services import audit, passphrases, resealing, session_marks, wellbeing
from wellnessdesk.services.resealing import Resealed

NEW, WORDS, HOW = "another set of random words", "velvet otter", "amber heron"


@pytest.fixture
def day(tmp_path):
    with quick_keys():
        made = worked_center(tmp_path / "day")
        session_marks.mark(made.center.peer, made.signed, WORDS)
        wellbeing.tell(made.center.peer, Told(words=HOW))
        yield made
        made.center.admin.close()


def changed(day):
    center = day.center
    assert passphrases.new_passphrase(center.admin, center.peer.person.id, NEW) is None


def test_they_are_closed_to_new_keys_until_a_coordinator_opens_them(day):
    pia = day.center.peer.person.id
    changed(day)
    with signed_in(day.center, "Pia Peer", NEW) as peer:
        assert session_marks.own(peer, day.signed).problem
        assert wellbeing.mine(peer)[0].problem
    with signed_in(day.center, "Cora Coordinator") as cora:
        assert resealing.reseal(cora, pia) == Resealed(done=3, spoiled=0)  # a note, a mark, a check
        assert audit.verify(cora).sound
    with signed_in(day.center, "Pia Peer", NEW) as peer:
        assert session_marks.own(peer, day.signed).words == WORDS
        assert wellbeing.mine(peer)[0].told.words == HOW


def test_one_that_was_spoiled_is_counted_and_keeps_nothing_else_closed(day):
    pia = day.center.peer.person.id
    changed(day)
    connection = raw(day.center.admin.store.path, day.center.admin.keys.store_key)
    connection.execute("UPDATE sealed SET blob = x'00' WHERE kind = 'mark'")
    connection.close()
    with signed_in(day.center, "Cora Coordinator") as cora:
        assert resealing.reseal(cora, pia) == Resealed(done=2, spoiled=1)
    with signed_in(day.center, "Pia Peer", NEW) as peer:
        assert wellbeing.mine(peer)[0].told.words == HOW
