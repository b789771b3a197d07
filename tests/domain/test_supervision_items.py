"""When an item of the agendas is closed, and how long that took."""

from datetime import date, timedelta

import pytest

from wellnessdesk.domain.supervision_items import Listed, lives

FIRST = date(2026, 9, 14)
WEEK = timedelta(weeks=1)


def listed(*states, kind="note", held=True):
    return [Listed(group=1, day=FIRST + WEEK * week, held=held, section="notes", place=0, kind=kind, ref="1",
                   carried=week, state=state) for week, state in enumerate(states)]


def agendas(weeks):
    return {1: [FIRST + WEEK * week for week in range(weeks)]}


@pytest.mark.parametrize(("items", "weeks", "days"), [
    (listed("open", "talked"), 3, 7),  # talked about, and not on the next one any more
    (listed("open", "open"), 3, 14),  # its fact ended before the next one
    (listed("talked", "talked"), 2, None),  # it may still hold: only the next agenda knows
    (listed("open"), 1, None), (listed("open", "talked", kind="own"), 2, 7), (listed("talked", kind="own"), 1, 0),
    (listed("talked", kind="own", held=False), 1, None), (listed("talked", held=False), 2, 7),
])
def test_an_item_is_closed_when_it_does_not_come_again(items, weeks, days):
    (life,) = lives(items, agendas(weeks))
    assert (life.days, life.carried, life.section) == (days, len(items) - 1, "notes")


def test_each_group_talks_about_it_by_itself():
    other = [Listed(group=2, day=FIRST, held=True, section="notes", place=0, kind="note", ref="1", carried=0,
                    state="open")]
    assert [life.days for life in lives(listed("open") + other, agendas(2))] == [7, None]
