"""A session is marked to be talked about: by whom it may be, who reads why, and that the mark tells nothing else."""

from datetime import timedelta

import pytest

from tests.centers import handed_over, worked_center
from tests.store.stores import raw
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.supervision import ItemKind, Section
from wellnessdesk.services import audit, peers, session_marks, supervision, visits

WORDS = "velvet otter"


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    visits.check_out(made.center.front, visits.queue(made.center.front).with_peer[-1].id)
    yield made
    made.center.admin.close()


def of_sessions(agenda):
    return {item.ref: item for item in agenda.items if item.kind is ItemKind.SESSION}


def build(day):
    return supervision.build(day.center.coordinator)


def tick(day, session):
    meeting = supervision.read(day.center.coordinator).meeting.id
    supervision.tick(day.center.coordinator, meeting, ItemKind.SESSION, str(session), done=True)


def test_a_peer_marks_a_session_of_their_own_and_it_stands_on_the_next_agenda_with_the_reason(day):
    session_marks.mark(day.center.peer, day.signed, f"  {WORDS}\n")
    item = of_sessions(build(day))[str(day.signed)]
    assert (item.section, item.name) == (Section.SESSIONS, "José Núñez")
    (why,) = item.why
    assert (why.rule, why.fact, why.private) == ("session_marked", "marked by P. P.", f"“{WORDS}”")
    assert WORDS not in item.title + item.reason + item.who


def test_no_peer_marks_anothers_session_and_nobody_else_marks_any(day):
    with pytest.raises(Denied):
        session_marks.mark(day.center.peer, day.draft, WORDS)
    with pytest.raises(Denied):
        session_marks.own(day.center.peer, day.draft)
    for desk in (day.center.front, day.center.admin):
        with pytest.raises(Denied):
            session_marks.mark(desk, day.signed, WORDS)
    assert of_sessions(build(day)) == {}


def test_each_sees_only_their_own_mark_and_the_coordinators_agenda_has_both(day):
    session_marks.mark(day.center.peer, day.signed, WORDS)
    session_marks.mark(day.center.coordinator, day.signed, "for the coordinators")
    assert session_marks.own(day.center.peer, day.signed).words == WORDS
    assert session_marks.own(day.center.coordinator, day.signed).words == "for the coordinators"
    assert len(of_sessions(build(day))[str(day.signed)].why) == 2


def test_what_a_coordinator_wants_of_a_session_is_not_sealed_to_its_peer(day):
    made = session_marks.mark(day.center.coordinator, day.signed, WORDS)
    with day.center.peer.reading() as tx:
        (row,) = session_marks.session_marks.of_sessions(tx, [day.signed])
        assert session_marks.opened(day.center.peer, tx, row, {}).problem
    assert made.words == WORDS


def test_a_mark_is_taken_back_and_set_again_with_other_words(day):
    session_marks.mark(day.center.peer, day.signed, "first")
    session_marks.mark(day.center.peer, day.signed, "second")
    assert session_marks.own(day.center.peer, day.signed).words == "second"
    assert len(of_sessions(build(day))[str(day.signed)].why) == 1
    session_marks.take_back(day.center.peer, day.signed)
    assert session_marks.own(day.center.peer, day.signed) is None
    with pytest.raises(Problem, match="not marked"):
        session_marks.take_back(day.center.peer, day.signed)
    assert of_sessions(build(day)) == {}
    assert audit.verify(day.center.coordinator).sound


def test_a_session_that_was_talked_about_does_not_come_back_until_it_is_marked_again(day):
    session_marks.mark(day.center.peer, day.signed, WORDS)
    build(day)
    tick(day, day.signed)
    assert session_marks.own(day.center.peer, day.signed) is None
    day.center.clock.advance(minutes=60 * 24 * 7)
    assert str(day.signed) not in of_sessions(build(day))
    session_marks.mark(day.center.peer, day.signed, "again")
    assert str(day.signed) in of_sessions(build(day))


def test_a_mark_set_after_the_agenda_was_built_is_not_lost_when_the_item_is_ticked(day):
    session_marks.mark(day.center.peer, day.signed, WORDS)
    build(day)
    day.center.clock.advance(minutes=5)
    session_marks.mark(day.center.coordinator, day.signed, "one thing more")
    tick(day, day.signed)
    assert session_marks.own(day.center.peer, day.signed) is None
    assert session_marks.own(day.center.coordinator, day.signed).words == "one thing more"
    day.center.clock.advance(minutes=60 * 24 * 7)
    assert [why.private for why in of_sessions(build(day))[str(day.signed)].why] == ["“one thing more”"]


def test_a_mark_that_was_not_talked_about_comes_again_and_counts_how_often(day):
    session_marks.mark(day.center.peer, day.signed, WORDS)
    build(day)
    day.center.clock.advance(minutes=60 * 24 * 7)
    assert of_sessions(build(day))[str(day.signed)].carried == 1


def test_neither_the_words_nor_the_moment_of_a_mark_stand_in_the_clear(day):
    now = day.center.clock.now()
    session_marks.mark(day.center.peer, day.signed, WORDS)
    session_marks.take_back(day.center.peer, day.signed)
    connection = raw(day.center.front.store.path, day.center.front.keys.store_key)
    (at, ended), = connection.execute("SELECT at, ended_at FROM session_marks").fetchall()
    entries = connection.execute("SELECT action, subject, detail FROM audit").fetchall()
    blobs = connection.execute("SELECT blob FROM sealed WHERE kind = 'mark'").fetchall()
    connection.close()
    assert not {"mark.set", "mark.end"} & {row[0] for row in entries}
    assert all(WORDS.encode() not in row[0] for row in blobs)
    assert all(abs(now.timestamp() * 1000 - moment) > timedelta(minutes=30).total_seconds() * 1000
               for moment in (at, ended))


def test_words_that_are_too_long_are_refused_and_nothing_is_marked(day):
    with pytest.raises(Problem, match="1,000"):
        session_marks.mark(day.center.peer, day.signed, "x" * 1001)
    assert session_marks.own(day.center.peer, day.signed) is None


@pytest.mark.parametrize("statement", [
    "DELETE FROM session_marks", "UPDATE session_marks SET ended_at = 1", "UPDATE session_marks SET session_id = 2",
    "UPDATE session_marks SET by = (SELECT id FROM people WHERE id <> by LIMIT 1)",
])
def test_a_mark_changed_behind_the_log_is_found(day, statement):
    session_marks.mark(day.center.peer, day.signed, WORDS)
    assert audit.verify(day.center.coordinator).sound
    connection = raw(day.center.front.store.path, day.center.front.keys.store_key)
    assert connection.execute(statement).rowcount == 1
    connection.close()
    assert "marked for supervision" in audit.verify(day.center.coordinator).finding


def test_a_session_of_a_closed_record_cannot_be_marked(day):
    session = handed_over(day.center, 4, day.center.peer)
    peers.declare(day.center.coordinator, day.center.peer.person.id, 4, next(iter(ConflictKind)))
    with pytest.raises(Problem, match="closed to you"):
        session_marks.mark(day.center.peer, session, WORDS)
