"""Work that somebody left behind is told on the overview, and handed on or locked from there."""

import pytest

from tests.support import SECOND_PEER
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import leaving, open_work, sessions


@pytest.fixture
def left(overview):
    """The first peer left a session without a note, and a draft."""
    overview.numbers = [overview.session("nun"), overview.session("woj")]
    sessions.save_draft(overview.center.peer, overview.numbers[1], sessions.NoteBody(text="half"))
    leaving.change_role(overview.center.admin, overview.center.peer.person.id, Role.FRONT_DESK)
    overview.refresh()
    return overview


def states(overview):
    overview.settle()
    return {one.id: one.note for work in open_work.of_who_left(overview.desk) for one in work.sessions}


def test_nothing_is_said_while_nothing_is_left_behind(overview):
    overview.session("nun")
    overview.refresh()
    assert "Somebody left with unfinished work" not in overview.texts()


def test_a_session_is_handed_on_and_a_draft_locked_with_the_keyboard(left):
    assert "2 things of Pia Peer are not finished." in left.texts()
    left.click("overview.openwork")
    table = left.find("openwork.table")
    assert [table.records_model.index(row, 3).data() for row in range(2)] == ["No note", "Draft, not signed"]

    left.click("openwork.handon")
    assert states(left) == {left.numbers[1]: NoteState.DRAFT}
    assert left.numbers[0] in [one.id for one in sessions.mine(left.center.desks[SECOND_PEER])]
    table.selectRow(0)
    left.settle()
    assert not left.find("openwork.handon").isEnabled()
    left.click("openwork.lock")

    assert states(left) == {}
    assert "Nothing is left" in left.texts_of_dialog()
    left.refresh()
    assert "Somebody left with unfinished work" not in left.texts()


def test_how_each_peers_notes_fare_is_a_click_away(overview):
    overview.note("nun")
    overview.note("woj", signed_after_hours=30)
    sessions.cosign(overview.desk, 1)
    overview.click("overview.bypeer")
    model = overview.find("bypeer.table").records_model
    assert [model.index(0, column).data() for column in range(5)] == ["Pia Peer", "2", "1 (50%)", "–", "1"]
