"""Named queries give back what was written, and find the busy few among a million rows through an index."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from tests.store.stores import COORDINATOR, DAY, NOW, PEER, new_store, session, visit, with_people
from wellnessdesk.domain.bundles import Bundle, BundleState, Kind, Recipient, RecipientKey
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.flags import FlagMark, FlagStatus, Urgency
from wellnessdesk.domain.meetings import Group, Meeting, MeetingState, Member, meeting_id
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.domain.visits import Stage
from wellnessdesk.store import (
    bulk,
    bundles,
    center,
    flags,
    meetings,
    people,
    recipients,
    sealed,
    sessions,
    students,
    supervision,
    visits,
)
from wellnessdesk.store.supervision import StoredAgenda, StoredItem

LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def store(tmp_path):
    made = new_store(tmp_path)
    with made.transaction() as tx:
        with_people(tx)
    yield made
    made.close()


@pytest.fixture
def tx(store):
    with store.transaction() as open_transaction:
        yield open_transaction


def plans(store, query):
    """What SQLite says it will do for every statement that `query` runs."""
    seen = []

    @event.listens_for(store._engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, *_rest):
        seen.append((statement, parameters))

    with store.reading() as tx:
        query(tx)
        event.remove(store._engine, "before_cursor_execute", note)
        connection = tx.session.connection()
        return " | ".join(row[3] for statement, parameters in seen
                          for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))


@pytest.mark.parametrize(("index", "query"), [
    ("ix_audit_bundles", bundles.log_entries),
    ("ix_visits_day", lambda tx: visits.still_here(tx, DAY)),
    ("ix_visits_day", lambda tx: visits.of_day(tx, DAY, 30)),
    ("ix_visits_student", lambda tx: visits.open_of_student(tx, 1, DAY)),
    ("ix_visits_day", lambda tx: visits.counts(tx, DAY, DAY)),
    ("ix_sessions_unfinished", sessions.unwritten),
    ("ix_sessions_unfinished", sessions.to_review),
    ("ix_sessions_peer", lambda tx: sessions.of_peer(tx, PEER, DAY)),
    ("ix_sessions_visit", lambda tx: sessions.of_visit(tx, 1)),
    ("ix_sessions_day", lambda tx: sessions.counts(tx, DAY, DAY)),
    ("ix_flags_open", flags.not_closed),
    ("ix_flags_day", lambda tx: flags.counts(tx, DAY, DAY)),
    ("ix_flags_open", lambda tx: flags.raised_or_open(tx, DAY)),
])
def test_the_busy_queries_go_through_their_index(store, index, query):
    plan = plans(store, query)
    assert index in plan
    for table in ("visits", "sessions", "flags"):
        assert f"SCAN {table} |" not in f"{plan} |"


def test_the_control_a_query_without_an_index_is_seen(store):
    assert "SCAN" in plans(store, lambda tx: tx.session.connection().exec_driver_sql(
        "SELECT * FROM visits WHERE reason = ?", ("x",)))


def test_a_visit_goes_through_its_stages(tx):
    number = visit(tx)
    assert [one.stage for one in visits.still_here(tx, DAY)] == [Stage.WAITING]
    visits.hand_over(tx, number, PEER, LATER)
    found = visits.get(tx, number)
    assert (found.stage, found.peer, found.handed_at) == (Stage.WITH_PEER, "Pia Peer", LATER)
    assert visits.open_of_student(tx, 1, DAY) == number
    visits.leave(tx, number, LATER)
    assert visits.still_here(tx, DAY) == []
    here, left, count = visits.of_day(tx, DAY, 5)
    assert (here, [one.stage for one in left], count) == ([], [Stage.LEFT], 1)
    assert visits.open_of_student(tx, 1, DAY) is None
    visits.remove(tx, number)
    visits.remove(tx, number)
    assert visits.get(tx, number) is None


def test_a_day_tells_who_is_here_by_arrival_and_the_newest_departures_and_counts_the_others(tx):
    numbers = [visit(tx, student) for student in (1, 2, 3, 1, 2)]
    for minutes, number in enumerate((numbers[2], numbers[0], numbers[3])):
        visits.leave(tx, number, LATER + timedelta(minutes=minutes // 2))  # two of them at once
    here, left, count = visits.of_day(tx, DAY, 2)
    assert [one.id for one in here] == [numbers[1], numbers[4]]
    assert ([one.id for one in left], count) == ([numbers[3], numbers[2]], 3)


def test_yesterdays_visits_are_not_todays(tx):
    visit(tx, day=DAY - timedelta(days=1))
    assert visits.still_here(tx, DAY) == []
    assert visits.of_day(tx, DAY, 30) == ([], [], 0)
    assert visits.first_day(tx) == DAY - timedelta(days=1)


def test_visits_are_counted_by_category_and_students_once(tx):
    for student in (1, 1, 2):
        visit(tx, student)
    visit(tx, 3, DAY + timedelta(days=1))
    assert visits.counts(tx, DAY, DAY) == [("10", "walk_in", "take_a_break", 3)]
    assert visits.students_by_grade(tx, DAY, DAY) == {"10": 2}
    assert visits.first_day(tx) == DAY


def test_a_session_ends_with_its_visit_and_comes_back_with_it_unless_it_was_signed(tx):
    number = visit(tx)
    one = session(tx, number)
    sessions.end_of_visit(tx, number, LATER)
    assert sessions.of_visit(tx, number).ended_at == LATER
    sessions.reopen_of_visit(tx, number, LATER)
    assert sessions.get(tx, one).ended_at is None
    sessions.end_of_visit(tx, number, LATER)
    sessions.set_note(tx, one, NoteState.SIGNED, signed_at=LATER)
    sessions.reopen_of_visit(tx, number, LATER)
    assert sessions.get(tx, one).ended_at == LATER


def test_only_a_session_without_a_note_can_be_taken_back(tx):
    one, other = session(tx), session(tx)
    sessions.set_note(tx, other, NoteState.DRAFT)
    sessions.remove(tx, one)
    sessions.remove(tx, other)
    assert (sessions.get(tx, one), sessions.get(tx, other).note) == (None, NoteState.DRAFT)
    assert sessions.of_visit(tx, 99) is None


def test_sessions_are_found_by_how_far_their_note_is(tx):
    made = {state: session(tx) for state in NoteState}
    for state, number in made.items():
        sessions.set_note(tx, number, state, ended_at=LATER)
        sessions.set_service(tx, number, "tutoring", 1)
    going_on = session(tx)
    assert {one.id for one in sessions.unwritten(tx)} == {made[NoteState.TO_WRITE], made[NoteState.DRAFT]}
    assert [one.id for one in sessions.to_review(tx)] == [made[NoteState.SIGNED]]
    tomorrow = DAY + timedelta(days=1)
    assert {one.id for one in sessions.of_peer(tx, PEER, tomorrow)} == {
        made[NoteState.TO_WRITE], made[NoteState.DRAFT], made[NoteState.RETURNED], going_on}
    assert len(sessions.of_peer(tx, PEER, DAY)) == len(NoteState) + 1
    assert sessions.of_peer(tx, COORDINATOR, DAY) == []
    assert sessions.counts(tx, DAY, DAY) == [("", 0, 1), ("tutoring", 1, len(NoteState))]


def mark(number, urgency=Urgency.SAME_DAY):
    return FlagMark(id=f"f{number}", urgency=urgency, status=FlagStatus.RAISED,
                    raised_at=NOW + timedelta(minutes=number))


def test_a_flag_goes_through_its_stages(tx):
    for number in (2, 1):
        flags.add(tx, mark(number), DAY, None)
    assert [one.id for one in flags.not_closed(tx)] == ["f1", "f2"]
    flags.acknowledge(tx, "f1", COORDINATOR, LATER, b"index")
    assert flags.get(tx, "f1") == replace(mark(1), status=FlagStatus.ACKNOWLEDGED, acknowledged_at=LATER)
    flags.close(tx, "f1", LATER)
    assert flags.get(tx, "f1").status is FlagStatus.CLOSED
    assert [one.id for one in flags.not_closed(tx)] == ["f2"]
    assert [one.id for one in flags.raised_or_open(tx, DAY)] == ["f1", "f2"]
    assert [one.id for one in flags.raised_or_open(tx, DAY + timedelta(days=1))] == ["f2"]
    assert flags.counts(tx, DAY, DAY) == {("same_day", "closed"): 1, ("same_day", "raised"): 1}
    assert flags.get(tx, "none") is None


def test_a_sealed_record_is_written_once_a_draft_again_and_again(tx):
    sealed.put(tx, "draft", "1", 0, b"one")
    sealed.put(tx, "draft", "1", 0, b"two")
    sealed.add(tx, "note", "1", 1, b"note")
    assert sealed.get(tx, "draft", "1", 0) == b"two"
    assert (sealed.count(tx, "draft"), sealed.count(tx, "note")) == (1, 1)
    sealed.remove(tx, "draft", "1")
    assert sealed.get(tx, "draft", "1", 0) is None
    with pytest.raises(Exception, match="UNIQUE"):
        sealed.add(tx, "note", "1", 1, b"another")


def test_a_center_and_the_newest_directory_are_remembered(tx):
    made = Center(id="c", name="Oak", school="Oak High", time_zone="America/Denver")
    center.add(tx, made, directory_serial=1)
    center.set_directory_serial(tx, 4)
    assert (center.get(tx), center.directory_serial(tx)) == (made, 4)
    with pytest.raises(Exception, match="UNIQUE"):
        center.add(tx, replace(made, id="d"), directory_serial=1)


def test_people_are_found_by_id_and_role(tx):
    assert [one.name for one in people.everybody(tx)] == ["Cora", "Pia Peer"]
    assert [one.id for one in people.in_role(tx, Role.PEER)] == [PEER]
    assert people.get(tx, "nobody") is None


def test_a_roster_changes_its_own_facts_and_leaves_the_centers(tx):
    students.change_many(tx, [{"id": 1, "grade": "11", "roster_preferred": "Annie", "preferred_given": "X"}])
    students.change_many(tx, [{"id": 2, "active": False}])
    students.add_many(tx, [])
    first = students.get(tx, 1)
    assert (first.grade, first.preferred_given, first.name) == ("11", "Annie", "Annie Doe")
    assert {one.id for one in students.everybody(tx, active_only=True)} == {1, 3}
    assert [preferred for _student, preferred in students.with_roster_names(tx)] == ["Annie", "", ""]
    assert students.get(tx, 99) is None


def item(ref, **changes):
    return replace(StoredItem(section="own", kind="own", ref=ref, minutes=3, carried=0, state="open"), **changes)


def group(tx):
    return meetings.add_group(tx, Group(name="Monday", starts_on=DAY, members=(
        Member(person=COORDINATOR, leads=True, since=DAY), Member(person=PEER, since=DAY))))


def meeting(tx, day, number=1, state=MeetingState.PREPARED):
    made = Meeting(id=meeting_id(number, day), group=number, name="", day=day, starts=900, minutes=60, state=state)
    meetings.keep(tx, made)
    return made.id


def test_an_agenda_is_kept_whole_and_in_order(tx):
    group(tx)
    monday = meeting(tx, DAY)
    assert supervision.get(tx, monday) is None
    supervision.put(tx, StoredAgenda(monday, DAY, NOW, COORDINATOR, (item("a"), item("b"))))
    assert supervision.change_item(tx, monday, "own", "a", state="talked")
    assert not supervision.change_item(tx, monday, "own", "c", state="talked")
    assert supervision.get(tx, monday).items == (item("a", state="talked"), item("b"))
    supervision.put(tx, StoredAgenda(monday, DAY, LATER, COORDINATOR, (item("b", written=True, seconds=9),)))
    assert supervision.get(tx, monday) == StoredAgenda(
        monday, DAY, LATER, COORDINATOR, (item("b", written=True, seconds=9),))
    assert supervision.last_before(tx, 1, DAY) == ()
    assert supervision.last_before(tx, 2, DAY + timedelta(days=14)) == ()
    assert supervision.last_before(tx, 1, DAY + timedelta(days=14)) == (item("b", written=True, seconds=9),)
    supervision.put(tx, StoredAgenda(monday, DAY, LATER, COORDINATOR, ()))
    assert supervision.get(tx, monday).items == ()


def test_what_was_brought_to_meetings_that_came_to_nothing_is_handed_on_with_the_last_agenda(tx):
    group(tx)
    first, second = meeting(tx, DAY), meeting(tx, DAY + timedelta(days=7))
    supervision.append(tx, first, item("early.p"))
    assert supervision.get(tx, first) is None
    assert supervision.last_before(tx, 1, DAY + timedelta(days=7)) == (item("early.p", placed=False),)
    supervision.put(tx, StoredAgenda(first, DAY, NOW, COORDINATOR, (item("early.p"), item("b"))))
    supervision.append(tx, second, item("late.p"))
    supervision.append(tx, second, item("later.p"))
    handed = supervision.last_before(tx, 1, DAY + timedelta(days=14))
    assert handed == (item("early.p"), item("b"), item("late.p", placed=False), item("later.p", placed=False))
    brought = supervision.brought(tx, ".p", DAY + timedelta(days=7))
    assert [(one, kept.ref) for one, _day, kept in brought] == [(second, "late.p"), (second, "later.p")]
    supervision.remove(tx, second, "own", "late.p")
    assert [kept.ref for _one, _day, kept in supervision.brought(tx, ".p", DAY)] == ["later.p", "early.p"]


def test_a_missed_meeting_hands_on_its_agenda_and_is_no_day_since_when_something_happened(tx):
    group(tx)
    held = meeting(tx, DAY, state=MeetingState.SIGNED)
    missed = meeting(tx, DAY + timedelta(days=7), state=MeetingState.MISSED)
    for one, day in ((held, DAY), (missed, DAY + timedelta(days=7))):
        supervision.put(tx, StoredAgenda(one, day, NOW, COORDINATOR, (item(one),)))
    prepared, then = meeting(tx, DAY + timedelta(days=14)), DAY + timedelta(days=21)
    supervision.put(tx, StoredAgenda(prepared, DAY + timedelta(days=14), NOW, COORDINATOR, (item(prepared),)))
    assert supervision.last_before(tx, 1, DAY + timedelta(days=14)) == (item(missed),)
    assert supervision.held_before(tx, 1, DAY + timedelta(days=14)) == DAY
    assert supervision.held_before(tx, 1, then) == DAY, "one that was only prepared was not held"


def test_who_left_a_group_and_came_back_was_in_it_twice(tx):
    number = group(tx)
    meetings.end_member(tx, number, PEER, DAY + timedelta(days=7))
    meetings.add_member(tx, number, Member(person=PEER, since=DAY + timedelta(days=21)))
    (kept,) = meetings.groups(tx)
    assert [week for week in range(5) if PEER in {one.person for one in kept.on(DAY + timedelta(weeks=week))}] == [
        0, 3, 4]
    meetings.end_member(tx, number, PEER, DAY + timedelta(days=21))
    assert [one.until for one in meetings.groups(tx)[0].members if one.person == PEER] == [DAY + timedelta(days=7)]


def bundle(number, to, state=BundleState.WRITTEN):
    return Bundle(id=f"b{number}", sequence=number, recipient=to, period="2026-09", purpose="p", file_name="f.age",
                  hash=f"hash{number}", previous_hash="", written_at=NOW + timedelta(days=number),
                  written_by=COORDINATOR, state=state)


def test_bundles_are_numbered_without_a_gap_for_each_recipient(tx):
    one, other = (Recipient(id=key, name=key) for key in ("r1", "r2"))
    for to in (one, other):
        recipients.add(tx, to, NOW, COORDINATOR)
        recipients.add_key(tx, to.id, RecipientKey(id=to.id, age_key=to.id, fingerprint="", added_at=NOW), COORDINATOR)
    assert (bundles.next_sequence(tx, ["r1"]), bundles.last_hash(tx, ["r1"])) == (1, "")
    bundles.add(tx, bundle(1, one), "/stick/f.age", "")
    bundles.add(tx, replace(bundle(2, one, BundleState.PENDING), hash=""), "/stick/g.age", "/own/g.age")
    assert bundles.pending(tx) == [("b2", "/stick/g.age", "", 0, "/own/g.age")]
    assert bundles.next_sequence(tx, ["r1"]) == 2, "what never was whole takes no number"
    bundles.stage(tx, "b2", "hash2", 70)
    assert bundles.pending(tx) == [("b2", "/stick/g.age", "hash2", 70, "/own/g.age")]
    assert (bundles.next_sequence(tx, ["r1"]), bundles.last_hash(tx, ["r1"])) == (3, "hash2")
    bundles.settle(tx, "b2", BundleState.ABANDONED, "")
    assert bundles.pending(tx) == []
    assert (bundles.next_sequence(tx, ["r1"]), bundles.last_hash(tx, ["r1"])) == (2, "hash1")
    assert bundles.next_sequence(tx, ["r2"]) == 1
    known = {to.id: to for to in recipients.everybody(tx, str.upper)}
    assert [one.id for one in bundles.history(tx, known)] == ["b2", "b1"]
    assert bundles.history(tx, known)[1].file_name == "f.age"
    assert [(to.id, to.kinds, [key.fingerprint for key in to.keys]) for to in known.values()] == [
        ("r1", (Kind.AGGREGATE,), ["R1"]), ("r2", (Kind.AGGREGATE,), ["R2"])]


def test_a_made_up_center_is_written_in_whole_lists(tx):
    bulk.add(tx, "visits", [])
    bulk.add(tx, "sealed", [{"kind": "note", "record": str(n), "version": 1, "blob": b"x"} for n in range(3)])
    assert sealed.count(tx, "note") == 3


def test_its_indexes_are_made_anew_the_same_as_they_were(tx):
    every = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name")
    before = tx.session.execute(every).all()
    with bulk.without_indexes(tx):
        left = {name for name, _sql in tx.session.execute(every)}
        sealed.add(tx, "note", "1", 1, b"x")
    assert {"ix_visits_student", "ix_sessions_peer", "ix_flags_open"}.isdisjoint(left)
    assert "sqlite_autoindex_sealed_1" in left
    assert tx.session.execute(every).all() == before
    assert tx.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
