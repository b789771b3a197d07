"""A peer leaves: access is asked to end, work is handed on, shifts go, and what they say is for coordinators alone."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center, handed_over
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.appointments import Shift
from wellnessdesk.services import audit, departures, leaving, open_work, peer_roster, shifts
from wellnessdesk.services.departures import EXIT
from wellnessdesk.store import departures as rows
from wellnessdesk.store import sealed
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import VaultProblem

WORDS = "ember kingfisher"


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()


def standing(center):
    return peer_roster.look(center.coordinator).find(center.peer.person.id)


def test_from_the_request_to_the_end_nothing_is_lost(center):
    pia, boss = center.peer.person.id, center.coordinator
    session = handed_over(center, 1, center.peer)
    tomorrow = boss.today() + timedelta(days=1)
    done = shifts.add(boss, Shift(id=0, peer_id=pia, peer="", day=tomorrow, starts=600, ends=660),
                      tomorrow + timedelta(days=14))
    assert (standing(center).open_work, standing(center).shifts) == (1, len(done.made))
    with pytest.raises(Problem, match="still here"):
        open_work.hand_on(boss, [session], center.desks[SECOND_PEER].person.id)

    departures.ask(boss, pia)
    assert [(one.id, day) for one, day in departures.asked(center.admin)] == [(pia, boss.today())]
    assert standing(center).leaves_since == boss.today()
    (work,) = open_work.of_who_left(boss)
    assert [one.id for one in work.sessions] == [session]
    open_work.hand_on(boss, [session], center.desks[SECOND_PEER].person.id)
    gone = shifts.remove_all(boss, pia)
    assert len(gone.gone) == len(done.made)
    departures.tell(boss, pia, {"meant": WORDS, "nothing_we_ask": "x"})
    leaving.deactivate(center.admin, pia)

    assert departures.asked(center.admin) == []
    left = standing(center)
    assert (left.person.active, left.open_work, left.shifts, left.interviews) == (False, 0, 0, 1)
    center.clock.advance(minutes=5)
    departures.tell(boss, pia, {"learned": "later"})
    assert [dict(one.answers) for one in departures.interviews(boss, pia)] == [{"learned": "later"}, {"meant": WORDS}]
    assert audit.verify(center.admin).sound


def test_it_can_be_taken_back_and_is_asked_once(center):
    pia = center.peer.person.id
    departures.ask(center.coordinator, pia)
    with pytest.raises(Problem, match="already"):
        departures.ask(center.coordinator, pia)
    departures.withdraw(center.coordinator, pia)
    with pytest.raises(Problem, match="any more"):
        departures.withdraw(center.coordinator, pia)
    assert departures.asked(center.coordinator) == []
    with pytest.raises(Problem, match="no Wellness Peer"):
        departures.ask(center.coordinator, center.front.person.id)
    with pytest.raises(Problem, match="No shift"):
        shifts.remove_all(center.coordinator, pia)
    assert audit.verify(center.admin).sound


def test_what_was_said_opens_for_coordinators_alone_and_lies_nowhere_in_the_clear(center):
    pia = center.peer.person.id
    departures.tell(center.coordinator, pia, {"hard": WORDS})
    for desk in (center.peer, center.front, center.admin):
        with pytest.raises(Denied):
            departures.interviews(desk, pia)
        with desk.reading() as tx:
            (row,) = rows.of_person(tx, pia)
            blob = sealed.get(tx, EXIT, row.id, 1)
        with pytest.raises(VaultProblem):
            sealing.unseal(desk.keys, departures.binding(row), blob)
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        assert WORDS.encode() not in repr(connection.execute(f"SELECT * FROM {table}").fetchall()).encode()  # noqa: S608 - of this test
    connection.close()


@pytest.mark.parametrize("answers", [{}, {"meant": " \n"}, {"meant": "x" * 4_001}, {"unknown": "x"}])
def test_nothing_and_too_much_are_refused(center, answers):
    with pytest.raises(Problem):
        departures.tell(center.coordinator, center.peer.person.id, answers)
    assert standing(center).interviews == 0


def test_one_that_was_taken_out_or_spoiled_is_noticed(center):
    departures.tell(center.coordinator, center.peer.person.id, {"hard": WORDS})
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE sealed SET blob = x'00' WHERE kind = 'exit interview'")
    connection.commit()
    assert departures.interviews(center.coordinator, center.peer.person.id)[0].problem
    connection.execute("DELETE FROM sealed WHERE kind = 'exit interview'")
    connection.execute("DELETE FROM exit_interviews")
    connection.commit()
    connection.close()
    assert "exit interview" in audit.verify(center.coordinator).finding
