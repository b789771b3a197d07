"""A peer hears that an adult has the flag they raised, and nothing of anybody else's."""

import pytest

from tests.centers import handed_over
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.services import flags, raised_flags


def raised(center, student, desk):
    session = handed_over(center, student, desk)
    return flags.raise_flag(desk, session, kind="other", urgency=Urgency.SAME_DAY).id


def test_only_ones_own_flags_are_told_of_and_only_once_an_adult_has_them(center):
    other = center.desks[SECOND_PEER]
    mine, theirs = raised(center, 1, center.peer), raised(center, 2, other)
    assert raised_flags.answered(center.peer) == []
    flags.acknowledge(center.coordinator, mine)
    flags.acknowledge(center.coordinator, theirs)
    assert [mark.id for mark in raised_flags.answered(center.peer)] == [mine]
    assert [mark.id for mark in raised_flags.answered(other)] == [theirs]
    for desk in (center.front, center.coordinator, center.admin):
        with pytest.raises(Denied):
            raised_flags.answered(desk)


def test_after_a_week_it_is_not_told_any_more(center):
    mine = raised(center, 1, center.peer)
    flags.acknowledge(center.coordinator, mine)
    center.clock.advance(days=8)
    assert raised_flags.answered(center.peer) == []
