"""A roster is looked at first, then taken whole, once; a preview writes nothing."""

import pytest

from tests.exchange.rosters import MANIFEST, ORGS, PASSWORD, user, users_csv, write_zip
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.services import audit, roster, roster_writer, students, visits
from wellnessdesk.store import students as student_rows


def export(tmp_path, *users):
    files = {"manifest.csv": MANIFEST, "orgs.csv": ORGS, "users.csv": users_csv(*users)}
    return write_zip(tmp_path / "roster.zip", files)


def known(center):
    with center.admin.reading() as tx:
        return {one.sourced_id: one for one in student_rows.everybody(tx)}


def names(center, query):
    return [one.name for one in students.search(center.front, query)]


def the_usual(tmp_path):
    """One new, two as they are, one changed; the other four of the center are not in it."""
    return export(
        tmp_path, user(1, sourcedId="new", givenName="Nadia", familyName="Ngo"),
        user(2, sourcedId="s1", identifier="200001", givenName="José", familyName="Núñez", grades="10"),
        user(3, sourcedId="s2", identifier="200002", givenName="Anna", familyName="O'Neil", grades="09"),
        user(4, sourcedId="s3", identifier="200003", givenName="Minh", familyName="Tran", grades="11"))


def test_a_preview_writes_nothing(center, tmp_path):
    before = known(center)
    plan = roster.preview(center.coordinator, the_usual(tmp_path))
    assert [one.given for one in plan.adds] == ["Nadia"]
    assert "s3" in {one.known.sourced_id for one in plan.changes}
    assert len(plan.becoming_inactive) == 4
    assert known(center) == before
    assert audit.verify(center.admin).entries == 2


def test_a_preview_is_cancelled_while_it_compares_too(center, tmp_path, monkeypatch):
    class Watch:
        stopped = False

        def report(self, _done, _total):
            pass

        def check_cancelled(self):
            if self.stopped:
                raise Cancelled

    watch, compare = Watch(), roster.plan

    def comparing(*all_of_it):
        watch.stopped = True
        return compare(*all_of_it)

    monkeypatch.setattr(roster, "plan", comparing)
    with pytest.raises(Cancelled):
        roster.preview(center.coordinator, the_usual(tmp_path), watch)


def test_what_was_accepted_is_what_the_preview_showed(center, tmp_path):
    roster.accept(center.coordinator, roster.preview(center.coordinator, the_usual(tmp_path)))
    after = known(center)
    assert after["new"].name == "Nadia Ngo"
    assert after["s3"].family == "Tran"
    assert {key for key, one in after.items() if not one.active} == {"s4", "s5", "s6", "s7"}
    assert len(after) == 8  # nobody is deleted
    assert audit.verify(center.admin).entries == 3


def test_the_front_desk_finds_new_students_at_once_and_old_ones_no_more(center, tmp_path):
    assert names(center, "zoe") == ["Zoë García-López"]
    assert names(center, "nadia") == []
    roster.accept(center.coordinator, roster.preview(center.coordinator, the_usual(tmp_path)))
    center.front.cache.clear()  # one desk at a time: the next one signs in with an empty memory
    assert (names(center, "zoe"), names(center, "nadia")) == ([], ["Nadia Ngo"])


def test_taking_the_same_roster_again_changes_nothing(center, tmp_path):
    path = the_usual(tmp_path)
    roster.accept(center.coordinator, roster.preview(center.coordinator, path))
    assert roster.preview(center.coordinator, path).changes_nothing


def test_a_preview_accepted_twice_is_told_and_adds_nobody_twice(center, tmp_path):
    plan = roster.preview(center.coordinator, the_usual(tmp_path))
    roster.accept(center.coordinator, plan)
    after = known(center)
    with pytest.raises(Problem, match="changed since this preview"):
        roster.accept(center.coordinator, plan)
    assert known(center) == after


def test_an_accept_that_fails_half_way_changes_nobody(center, tmp_path, monkeypatch):
    plan = roster.preview(center.coordinator, the_usual(tmp_path))
    before = known(center)

    def fail(_tx, _rows):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(roster_writer.students, "change_many", fail)
    with pytest.raises(Problem, match="disk is full"):
        roster.accept(center.coordinator, plan)
    assert known(center) == before


class StopsAt:
    """A person who presses Cancel once it is so far, in percent; keeps what they were shown."""

    def __init__(self, percent):
        self.percent, self.shown = percent, [0]

    def report(self, done, total):
        self.shown.append(100 * done // total)

    def check_cancelled(self):
        if self.shown[-1] >= self.percent:
            raise Cancelled


@pytest.mark.parametrize("percent", [0, 1, 40, 80])
def test_an_accept_that_is_stopped_changes_nobody_and_can_be_made_again(center, tmp_path, monkeypatch, percent):
    monkeypatch.setattr(roster_writer, "_AT_ONCE", 1)
    plan, before = roster.preview(center.coordinator, the_usual(tmp_path)), known(center)
    with pytest.raises(Cancelled):
        roster.accept(center.coordinator, plan, progress=StopsAt(percent))
    assert (known(center), roster.last_import(center.coordinator)) == (before, None)
    watch = StopsAt(101)
    roster.accept(center.coordinator, plan, progress=watch)
    assert watch.shown == sorted(watch.shown)
    assert len(watch.shown) > 5
    assert watch.shown[-1] == 80
    assert audit.verify(center.admin).sound


def test_who_comes_back_is_the_same_student_with_their_visits(center, tmp_path):
    visit = visits.check_in(center.front, 5, reason="take_a_break", origin="walk_in")
    roster.accept(center.coordinator, roster.preview(center.coordinator, the_usual(tmp_path)))
    back = export(tmp_path, *(user(n, sourcedId=f"s{n}", identifier=f"20000{n}") for n in range(1, 8)))
    plan = roster.preview(center.coordinator, back)
    assert {one.sourced_id for one in plan.reactivated} == {"s4", "s5", "s6", "s7"}
    roster.accept(center.coordinator, plan)
    assert known(center)["s5"].id == visit.student_id
    assert known(center)["s5"].active


def test_a_name_the_center_was_told_outlives_every_roster(center, tmp_path):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE students SET preferred_given = 'Annie' WHERE sourced_id = 's2'")
    connection.close()
    roster.accept(center.coordinator, roster.preview(center.coordinator, the_usual(tmp_path)))
    assert known(center)["s2"].name == "Annie O'Neil"


def test_a_password_of_the_file_is_stored_nowhere(center, tmp_path):
    roster.accept(center.coordinator, roster.preview(center.coordinator, the_usual(tmp_path)))
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        assert PASSWORD not in str(connection.execute(f"SELECT * FROM {table}").fetchall())  # noqa: S608 - its own names
    connection.close()


def test_the_log_says_how_many_and_names_nobody(center, tmp_path):
    roster.accept(center.coordinator, roster.preview(center.coordinator, the_usual(tmp_path)))
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    action, subject, detail = connection.execute(
        "SELECT action, subject, detail FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    connection.close()
    assert (action, subject) == ("roster.accept", "roster")
    assert detail.startswith("adds 1, changes ")
    assert "inactive 4" in detail


def test_a_file_nothing_can_be_taken_from_is_told(center, tmp_path):
    (tmp_path / "letter.zip").write_text("no zip at all")
    with pytest.raises(RosterUnreadable):
        roster.preview(center.coordinator, tmp_path / "letter.zip")
