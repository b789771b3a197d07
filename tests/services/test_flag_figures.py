"""Figures of flags: right, for coordinators alone, and nowhere anything from which a front desk could infer one."""

import pytest

from tests.centers import DECIDED, first, handed_over
from tests.store.stores import raw
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.services import charts, flag_figures, flags


@pytest.fixture
def session(center):
    return handed_over(center, 1, center.peer)


def month(center):
    return next(span for span in charts.spans(center.coordinator) if span.key.startswith("month"))


def figures(center):
    return {spec.key: {row.name: row.values for row in spec.rows}
            for spec in flag_figures.charts(center.coordinator, month(center))}


def raised(center, session, urgency):
    return flags.raise_flag(center.peer, session, kind=first("red_flags"), urgency=urgency).id


def test_each_flag_is_counted_once_by_urgency_and_by_how_it_went(center, session):
    for minutes in (4, 30):
        flag = raised(center, session, Urgency.IMMEDIATE)
        center.clock.advance(minutes=minutes)
        flags.acknowledge(center.coordinator, flag)
    flags.withdraw(center.coordinator, raised(center, session, Urgency.SAME_DAY), "A mistake.")
    raised(center, session, Urgency.SAME_DAY)
    raised(center, session, Urgency.IMMEDIATE)
    center.clock.advance(minutes=11)
    assert figures(center)["flags"] == {
        "In time": (1, 0, 0), "Late": (2, 0, 0), "Waiting": (0, 1, 0), "Withdrawn": (0, 1, 0)}


def test_times_are_half_and_nine_of_ten_and_a_clock_set_back_counts_as_none(center, session):
    for minutes in (2, 6, 20):
        flag = raised(center, session, Urgency.IMMEDIATE)
        center.clock.advance(minutes=minutes)
        flags.acknowledge(center.coordinator, flag)
        center.clock.advance(hours=30)
        flags.close(center.coordinator, flag, DECIDED)
    found = figures(center)
    assert found["flags_acknowledged"]["Half within"] == (6, None, None)
    assert found["flags_acknowledged"]["9 of 10 within"] == (20, None, None)
    assert found["flags_closed"]["Half within"] == (2, None, None)
    flag = raised(center, session, Urgency.SAME_DAY)
    center.clock.advance(hours=-3)
    flags.acknowledge(center.coordinator, flag)
    flags.close(center.coordinator, flag, DECIDED)
    assert figures(center)["flags_acknowledged"]["Half within"][1] == 0
    assert figures(center)["flags_closed"]["Half within"][1] == 0


def test_without_a_flag_there_is_no_chart_of_them(center):
    assert flag_figures.charts(center.coordinator, month(center)) == ()


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR])
def test_nobody_else_sees_them(center, session, role):
    raised(center, session, Urgency.IMMEDIATE)
    with pytest.raises(Denied):
        flag_figures.charts(center.desk(role), month(center))


def seen_by_the_front_desk(center):
    """Every figure and list the front desk is given."""
    span = next(span for span in charts.spans(center.front) if span.key.startswith("month"))
    return charts.counts(center.front, span)


def test_what_the_front_desk_counts_is_the_same_with_and_without_a_flag(center, session):
    before = seen_by_the_front_desk(center)
    flag = raised(center, session, Urgency.NEXT_SUPERVISION)
    flags.acknowledge(center.coordinator, flag)
    flags.close(center.coordinator, flag, DECIDED)
    flags.raise_about(center.coordinator, 2, kind=first("red_flags"), urgency=Urgency.SAME_DAY)
    assert seen_by_the_front_desk(center) == before


def test_the_paper_an_administrator_saves_has_no_figure_of_flags(center, session):
    raised(center, session, Urgency.IMMEDIATE)
    of_admin, of_coordinator = (len(charts.save(desk, month(center))) for desk in (center.admin, center.coordinator))
    assert of_admin < of_coordinator


def test_no_entry_of_a_raised_flag_names_who_and_no_later_entry_names_a_student(center, session):
    """What the log shows in the clear beside a flag: only adults, and opaque ids."""
    flag = raised(center, session, Urgency.IMMEDIATE)
    flags.acknowledge(center.coordinator, flag)
    flags.close(center.coordinator, flag, DECIDED)
    flags.raise_about(center.coordinator, 2, kind=first("red_flags"), urgency=Urgency.SAME_DAY)
    connection = raw(center.front.store.path, center.front.keys.store_key)
    rows = connection.execute("SELECT actor, action, subject, detail FROM audit ORDER BY sequence").fetchall()
    connection.close()
    clear = [row for row in rows if row[1].startswith("flag.")]
    assert {row[1] for row in clear} == {"flag.acknowledge", "flag.step", "flag.close"}
    assert {row[0] for row in clear} == {center.coordinator.person.id}
    assert all(row[2] == f"flag:{flag}" and "student" not in row[3] for row in clear)
    assert [row[:3] for row in rows if row[1] == "sealed"][-2:] == [("", "sealed", "")] * 2
