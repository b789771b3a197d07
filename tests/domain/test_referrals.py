"""What a referral may do next, when it is due, and what its steps are called."""

from datetime import date

import pytest

from wellnessdesk.base.i18n import speaking
from wellnessdesk.domain.calendar import BellSchedule, DayOff, Period, PeriodKind, SchoolCalendar, Term
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.referrals import (
    Agreed,
    Facts,
    How,
    Mark,
    Status,
    Step,
    StepKind,
    agreed_label,
    due_after,
    how_label,
    possible,
    refusal,
    school_days_after,
    status_label,
    step_label,
    tidy_words,
)

NAME = Text("x", "x")
BELLS = BellSchedule(id="a", name=NAME, weekdays=(0, 1, 2, 3, 4), periods=(
    Period(id="1", name=NAME, kind=PeriodKind.CLASS, starts=480, ends=900),))
YEAR = SchoolCalendar(schedules=(BELLS,), terms=(Term(name=NAME, first=date(2026, 8, 10), last=date(2027, 6, 4)),),
                      days_off=(DayOff(name=NAME, first=date(2026, 11, 23), last=date(2026, 11, 27)),))


def test_school_days_leave_out_weekends_holidays_and_summer():
    assert school_days_after(YEAR, date(2026, 11, 20), 1) == date(2026, 11, 30)
    assert school_days_after(YEAR, date(2026, 11, 13), 10) == date(2026, 12, 4)
    with_summer = SchoolCalendar(schedules=(BELLS,), terms=(*YEAR.terms, Term(
        name=NAME, first=date(2027, 8, 9), last=date(2028, 6, 2))))
    assert school_days_after(with_summer, date(2027, 6, 3), 2) == date(2027, 8, 9)


def test_where_no_school_day_is_in_sight_weekdays_count():
    assert school_days_after(YEAR, date(2027, 6, 4), 10) == date(2027, 6, 18)
    assert school_days_after(SchoolCalendar(), date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_consent_and_sending_do_not_put_it_off_and_an_answer_does():
    day = date(2026, 9, 14)
    mark = Mark(id="x", kind="other", status=Status.DRAFT, day=day, due=date(2026, 9, 28), steps=1)
    later = date(2026, 9, 21)
    due = {kind: due_after(YEAR, mark, Step(kind=kind, day=later), Facts(), later) for kind in StepKind}
    assert due[StepKind.CONSENT] == due[StepKind.SEND] == due[StepKind.HAND_OVER] == mark.due
    assert due[StepKind.ACCEPT] == due[StepKind.ATTEND] == due[StepKind.DECLINE] == date(2026, 10, 5)
    assert due[StepKind.CLOSE] is due[StepKind.REVOKE] is None
    urgent = Facts(urgent=True)
    assert due_after(YEAR, None, Step(kind=StepKind.DRAFT, day=day, facts=urgent), urgent, day) == date(2026, 9, 15)


def test_what_is_over_takes_nothing_and_with_its_flag_everything_ends():
    for status in Status:
        over = status in (Status.CLOSED, Status.REVOKED)
        assert bool(refusal(status, StepKind.CLOSE, agreed=True, with_flag=True)) is over
        assert (possible(status, agreed=True) == ()) is over
    assert StepKind.SEND not in possible(Status.DRAFT, agreed=False)
    assert StepKind.SEND in possible(Status.DRAFT, agreed=True)
    assert "is over" in refusal(Status.CLOSED, StepKind.CONSENT, agreed=True)


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_has_a_name(language):
    with speaking(language):
        assert len({status_label(one) for one in Status}) == len(Status)
        assert len({step_label(one) for one in StepKind}) == len(StepKind)
        assert len({how_label(one) for one in How}) == len(How)
        assert len({agreed_label(one) for one in Agreed}) == len(Agreed)
    assert (how_label("later"), agreed_label("later")) == ("later", "later")


def test_words_keep_their_lines_and_lose_what_commands_a_screen():
    assert tidy_words("  one\x07 two\u202e\n\n three ") == "one two\n\nthree"
