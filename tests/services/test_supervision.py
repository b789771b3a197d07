"""The weekly agenda builds itself from what happened, keeps what was changed, carries over what was left open."""

from datetime import date

import pytest

from tests.centers import FLAG_WORDS, OWN_WORDS, first, handed_over, note, worked_center
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.flags import Closing
from wellnessdesk.domain.meetings import meeting_id
from wellnessdesk.domain.supervision import ItemKind, Section
from wellnessdesk.services import audit, flags, note_addenda, note_returns, sessions, supervision, visits
from wellnessdesk.vault import sealing
from wellnessdesk.vault.sealing import Binding

MEETING = meeting_id(1, date(2026, 9, 14))
DECIDED = Closing(disposition="x", notify_caregiver=True, notify_reason="x", outcome="x", reported=False)


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    made.meeting = MEETING
    visits.check_out(made.center.front, visits.queue(made.center.front).with_peer[-1].id)
    yield made
    made.center.admin.close()


def build(day):
    return supervision.build(day.center.coordinator)


def points(agenda):
    return [(item.section, item.ref) for item in agenda.items]


def item(agenda, ref):
    return next(one for one in agenda.items if one.ref == str(ref))


def texts(day):
    connection = raw(day.center.front.store.path, day.center.front.keys.store_key)
    rows = connection.execute("SELECT detail || subject FROM audit").fetchall()
    connection.close()
    return " ".join(row[0] for row in rows)


def test_it_holds_flags_then_unsigned_notes_then_notes_to_review(day):
    agenda = build(day)
    assert points(agenda) == [
        (Section.FLAGS, day.flag), (Section.NOTES_TO_WRITE, str(day.draft)), (Section.NOTES_TO_REVIEW, str(day.signed))]
    assert (agenda.meeting.day, agenda.built_by) == (date(2026, 9, 14), "Cora Coordinator")
    assert supervision.read(day.center.coordinator) == agenda


def test_each_item_says_whom_it_is_about_for_paper_and_for_the_screen(day):
    flag = item(build(day), day.flag)
    assert (flag.who, flag.name) == (f"J. N. · F-{day.flag[:6]}", "José Núñez")
    assert "no adult has acknowledged it" in flag.reason
    session = item(build(day), day.draft)
    assert (session.who, session.name) == (f"A. O. · S-{day.draft}", "Anna O'Neil")
    assert "Otto" not in session.title


def test_a_session_still_going_on_is_not_an_unsigned_note(day):
    going_on = handed_over(day.center, 4, day.center.peer)
    assert str(going_on) not in [item.ref for item in build(day).items]


def test_what_the_coordinator_changed_stays_when_it_is_built_again(day):
    cora, meeting = day.center.coordinator, day.meeting
    build(day)
    supervision.tick(cora, meeting, ItemKind.NOTE, str(day.draft), done=True)
    supervision.set_minutes(cora, meeting, ItemKind.FLAG, day.flag, 25)
    moved = supervision.move(cora, meeting, ItemKind.NOTE, str(day.signed), -2)
    supervision.add_own(cora, meeting, OWN_WORDS)
    assert [one.ref for one in moved.items] == [str(day.signed), day.flag, str(day.draft)]

    agenda = build(day)

    assert [one.ref for one in agenda.items][:3] == [str(day.signed), day.flag, str(day.draft)]
    assert (item(agenda, day.draft).done, item(agenda, day.flag).minutes) == (True, 25)
    assert agenda.items[3].title == OWN_WORDS
    assert len(agenda.items) == 4
    assert build(day) == agenda


def test_a_mark_can_be_taken_back(day):
    cora = day.center.coordinator
    build(day)
    supervision.tick(cora, day.meeting, ItemKind.FLAG, day.flag, done=True)
    supervision.tick(cora, day.meeting, ItemKind.FLAG, day.flag, done=False)
    assert not item(supervision.read(cora), day.flag).done


@pytest.mark.parametrize("places", [-9, 9])
def test_an_item_moves_no_further_than_the_end(day, places):
    build(day)
    moved = supervision.move(day.center.coordinator, day.meeting, ItemKind.NOTE, str(day.draft), places)
    assert [one.ref for one in moved.items].index(str(day.draft)) == (0 if places < 0 else 2)
    assert len(moved.items) == 3


@pytest.mark.parametrize("minutes", [0, -1, 61])
def test_minutes_stay_within_reason(day, minutes):
    build(day)
    with pytest.raises(Problem, match="between 1 and 60"):
        supervision.set_minutes(day.center.coordinator, day.meeting, ItemKind.FLAG, day.flag, minutes)


def test_an_own_item_is_sealed_and_leaves_no_word_in_the_clear(day):
    cora = day.center.coordinator
    build(day)
    agenda = supervision.add_own(cora, day.meeting, f"  {OWN_WORDS}\n ")
    assert agenda.items[-1].title == OWN_WORDS
    assert agenda.items[-1].section is Section.OWN
    connection = raw(cora.store.path, cora.keys.store_key)
    stored = connection.execute("SELECT * FROM meeting_items").fetchall()
    sealed = connection.execute("SELECT blob FROM sealed WHERE kind = 'agenda item'").fetchall()
    connection.close()
    assert OWN_WORDS not in str(stored)
    assert len(sealed) == 1
    assert OWN_WORDS.encode() not in sealed[0][0]
    assert OWN_WORDS not in texts(day)


@pytest.mark.parametrize(("text", "said"), [("  ", "Write what you want"), ("x" * 2001, "under 2,000")])
def test_an_own_item_says_something_and_not_too_much(day, text, said):
    build(day)
    with pytest.raises(Problem, match=said):
        supervision.add_own(day.center.coordinator, day.meeting, text)


def test_without_an_agenda_there_is_nothing_to_change_or_print(day):
    cora = day.center.coordinator
    assert supervision.read(cora) is None
    for tried in (lambda: supervision.add_own(cora, day.meeting, "x"), lambda: supervision.print_agenda(cora),
                  lambda: supervision.move(cora, day.meeting, ItemKind.FLAG, day.flag, 1)):
        with pytest.raises(Problem, match="Build it first"):
            tried()
    build(day)
    with pytest.raises(Problem, match="not on the agenda any more"):
        supervision.move(cora, day.meeting, ItemKind.FLAG, "no-such", 1)


def test_what_was_left_open_is_carried_over_and_counted(day):
    cora = day.center.coordinator
    build(day)
    supervision.add_own(cora, day.meeting, OWN_WORDS)
    supervision.set_minutes(cora, day.meeting, ItemKind.FLAG, day.flag, 12)
    supervision.tick(cora, day.meeting, ItemKind.NOTE, str(day.draft), done=True)

    for weeks in (1, 2):
        day.center.clock.advance(days=7)
        agenda = build(day)
        own = agenda.items[1]
        assert (own.title, own.section, own.carried) == (OWN_WORDS, Section.CARRIED, weeks)
        assert (item(agenda, day.flag).carried, item(agenda, day.flag).minutes) == (weeks, 12)
        assert [one.section for one in agenda.items] == [
            Section.FLAGS, Section.CARRIED, Section.NOTES_TO_WRITE, Section.NOTES_TO_REVIEW]
        assert build(day) == agenda  # building twice in a week carries nothing over twice
    assert item(agenda, day.draft).carried == 1  # ticked in the first week, open again in the second


def test_what_is_settled_is_not_carried_over(day):
    cora = day.center.coordinator
    build(day)
    ref = supervision.add_own(cora, day.meeting, OWN_WORDS).items[-1].ref
    supervision.tick(cora, day.meeting, ItemKind.OWN, ref, done=True)
    flags.acknowledge(cora, day.flag)
    flags.close(cora, day.flag, DECIDED)
    sessions.cosign(cora, day.signed)
    day.center.clock.advance(days=14)
    assert points(supervision.build(cora, meeting_id(1, date(2026, 9, 28)))) == [
        (Section.FLAGS, day.flag), (Section.NOTES_TO_WRITE, str(day.draft))]
    supervision.tick(cora, meeting_id(1, date(2026, 9, 28)), ItemKind.FLAG, day.flag, done=True)
    day.center.clock.advance(days=14)
    assert points(build(day)) == [(Section.NOTES_TO_WRITE, str(day.draft))]


def test_the_wording_follows_the_facts_after_the_agenda_was_built(day):
    cora = day.center.coordinator
    build(day)
    day.center.clock.advance(minutes=4)
    flags.acknowledge(cora, day.flag)
    assert "acknowledged after" in item(supervision.read(cora), day.flag).reason
    assert "not closed yet" in item(supervision.read(cora), day.flag).reason
    flags.close(cora, day.flag, DECIDED)
    assert "closed" in item(supervision.read(cora), day.flag).reason
    sessions.sign(day.center.desks["Otto Other"], day.draft, note())
    assert "Note to review" in item(supervision.read(cora), day.draft).title
    sessions.cosign(cora, day.draft)
    assert "nothing left to do" in item(supervision.read(cora), day.draft).reason


def test_what_an_item_pointed_to_may_be_gone(day):
    cora = day.center.coordinator
    build(day)
    supervision.add_own(cora, day.meeting, OWN_WORDS)
    connection = raw(cora.store.path, cora.keys.store_key)
    connection.execute("DELETE FROM sealed WHERE kind = 'agenda item'")
    connection.execute("DELETE FROM sessions WHERE id = ?", (day.draft,))
    connection.execute("DELETE FROM flags")
    connection.close()
    note, own = supervision.read(cora).items
    assert note.ref == str(day.signed)
    assert "does not match its seal" in own.title  # nothing takes an own item away but who writes past the program


def test_spoiled_records_do_not_keep_the_agenda_closed(day):
    cora = day.center.coordinator
    build(day)
    own = supervision.add_own(cora, day.meeting, OWN_WORDS).items[-1].ref
    connection = raw(cora.store.path, cora.keys.store_key)
    connection.execute("UPDATE sealed SET blob = zeroblob(2000) WHERE kind IN ('flag', 'agenda item')")
    connection.close()
    agenda = build(day)
    assert "does not match its seal" in item(agenda, own).title
    assert item(agenda, day.flag).name == ""
    assert len(agenda.items) == 4


def test_the_printed_agenda_names_nobody_and_the_printing_is_recorded(day):
    cora = day.center.coordinator
    build(day)
    before = audit.verify(cora).entries
    printed = supervision.print_agenda(cora)
    assert printed.startswith(b"%PDF-")
    assert audit.verify(cora).entries == before + 1
    assert "agenda:2026-09-14.1" in texts(day)


def test_no_name_and_no_word_of_a_flag_stands_in_the_log(day):
    build(day)
    for word in ("José", "Núñez", FLAG_WORDS, first("red_flags")):
        assert word not in texts(day)


def test_an_item_by_somebody_who_is_no_coordinator_is_not_shown_as_a_coordinators(day):
    build(day)
    ref = supervision.add_own(day.center.coordinator, day.meeting, OWN_WORDS).items[-1].ref
    for desk, body in ((day.center.front, {"text": "forged"}), (day.center.coordinator, {"text": 5})):
        blob = sealing.seal(desk.keys, Binding("agenda item", ref, 1), body, to_author=False)
        connection = raw(day.center.front.store.path, day.center.front.keys.store_key)
        connection.execute("UPDATE sealed SET blob = ? WHERE record = ?", (blob, ref))
        connection.close()
        agenda = supervision.read(day.center.coordinator, day.meeting)
        assert "does not match its seal" in item(agenda, ref).title


def test_a_note_that_was_given_back_stands_on_the_agenda_until_it_is_answered(tmp_path):
    day = worked_center(tmp_path / "returned")
    center, cora = day.center, day.center.coordinator
    note_returns.give_back(cora, day.signed, "Which class?")
    (item,) = [one for one in supervision.build(cora).items if one.ref == str(day.signed)]
    assert (item.title, item.reason) == ("Note given back to P. P.", "Session Monday; given back, not answered")
    assert supervision.news(cora) == 0
    note_addenda.add(center.peer, day.signed, "Biology.")
    (item,) = [one for one in supervision.read(cora).items if one.ref == str(day.signed)]
    assert item.title == "Note to review, by P. P."
    center.admin.close()
