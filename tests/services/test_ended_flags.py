"""Flags that are over are found by student, kind, days and how they ended; who looks, and what they open, is logged."""

import pytest

from tests.centers import DECIDED, handed_over
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.ended_flags import Wanted
from wellnessdesk.domain.flags import Closing, FlagStatus, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, ended_flags, flags
from wellnessdesk.services.audit import log


@pytest.fixture
def three(center):
    """José's was closed, Minh's withdrawn, Łukasz's is open; a day lies between any two."""
    made = [raised(center, student, kind) for student, kind in ((1, "eating"), (3, "self_harm"), (4, "eating"))]
    desk = center.coordinator
    flags.acknowledge(desk, made[0])
    flags.close(desk, made[0], Closing(disposition="I called Ms. Lee", notify_caregiver=False, notify_reason="x",
                                       reported=False, outcome="She eats with a friend again"))
    flags.withdraw(desk, made[1], "The wrong student, árbol")
    return made


def raised(center, student, kind):
    session = handed_over(center, student, center.peer)
    made = flags.raise_flag(center.peer, session, kind=kind, urgency=Urgency.SAME_DAY).id
    center.clock.advance(days=1)
    return made


def found(center, **wanted):
    return [one.flag.mark.id for one in ended_flags.find(center.coordinator, Wanted(**wanted)).stories]


def test_only_those_that_are_over_are_found_the_newest_first(center, three):
    assert found(center) == [three[1], three[0]]


@pytest.mark.parametrize(("wanted", "which"), [
    ({"student": "jose nu"}, [0]), ({"student": "Nguy"}, [1]), ({"student": "Wójcik"}, []), ({"kind": "eating"}, [0]),
    ({"status": FlagStatus.WITHDRAWN}, [1]), ({"status": FlagStatus.CLOSED}, [0]), ({"words": "friend eats"}, [0]),
    ({"words": "arbol"}, [1]), ({"words": "lee"}, [0]), ({"words": "friend", "status": FlagStatus.WITHDRAWN}, []),
    ({"kind": "eating", "student": "minh"}, [])])
def test_by_student_kind_and_how_they_ended(center, three, wanted, which):
    assert found(center, **wanted) == [three[one] for one in which]


def test_by_the_days_on_which_they_were_raised(center, three):
    [newer, older] = ended_flags.find(center.coordinator, Wanted()).stories
    day = center.coordinator.local(older.flag.mark.raised_at).date()
    assert found(center, last=day) == [three[0]]
    assert found(center, first=center.coordinator.local(newer.flag.mark.raised_at).date()) == [three[1]]
    assert found(center, first=day, last=day) == [three[0]]


def test_a_look_is_short_and_goes_on_where_it_ended(center, three, monkeypatch):
    monkeypatch.setattr(ended_flags, "_AT_ONCE", 1)
    seen, further = [], 0
    while further is not None:
        part = ended_flags.find(center.coordinator, Wanted(student="jose"), further)
        seen += [one.flag.mark.id for one in part.stories]
        further = part.further
        assert further is None or further < 5
    assert seen == [three[0]]


def test_it_is_recorded_once_a_sitting_that_somebody_looked_and_each_student_whose_flag_was_read(center, three):
    before = len(log.page(center.coordinator).lines)
    found(center, student="jose")
    found(center, words="friend")
    flags.life(center.coordinator, three[0])
    flags.life(center.coordinator, three[0])
    lines = [line.text for line in log.page(center.coordinator).lines]
    assert len(lines) == before + 2
    assert "Searched the closed flags." in lines[1]
    assert "friend" not in " ".join(lines[:2])
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR])
def test_nobody_else_looks(center, three, role):
    with pytest.raises(Denied):
        ended_flags.find(center.desk(role), Wanted())


def test_one_whose_seal_does_not_hold_hides_no_other_and_is_there_itself(center, three):
    with center.admin.store.transaction() as tx:
        tx.session.connection().exec_driver_sql("UPDATE sealed SET blob = x'00' WHERE kind = 'flag' AND record = ?",
                                                (three[1],))
    broken, whole = ended_flags.find(center.coordinator, Wanted()).stories
    assert (broken.flag.student_id, whole.flag.mark.id) == (0, three[0])
    assert found(center, student="jose") == [three[0]]


def test_one_closed_twice_over_in_another_way_is_found_by_what_holds_now(center):
    made = raised(center, 1, "eating")
    flags.acknowledge(center.coordinator, made)
    flags.close(center.coordinator, made, DECIDED)
    assert found(center, words="x") == [made]
    assert found(center, words="friend") == []
