"""What passers-by can read: in discreet mode short names and no reasons, on the screen and to the ear."""

from datetime import UTC, datetime, timedelta

import pytest

from wellnessdesk.domain.visits import Queue, Visit
from wellnessdesk.store import students as rows
from wellnessdesk.ui.pages.visits.rows import Wording, grade_label, short_name

NOON = datetime(2026, 9, 14, 19, 0, tzinfo=UTC)


def test_discreet_mode_is_on_from_the_start(desk):
    desk.arrive("nun")

    (row,) = desk.rows("waiting")
    assert (row.name, row.detail) == ("José N.", "Grade 10")
    assert not any("Núñez" in text or "Talk" in text for text in (*desk.texts(), row.tooltip, row.spoken))


def test_one_key_shows_names_and_reasons_and_hides_them_again(desk):
    desk.arrive("nun")
    desk.press_slowly("Ctrl+D")

    (row,) = desk.rows("waiting")
    assert (row.name, row.detail) == ("José Núñez", "Talk with a peer · Grade 10")
    assert desk.find("queue.discreet").text() == "Discreet: off"

    desk.press_slowly("Ctrl+D")
    assert desk.names("waiting") == ["José N."]
    assert desk.find("queue.discreet").text() == "Discreet: on"


def test_what_is_said_after_an_act_follows_the_mode(desk):
    desk.press_slowly("Ctrl+D")
    desk.type("nun")
    desk.press_slowly("Return", "Return")

    assert desk.said() == "José Núñez is checked in."


def test_who_is_with_whom_stays_readable(desk):
    desk.give(desk.arrive("nun"))

    assert [(row.name, row.detail) for row in desk.rows("with_peer")] == [("José N.", "Pia Peer")]


@pytest.mark.parametrize(("called", "family", "short"), [
    ("José", "Núñez", "José N."), ("Zoë", "García-López", "Zoë G."), ("Ana María", "Ruiz Soto", "Ana R."),
    ("Camila", "García Ochoa", "Camila G."), ("Jo", "de la Rosa", "Jo R."), ("Jo", "DE LA ROSA", "Jo D."),
    ("ana", "ruiz soto", "ana R."), ("明", "李", "明 李."), ("Łukasz", "Wójcik", "Łukasz W."),
    ("Émile", "Ångström", "Émile Å."), ("Björk", "", "Björk"), ("", "Suharto", "Suharto"), ("", "", ""),
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
    assert desk.said() == "Camila G. is checked in."
    assert desk.names("waiting") == ["Camila G."]

    desk.press_slowly("Down", "Ctrl+O")
    assert desk.names("left") == ["Camila G."]


@pytest.mark.parametrize(("code", "text"), [("09", "Grade 9"), ("12", "Grade 12"), ("KG", "Grade KG"), ("", "")])
def test_grades(code, text):
    assert grade_label(code) == text


def test_a_student_who_came_twice_needs_no_mark(desk):
    board = wording(discreet=True).board(Queue((visit(2),), (), (visit(1, left_at=NOON),), 1))

    assert [row.full_name for row in (*board.waiting, *board.left)] == ["José N.", "José N."]


def test_names_that_only_read_alike_when_short_are_marked_only_then():
    alike = Queue((visit(1), visit(2, student_id=8, family="Navarro", student="José Navarro", hint="077")), (), (), 0)

    assert [row.full_name for row in wording(discreet=True).board(alike).waiting] == ["José N. …001", "José N. …077"]
    assert [row.full_name for row in wording(discreet=False).board(alike).waiting] == ["José Núñez", "José Navarro"]


def test_a_reason_the_catalogue_no_longer_has_is_shown_and_never_late():
    (row,) = wording(discreet=False).board(Queue((visit(1, reason="gone"),), (), (), 0)).waiting

    assert row.detail == "gone · Grade 10"
    assert not row.late


def test_lateness_is_said_in_words_too():
    late = visit(1, arrived_at=NOON - timedelta(minutes=31))
    (row,) = wording(discreet=True).board(Queue((late,), (), (), 0)).waiting

    assert row.spoken == "José N., Grade 10, 31 min, longer than usual"
    assert (row.time, row.time_and_limit) == ("31 min", "31 min, over 30")
    assert row.tooltip.endswith("Longer than the usual 30 min")


def wording(*, discreet):
    return Wording(NOON, lambda moment: moment, discreet)


def visit(number, **facts):
    usual = {"student_id": 7, "student": "José Núñez", "called": "José", "family": "Núñez", "grade": "10",
             "hint": "001", "day": NOON.date(), "arrived_at": NOON, "origin": "walk_in", "reason": "talk_with_peer"}
    return Visit(id=number, **(usual | facts))
