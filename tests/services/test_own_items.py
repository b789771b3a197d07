"""What people bring to supervision: by their peers before it is built, in sections of its own, sealed, never lost."""

from datetime import date, timedelta

import pytest

from tests.centers import worked_center
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.meetings import Attendance, Missed, meeting_id
from wellnessdesk.domain.minutes import Words, on_paper, on_wall
from wellnessdesk.domain.own_items import About
from wellnessdesk.domain.supervision import Audience, ItemKind, ItemState, Section
from wellnessdesk.services import (
    audit,
    meetings,
    minutes,
    own_items,
    supervision,
    supervision_actions,
    supervision_groups,
)
from wellnessdesk.vault import sealing

MONDAY = date(2026, 9, 14)
NOW, NEXT, AFTER = (meeting_id(1, MONDAY + timedelta(weeks=weeks)) for weeks in range(3))
NEWS, CONCERN = "canary good news", "canary concern"


@pytest.fixture
def day(tmp_path):
    """A group that meets, and nothing built yet."""
    made = worked_center(tmp_path / "center")
    made.cora, made.pia, made.otto = (made.center.desks[name] for name in (
        "Cora Coordinator", "Pia Peer", "Otto Other"))
    supervision_groups.add(made.cora, supervision_groups.proposed(made.cora))
    yield made
    made.center.admin.close()


def bring(day, about=About.TOPIC, words="Room for October", meeting=NOW):
    own_items.bring(day.pia, meeting, about, words)
    return own_items.brought(day.pia)[0]


def own(agenda):
    return [item for item in agenda.items if item.kind is ItemKind.OWN]


def clear_text(day):
    connection = raw(day.center.front.store.path, day.center.front.keys.store_key)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = str([connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables])  # noqa: S608 - ours
    connection.close()
    return found


def test_a_peer_brings_something_before_the_agenda_is_built_and_it_is_on_it(day):
    assert [one.id for one in own_items.coming(day.pia)] == [NOW]
    mine = bring(day, About.GOOD_NEWS, NEWS)
    assert (mine.item.text, mine.item.about, mine.state, mine.free) == (NEWS, About.GOOD_NEWS, ItemState.OPEN, True)
    assert supervision.read(day.cora, NOW) is None
    (item,) = own(supervision.build(day.cora, NOW))
    assert (item.section, item.title, item.reason) == (Section.GOOD_NEWS, NEWS, "Brought by P. P.")
    assert audit.verify(day.cora).sound


def test_brought_to_a_built_agenda_it_stands_in_its_section_at_once_and_keeps_its_place(day):
    supervision.build(day.cora, NOW)
    supervision.add_own(day.cora, NOW, "Assembly", About.ANNOUNCEMENT)
    supervision.add_own(day.cora, NOW, "Sofa")
    for about in (About.CONCERN, About.GOOD_NEWS):
        bring(day, about, about.value)
    found = own(supervision.read(day.cora, NOW))
    assert [item.title for item in found] == ["concern", "good_news", "Assembly", "Sofa"]
    assert supervision.news(day.cora, NOW) == 0
    moved = supervision.move(day.cora, NOW, ItemKind.OWN, found[2].ref, -1)
    assert [item.title for item in own(moved)] == ["concern", "Assembly", "good_news", "Sofa"]
    assert own(supervision.build(day.cora, NOW)) == own(moved)
    assert audit.verify(day.cora).sound


def test_only_a_coordinator_announces(day):
    with pytest.raises(Problem, match="by a coordinator"):
        own_items.bring(day.pia, NOW, About.ANNOUNCEMENT, "Assembly")


def test_words_are_needed_and_have_a_limit(day):
    with pytest.raises(Problem, match="Write what you want"):
        own_items.bring(day.pia, NOW, About.TOPIC, "  ")
    with pytest.raises(Problem, match="under 2,000"):
        own_items.bring(day.pia, NOW, About.TOPIC, "x" * 2001)


def test_once_the_meeting_goes_on_it_goes_to_the_next_one(day):
    supervision.build(day.cora, NOW)
    meetings.begin(day.cora, NOW)
    with pytest.raises(Problem, match="not your next meeting"):
        own_items.bring(day.pia, NOW, About.TOPIC, "x")
    assert [one.id for one in own_items.coming(day.pia)] == [NEXT]
    assert bring(day, meeting=NEXT).meeting == NEXT


def test_who_is_in_no_group_has_no_meeting_to_bring_it_to(day):
    group = supervision_groups.groups(day.cora)[0]
    supervision_groups.change(day.cora, type(group)(**{
        name: getattr(group, name) for name in group.__dataclass_fields__} | {
            "members": tuple(one for one in group.members if one.person != day.pia.person.id)}))
    assert own_items.coming(day.pia) == []
    assert own_items.coming(day.otto) != []


def test_one_reads_ones_own_and_nobody_elses(day):
    bring(day, About.CONCERN, CONCERN)
    assert own_items.brought(day.otto) == []
    assert [one.item.text for one in own_items.brought(day.pia)] == [CONCERN]
    assert CONCERN not in clear_text(day)
    connection = raw(day.cora.store.path, day.cora.keys.store_key)
    ref, section = connection.execute("SELECT ref, section FROM meeting_items").fetchone()
    connection.close()
    assert section == "own"  # in the clear a concern is like anything else
    with day.otto.reading() as tx:
        assert own_items.opened(day.otto, tx, ref).problem


def test_what_was_brought_is_taken_back_until_it_was_on_an_agenda_that_is_over(day):
    mine = bring(day)
    with pytest.raises(Problem, match="by somebody else"):
        own_items.withdraw(day.otto, NOW, mine.item.ref)
    supervision.build(day.cora, NOW)
    meetings.remark(day.cora, NOW, ItemKind.OWN, mine.item.ref, "About Otto")
    own_items.withdraw(day.pia, NOW, mine.item.ref)
    assert own(supervision.read(day.cora, NOW)) == []
    assert audit.verify(day.cora).sound
    again = bring(day)
    meetings.begin(day.cora, NOW)
    with pytest.raises(Problem, match="on an agenda already"):
        own_items.withdraw(day.pia, NOW, again.item.ref)


def test_nothing_brought_is_lost_where_no_agenda_was_built(day):
    supervision.build(day.cora, NOW)
    supervision.add_own(day.cora, NOW, "Sofa")
    day.center.clock.advance(days=4)
    bring(day, words="to a meeting that comes to nothing", meeting=NEXT)
    day.center.clock.advance(days=7)
    meetings.miss(day.cora, NEXT, Missed.TOO_FEW)
    assert {item.title: item.carried for item in own(supervision.build(day.cora, AFTER))} == {
        "Sofa": 1, "to a meeting that comes to nothing": 1}
    assert own_items.brought(day.pia)[0].meeting == AFTER
    assert not own_items.brought(day.pia)[0].free
    assert audit.verify(day.cora).sound


def test_a_concern_is_neither_printed_nor_on_the_wall_even_carried_over(day):
    bring(day, About.CONCERN, CONCERN)
    supervision.build(day.cora, NOW)
    day.center.clock.advance(days=7)
    supervision.build(day.cora, NEXT)
    meetings.begin(day.cora, NEXT)
    ref = own_items.brought(day.pia)[0].item.ref
    meetings.write(day.cora, NEXT, ItemKind.OWN, ref, Words(outcome="canary outcome"))
    (said,) = [one for one in meetings.look(day.cora, NEXT).items if one.item.ref == ref]
    assert (said.item.title, said.item.audience) == (CONCERN, Audience.COORDINATORS)
    for shown in (on_wall(said), on_paper(said)):
        assert "canary" not in str(shown)


@pytest.mark.parametrize("forged", [
    {"text": "x", "about": "announcement"}, {"text": "x", "about": "nonsense"}, {"text": 5, "about": "topic"}])
def test_what_no_program_of_ours_wrote_says_so(day, forged):
    mine = bring(day)
    blob = sealing.seal(day.pia.keys, own_items.binding(mine.item.ref), forged)
    connection = raw(day.cora.store.path, day.cora.keys.store_key)
    connection.execute("UPDATE sealed SET blob = ? WHERE kind = 'agenda item'", (blob,))
    connection.close()
    (item,) = own(supervision.build(day.cora, NOW))
    assert "seal" in item.title


def test_somebody_else_cannot_speak_in_a_peers_name(day):
    mine = bring(day)
    blob = sealing.seal(day.otto.keys, own_items.binding(mine.item.ref), {"text": "x", "about": "topic"})
    connection = raw(day.cora.store.path, day.cora.keys.store_key)
    connection.execute("UPDATE sealed SET blob = ? WHERE kind = 'agenda item'", (blob,))
    connection.close()
    (item,) = own(supervision.build(day.cora, NOW))
    assert "seal" in item.title


def test_what_sql_takes_from_what_was_brought_is_found(day):
    bring(day)
    connection = raw(day.cora.store.path, day.cora.keys.store_key)
    connection.execute("DELETE FROM meeting_items")
    connection.close()
    assert "agenda" in audit.verify(day.cora).finding


def test_a_meeting_moved_onto_no_school_is_passed_over_for_one_with_school(day):
    meetings.move(day.cora, NOW, MONDAY + timedelta(days=5), 900)  # a Saturday
    assert [one.id for one in own_items.coming(day.pia)] == [NEXT]


def test_what_is_taken_on_about_what_was_taken_on_about_a_concern_is_for_coordinators_alone(day):
    bring(day, About.CONCERN, CONCERN)
    supervision.build(day.cora, NOW)
    ref, kind = own_items.brought(day.pia)[0].item.ref, ItemKind.OWN
    for meeting in (NOW, NEXT):
        supervision.build(day.cora, meeting)
        meetings.begin(day.cora, meeting)
        for seat in meetings.look(day.cora, meeting).seats:
            meetings.attend(day.cora, meeting, seat.person, Attendance.PRESENT)
        ref, kind = supervision_actions.add(
            day.cora, meeting, kind, ref, day.cora.person.id, "canary about Otto").id, ItemKind.ACTION
        minutes.sign(day.cora, meeting)
        day.center.clock.advance(days=7)
    found = [item for item in supervision.build(day.cora, AFTER).items if item.kind is ItemKind.ACTION]
    assert [(item.title, item.audience) for item in found] == [("canary about Otto", Audience.COORDINATORS)] * 2
