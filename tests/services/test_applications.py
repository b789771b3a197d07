"""Rounds of applications, what applicants write at the center's computer, ratings, decisions, letters, accounts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.applied import ANSWERS, WORD, entered, open_round, sent_here
from tests.centers import fresh_center
from tests.reports.read_back import pages, words
from tests.shell import raw
from tests.support import PASSPHRASE, quick_keys
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.applications import Came, Phase, State
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.people import Role
from wellnessdesk.services import (
    acting,
    application_accounts,
    application_figures,
    application_forms,
    application_letters,
    application_ratings,
    applications,
    audit,
    destruction,
    people,
    retention,
)
from wellnessdesk.services import peers as peer_services
from wellnessdesk.services.consents import Consent
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.services.opening import Newcomer
from wellnessdesk.store import peers, students

JOSE, ANNA, MINH = 1, 2, 3


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()


@pytest.fixture
def cycle(center):
    return open_round(center)


def number_of(center, student):
    with center.coordinator.reading() as tx:
        return students.get(tx, student).student_number


def whole(center, one):
    return applications.whole(center.coordinator, one)


def test_a_round_keeps_what_it_asks_and_tells_dates_that_are_reversed_or_overlap(center, cycle):
    assert cycle.phase(center.coordinator.today()) is Phase.OPEN
    assert len(cycle.criteria.skills) == 8
    assert all(len(skill.levels) == 4 for skill in cycle.criteria.skills)
    other = replace(cycle, id=0, title=" ", closes=cycle.opens - timedelta(days=1), decides=cycle.opens, places=0)
    with pytest.raises(StepProblem) as reversed_dates:
        applications.save_cycle(center.coordinator, other)
    assert set(reversed_dates.value.found) == {"title", "closes", "places"}
    with pytest.raises(StepProblem, match="cannot be open at once"):
        open_round(center, title="Again")
    changed = replace(cycle, title="Spring term", criteria=replace(cycle.criteria, questions=()))
    assert applications.save_cycle(center.coordinator, changed).criteria == cycle.criteria
    assert applications.cycles(center.coordinator)[0].title == "Spring term"


def test_an_applicant_comes_back_tomorrow_with_number_and_word_and_finds_what_they_wrote(center, cycle):
    desk, number = center.coordinator, number_of(center, ANNA)
    application_forms.begin(desk)
    assert application_forms.find(desk, number) == application_forms.Applicant("Anna O.", None, False)
    form = application_forms.write(desk, number, WORD)
    application_forms.save(desk, form.application, {"why": "half a sentence", "ghost": "x"})
    application_forms.let_go(desk)
    with pytest.raises(Problem, match="not being written here"):
        application_forms.save(desk, form.application, {"why": "somebody else"})
    center.clock.advance(days=1)
    assert application_forms.find(desk, number).needs_word
    with pytest.raises(Problem, match="not the word"):
        application_forms.write(desk, number, "telescope")
    assert application_forms.write(desk, number, " Periscope").answers == {"why": "half a sentence"}
    assert audit.verify(desk).sound


def test_neither_words_nor_numbers_nor_the_passphrase_can_be_tried_through(center, cycle):
    desk, number = center.coordinator, number_of(center, ANNA)
    application_forms.write(desk, number, WORD)
    for _time in range(5):
        with pytest.raises(Problem, match="not the word"):
            application_forms.write(desk, number, "wrong")
    with pytest.raises(Problem, match="Too many words"):
        application_forms.write(desk, number, WORD)
    for _time in range(5):
        with pytest.raises(application_forms.WrongPassphrase):
            application_forms.leave(desk, "not hers at all")
    with pytest.raises(Problem, match="wrong too often"):
        application_forms.leave(desk, PASSPHRASE)
    center.clock.advance(minutes=6)
    application_forms.leave(desk, PASSPHRASE)
    assert application_forms.write(desk, number, WORD).answers == {}


def test_what_is_sent_is_closed_until_a_coordinator_opens_it_again(center, cycle):
    desk, number = center.coordinator, number_of(center, ANNA)
    form = application_forms.write(desk, number, WORD)
    with pytest.raises(StepProblem) as missing:
        application_forms.send(desk, form.application, {"why": "x" * 1201, "listened": " "})
    assert set(missing.value.found) == {"why", "listened", "hard", "time"}
    application_forms.send(desk, form.application, ANSWERS)
    with pytest.raises(Problem, match="You have sent"):
        application_forms.write(desk, number, WORD)
    applications.set_met(desk, form.application, ["standing", "ghost"])
    applications.reopen(desk, form.application)
    again = application_forms.write(desk, number, "another word")
    assert again.answers == ANSWERS
    application_forms.send(desk, again.application, ANSWERS | {"why": "better"})
    found = whole(center, form.application).application
    assert (found.answers["why"], found.met, found.came, found.state) == (
        "better", frozenset({"standing"}), Came.KIOSK, State.SENT)
    assert audit.verify(desk).sound


def test_what_applicants_write_is_read_by_coordinators_alone_and_each_reading_is_recorded(center, cycle):
    one = sent_here(center, number_of(center, ANNA))
    application_ratings.note_interview(center.coordinator, one, "sassafras interview")
    for desk in (center.front, center.peer, center.admin):
        for call in (lambda desk=desk: applications.whole(desk, one), lambda desk=desk: applications.listed(desk, 1),
                     lambda desk=desk: application_ratings.ranking(desk, 1)):
            with pytest.raises(Denied):
                call()
    assert whole(center, one).application.answers == ANSWERS
    before = audit.verify(center.coordinator).entries
    whole(center, one)
    assert audit.verify(center.coordinator).entries == before
    assert b"sassafras" not in center.coordinator.store.path.read_bytes()


def test_one_student_applies_once_and_who_is_not_on_the_roster_by_name(center, cycle):
    made = entered(center, cycle, ANNA)
    with pytest.raises(Problem, match="applied already"):
        entered(center, cycle, ANNA)
    with pytest.raises(Problem, match="enter a name"):
        entered(center, cycle)
    guest = entered(center, cycle, name="  Robin   New ")
    assert {one.name for one in applications.listed(center.coordinator, cycle.id)} == {"Anna O'Neil", "Robin New"}
    applications.remove(center.coordinator, guest.id)
    assert [one.id for one in applications.listed(center.coordinator, cycle.id)] == [made.id]
    assert audit.verify(center.coordinator).sound


def test_two_raters_have_a_form_each_and_a_late_save_overwrites_nothing(center, cycle):
    one = entered(center, cycle, ANNA)
    with quick_keys():
        other = second_coordinator(center)
    assert application_ratings.rate(center.coordinator, one.id, {"listening": 4, "goals": 2}).scores["listening"] == 4
    seen_by_other = applications.whole(other, one.id)
    assert (seen_by_other.others, seen_by_other.waiting) == ((), 1)
    application_ratings.rate(other, one.id, {"listening": 2})
    (theirs,) = applications.whole(other, one.id).others
    assert theirs.scores == {"listening": 4, "goals": 2}
    with pytest.raises(Problem, match="in another window"):
        application_ratings.rate(center.coordinator, one.id, {"listening": 1})
    (row,) = application_ratings.ranking(other, cycle.id).rows
    assert (row.raters, row.spread, row.apart, row.mean) == (2, 2, ("listening",), 2.5)
    assert "stress" in row.missing
    for wrong in ({"listening": 5}, {"ghost": 1}):
        with pytest.raises(Problem, match="1 to 4"):
            application_ratings.rate(center.coordinator, one.id, wrong, seen=whole(center, one.id).own.at)
    assert audit.verify(other).sound


def second_coordinator(center):
    person = people.add(center.admin, Newcomer(name="Carl Second", role=Role.COORDINATOR, passphrase=PASSPHRASE),
                        Consent(center.coordinator.person.id, PASSPHRASE))
    return acting.as_person(center.admin, person.id, PASSPHRASE)


def test_the_form_of_who_is_close_is_shown_and_does_not_count(center, cycle):
    one = entered(center, cycle, ANNA)
    application_ratings.rate(center.coordinator, one.id, {"listening": 4}, close=True)
    (row,) = application_ratings.ranking(center.coordinator, cycle.id).rows
    assert (row.mean, row.raters, row.close) == (None, 0, True)
    with center.coordinator.store.transaction() as tx:
        peers.declare(tx, center.coordinator.person.id, ANNA, ConflictKind.RELATIVE, center.clock.now(),
                      center.admin.person.id)
    assert whole(center, one.id).closed


def test_recommendations_and_interviews_stand_beside_and_cannot_be_moved_to_another_applicant(center, cycle):
    one, other = entered(center, cycle, ANNA), entered(center, cycle, MINH)
    application_ratings.recommend(center.coordinator, one.id, "Ms. Rivera", 4, "kind and clear")
    application_ratings.note_interview(center.coordinator, one.id, "calm")
    with pytest.raises(Problem, match="who recommends"):
        application_ratings.recommend(center.coordinator, one.id, " ", 4, "x")
    with pytest.raises(Problem, match="how strongly"):
        application_ratings.recommend(center.coordinator, one.id, "Mr. X", 5, "x")
    found = whole(center, one.id)
    assert [(each.who, each.words) for each in found.recommendations] == [("Ms. Rivera", "kind and clear")]
    assert [(each.author_name, each.words) for each in found.interviews] == [("Cora Coordinator", "calm")]
    connection = raw(center.coordinator.store.path, center.coordinator.keys.store_key)
    connection.execute("UPDATE recommendations SET application_id = ?", (other.id,))
    connection.commit()
    connection.close()
    assert whole(center, other.id).recommendations[0].problem
    assert "applications" in audit.verify(center.coordinator).finding


def test_decisions_are_taken_together_and_taken_back_and_what_sql_decides_is_found(center, cycle):
    one, other = entered(center, cycle, ANNA), entered(center, cycle, MINH)
    before = applications.decide(center.coordinator, {one.id: State.CHOSEN, other.id: State.NOT_NOW})
    assert before == {one.id: State.SENT, other.id: State.SENT}
    with pytest.raises(Problem, match="decided on"):
        applications.reopen(center.coordinator, one.id)
    applications.decide(center.coordinator, before)
    assert {each.state for each in applications.listed(center.coordinator, cycle.id)} == {State.SENT}
    applications.end_cycle(center.coordinator, cycle.id)
    with pytest.raises(Problem, match="over"):
        applications.decide(center.coordinator, {one.id: State.CHOSEN})
    applications.end_cycle(center.coordinator, cycle.id, over=False)
    assert audit.verify(center.coordinator).sound
    connection = raw(center.coordinator.store.path, center.coordinator.keys.store_key)
    connection.execute("UPDATE applications SET state = 'chosen' WHERE id = ?", (other.id,))
    connection.commit()
    connection.close()
    assert "applications" in audit.verify(center.coordinator).finding


def test_letters_are_made_one_or_all_in_both_languages_and_only_where_something_is_decided(center, cycle, tmp_path):
    one, other = entered(center, cycle, ANNA), entered(center, cycle, name="Robin New")
    with pytest.raises(Problem, match="Nothing is decided"):
        application_letters.letters(center.coordinator, [one.id])
    with pytest.raises(Problem, match="whom to write"):
        application_letters.letters(center.coordinator, [])
    applications.decide(center.coordinator, {one.id: State.CHOSEN, other.id: State.WAITING})
    both, english = tmp_path / "both.pdf", tmp_path / "english.pdf"
    both.write_bytes(application_letters.letters(center.coordinator, [one.id, other.id], "es"))
    english.write_bytes(application_letters.letters(center.coordinator, [one.id], "en"))
    assert (pages(both), pages(english)) == (2, 1)
    assert "Hola, Anna O'Neil" in words(both)
    assert "lista de espera" in words(both)
    assert "you have been chosen" in words(english)


def test_the_account_of_who_was_chosen_closes_their_own_record_to_them(center, cycle):
    one, other = entered(center, cycle, ANNA), entered(center, cycle, MINH)
    applications.decide(center.coordinator, {one.id: State.CHOSEN})
    (waits,) = application_accounts.waiting(center.admin)
    assert (waits.application, waits.name) == (one.id, "Anna O'Neil")
    with pytest.raises(Denied):
        application_accounts.waiting(center.coordinator)
    new = Newcomer(name="Anna O'Neil", role=Role.ADMINISTRATOR, passphrase=PASSPHRASE)
    with quick_keys():
        with pytest.raises(Problem, match="was not chosen"):
            application_accounts.make(center.admin, other.id, new)
        made = application_accounts.make(center.admin, one.id, new)
    assert made.role is Role.PEER
    assert application_accounts.waiting(center.admin) == []
    (closed,) = peer_services.conflicts(center.coordinator, made.id)
    assert (closed.student_id, closed.kind) == (ANNA, ConflictKind.SELF)
    with pytest.raises(Problem, match="has an account"):
        applications.decide(center.coordinator, {one.id: State.WAITING})
    assert audit.verify(center.coordinator).sound


def test_representation_counts_everybody_and_leaves_small_counts_blank(center, cycle):
    applications.decide(center.coordinator, {entered(center, cycle, ANNA).id: State.CHOSEN})
    grades, languages = application_figures.representation(center.coordinator, cycle.id)
    assert not [cell for line in grades.cells for cell in line if cell.value]
    assert languages.layout.title == "By language"
    assert application_figures.print_representation(center.coordinator, cycle.id).startswith(b"%PDF")


def test_applications_are_destroyed_when_their_time_is_over_but_those_of_who_is_a_peer(center, cycle):
    one, other = entered(center, cycle, ANNA), entered(center, cycle, MINH)
    application_ratings.recommend(center.coordinator, other.id, "Ms. Rivera", 2, "not yet")
    application_ratings.note_interview(center.coordinator, other.id, "shy")
    application_ratings.rate(center.coordinator, other.id, {"goals": 1})
    applications.decide(center.coordinator, {one.id: State.CHOSEN, other.id: State.NOT_NOW})
    with quick_keys():
        application_accounts.make(center.admin, one.id, Newcomer(name="Anna", role=Role.PEER, passphrase=PASSPHRASE))
    center.clock.advance(days=3 * 365)
    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)
    assert [each.id for each in applications.listed(center.coordinator, cycle.id)] == [one.id]
    connection = raw(center.coordinator.store.path, center.coordinator.keys.store_key)
    kinds = [row[0] for row in connection.execute("SELECT kind FROM sealed ORDER BY kind")]
    connection.close()
    assert kinds == ["application"]
    assert audit.verify(center.coordinator).sound
