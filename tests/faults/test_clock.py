"""A clock that is ten years off, goes back, or jumps with daylight saving: the work goes on, nothing is misjudged."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.centers import first, note
from tests.faults.scene import CLOSING
from tests.store.stores import raw
from tests.support import make_center, open_as
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.services import (
    audit,
    bundle_periods,
    flags,
    recovery,
    retention,
    sessions,
    supervision,
    telling,
    visits,
)

NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
MOMENTS = {
    "today": NOW,
    "ten years ahead": NOW + timedelta(days=3652),
    "ten years back": NOW - timedelta(days=3652),
    "today again": NOW + timedelta(minutes=1),
    "before clocks go forward": datetime(2027, 3, 14, 9, 59, tzinfo=UTC),
    "clocks went forward": datetime(2027, 3, 14, 10, 1, tzinfo=UTC),
    "half past one": datetime(2027, 11, 7, 8, 30, tzinfo=UTC),
    "half past one once more": datetime(2027, 11, 7, 9, 30, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 29, 17, 0, tzinfo=UTC),
    "midnight in the center": datetime(2028, 3, 1, 8, 0, tzinfo=UTC),
    "the last second of a year": datetime(2029, 1, 1, 7, 59, 59, tzinfo=UTC),
}
"""In Los Angeles clocks go forward at 10:00 UTC on March 14, 2027 and back at 9:00 UTC on November 7."""


def a_day(center, said):
    """Everything that is done in a day, and everything that is shown of it; `said` takes what is misjudged."""
    cora, front, pia = center.coordinator, center.front, center.peer
    visit = visits.check_in(front, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    visits.hand_over(front, visit.id, pia.person.id)
    session = max(one.id for one in sessions.mine(pia))
    sessions.save_draft(pia, session, note())
    flag = flags.raise_flag(pia, session, kind=first("red_flags"), urgency=Urgency.IMMEDIATE)
    judged(cora, said)
    center.clock.advance(minutes=3)
    flags.acknowledge(cora, flag.id)
    telling.told(pia, session)
    sessions.sign(pia, session, note())
    visits.check_out(front, visit.id)
    sessions.cosign(cora, session)
    supervision.build(cora)
    agenda = supervision.read(cora)
    supervision.tick(cora, agenda.meeting.id, agenda.items[0].kind, agenda.items[0].ref,
                     done=True)
    flags.close(cora, flag.id, CLOSING)
    judged(cora, said)
    return visit.id


def judged(cora, said):
    """Every age and order that somebody is shown."""
    now = cora.clock.now()
    queue, marks = visits.queue(cora), flags.not_closed(cora)
    shown = [visit.minutes(now) for visit in (*queue.waiting, *queue.with_peer, *queue.left)]
    shown += [flag.mark.minutes_to_acknowledge(now) for flag in marks]
    said += [f"{minutes} minutes" for minutes in shown if minutes < 0]
    agenda = supervision.read(cora)
    said += [item.reason for item in (agenda.items if agenda else ()) if "-" in item.reason]
    retention.preview(cora)
    recovery.drills(cora)
    bundle_periods.offered(cora)


def test_whatever_the_clock_says_the_work_goes_on_and_no_age_is_below_nothing(tmp_path, figure):
    center = make_center(tmp_path / "center")
    wrong, made = [], []
    for name, moment in MOMENTS.items():
        center.clock.moment = moment
        said = []
        try:
            made.append(a_day(center, said))
            said += [] if audit.verify(center.coordinator).sound else ["the log is not sound"]
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            said.append(repr(error))
        wrong += [f"{name}: {one}" for one in said]
    figure("a clock ten years off, turned back, or jumping with daylight saving", len(MOMENTS), len(wrong))
    assert wrong == []
    assert made == sorted(made)
    assert one_after_another(center)
    center.admin.close()
    center.clock.moment = MOMENTS["ten years back"]
    open_as(center, "Cora Coordinator").close()


def one_after_another(center):
    """The log keeps the order of what was done; the control: by the clock it would be another."""
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    rows = connection.execute("SELECT sequence, at, subject FROM audit WHERE action = 'visit.check_in' "
                              "ORDER BY sequence").fetchall()
    connection.close()
    done = [int(row[2].removeprefix("visit:")) for row in rows]
    by_clock = [int(row[2].removeprefix("visit:")) for row in sorted(rows, key=lambda row: row[1])]
    assert by_clock != sorted(by_clock)
    return done == sorted(done)


@pytest.mark.parametrize(("name", "day"), [
    ("before clocks go forward", "2027-03-14"), ("half past one once more", "2027-11-07"), ("a leap day", "2028-02-29"),
    ("midnight in the center", "2028-03-01"), ("the last second of a year", "2028-12-31")])
def test_the_day_is_the_centers_own(tmp_path, name, day):
    center = make_center(tmp_path / "center")
    center.clock.moment = MOMENTS[name]
    assert center.front.today().isoformat() == day
    center.admin.close()


def test_half_past_one_comes_twice_and_nobody_waits_less_than_no_time(tmp_path):
    center = make_center(tmp_path / "center")
    center.clock.moment = MOMENTS["half past one"]
    visits.check_in(center.front, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    center.clock.moment = MOMENTS["half past one once more"]
    (waiting,) = visits.queue(center.front).waiting
    assert waiting.minutes(center.clock.now()) == 60
    center.admin.close()
