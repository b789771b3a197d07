"""Shifts: one peer is not on two at once; they repeat, move, go and come back."""

from dataclasses import replace
from datetime import date

import pytest

from tests.centers import fresh_center
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.appointments import Shift
from wellnessdesk.services import audit, calendar, shifts

TUESDAY = date(2026, 9, 15)


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    calendar.put(made.admin, calendar.sample(made.admin))
    yield made
    made.admin.close()


def wanted(center, **changes):
    plain = Shift(id=0, peer_id=center.peer.person.id, peer="", day=TUESDAY, starts=540, ends=660, room="Room A")
    return replace(plain, **changes)


def add(center, *, until=None, **changes):
    return shifts.add(center.coordinator, wanted(center, **changes), until)


def seen(center, desk=None):
    return shifts.between(desk or center.front, TUESDAY, date(2027, 6, 30))


def test_a_shift_is_there_for_the_front_desk_and_for_its_peer(center):
    (made,) = add(center).made
    assert (made.peer, made.day, made.starts, made.ends, made.room) == ("Pia Peer", TUESDAY, 540, 660, "Room A")
    assert seen(center) == seen(center, center.peer) == [made]
    assert seen(center, center.desks[SECOND_PEER]) == []
    with pytest.raises(Denied):
        shifts.add(center.front, wanted(center))


def test_nobody_is_on_two_shifts_at_once(center):
    add(center)
    with pytest.raises(Problem, match="Pia Peer already has a shift then: 9:00 AM – 11:00 AM"):
        add(center, starts=659, ends=700)
    add(center, starts=660, ends=700)
    add(center, peer_id=center.desks[SECOND_PEER].person.id)
    assert len(seen(center)) == 3


@pytest.mark.parametrize(("changes", "told"), [
    ({"ends": 540}, "The end must be after the beginning"), ({"ends": 1_441}, "The end must be after"),
    ({"day": date(2026, 9, 1)}, "This day is over"), ({"peer_id": "x"}, "no Wellness Peer any more"),
])
def test_what_cannot_be_is_refused(center, changes, told):
    with pytest.raises(Problem, match=told):
        add(center, **changes)


def test_weekly_leaves_out_days_without_classes_and_is_taken_back_whole(center):
    add(center, day=date(2026, 9, 29), starts=600, ends=700)
    done = add(center, until=date(2026, 12, 18))
    assert (len(done.made), done.made[-1].day) == (12, date(2026, 12, 15))
    assert [one.day for one in done.left_out] == [date(2026, 9, 29), date(2026, 11, 24)]
    shifts.undo(center.coordinator, done)
    assert len(seen(center)) == 1
    assert audit.verify(center.admin).sound


def test_one_moves_and_comes_back(center):
    made = add(center).made[0]
    done = shifts.move(center.coordinator, made.id, replace(made, starts=600, ends=720, room=""))
    assert [(one.starts, one.room) for one in seen(center)] == [(600, "")]
    shifts.undo(center.coordinator, done)
    assert [replace(one, id=0) for one in seen(center)] == [replace(made, id=0)]
    with pytest.raises(Problem, match="changed since"):
        shifts.undo(center.coordinator, done)


def test_a_series_ends_from_one_on(center):
    made = add(center, until=date(2026, 10, 13)).made
    done = shifts.remove(center.coordinator, made[3].id, following=True)
    assert [one.day for one in seen(center)] == [one.day for one in made[:3]]
    shifts.undo(center.coordinator, done)
    assert [one.day for one in seen(center)] == [one.day for one in made]
    shifts.remove(center.coordinator, made[0].id)
    assert audit.verify(center.admin).sound
    with pytest.raises(Problem, match="not there any more"):
        shifts.remove(center.coordinator, made[0].id)


@pytest.mark.parametrize(("statement", "said"), [
    ("DELETE FROM shifts WHERE id = 1", "A shift that the log tells of is not there."),
    ("UPDATE shifts SET starts = 480", "The shifts are not as the log says."),
    ("UPDATE shifts SET day = '2026-09-16' WHERE id = 2", "The shifts are not as the log says."),
    ("UPDATE shifts SET peer_id = (SELECT id FROM people WHERE role = 'peer' AND id <> peer_id)",
     "The shifts are not as the log says."),
    ("INSERT INTO shifts (peer_id, day, starts, ends, room) SELECT peer_id, day, 900, 960, '' FROM shifts LIMIT 1",
     "The shifts are not as the log says."),
])
def test_a_row_of_an_older_copy_is_noticed(center, statement, said):
    made = add(center, until=date(2026, 9, 22)).made
    shifts.move(center.coordinator, made[0].id, replace(made[0], starts=600, ends=720))
    assert audit.verify(center.admin).sound
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    assert connection.execute(statement).rowcount >= 1
    connection.close()
    assert audit.verify(center.admin).finding == said


def test_shifts_of_a_version_that_did_not_log_which_are_nobodys_fault(center, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(shifts, "detail", lambda _gone, _made: str(TUESDAY))
        (old,) = add(center).made
    add(center, starts=700, ends=760)
    assert audit.verify(center.admin).sound
    shifts.move(center.coordinator, old.id, replace(old, starts=600, ends=690))
    assert audit.verify(center.admin).sound
