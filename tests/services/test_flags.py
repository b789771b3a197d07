"""Red flags: everybody sees that an adult is needed, only coordinators what it is about; none closes half-decided."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.centers import FLAG_WORDS, first, handed_over
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.flag_steps import DECISIONS, StepKind
from wellnessdesk.domain.flags import Closing, FlagStatus, Urgency
from wellnessdesk.services import flags, visits
from wellnessdesk.services.flags import FLAG, NotYetComplete
from wellnessdesk.store import sessions
from wellnessdesk.vault import sealed_entries, sealing
from wellnessdesk.vault.sealing import Binding

DECIDED = Closing(disposition="talked with them", notify_caregiver=False, notify_reason="asked not to",
                  reported=False, outcome="calm")


@pytest.fixture
def session(center):
    return handed_over(center, 1, center.peer)


def raised(center, session, urgency=Urgency.SAME_DAY, desk=None):
    return flags.raise_flag(desk or center.peer, session, kind=first("red_flags"), urgency=urgency, words=FLAG_WORDS)


def in_the_file(center, query, *values):
    connection = raw(center.front.store.path, center.front.keys.store_key)
    found = connection.execute(query, values).fetchone()
    connection.close()
    return found


def blind(center, mark, student="1"):
    blob = in_the_file(center, "SELECT blob FROM sealed WHERE kind = 'flag' AND record = ?", mark.id)[0]
    return sealing.blind(center.coordinator.keys, student, mark.id, blob)


def test_a_raised_flag_tells_everybody_that_an_adult_is_needed_and_nothing_else(center, session):
    mark = raised(center, session)
    for desk in center.desks.values():
        assert flags.adult_needed(desk) == [mark]
    assert (mark.status, mark.raised_at) == (FlagStatus.RAISED, center.clock.now())


def test_coordinators_see_what_it_is_about(center, session):
    mark = raised(center, session)
    (flag,) = flags.not_closed(center.coordinator)
    assert (flag.mark, flag.kind, flag.words) == (mark, first("red_flags"), FLAG_WORDS)
    assert (flag.student, flag.student_id, flag.initials) == ("José Núñez", 1, "J. N.")
    assert (flag.raised_by, flag.session_id) == ("Pia Peer", session)


def test_a_peer_raises_flags_of_their_own_sessions_only(center, session):
    with pytest.raises(Denied, match="another Wellness Peer"):
        raised(center, session, desk=center.desks[SECOND_PEER])
    with pytest.raises(Problem, match="not there any more"):
        raised(center, 999)
    assert flags.adult_needed(center.front) == []


def test_a_coordinator_may_raise_one_about_any_session_and_it_is_indexed_at_once(center, session):
    mark = raised(center, session, desk=center.coordinator)
    assert flags.not_closed(center.coordinator)[0].raised_by == "Cora Coordinator"
    index = in_the_file(center, "SELECT student_index FROM flags WHERE id = ?", mark.id)[0]
    assert index == blind(center, mark)


def test_the_most_urgent_come_first_and_among_them_the_oldest(center, session):
    made = []
    for urgency in (Urgency.NEXT_SUPERVISION, Urgency.SAME_DAY, Urgency.IMMEDIATE, Urgency.IMMEDIATE):
        made.append(raised(center, session, urgency).id)
        center.clock.advance(minutes=1)
    shown = [flag.mark.id for flag in flags.not_closed(center.coordinator)]
    assert shown == [made[2], made[3], made[1], made[0]]
    assert [mark.id for mark in flags.adult_needed(center.front)] == made


def test_who_takes_a_flag_on_and_when_is_kept_and_nobody_else_is_called_for_it(center, session):
    mark = raised(center, session)
    assert in_the_file(center, "SELECT student_index FROM flags")[0] is None
    center.clock.advance(minutes=6)
    flag = flags.acknowledge(center.coordinator, mark.id)
    assert (flag.mark.status, flag.mark.acknowledged_at) == (FlagStatus.ACKNOWLEDGED, center.clock.now())
    assert flag.mark.acknowledged_at - flag.mark.raised_at == timedelta(minutes=6)
    assert flags.adult_needed(center.front) == []
    assert in_the_file(center, "SELECT acknowledged_by, student_index FROM flags") == (
        center.coordinator.person.id, blind(center, mark))


def test_a_flag_is_taken_on_once(center, session):
    mark = raised(center, session)
    flags.acknowledge(center.coordinator, mark.id)
    with pytest.raises(Problem, match="already has this flag"):
        flags.acknowledge(center.coordinator, mark.id)
    with pytest.raises(Problem, match="not there any more"):
        flags.acknowledge(center.coordinator, "no-such-flag")


@pytest.mark.parametrize(("gap", "said"), [
    ({"disposition": " "}, "what you did"), ({"notify_caregiver": None}, "whether a caregiver"),
    ({"notify_reason": ""}, "the reason"), ({"reported": None}, "an agency"), ({"outcome": "\n"}, "how it ended")])
def test_a_flag_does_not_close_while_a_decision_is_missing(center, session, gap, said):
    mark = raised(center, session)
    flags.acknowledge(center.coordinator, mark.id)
    half = Closing(**{name: gap.get(name, getattr(DECIDED, name)) for name in Closing.__slots__})
    with pytest.raises(NotYetComplete, match=said) as told:
        flags.close(center.coordinator, mark.id, half)
    assert len(str(told.value).splitlines()) == 1
    assert flags.not_closed(center.coordinator)[0].mark.status is FlagStatus.ACKNOWLEDGED


def test_a_flag_nobody_took_on_does_not_close(center, session):
    mark = raised(center, session)
    with pytest.raises(NotYetComplete, match="Acknowledge the flag first"):
        flags.close(center.coordinator, mark.id, DECIDED)


def test_a_closed_flag_is_off_the_list_with_each_decision_a_sealed_step(center, session):
    mark = raised(center, session)
    flags.acknowledge(center.coordinator, mark.id)
    flags.close(center.coordinator, mark.id, DECIDED)
    assert flags.not_closed(center.coordinator) == []
    life = flags.life(center.coordinator, mark.id)
    assert life.closing == DECIDED
    assert [written.step.kind for written in life.steps] == [*DECISIONS, StepKind.CLOSED]
    assert {(written.by, written.at) for written in life.steps} == {("Cora Coordinator", center.clock.now())}
    with pytest.raises(Problem, match="already closed"):
        flags.close(center.coordinator, mark.id, DECIDED)


def test_the_log_tells_coordinators_who_raised_a_flag_and_nobody_else(center, session):
    mark = raised(center, session)
    actor, action, subject, detail, made, signature = in_the_file(
        center, "SELECT actor, action, subject, detail, hash, signature FROM audit ORDER BY sequence DESC LIMIT 1")
    assert (actor, action, subject) == ("", "sealed", "")
    keys = center.coordinator.keys
    blob = in_the_file(center, "SELECT blob FROM sealed WHERE kind = 'flag'")[0]
    assert sealed_entries.words(keys, detail) == (
        f"flag.raise flag:{mark.id} same_day:{hashlib.blake2b(blob, digest_size=32).hexdigest()}")
    assert sealed_entries.signer(keys, made, signature) == center.peer.person.id


def seal_anew(center, mark, body):
    """What a peer with an SQL shell can put in place of a flag they raised."""
    blob = sealing.seal(center.peer.keys, Binding(FLAG, mark.id, 1), body)
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE sealed SET blob = ? WHERE kind = 'flag' AND record = ?", (blob, mark.id))
    connection.close()


GOOD = {"student": 1, "session": 1, "kind": "x", "words": "y"}


@pytest.mark.parametrize("body", [
    None, {}, {**GOOD, "student": "somebody"}, {**GOOD, "student": 999}, {**GOOD, "session": None},
    {**GOOD, "student": 10**30}, {**GOOD, "session": 10**30}, {**GOOD, "student": -1}, {**GOOD, "student": [1]},
    {**GOOD, "kind": 5}, {**GOOD, "words": None}])
def test_a_spoiled_flag_still_calls_an_adult_and_hides_no_other(center, session, body):
    """Whoever spoils one record must not be able to keep coordinators from every flag there is."""
    spoiled = raised(center, session, Urgency.IMMEDIATE)
    center.clock.advance(minutes=1)
    good = raised(center, session)
    if body is None:
        connection = raw(center.front.store.path, center.front.keys.store_key)
        connection.execute("DELETE FROM sealed WHERE kind = 'flag' AND record = ?", (spoiled.id,))
        connection.close()
    else:
        seal_anew(center, spoiled, body)

    one, other = flags.not_closed(center.coordinator)
    assert (one.mark.id, one.student_id, one.student) == (spoiled.id, 0, "")
    assert "does not match its seal" in one.words
    assert (other.mark.id, other.words) == (good.id, FLAG_WORDS)

    taken = flags.acknowledge(center.coordinator, spoiled.id)
    assert taken.mark.status is FlagStatus.ACKNOWLEDGED
    assert in_the_file(center, "SELECT student_index FROM flags WHERE id = ?", spoiled.id)[0] is None
    flags.close(center.coordinator, spoiled.id, DECIDED)


def put_in(center, desk, flag, student, session):
    """What anybody with the store key and an SQL shell can do: a flag no service wrote."""
    body = {"student": student, "session": session, "kind": first("red_flags"), "words": "forged"}
    blob = sealing.seal(desk.keys, Binding(FLAG, flag, 1), body)
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("INSERT INTO flags (id, urgency, status, day, raised_at) VALUES (?, 'same_day', 'raised',"
                       " '2026-09-14', 1)", (flag,))
    connection.execute("INSERT INTO sealed (id, kind, record, version, blob) VALUES (?, 'flag', ?, 1, ?)",
                       (len(flag), flag, blob))
    connection.close()


def test_a_forged_flag_does_not_make_a_coordinator_tell_whose_flag_another_one_is(center, session):
    """Whoever may write the file chooses the student, waits for a coordinator and compares the indices."""
    mark = raised(center, session)
    flags.acknowledge(center.coordinator, mark.id)
    put_in(center, center.front, "f", 1, session)
    taken = flags.acknowledge(center.coordinator, "f")
    assert (taken.student, taken.mark.status) == ("", FlagStatus.ACKNOWLEDGED)
    assert in_the_file(center, "SELECT student_index FROM flags WHERE id = 'f'") == (None,)

    other = raised(center, session)
    flags.acknowledge(center.coordinator, other.id)
    assert in_the_file(center, "SELECT count(DISTINCT student_index), count(student_index) FROM flags") == (2, 2)


@pytest.mark.parametrize(("student", "whose"), [(1, SECOND_PEER), (2, "Pia Peer")])
def test_a_flag_its_session_does_not_bear_out_is_shown_with_that_doubt_and_not_indexed(center, session, student, whose):
    put_in(center, center.desks[whose], "f", student, session)
    (flag,) = flags.not_closed(center.coordinator)
    assert (flag.student_id, flag.raised_by, flag.session_id) == (student, whose, None)
    assert flag.words.startswith("The session this flag names is not one of this student")
    assert flag.words.endswith("forged")
    flags.acknowledge(center.coordinator, "f")
    assert in_the_file(center, "SELECT student_index FROM flags") == (None,)


def test_a_flag_stays_its_students_when_the_hand_over_is_taken_back(center, session):
    """Nobody but coordinators knows of it, so nothing can keep the front desk from that."""
    raised(center, session)
    with center.peer.reading() as tx:
        visit = sessions.get(tx, session).visit_id
    visits.undo(center.front, visit)
    (flag,) = flags.not_closed(center.coordinator)
    assert (flag.student, flag.raised_by) == ("José Núñez", "Pia Peer")
    assert flag.words.endswith(FLAG_WORDS)


@pytest.mark.parametrize("spoil", [
    "UPDATE flags SET urgency = 'x' WHERE id = ?", "UPDATE flags SET day = 'x' WHERE id = ?",
    "UPDATE flags SET raised_at = 'x' WHERE id = ?", "UPDATE flags SET raised_at = 9e18 WHERE id = ?",
    "UPDATE flags SET status = cast(x'ff' AS text) WHERE id = ?",
    "UPDATE flags SET id = cast(x'ff' AS text) WHERE id = ?",
    "UPDATE sealed SET blob = 'text' WHERE record = ?", "UPDATE sealed SET blob = 5 WHERE record = ?",
    "UPDATE students SET given = cast(x'ff' AS text) WHERE id = 1 AND ? > ''",
    "UPDATE people SET name = cast(x'ff' AS text) WHERE role = 'peer' AND ? > ''",
    "UPDATE sessions SET note = 'x' WHERE ? > ''", "UPDATE sessions SET started_at = 9e18 WHERE ? > ''"])
def test_one_spoiled_cell_hides_no_flag(center, session, spoil):
    mark = raised(center, session)
    good = raised(center, session)
    connection = raw(center.front.store.path, center.front.keys.store_key)
    assert connection.execute(spoil, (mark.id,)).rowcount
    connection.close()
    shown = {flag.mark.id for flag in flags.not_closed(center.coordinator)}
    assert len(shown) == 2
    assert good.id in shown
    assert len(flags.adult_needed(center.front)) == 2


def test_a_name_that_cannot_be_read_spoils_the_flags_about_its_student_and_no_other(center, session):
    raised(center, session)
    other = raised(center, handed_over(center, 2, center.peer))
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE students SET given = cast(x'ff' AS text) WHERE id = 1")
    connection.close()
    assert {flag.student_id: flag.mark.id for flag in flags.not_closed(center.coordinator) if flag.student_id} == {
        2: other.id}


def questions(center, look):
    """How many statements `look` sends to the database."""
    sent = []
    event.listen(center.coordinator.store._engine, "before_cursor_execute", lambda *asked: sent.append(asked[2]))
    look()
    return len(sent)


def test_many_flags_are_opened_with_as_many_questions_as_one(center, session):
    raised(center, session)
    one = questions(center, lambda: flags.not_closed(center.coordinator))
    for student in (2, 3):
        raised(center, handed_over(center, student, center.peer))
    assert [flag.student_id for flag in flags.not_closed(center.coordinator)] == [1, 2, 3]
    assert questions(center, lambda: flags.not_closed(center.coordinator)) == one


def test_records_that_cannot_be_read_at_all_are_not_taken_for_a_spoiled_flag(center, session):
    raised(center, session)
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("ALTER TABLE sealed RENAME TO elsewhere")
    connection.close()
    with pytest.raises(Exception, match="no such table"):
        flags.not_closed(center.coordinator)
