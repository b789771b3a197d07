"""Exams: taken by the peer, kept as they go, scored by their own version; the key never leaves the coordinators."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.centers import fresh_center
from tests.support import open_as
from tests.trained import turn_on
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.access import Denied
from wellnessdesk.domain.catalogues import Text
from wellnessdesk.domain.training import How
from wellnessdesk.services import exams, question_banks, training
from wellnessdesk.services.audit import verify
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import exams as rows
from wellnessdesk.store import sealed

BANK = "competency"
FILE = """\
[bank]
id = "{id}"
title = "Small quiz"
pass_percent = 50

[[question]]
id = "one"
topic = "confidentiality"
text = "Lantern?"
choices = ["yes", "no"]
answer = "{right}"

[[question]]
id = "two"
topic = "scope"
text = "Harbor?"
choices = ["yes", "no"]
answer = "no"
"""


@pytest.fixture
def center(tmp_path):
    return fresh_center(tmp_path / "center")


def keys(center, bank=BANK):
    """What is right, as a coordinator sees it."""
    found = next(one for one in question_banks.everything(center.coordinator) if one.id == bank)
    return {one.id: tuple(sorted(one.right)) for one in found.questions}


def import_file(center, tmp_path, right="yes", id="quiz", module=""):
    path = tmp_path / "quiz.toml"
    path.write_text(FILE.format(id=id, right=right))
    checked = question_banks.check(center.coordinator, path)
    assert checked.mistakes == ()
    bank = checked.file.bank
    return question_banks.take_in(center.coordinator, checked, title=bank.title, module=module,
                                  pass_percent=bank.pass_percent, asked=bank.asked)


def fill_in(center, sheet, right, wrong=0):
    """Answer all, the last so many wrongly."""
    for number, one in enumerate(sheet.questions):
        choices = right[one.id]
        if number >= len(sheet.questions) - wrong:
            choices = tuple(name for name, _text in one.choices if name not in choices)[:1]
        exams.answer(center.peer, sheet.attempt, one.id, choices)


def test_who_passes_has_the_module_until_it_lapses_and_need_not_try_again(center):
    right, sheet = keys(center), exams.begin(center.peer, BANK)
    fill_in(center, sheet, right, wrong=2)
    done = exams.finish(center.peer, sheet.attempt)
    assert (done.attempt.score, done.attempt.out_of, done.attempt.passed) == (10, 12, True)
    assert (done.completion.module, done.completion.how) == ("competency_exam", How.EXAM)
    cell = training.matrix(center.coordinator).cell(center.peer.person.id, "competency_exam")
    assert cell.has
    offer = exams.mine(center.peer)[0]
    assert "passed" in offer.why_not
    with pytest.raises(Problem, match="nothing more to do"):
        exams.begin(center.peer, BANK)
    center.clock.advance(days=340)
    assert exams.mine(center.peer)[0].why_not == ""
    center.clock.advance(days=60)
    assert training.matrix(center.coordinator).cell(center.peer.person.id, "competency_exam").lapsed(
        center.coordinator.today())
    assert exams.begin(center.peer, BANK).answers == {}


def test_who_fails_sees_the_topics_and_tries_again_tomorrow(center):
    right, sheet = keys(center), exams.begin(center.peer, BANK)
    fill_in(center, sheet, right, wrong=3)
    done = exams.finish(center.peer, sheet.attempt)
    assert (done.attempt.passed, done.completion) == (False, None)
    assert set(done.again) <= {"confidentiality", "red_flags", "role_and_scope"}
    assert exams.result(center.peer, sheet.attempt).again == done.again
    with pytest.raises(Problem, match="again tomorrow"):
        exams.begin(center.peer, BANK)
    center.clock.advance(days=1)
    assert exams.begin(center.peer, BANK).attempt != sheet.attempt
    assert len(exams.attempts(center.coordinator)) == 2


def test_nothing_a_peer_gets_says_what_is_right(center):
    sheet = exams.begin(center.peer, BANK)
    told = repr([sheet, exams.mine(center.peer), exams.finish(center.peer, sheet.attempt)])
    assert "right=" not in told
    assert "frozenset" not in told
    for go in (lambda: question_banks.everything(center.peer), lambda: exams.attempts(center.peer)):
        with pytest.raises(Denied):
            go()


def test_an_exam_closed_half_way_goes_on_where_it_was(center):
    right, sheet = keys(center), exams.begin(center.peer, BANK)
    first = sheet.questions[0].id
    exams.answer(center.peer, sheet.attempt, first, right[first])
    again = open_as(center, "Pia Peer")
    offer = exams.mine(again)[0]
    assert (offer.going_on, offer.answered) == (sheet.attempt, 1)
    found = exams.begin(again, BANK)
    assert [one.id for one in found.questions] == [one.id for one in sheet.questions]
    assert found.answers == {first: right[first]}
    again.store.close()


def test_a_bank_changed_in_the_middle_of_an_attempt_does_not_change_it(center, tmp_path):
    import_file(center, tmp_path, right="yes")
    sheet = exams.begin(center.peer, "quiz")
    assert import_file(center, tmp_path, right="no").version == 2
    fill_in(center, sheet, {"one": ("a",), "two": ("b",)})
    assert exams.finish(center.peer, sheet.attempt).attempt.score == 2
    center.clock.advance(days=1)
    second = exams.begin(center.peer, "quiz")
    fill_in(center, second, {"one": ("a",), "two": ("b",)})
    assert exams.finish(center.peer, second.attempt).attempt.score == 1


def test_what_is_ended_is_not_asked_but_who_is_in_it_can_finish(center):
    sheet = exams.begin(center.peer, BANK)
    question_banks.end(center.coordinator, BANK)
    assert question_banks.everything(center.coordinator) == []
    assert exams.mine(center.desks["Otto Other"]) == []
    assert exams.mine(center.peer)[0].going_on == sheet.attempt
    exams.finish(center.peer, sheet.attempt)
    with pytest.raises(Problem, match="not asked any more"):
        exams.begin(center.peer, BANK)
    with pytest.raises(Problem, match="not asked any more already"):
        question_banks.end(center.coordinator, BANK)


def test_nobody_fills_in_for_another_or_after_the_end(center):
    sheet = exams.begin(center.peer, BANK)
    other = center.desks["Otto Other"]
    for go in (lambda: exams.go_on(other, sheet.attempt), lambda: exams.finish(other, sheet.attempt),
               lambda: exams.answer(other, sheet.attempt, sheet.questions[0].id, ["a"]),
               lambda: exams.result(other, sheet.attempt), lambda: exams.result(center.peer, sheet.attempt)):
        with pytest.raises(Problem, match="not there any more"):
            go()
    with pytest.raises(Problem, match="not in this exam"):
        exams.answer(center.peer, sheet.attempt, "ghost", ["a"])
    exams.finish(center.peer, sheet.attempt)
    with pytest.raises(Problem, match="over already"):
        exams.finish(center.peer, sheet.attempt)


def test_nothing_is_imported_while_there_are_mistakes(center, tmp_path):
    path = tmp_path / "quiz.toml"
    path.write_text(FILE.format(id="quiz", right="maybe"))
    checked = question_banks.check(center.coordinator, path)
    assert "quiz.toml, line 11: the answer “maybe”" in checked.mistakes[0]
    with pytest.raises(Problem, match="Nothing was imported"):
        question_banks.take_in(center.coordinator, checked, title=Text("A", "A"), module="", pass_percent=50, asked=0)
    path.write_text(FILE.format(id="quiz", right="yes").replace("pass_percent", 'module = "ghost"\npass_percent'))
    assert "no module “ghost”" in question_banks.check(center.coordinator, path).mistakes[0]
    path.write_text(FILE.format(id="quiz", right="yes"))
    good = question_banks.check(center.coordinator, path)
    for changes, field in (({"pass_percent": 0}, "pass_percent"), ({"asked": 3}, "asked"), ({"module": "x"}, "module"),
                           ({"title": Text("", "")}, "title")):
        with pytest.raises(StepProblem) as found:
            question_banks.take_in(center.coordinator, good, **{
                "title": Text("A", "A"), "module": "", "pass_percent": 50, "asked": 0, **changes})
        assert list(found.value.found) == [field]
    assert [one.id for one in question_banks.everything(center.coordinator)] == [BANK]


def test_answers_are_sealed_and_an_earlier_state_put_back_does_not_fit(center, tmp_path):
    import_file(center, tmp_path)
    sheet = exams.begin(center.peer, "quiz")
    exams.answer(center.peer, sheet.attempt, "one", ["b"])
    with center.front.reading() as tx:
        before = sealed.get(tx, "attempt", sheet.attempt, 1)
        assert b"one" not in before
    exams.answer(center.peer, sheet.attempt, "one", ["a"])
    exams.finish(center.peer, sheet.attempt)
    assert exams.attempts(center.coordinator)[0][0].answers == {"one": ("a",)}
    assert verify(center.coordinator).sound
    with center.coordinator.store.transaction() as tx:
        sealed.put(tx, "attempt", sheet.attempt, 1, before)
    assert exams.attempts(center.coordinator)[0][0].problem


@pytest.mark.parametrize("statement", [
    "UPDATE exam_attempts SET score = 12, passed = 1", "UPDATE question_banks SET pass_percent = 1",
    "UPDATE question_banks SET body = replace(body, '\"b\"', '\"a\"')", "DELETE FROM completions"])
def test_what_somebody_changes_in_sql_is_found(center, statement):
    turn_on(center)
    right, sheet = keys(center), exams.begin(center.peer, BANK)
    fill_in(center, sheet, right, wrong=1)
    exams.finish(center.peer, sheet.attempt)
    assert verify(center.coordinator).sound
    with center.coordinator.store.transaction() as tx:
        tx.session.execute(text(statement))
    assert "training of peers" in verify(center.coordinator).finding


def test_a_spoiled_bank_is_not_asked_and_a_spoiled_attempt_says_so(center, tmp_path):
    made = import_file(center, tmp_path)
    sheet = exams.begin(center.peer, "quiz")
    with center.coordinator.store.transaction() as tx:
        sealed.put(tx, "attempt", sheet.attempt, 1, b"spoiled")
    with pytest.raises(Problem):
        exams.go_on(center.peer, sheet.attempt)
    assert exams.begin(center.peer, "quiz").attempt != sheet.attempt
    with center.coordinator.store.transaction() as tx:
        tx.session.execute(text("UPDATE question_banks SET body = '{}'"))
    assert [one.bank for one in exams.mine(center.desks["Otto Other"])] == [BANK]
    with center.coordinator.reading() as tx:
        assert replace(rows.banks(tx)[0], questions=made.questions).version == 1
