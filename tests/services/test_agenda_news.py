"""An agenda built earlier knows how many items building it again would add."""

from datetime import date

import pytest

from tests.centers import OWN_WORDS, first, handed_over, worked_center
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.meetings import meeting_id
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import flags, supervision, visits

CLOSED = Closing(disposition="x", notify_caregiver=True, notify_reason="x", outcome="x", reported=False)


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    yield made
    made.center.admin.close()


def flag(day, session):
    return flags.raise_flag(day.center.peer, session, kind=first("red_flags"), urgency=Urgency.IMMEDIATE, words="x").id


def another_session(day):
    number = handed_over(day.center, 4, day.center.peer)
    visits.check_out(day.center.front, visits.queue(day.center.front).with_peer[-1].id)
    return number


def test_without_an_agenda_there_is_no_news(day):
    assert supervision.news(day.center.coordinator) == 0


def test_what_building_again_adds_is_what_was_announced(day):
    cora = day.center.coordinator
    before = {(item.kind, item.ref) for item in supervision.build(cora).items}
    assert supervision.news(cora) == 0
    session = another_session(day)
    flags.acknowledge(cora, flag(day, session))
    closed = flag(day, session)
    flags.acknowledge(cora, closed)
    flags.close(cora, closed, CLOSED)

    announced = supervision.news(cora)

    after = {(item.kind, item.ref) for item in supervision.build(cora).items}
    assert announced == len(after - before) >= 3
    assert supervision.news(cora) == 0


def test_an_item_added_to_the_week_before_is_news_until_it_is_carried_over(day):
    cora, clock = day.center.coordinator, day.center.clock
    last_week = supervision.build(cora).meeting.id
    clock.advance(days=7)
    supervision.build(cora)
    own = supervision.add_own(cora, last_week, OWN_WORDS).items[-1].ref
    assert supervision.news(cora) == 1

    supervision.tick(cora, last_week, ItemKind.OWN, own, done=True)
    assert supervision.news(cora) == 0
    supervision.tick(cora, last_week, ItemKind.OWN, own, done=False)
    supervision.build(cora)

    assert supervision.news(cora) == 0
    assert supervision.news(cora, meeting_id(1, date(2026, 9, 28))) == 0


def test_the_front_desk_and_peers_are_told_nothing_of_it(day):
    for desk in (day.center.front, day.center.peer):
        with pytest.raises(Denied):
            supervision.news(desk)


def test_a_flag_raised_by_mistake_is_no_news_and_says_so_where_it_stands_already(day):
    cora = day.center.coordinator
    supervision.build(cora)
    flags.withdraw(cora, day.flag, "The wrong student.")
    flags.withdraw(cora, flag(day, day.signed), "Twice.")
    assert supervision.news(cora) == 0
    (item,) = [item for item in supervision.read(cora).items if item.ref == day.flag]
    assert item.reason.endswith("withdrawn: it was a mistake")
    assert not item.urgent
