"""What passers-by can read: in discreet mode short names and no reasons, on the screen and to the ear."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wellnessdesk.domain.visits import Facts, Limits, Queue, Steps, Visit
from wellnessdesk.store import students as rows
from wellnessdesk.ui.pages.visits.rows import Wording, grade_label, short_name

NOON = datetime(2026, 9, 14, 19, 0, tzinfo=UTC)
NO_LIMITS = Limits()


def test_discreet_mode_is_on_from_the_start(desk):
    desk.arrive("nun")

    (row,) = desk.rows("waiting")
    assert (row.name, row.detail) == ("J. N.", "Grade 10")
    assert not any("Núñez" in text or "Talk" in text for text in (*desk.texts(), row.tooltip, row.spoken))


def test_one_key_shows_names_and_reasons_and_hides_them_again(desk):
    desk.arrive("nun")
    desk.press_slowly("Ctrl+D")

    (row,) = desk.rows("waiting")
    assert (row.name, row.detail) == ("José Núñez", "Talk with a peer · Grade 10")
    assert desk.find("queue.discreet").text() == "Discreet: off"

    desk.press_slowly("Ctrl+D")
    assert desk.names("waiting") == ["J. N."]
    assert desk.find("queue.discreet").text() == "Discreet: on"


def test_what_is_said_after_an_act_follows_the_mode(desk):
    desk.press_slowly("Ctrl+D")
    desk.type("nun")
    desk.press_slowly("Return", "Return")

    assert desk.said() == "José Núñez is checked in."


def test_who_is_with_whom_stays_readable(desk):
    desk.give(desk.arrive("nun"))

    assert [(row.name, row.detail) for row in desk.rows("with_peer")] == [("J. N.", "Pia Peer")]


@pytest.mark.parametrize(("called", "family", "short"), [
    ("José", "Núñez", "J. N."), ("Zoë", "García-López", "Z. G."), ("Ana María", "Ruiz Soto", "A. R."),
    ("Camila", "García Ochoa", "C. G."), ("Jo", "de la Rosa", "J. R."), ("Jo", "DE LA ROSA", "J. D."),
    ("ana", "ruiz soto", "A. R."), ("明", "李", "明. 李."), ("Łukasz", "Wójcik", "Ł. W."),
    ("Émile", "Ångström", "É. Å."), ("Björk", "", "B."), ("", "Suharto", "S."), ("", "", ""),
])  # fmt: skip
def test_short_names(called, family, short):
    assert short_name(called, family) == short


def test_two_family_names_are_shortened_to_the_first_from_check_in_to_check_out(desk):
    with desk.center.admin.change("students") as change:
        rows.add_many(change.tx, [{
            "sourced_id": "x1", "student_number": "990001", "given": "Camila", "middle": "", "family": "García Ochoa",
            "roster_preferred": "", "grade": "9", "school": "Oak", "birth_date": None, "active": True}])
        change.record("roster.accept", "roster")
    desk.center.front.cache.clear()
    desk.type("990001")
    desk.press_slowly("Return", "Return")
    assert desk.said() == "C. G. is checked in."
    assert desk.names("waiting") == ["C. G."]

    desk.press_slowly("Down", "Ctrl+O")
    assert desk.names("left") == ["C. G."]


@pytest.mark.parametrize(("code", "text"), [("09", "Grade 9"), ("12", "Grade 12"), ("KG", "Grade KG"), ("", "")])
def test_grades(code, text):
    assert grade_label(code) == text


def test_a_student_who_came_twice_needs_no_mark(desk):
    gone = visit(1, steps=Steps(left_at=NOON))
    board = wording(discreet=True).board(Queue(waiting=(visit(2),), left=(gone,), left_count=1))

    assert [row.full_name for row in (*board.waiting, *board.left)] == ["J. N.", "J. N."]


def test_names_that_only_read_alike_when_short_are_marked_only_then():
    alike = Queue(waiting=(visit(1), visit(2, student_id=8, family="Navarro", student="José Navarro", hint="077")))

    assert [row.full_name for row in wording(discreet=True).board(alike).waiting] == ["J. N. …001", "J. N. …077"]
    assert [row.full_name for row in wording(discreet=False).board(alike).waiting] == ["José Núñez", "José Navarro"]


def test_a_reason_the_catalogue_no_longer_has_is_shown_and_never_late():
    (row,) = wording(discreet=False).board(Queue(waiting=(visit(1, reason="gone"),))).waiting

    assert row.detail == "gone · Grade 10"
    assert not row.late


def test_lateness_is_said_in_words_too():
    late = visit(1, arrived_at=NOON - timedelta(minutes=31))
    (row,) = wording(discreet=True).board(Queue(waiting=(late,))).waiting

    assert row.spoken == "J. N., Grade 10, 31 min, longer than usual"
    assert (row.time, row.time_and_limit) == ("31 min", "31 min, over 30")
    assert row.tooltip.endswith("Longer than the usual 30 min")


def test_over_the_rooms_limit_is_said_in_words_and_goes_before_the_reasons():
    over = replace(visit(1, arrived_at=NOON - timedelta(minutes=61)), number=12)
    (row,) = wording(discreet=True, limits=Limits(0, 60)).board(Queue(waiting=(over,))).waiting

    assert (row.over, row.time_and_limit) == (True, "here 1 h 1 min, limit 60")
    assert row.spoken == "J. N., number 12, Grade 10, 1 h 1 min, over the room's limit"
    assert row.tooltip.endswith("Longer than the room's limit of 1 h")


@pytest.mark.parametrize(("minutes", "limits", "steps"), [
    (60, Limits(0, 60), Steps()), (600, Limits(0, 0), Steps()), (600, Limits(0, 60), Steps(left_at=NOON))])
def test_within_the_limit_without_one_and_after_leaving_nobody_is_over(minutes, limits, steps):
    one = visit(1, arrived_at=NOON - timedelta(minutes=minutes), steps=steps)
    board = wording(discreet=True, limits=limits).board(Queue(waiting=(one,)))

    assert not board.waiting[0].over


def test_next_is_called_by_number_and_initials_in_either_mode():
    queue = Queue(waiting=(replace(visit(1), number=7), visit(2, arrived_at=NOON + timedelta(minutes=1))))

    assert {wording(discreet=mode).board(queue).next for mode in (True, False)} == {"number 7 (J. N.)"}
    assert wording(discreet=True).board(Queue(waiting=(visit(1),))).next == "J. N."


def test_what_was_said_at_the_desk_is_hidden_in_discreet_mode_but_for_the_pass():
    said = visit(1, facts=Facts(has_pass=False, feeling=2, language="es"), period="p3", missed="Biology",
                 known_access="quiet", party="x", corrected=1)
    open_row, hidden = (wording(discreet=mode).board(Queue(waiting=(said,))).waiting[0] for mode in (False, True))

    assert open_row.detail == "No pass · Talk with a peer · Grade 10"
    assert open_row.tooltip.splitlines()[3:-1] == [
        "Misses Biology (Period 3)", "No pass", "Feels: bad", "Wishes: Spanish", "Helps: Quiet place",
        "Came with a group", "Set right since"]
    assert hidden.detail == "No pass · Grade 10"
    assert hidden.tooltip.splitlines() == ["Arrived 7:00 PM"]


def test_the_mode_is_remembered_for_the_computer(at_desk):
    for expected in ("on", "off", "on"):
        desk = at_desk()
        assert desk.find("queue.discreet").text() == f"Discreet: {expected}"
        desk.press_slowly("Ctrl+D")
        desk.window.hide()


def wording(*, discreet, limits=NO_LIMITS):
    return Wording(NOON, lambda moment: moment, discreet, limits)


def visit(number, **facts):
    usual = {"student_id": 7, "student": "José Núñez", "called": "José", "family": "Núñez", "grade": "10",
             "hint": "001", "day": NOON.date(), "arrived_at": NOON, "origin": "walk_in", "reason": "talk_with_peer"}
    return Visit(id=number, **(usual | facts))
