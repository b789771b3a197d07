"""An import with caregivers and classes is one transaction, and the last one can be taken back exactly."""

from datetime import date

import pytest

from tests.exchange.rosters import MANIFEST, ORGS, user, users_csv, write_zip
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.roster_choices import Choices, chosen, pair_of
from wellnessdesk.domain.student_facts import Facts
from wellnessdesk.services import audit, roster, student_facts, visits
from wellnessdesk.store import caregivers, timetables
from wellnessdesk.store import students as rows

BIRTHS = "userSourcedId,birthDate\nu1,2010-05-04\nu2,2010-05-04\n"
CLASSES = "sourcedId,title,periods\nc1,Algebra,1\nc2,Biology,2\n"
ENROLLED = "classSourcedId,userSourcedId,role\nc1,u1,student\nc2,u1,student\nc1,s2,student\n"
NEVER_TOUCHED = ("student_facts", "acknowledgements", "people", "visits", "conflicts", "appointments")
WRITTEN = ("students", "caregivers", "student_caregivers", "student_classes")


def export(folder, *users, **tables):
    files = {"manifest.csv": MANIFEST, "orgs.csv": ORGS, "users.csv": users_csv(*users), "demographics.csv": BIRTHS}
    return write_zip(folder / "roster.zip", files | {f"{name}.csv": text for name, text in tables.items()})


def parent(**cells):
    return user(9, **{"role": "parent", "givenName": "Rosa", "familyName": "Ruiz", "phone": "555-0100",
                      "agentSourcedIds": "u1,s2", **cells})


def anna(**cells):
    return user(0, **{"sourcedId": "s2", "identifier": "200002", "givenName": "Anna", "familyName": "O'Neil", **cells})


def whole(folder, **more):
    return export(folder, user(), anna(), parent(), classes=CLASSES, enrollments=ENROLLED, **more)


def take(center, path, choices=None):
    plan = roster.preview(center.coordinator, path)
    roster.accept(center.coordinator, chosen(plan, choices or Choices()), path.name)
    return plan


def look(center, *tables):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    found = {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608 - our names
             for table in tables}
    connection.close()
    return found


def test_caregivers_and_classes_come_with_their_students(center, tmp_path):
    take(center, whole(tmp_path))
    with center.admin.reading() as tx:
        family = caregivers.everybody(tx)
        ids = {one.sourced_id: one.id for one in rows.everybody(tx)}
        classes = timetables.everybody(tx)
    (rosa,) = family.caregivers
    assert (rosa.given, rosa.phone, rosa.active) == ("Rosa", "555-0100", True)
    assert {(tie.student, tie.relation) for tie in family.ties} == {(ids["u1"], "parent"), (ids["s2"], "parent")}
    assert classes == {ids["u1"]: (("1", "Algebra"), ("2", "Biology")), ids["s2"]: (("1", "Algebra"),)}
    assert roster.preview(center.coordinator, whole(tmp_path)).changes_nothing


def test_what_changes_about_caregivers_and_classes_is_changed(center, tmp_path):
    take(center, whole(tmp_path))
    again = export(tmp_path, user(), anna(), parent(phone="555-0199", agentSourcedIds="u1"), classes=CLASSES,
                   enrollments="classSourcedId,userSourcedId,role\nc2,u1,student\n")
    plan = take(center, again)
    (change,) = plan.caregivers.changes
    assert [(fact.old, fact.new) for fact in change.facts] == [("555-0100", "555-0199")]
    assert [(one.student, one.caregiver) for one in plan.caregivers.untied] == [("Anna O'Neil", "Rosa Ruiz")]
    changed = {(one.name, len(one.old), len(one.new)) for one in plan.classes}
    assert changed == {("Ana Ruiz", 2, 1), ("Anna O'Neil", 1, 0)}
    assert roster.preview(center.coordinator, again).changes_nothing


def test_a_caregiver_who_left_the_roster_is_inactive_and_may_come_back(center, tmp_path):
    take(center, whole(tmp_path))
    other = parent(sourcedId="p2", givenName="Luis")
    take(center, export(tmp_path, user(), anna(), other))
    with center.admin.reading() as tx:
        assert {one.given: one.active for one in caregivers.everybody(tx).caregivers} == {"Rosa": False, "Luis": True}
    take(center, export(tmp_path, user(), anna(), parent(), other))
    with center.admin.reading() as tx:
        assert all(one.active for one in caregivers.everybody(tx).caregivers)


def test_a_roster_without_caregivers_leaves_them_alone(center, tmp_path):
    take(center, whole(tmp_path))
    before = look(center, "caregivers", "student_caregivers")
    take(center, export(tmp_path, user(), anna()))
    assert look(center, "caregivers", "student_caregivers") == before


def test_undo_brings_back_exactly_what_was_there(center, tmp_path):
    take(center, export(tmp_path, anna(grades="08"), parent(agentSourcedIds="s2"), classes=CLASSES,
                        enrollments="classSourcedId,userSourcedId,role\nc2,s2,student\n"))
    before = look(center, *WRITTEN)
    take(center, export(tmp_path, user(), anna(preferredGivenName="Annie"), parent(phone="1", agentSourcedIds="u1"),
                        parent(sourcedId="p2", agentSourcedIds="s2"), classes=CLASSES, enrollments=ENROLLED))
    assert look(center, *WRITTEN) != before
    roster.undo(center.admin, roster.last_import(center.admin).id)
    assert look(center, *WRITTEN) == before
    assert audit.verify(center.admin).sound


def test_undo_takes_only_the_last_and_only_once(center, tmp_path):
    take(center, whole(tmp_path))
    first = roster.last_import(center.admin)
    take(center, export(tmp_path, user(), anna(grades="10"), parent()))
    with pytest.raises(Problem, match="Only the last import"):
        roster.undo(center.admin, first.id)
    last = roster.last_import(center.admin)
    roster.undo(center.admin, last.id)
    assert roster.last_import(center.admin).undone_at is not None
    with pytest.raises(Problem, match="only once"):
        roster.undo(center.admin, last.id)
    assert look(center, "roster_imports")["roster_imports"][0][5:] == ("", None), "nobody's facts are kept for nothing"


def test_undo_is_refused_when_an_added_student_has_come_since(center, tmp_path):
    take(center, whole(tmp_path))
    with center.admin.reading() as tx:
        new = next(one.id for one in rows.everybody(tx) if one.sourced_id == "u1")
    center.front.cache.clear()
    visits.check_in(center.front, new, reason="take_a_break", origin="walk_in")
    before = look(center, *WRITTEN)
    with pytest.raises(Problem, match="something was entered about 1 student it added"):
        roster.undo(center.admin, roster.last_import(center.admin).id)
    assert look(center, *WRITTEN) == before


def test_undo_is_refused_when_what_was_written_has_changed_since(center, tmp_path):
    take(center, export(tmp_path, anna(grades="12")))
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE students SET grade = '5' WHERE sourced_id = 's2'")
    connection.close()
    with pytest.raises(Problem, match="changed since"):
        roster.undo(center.admin, roster.last_import(center.admin).id)


def test_an_undo_that_was_altered_is_refused(center, tmp_path):
    take(center, whole(tmp_path))
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE roster_imports SET undo = '{}'")
    connection.close()
    with pytest.raises(Problem, match="altered"):
        roster.undo(center.admin, roster.last_import(center.admin).id)


def test_the_id_of_a_student_who_was_taken_back_is_never_given_out_again(center, tmp_path):
    take(center, whole(tmp_path))
    with center.admin.reading() as tx:
        first = rows.newest(tx)
    roster.undo(center.admin, roster.last_import(center.admin).id)
    take(center, whole(tmp_path))
    with center.admin.reading() as tx:
        ids = {one.sourced_id: one.id for one in rows.everybody(tx)}
    assert ids["u1"] == first + 1


def test_what_the_center_itself_knows_of_a_student_no_import_touches(center, tmp_path):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE students SET preferred_given = 'Annie' WHERE sourced_id = 's2'")
    connection.execute("INSERT INTO student_facts (student_id, pronouns, language, access_needs, card_number,"
                       " audiences) VALUES (2, 'they', 'es', 'ramp', '99887766', '[]')")
    connection.execute("INSERT INTO acknowledgements (student_id, kind, version, day, recorded_by)"
                       " SELECT 2, 'notice', '1', '2026-09-01', id FROM people LIMIT 1")
    connection.close()
    before = look(center, *NEVER_TOUCHED)
    plan = take(center, export(tmp_path, anna(grades="12", preferredGivenName="A."), parent(agentSourcedIds="s2")))
    assert plan.changes
    roster.undo(center.admin, roster.last_import(center.admin).id)
    take(center, export(tmp_path, anna(status="tobedeleted")))
    assert look(center, *NEVER_TOUCHED) == before
    with center.admin.reading() as tx:
        assert rows.get(tx, 2).name == "Annie O'Neil"


def test_a_look_alike_can_be_the_same_person_and_keeps_their_history(center, tmp_path):
    take(center, export(tmp_path, anna(), user(1, givenName="Jon", familyName="Smith", identifier="1")))
    with center.admin.reading() as tx:
        jon = next(one.id for one in rows.everybody(tx) if one.sourced_id == "u1")
    path = export(tmp_path, anna(), user(2, givenName="John", familyName="Smyth", identifier="77"),
                  parent(agentSourcedIds="u2"), classes=CLASSES,
                  enrollments="classSourcedId,userSourcedId,role\nc1,u2,student\n")
    plan = roster.preview(center.coordinator, path)
    (pair,) = plan.look_alikes
    assert (pair.student.given, pair.known.given, len(plan.adds)) == ("John", "Jon", 1)
    same = Choices().decide(plan, [pair_of(pair)], same=True)
    before = look(center, *WRITTEN)
    roster.accept(center.coordinator, chosen(plan, same))
    with center.admin.reading() as tx:
        merged = next(one for one in rows.everybody(tx) if one.sourced_id == "u2")
        assert (merged.id, merged.family, merged.student_number, merged.active) == (jon, "Smyth", "77", True)
        assert timetables.of(tx, [jon]) == {jon: (("1", "Algebra"),)}
        assert [tie.student for tie in caregivers.everybody(tx).ties] == [jon]
    roster.undo(center.coordinator, roster.last_import(center.coordinator).id)
    assert look(center, *WRITTEN) == before


def test_a_plan_made_before_somebody_changed_is_refused(center, tmp_path):
    plan = roster.preview(center.coordinator, export(tmp_path, anna(grades="12")))
    take(center, export(tmp_path, anna(grades="11")))
    with pytest.raises(Problem, match="changed since this preview"):
        roster.accept(center.coordinator, plan)


def test_the_list_of_imports_says_who_when_and_how_much(center, tmp_path):
    assert roster.last_import(center.admin) is None
    take(center, whole(tmp_path))
    last = roster.last_import(center.admin)
    assert (last.by, last.source, last.rollover) == (center.coordinator.person.name, "roster.zip", False)
    assert (last.counts["adds"], last.counts["inactive"], last.counts["caregivers"]) == (1, 6, 1)


def test_a_file_may_be_called_anything(center, tmp_path):
    plan = roster.preview(center.coordinator, whole(tmp_path))
    roster.accept(center.coordinator, plan, "Lista\udcf1 \x1b[31m\u202e.zip")  # as a file name that is no UTF-8 comes
    assert roster.last_import(center.coordinator).source == "Lista [31m.zip"


def test_the_start_of_a_school_year_moves_everybody_up_and_can_be_taken_back(center):
    before = look(center, *WRITTEN)
    plan = roster.preview_rollover(center.admin)
    assert look(center, *WRITTEN) == before
    roster.accept_rollover(center.admin, plan)
    with center.admin.reading() as tx:
        grades = {one.sourced_id: (one.grade, one.active) for one in rows.everybody(tx)}
    assert grades == {"s1": ("11", True), "s2": ("10", True), "s3": ("12", True), "s4": ("12", False),
                      "s5": ("11", True), "s6": ("12", False), "s7": ("10", True)}
    assert roster.last_import(center.admin).rollover
    roster.undo(center.admin, roster.last_import(center.admin).id)
    assert look(center, *WRITTEN) == before


def test_a_second_start_within_a_year_is_warned_of_unless_the_first_was_taken_back(center):
    roster.accept_rollover(center.admin, roster.preview_rollover(center.admin))
    assert roster.preview_rollover(center.admin).warnings[0] == "The grades went up already, on Sep 14, 2026."
    roster.undo(center.admin, roster.last_import(center.admin).id)
    assert len(roster.preview_rollover(center.admin).warnings) == 1


def test_a_school_may_end_with_another_grade(center):
    plan = roster.preview_rollover(center.admin, "11")
    assert {(one.known.sourced_id, one.fields[0].new) for one in plan.changes} == {
        ("s1", "11"), ("s2", "10"), ("s5", "11"), ("s7", "10")}
    assert {one.sourced_id for one in plan.becoming_inactive} == {"s3", "s4", "s6"}
    assert roster.last_grade(center.admin) == "12"


def test_birthdays_come_back_as_days(center, tmp_path):
    take(center, export(tmp_path, user(), anna()))
    path = export(tmp_path, user(), anna())
    write_zip(path, {"manifest.csv": MANIFEST, "orgs.csv": ORGS, "users.csv": users_csv(user(), anna()),
                     "demographics.csv": "userSourcedId,birthDate\nu1,2011-01-02\n"})
    take(center, path)
    roster.undo(center.admin, roster.last_import(center.admin).id)
    with center.admin.reading() as tx:
        assert next(one for one in rows.everybody(tx) if one.sourced_id == "u1").birth_date == date(2010, 5, 4)


ROLLED_BACK = {
    "a caregiver no longer": "INSERT INTO student_caregivers SELECT 2, id, 'parent' FROM caregivers",
    "a number they had before": "UPDATE caregivers SET phone = '555-0100'",
    "a student who left": "UPDATE students SET active = 0 WHERE id = 2",
    "a class": "DELETE FROM student_classes WHERE period = '2'",
    "an import": "DELETE FROM roster_imports WHERE id = 1",
    "that one was undone": "UPDATE roster_imports SET undone_at = 1 WHERE id = 2",
}


@pytest.mark.parametrize("what", ROLLED_BACK)
def test_what_sql_puts_back_behind_an_import_is_noticed(center, tmp_path, what):
    take(center, whole(tmp_path))
    take(center, export(tmp_path, user(), anna(), parent(phone="555-0199", agentSourcedIds="u1"), classes=CLASSES,
                        enrollments=ENROLLED))
    assert audit.verify(center.admin).sound
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    assert connection.execute(ROLLED_BACK[what]).rowcount >= 1
    connection.close()
    assert "not as the last import left them" in audit.verify(center.admin).finding


def test_an_import_that_was_taken_back_and_is_there_again_is_noticed(center, tmp_path):
    take(center, whole(tmp_path))
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    before = connection.execute("SELECT * FROM caregivers").fetchall()
    roster.undo(center.admin, roster.last_import(center.admin).id)
    assert audit.verify(center.admin).sound
    connection.executemany("INSERT INTO caregivers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", before)
    connection.close()
    assert "not as the last import left them" in audit.verify(center.admin).finding


def test_what_the_center_adds_to_a_student_is_no_matter_of_the_roster(center, tmp_path):
    take(center, whole(tmp_path))
    student_facts.save(center.front, 1, Facts(preferred="Annie", pronouns="she/her"))
    assert audit.verify(center.admin).sound
