"""The kiosk: what it may do and finds, what it cannot, and how it begins and ends."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from nacl.pwhash import argon2id

from tests.kiosks import NUMBERS, begun
from tests.store.stores import raw
from tests.support import NAMES, PASSPHRASE, open_as
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.kiosk import KIOSK, TRIES, WITHIN, Handed, key_of
from wellnessdesk.domain.people import Role
from wellnessdesk.services import adult_calls, audit, kiosk, kiosk_door, opening, people, visits
from wellnessdesk.services.audit import log
from wellnessdesk.services.kiosk import AlreadyHere, Paused, UnknownNumber
from wellnessdesk.services.kiosk_door import NoLongerRunning, NotStaff
from wellnessdesk.services.opening import Newcomer
from wellnessdesk.store import audit as chain
from wellnessdesk.vault import primitives


@pytest.fixture
def desk(center):
    made = begun(center)
    yield made
    made.close()


def shell(center, statement, *values):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    found = connection.execute(statement, values).fetchall()
    connection.close()
    return found


def check_in(desk, student, **more):
    return kiosk.check_in(desk, NUMBERS[student], reason="take_a_break", **more)


def test_it_greets_one_student_by_given_name_and_initial_and_says_no_more(desk):
    guest = kiosk.find(desk, f" {NUMBERS[2]} ")
    assert (guest.shown, guest.here_since) == ("Anna O.", None)
    assert not set(guest.__dataclass_fields__) - {"called", "initial", "here_since"}


def test_a_card_number_finds_them_too_and_a_part_of_a_number_nobody(center, desk):
    shell(center, "INSERT INTO student_facts VALUES (3, '', '', '', '99887766', '{}')")
    assert kiosk.find(desk, "99887766").called == "Minh"
    for wrong in ("9988776", "0002", "20000", "José", "", "%", "2" * 41):
        with pytest.raises(UnknownNumber, match="front desk"):
            kiosk.find(begun(center), wrong)


def test_a_number_that_is_one_students_card_and_anothers_number_is_nobodys(center, desk):
    shell(center, "INSERT INTO student_facts VALUES (3, '', '', '', ?, '{}')", NUMBERS[1])
    with pytest.raises(UnknownNumber):
        kiosk.find(desk, NUMBERS[1])


def test_who_is_not_on_the_roster_any_more_is_not_found(center, desk):
    shell(center, "UPDATE students SET active = 0 WHERE id = 1")
    with pytest.raises(UnknownNumber):
        kiosk.find(desk, NUMBERS[1])


def test_numbers_cannot_be_tried_through_not_even_by_who_knows_one(center, desk):
    for number in range(TRIES):
        with pytest.raises(UnknownNumber):
            kiosk.find(desk, f"77{number}")
        if number < TRIES - 1:
            kiosk.find(desk, NUMBERS[1])
    for act in (lambda: kiosk.find(desk, NUMBERS[1]), lambda: check_in(desk, 1),
                lambda: kiosk.call_adult(desk, NUMBERS[1])):
        with pytest.raises(Paused, match="5 minutes"):
            act()
    kiosk.call_adult(desk)  # a wish for an adult needs no number, and is never put off
    center.clock.advance(minutes=WITHIN.total_seconds() / 60)
    assert kiosk.find(desk, NUMBERS[1]).called == "José"


def test_a_check_in_is_in_the_queue_and_in_the_log_under_the_kiosks_own_name(center, desk):
    made = check_in(desk, 1, feeling=4, language="es")
    waiting = visits.queue(center.front).waiting
    assert [(visit.id, visit.origin, visit.reason) for visit in waiting] == [(made.visit, "self", "take_a_break")]
    assert shell(center, "SELECT feeling, language FROM visits") == [(4, "es")]
    assert shell(center, "SELECT actor, subject FROM audit WHERE action = 'kiosk.check_in'") == [
        (KIOSK, f"visit:{made.visit}")]
    assert audit.verify(center.coordinator).sound
    newest = log.page(center.coordinator).lines[0]
    assert (newest.who, newest.text) == ("Kiosk", f"A student checked in at the kiosk (visit {made.visit}).")


def test_nobody_is_checked_in_twice_wherever_they_were_the_first_time(center, desk):
    visits.check_in(center.front, 1, reason="group", origin="walk_in")
    assert kiosk.find(desk, NUMBERS[1]).here_since == center.clock.now()
    with pytest.raises(AlreadyHere, match="^You are checked in since"):
        check_in(desk, 1)
    check_in(desk, 2)
    with pytest.raises(AlreadyHere):
        check_in(desk, 2)


@pytest.mark.parametrize("wrong", [{"feeling": 0}, {"feeling": 6}, {"reason": "made_up"}])
def test_what_no_picture_stands_for_is_not_written(center, desk, wrong):
    with pytest.raises(Problem, match="pictures"):
        kiosk.check_in(desk, NUMBERS[1], **{"reason": "group", **wrong})
    assert visits.queue(center.front).waiting == ()


def test_who_asks_for_an_adult_is_checked_in_with_it_and_called_once(center, desk):
    kiosk.call_adult(desk, NUMBERS[1])
    kiosk.call_adult(desk, NUMBERS[1])
    assert [visit.reason for visit in visits.queue(center.front).waiting] == ["meet_coordinator"]
    assert len(adult_calls.waiting(center.peer)) == 1
    check_in(desk, 2)
    kiosk.call_adult(desk, NUMBERS[2])
    kiosk.call_adult(desk)
    kiosk.call_adult(desk)
    assert len(adult_calls.waiting(center.front)) == 3
    assert audit.verify(center.coordinator).sound


def test_an_adult_answers_all_who_wait_and_a_peer_is_none(center, desk):
    since = center.clock.now()
    kiosk.call_adult(desk, NUMBERS[1])
    center.clock.advance(minutes=3)
    kiosk.call_adult(desk)
    assert adult_calls.waiting(center.peer)[0] == since
    with pytest.raises(Denied):
        adult_calls.answer(center.peer)
    assert adult_calls.answer(center.front) == 2
    assert adult_calls.answer(center.coordinator) == 0
    assert adult_calls.waiting(center.front) == []
    kiosk.call_adult(desk)  # the next one is heard again
    assert len(adult_calls.waiting(center.front)) == 1
    assert audit.verify(center.admin).sound


def test_the_sound_is_the_centers_and_goes_with_what_is_handed_on(center):
    assert not kiosk.start(center.front).sound
    adult_calls.set_sound(center.admin, True)
    assert kiosk.start(center.front, "HDMI-1").sound
    adult_calls.set_sound(center.admin, False)
    assert not adult_calls.sound(center.peer)
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_an_adult_starts_it_and_the_entry_names_its_key(center, role):
    handed = kiosk.start(center.desk(role))
    actor, detail = shell(center, "SELECT actor, detail FROM audit WHERE action = 'kiosk.start'")[0]
    assert actor == handed.by == center.desk(role).person.id
    assert key_of(detail) == primitives.sign_public(handed.seed)
    assert audit.verify(center.coordinator).sound


def test_what_is_handed_on_holds_nobodys_keys_and_comes_back_as_it_was(center):
    handed = kiosk.start(center.coordinator, "HDMI-1")
    assert Handed.unpacked(handed.packed()) == handed
    held = center.coordinator.keys
    theirs = [held.identity.box_private, held.identity.sign_seed, held.center_seed, *held.role_privates.values()]
    assert not any(key.hex() in handed.packed().decode() for key in theirs)
    for spoiled in (b"", b"{}", b"[]", b'{"store_key": 1}', b'{"store_key": "xy"}'):
        with pytest.raises(ValueError):  # noqa: PT011 - of our own raising
            Handed.unpacked(spoiled)


def test_a_kiosk_that_was_ended_does_not_come_back(center, desk):
    handed = kiosk.start(center.front)
    with pytest.raises(NoLongerRunning):
        kiosk_door.open_kiosk(center.folder, replace(handed, seed=bytes(32)), center.clock)
    kiosk.settle(center.peer)
    with pytest.raises(NoLongerRunning, match="Sign in"):
        kiosk_door.open_kiosk(center.folder, handed, center.clock)


def test_who_started_it_ends_it_by_passphrase_alone_and_is_signed_in(center, desk):
    back = kiosk_door.leave(desk, center.front.person.id, "", PASSPHRASE)
    assert back.person == center.front.person
    assert shell(center, "SELECT actor FROM audit WHERE action = 'kiosk.stop'") == [(back.person.id,)]
    assert audit.verify(center.coordinator).sound
    back.close()


def test_another_adult_ends_it_with_their_name(center, desk):
    back = kiosk_door.leave(desk, center.front.person.id, NAMES[Role.COORDINATOR].lower(), PASSPHRASE)
    assert back.person == center.coordinator.person
    back.close()


def test_nobody_else_ends_it_and_nothing_is_learned_from_trying(center, desk):
    front = center.front.person.id
    said = []
    for name, typed in (("", "wrong"), ("Nobody There", PASSPHRASE), (NAMES[Role.PEER], PASSPHRASE)):
        with pytest.raises(NotStaff) as refused:
            kiosk_door.leave(desk, front, name, typed)
        said.append(str(refused.value))
    assert len(set(said)) == 1
    check_in(desk, 1)  # it goes on
    for _try in range(2):
        with pytest.raises(NotStaff):
            kiosk_door.leave(desk, front, "", "wrong")
    with pytest.raises(NotStaff, match="five minutes"):
        kiosk_door.leave(desk, front, "", PASSPHRASE)
    center.clock.advance(minutes=5)
    kiosk_door.leave(desk, front, "", PASSPHRASE).close()


def test_a_name_that_nobody_has_takes_the_work_of_a_wrong_passphrase(center, desk, monkeypatch):
    worked, stretch = [], argon2id.kdf

    def counted(size, typed, salt, **cost):
        worked.append(cost)
        return stretch(size, typed, salt, **cost)

    monkeypatch.setattr(argon2id, "kdf", counted)
    spent = []
    for name in ("", NAMES[Role.COORDINATOR], "Nobody There", NAMES[Role.PEER]):
        worked.clear()
        with pytest.raises(NotStaff):
            kiosk_door.leave(desk, center.front.person.id, name, "wrong")
        spent.append(list(worked))
    assert spent[0]
    assert all(each == spent[0] for each in spent)


def test_the_next_sign_in_ends_one_that_crashed(center):
    begun(center).close()
    center.admin.close()
    desk = opening.sign_in(center.folder, center.peer.person.id, PASSPHRASE, center.clock, settle=True)
    assert shell(center, "SELECT actor FROM audit WHERE action = 'kiosk.stop'") == [(desk.person.id,)]
    desk.close()
    again = open_as(center, NAMES[Role.COORDINATOR])
    assert audit.verify(again).sound
    again.close()


def test_nobody_is_given_its_role(center):
    with pytest.raises(Problem, match="nobody's role"):
        people.add(center.admin, Newcomer(name="Kia Kiosk", role=Role.KIOSK, passphrase=PASSPHRASE))
    new = opening.NewCenter(name="x", school="y", time_zone="UTC", people=(
        *(Newcomer(name=name, role=role, passphrase=PASSPHRASE) for role, name in NAMES.items()),
        Newcomer(name="Kia Kiosk", role=Role.KIOSK, passphrase=PASSPHRASE)))
    with pytest.raises(Problem, match="nobody's role"):
        opening.create(center.folder.with_name("new"), new)


@contextmanager
def signing(desk, seed):
    """As whoever holds another key would write at the kiosk's desk."""
    before = desk.keys.identity
    desk.keys.identity = replace(before, sign_seed=seed)
    yield
    desk.keys.identity = before


def test_an_entry_of_the_kiosk_counts_only_under_the_key_of_the_newest_start(center, desk):
    check_in(desk, 1)
    with signing(desk, primitives.new_key()):
        check_in(desk, 2)
    verdict = audit.verify(center.coordinator)
    assert (verdict.broken_at, "signature" in verdict.reason) == (verdict.entries + 1, True)


def test_a_key_that_was_ended_or_replaced_signs_nothing_more(center, desk):
    kiosk.settle(center.front)
    check_in(desk, 1)
    assert "signature" in audit.verify(center.coordinator).reason


def test_before_any_start_nobody_writes_as_the_kiosk(center):
    seed = center.front.keys.identity.sign_seed
    with center.front.store.transaction() as tx:
        chain.append(tx, center.clock, lambda data: primitives.sign(seed, data), actor=KIOSK, action="kiosk.check_in",
                     subject="visit:1")
    assert "signature" in audit.verify(center.coordinator).reason


@pytest.mark.parametrize("action", ["visit.check_in", "visit.check_out", "flag.close", "kiosk.start", "kiosk.stop",
                                    "people.add", "adult.answer", "made.up"])
def test_its_key_signs_only_its_own_acts(center, desk, action):
    with desk.change() as change:
        change.record(action, "visit:1")
    verdict = audit.verify(center.coordinator)
    assert "its author can have made" in verdict.reason


def test_a_peer_does_not_start_one_past_the_program(center):
    with center.peer.change() as change:
        change.record("kiosk.start", "kiosk", "key:" + bytes(32).hex())
    assert "its author can have made" in audit.verify(center.coordinator).reason


@pytest.mark.parametrize("spoil", [
    "UPDATE adult_calls SET answered_at = 1, answered_by = (SELECT id FROM people LIMIT 1) WHERE visit_id IS NULL",
    "UPDATE adult_calls SET answered_at = NULL, answered_by = NULL WHERE answered_by IS NOT NULL",
    "DELETE FROM adult_calls WHERE visit_id IS NULL", "UPDATE adult_calls SET visit_id = NULL",
    "INSERT INTO adult_calls (day, at) VALUES ('2026-11-26', 1)",
    "DELETE FROM settings WHERE key = 'kiosk.running'", "UPDATE settings SET value = '{}' WHERE key = 'kiosk.running'",
    "INSERT INTO settings VALUES ('adult_calls.sound', 'true')"])
def test_a_call_that_was_taken_away_answered_or_made_by_sql_is_noticed(center, desk, spoil):
    kiosk.call_adult(desk, NUMBERS[1])
    adult_calls.answer(center.front)
    kiosk.call_adult(desk)
    assert audit.verify(center.coordinator).sound
    shell(center, spoil)
    assert not audit.verify(center.coordinator).sound
    assert not audit.verify(center.admin).sound


def test_a_check_in_at_the_kiosk_is_one_as_at_the_desk_with_number_and_appointment(center, desk):
    visits.check_in(center.front, 2, reason="group", origin="walk_in")
    assert check_in(desk, 1, feeling=2).number == 2
    (visit,) = [one for one in visits.queue(center.front).waiting if one.student_id == 1]
    assert (visit.facts.feeling, visit.number) == (2, 2)
