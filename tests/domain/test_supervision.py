"""An agenda is put together from facts, from the one before and from what was changed on this one; nothing is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.meetings import Meeting
from wellnessdesk.domain.supervision import Agenda, Item, ItemKind, ItemState, Section, assemble, section_title

DONE = ItemState.TALKED
MEETING = Meeting(id="2026-09-14.1", group=1, name="Supervision", day=date(2026, 9, 14), starts=900, minutes=60)


def item_of(section, kind, ref, minutes, changes):
    return replace(Item(section=section, kind=kind, ref=ref, title="a", reason="b", minutes=minutes), **changes)


def flag(ref="f1", **changes):
    return item_of(Section.FLAGS, ItemKind.FLAG, ref, 5, changes)


def unsigned(ref="1", **changes):
    return item_of(Section.NOTES_TO_WRITE, ItemKind.NOTE, ref, 1, changes)


def review(ref="2", **changes):
    return item_of(Section.NOTES_TO_REVIEW, ItemKind.NOTE, ref, 1, changes)


def own(ref="o1", **changes):
    return item_of(Section.OWN, ItemKind.OWN, ref, 3, changes)


def refs(items):
    return [item.ref for item in items]


def test_a_first_agenda_has_its_parts_in_order_and_what_is_urgent_first():
    fresh = [review(), unsigned(), flag("calm"), flag("urgent", urgent=True)]
    assert refs(assemble(fresh, [], [])) == ["urgent", "calm", "1", "2"]


def test_what_the_last_one_left_open_is_carried_once_more_with_its_minutes():
    (item,) = assemble([flag()], [flag(carried=2, minutes=20)], [])
    assert (item.carried, item.minutes, item.section) == (3, 20, Section.FLAGS)


def test_what_was_ticked_is_not_carried():
    (item,) = assemble([flag()], [flag(carried=2, minutes=20, state=DONE)], [])
    assert (item.carried, item.minutes) == (0, 5)


def test_a_fact_that_no_longer_holds_is_gone():
    assert assemble([], [flag(), unsigned()], []) == []


def test_an_own_item_is_carried_until_it_is_ticked():
    (item,) = assemble([], [own(minutes=7)], [])
    assert (item.section, item.carried, item.minutes, item.state) == (Section.CARRIED, 1, 7, ItemState.OPEN)
    assert assemble([], [own(state=DONE)], []) == []


def test_carried_items_stand_between_flags_and_notes():
    assert refs(assemble([unsigned(), flag()], [own()], [])) == ["f1", "o1", "1"]


def test_built_again_it_keeps_order_minutes_ticks_and_own_items():
    now = [own(), review(minutes=9), flag(state=DONE), unsigned()]
    made = assemble([flag(), unsigned(), review()], [], now)
    assert refs(made) == ["o1", "2", "f1", "1"]
    assert (made[1].minutes, made[2].done) == (9, True)


def test_built_again_nothing_is_carried_twice():
    before = [flag(carried=1), own(carried=1)]
    once = assemble([flag()], before, [])
    assert assemble([flag()], before, once) == once


def test_new_facts_join_their_part_of_an_agenda_that_is_there():
    now = [flag(), unsigned(), review()]
    made = assemble([flag(), flag("new"), flag("hot", urgent=True), unsigned(), unsigned("9"), review()], [], now)
    assert refs(made) == ["hot", "f1", "new", "1", "9", "2"]


ITEMS = st.lists(
    st.builds(lambda make, number, **changes: make(f"{make.__name__}{number}", **changes),
              st.sampled_from([flag, unsigned, review]), st.integers(0, 4), minutes=st.integers(1, 9),
              state=st.sampled_from(ItemState), carried=st.integers(0, 3), urgent=st.booleans()),
    max_size=6, unique_by=lambda item: item.ref)
OWN = st.lists(st.builds(lambda number, **changes: own(f"own{number}", **changes), st.integers(0, 4),
                         state=st.sampled_from(ItemState), carried=st.integers(0, 3)),
               max_size=3, unique_by=lambda item: item.ref)


@given(ITEMS, ITEMS, OWN, ITEMS, OWN)
def test_no_fact_and_no_own_words_are_lost_or_doubled(fresh, before, own_before, now, own_now):
    made = assemble(fresh, before + own_before, now + own_now)
    talked = {item.ref for item in own_before if item.state is DONE}
    settled = {item.ref for item in own_now if item.ref in talked and item.carried and item.state is ItemState.OPEN}
    open_own = {item.ref for item in (*own_before, *own_now) if item.ref not in talked} | (
        {item.ref for item in own_now} - settled)
    assert sorted(refs(made)) == sorted({*refs(fresh), *open_own})


@given(ITEMS, ITEMS, OWN)
def test_building_twice_is_building_once(fresh, before, own_before):
    once = assemble(fresh, before + own_before, [])
    assert assemble(fresh, before + own_before, once) == once


def test_the_time_of_an_agenda_is_that_of_its_open_items():
    agenda = Agenda(meeting=MEETING, built_at=datetime(2026, 9, 14, tzinfo=UTC), built_by="Cora",
                    items=(flag(minutes=10), unsigned(minutes=3, state=DONE), own(minutes=4)))
    assert agenda.minutes == 14


def test_every_part_has_a_heading_of_its_own():
    assert len({section_title(section) for section in Section}) == len(Section)
