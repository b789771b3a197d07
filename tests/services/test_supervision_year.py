"""A year of supervision in figures, and all its minutes in one document."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.centers import FLAG_WORDS, worked_center
from tests.reports.read_back import bookmarks, paper, words
from tests.services.supervised import FORGOTTEN, MISSED, MONDAY, WEEKS, meeting, supervise
from tests.store.stores import raw
from tests.support import STUDENTS
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.base.i18n import speaking
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.calendar import DayOff
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.meetings import Attendance, Missed
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.supervision_year import Fate
from wellnessdesk.services import audit, calendar, leaving, minutes, minutes_year, papers, supervision_year
from wellnessdesk.store.audit import head

YEAR = date(2026, 7, 1), date(2027, 6, 30)
HELD = [week for week in range(WEEKS) if week not in (MISSED, FORGOTTEN)]


def lived(folder, weeks=WEEKS):
    made = worked_center(folder)
    made.cora = made.center.coordinator
    supervise(made, weeks)
    return made


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """For whoever only looks and prints."""
    made = lived(tmp_path_factory.mktemp("year") / "center")
    yield made
    made.center.admin.close()


@pytest.fixture
def own(tmp_path):
    """Four weeks, to be changed."""
    made = lived(tmp_path / "center", 4)
    yield made
    made.center.admin.close()


@pytest.fixture
def year(day):
    return supervision_year.overview(day.cora, *YEAR)


def person(year, name):
    return next(one for one in year.people if one.name == name)


def test_meetings_are_counted_by_what_became_of_them_and_why_they_were_missed(year):
    (group,) = year.groups
    assert {fate: group.fates[fate] for fate in Fate} == {
        Fate.HELD: len(HELD), Fate.MISSED: 1, Fate.UNKNOWN: 1, Fate.UNSIGNED: 0,
        Fate.COMING: 42 - WEEKS}
    assert dict(year.why) == {Missed.LEADER_AWAY: 1}
    assert [(month.month, fates[Fate.HELD]) for month, fates in year.months][:3] == [(9, 3), (10, 3), (11, 4)]


def test_supervision_at_least_weekly_is_a_share_of_the_school_weeks_that_are_over(year):
    assert (year.weekly, year.weeks) == (len(HELD), WEEKS)


def test_a_week_without_school_asks_for_no_meeting_and_one_in_it_was_not_held(own):
    own.center.clock.advance(days=7)  # nobody wrote down anything of the fifth week
    off = DayOff(name=Text(en="Break", es="Descanso"), first=MONDAY + timedelta(weeks=4),
                 last=MONDAY + timedelta(weeks=4, days=6))
    before = supervision_year.overview(own.cora, *YEAR)
    calendar.put(own.cora, replace(calendar.whole(own.cora), days_off=(off,)))
    after = supervision_year.overview(own.cora, *YEAR)
    assert (before.weeks, before.weekly, before.fates[Fate.UNKNOWN]) == (5, 4, 1)
    assert (after.weeks, after.weekly, dict(after.why)) == (4, 4, {Missed.NO_SCHOOL: 1})


def test_everybodys_attendance_is_told_with_the_minutes_that_count(year):
    pia, cora = person(year, "Pia Peer"), person(year, "Cora Coordinator")
    assert sum(pia.states.values()) == len(HELD)
    there = pia.states[Attendance.PRESENT] + pia.states[Attendance.LATE]
    assert (pia.supervised, pia.weeks, pia.minutes) == (there, WEEKS, there * 50)
    assert (pia.leads, cora.leads) == (False, True)
    assert year.minutes == pia.minutes + person(year, "Otto Other").minutes


def test_who_left_keeps_what_they_attended_and_misses_nothing_more(own):
    own.center.clock.advance(days=7)
    leaving.deactivate(own.center.admin, own.center.desks["Otto Other"].person.id)
    found = supervision_year.overview(own.cora, *YEAR)
    assert (person(found, "Otto Other").weeks, person(found, "Pia Peer").weeks) == (4, 5)


def test_items_are_counted_by_section_and_by_what_became_of_them(year):
    sections = {one.section: one for one in year.sections}
    assert list(sections) == ["flags", "actions", "peers", "notes_to_review", "own"]
    assert sections["flags"].all == sections["notes_to_review"].all == len(HELD)
    assert sections["flags"].talked + sections["flags"].left == len(HELD)
    assert sections["own"].days is not None
    assert dict(year.carried) == {0: 9, 1: 3, 3: 1}


def test_what_was_taken_on_has_half_its_time_until_it_was_done(year):
    assert (year.actions.taken, year.actions.done, year.actions.overdue) == (len(HELD), len(HELD), 0)
    assert year.actions.days == pytest.approx(3.5)


def test_nothing_of_a_student_is_in_it(day, tmp_path):
    for on in (Paper.LETTER, Paper.A4):
        papers.set_size(day.cora, on)
        file = tmp_path / f"{on}.pdf"
        file.write_bytes(supervision_year.print_overview(day.cora, *YEAR))
        told = words(file)
        assert paper(file) == {Paper.LETTER: "letter", Paper.A4: "A4"}[on]
        assert "83%" in told
        assert "Pia Peer" in told
        for given, family, _grade in STUDENTS:
            assert family not in told
            assert f"{given[0]}. {family[0]}." not in told
        for secret in ("Own topic", "Said in week", FLAG_WORDS, "F-", "S-1"):
            assert secret not in told
    assert [title for title, _page in bookmarks(file)][:3] == [
        "Supervision in figures", "Meetings by month", "Meetings of each group"]


def test_it_is_there_in_spanish(day, tmp_path):
    with speaking("es"):
        (tmp_path / "es.pdf").write_bytes(supervision_year.print_overview(day.cora, *YEAR))
    assert "Supervisión en cifras" in words(tmp_path / "es.pdf")


def test_only_coordinators_have_it_and_every_print_is_in_the_log(day):
    for desk in (day.center.peer, day.center.front, day.center.admin):
        for tried in (supervision_year.overview, supervision_year.print_overview, minutes_year.print_minutes):
            with pytest.raises(Denied):
                tried(desk, *YEAR)
    with day.cora.reading() as tx:
        before = head(tx).sequence
    supervision_year.print_overview(day.cora, *YEAR)
    minutes_year.print_minutes(day.cora, *YEAR)
    connection = raw(day.cora.store.path, day.cora.keys.store_key)
    told = connection.execute("SELECT action, subject FROM audit WHERE sequence > ?", (before,)).fetchall()
    connection.close()
    assert told == [("supervision.print_year", "supervision"),
                    *(("minutes.print", f"meeting:{meeting(week)}") for week in HELD)]
    assert audit.verify(day.cora).sound


def test_days_the_wrong_way_round_are_refused_with_a_sentence(day):
    for tried in (supervision_year.overview, minutes_year.print_minutes):
        with pytest.raises(Problem, match="before the first"):
            tried(day.cora, YEAR[1], YEAR[0])


def test_a_time_before_the_center_has_nothing_and_no_minutes(day):
    nothing = supervision_year.overview(day.cora, date(2020, 7, 1), date(2021, 6, 30))
    assert (nothing.weeks, nothing.groups, nothing.sections) == (0, (), ())
    supervision_year.print_overview(day.cora, date(2020, 7, 1), date(2021, 6, 30))
    with pytest.raises(Problem, match="No minutes were signed"):
        minutes_year.print_minutes(day.cora, date(2020, 7, 1), date(2021, 6, 30))


def test_the_first_page_lists_every_meeting_and_says_which_were_not_held(day, tmp_path):
    (tmp_path / "all.pdf").write_bytes(minutes_year.print_minutes(day.cora, *YEAR))
    told = words(tmp_path / "all.pdf")
    assert "Not held: Nobody could lead it" in told
    assert "Not recorded" in told
    assert "To come" not in told
    assert len([title for title, _page in bookmarks(tmp_path / "all.pdf") if "·" in title]) == len(HELD)


def test_all_minutes_are_one_document_with_a_bookmark_for_each_meeting(own, tmp_path):
    minutes.add(own.cora, meeting(0), "It was Tuesday.")
    (tmp_path / "all.pdf").write_bytes(minutes_year.print_minutes(own.cora, *YEAR))
    told, marks = words(tmp_path / "all.pdf"), bookmarks(tmp_path / "all.pdf")
    chapters = [(title, page) for title, page in marks if "·" in title]
    assert [title for title, _page in chapters][:2] == ["Sep 14, 2026 · Supervision", "Sep 21, 2026 · Supervision"]
    assert len(chapters) == len({page for _title, page in chapters}) == 4
    for week in range(4):
        assert f"Said in week {week}." in told
    assert "It was Tuesday." in told
    assert "canary remark" not in told
    for _given, family, _grade in STUDENTS:
        assert family not in told


def test_spoiled_minutes_stand_among_the_others_as_such(own, tmp_path):
    connection = raw(own.cora.store.path, own.cora.keys.store_key)
    connection.execute("UPDATE sealed SET blob = zeroblob(3000) WHERE kind = 'minutes' AND record = ?", (meeting(2),))
    connection.close()
    (tmp_path / "all.pdf").write_bytes(minutes_year.print_minutes(own.cora, *YEAR))
    told = words(tmp_path / "all.pdf")
    assert "Said in week 2." not in told
    assert "Said in week 3." in told
    assert "seal" in told


@pytest.mark.parametrize("share", [10, 60, 80])
def test_it_tells_how_far_it_is_and_stops_where_it_is_asked_to(own, share):
    class Watched:
        told = ()

        def report(self, done, total):
            self.told = (*self.told, done * 100 // total)

        def check_cancelled(self):
            if self.told and self.told[-1] >= share:
                raise Cancelled

    watched = Watched()
    with pytest.raises(Cancelled):
        minutes_year.print_minutes(own.cora, *YEAR, progress=watched)
    assert list(watched.told) == sorted(watched.told)
    assert audit.verify(own.cora).sound
