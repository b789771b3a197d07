"""On paper, for one student: the disclosure log, and who has looked at the record. Both name the student."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.audit_log import Line
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.disclosures import Disclosure, ground_label
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.students import Student
from wellnessdesk.reports.audit import moment
from wellnessdesk.reports.layout import MUTED, TEAL, Around, build, style, text, width
from wellnessdesk.reports.listing import listing

_DAY, _BY, _WHEN, _WHO = 24 * mm, 30 * mm, 42 * mm, 46 * mm


def log_pdf(student: Student, lines: Sequence[Disclosure], *, center: Center, by: str, head: str, printed_at: datetime,
            paper: Paper = Paper.LETTER) -> bytes:
    """The disclosure log of a student as PDF, the newest line first. `printed_at` is in the center's own time."""
    title = _("Disclosure log")
    return _build(title, _log(title, student, lines, center, paper), center, by, head, printed_at, paper)


def looked_pdf(student: Student, lines: Sequence[Line], *, center: Center, by: str, head: str, printed_at: datetime,
               paper: Paper = Paper.LETTER) -> bytes:
    """Who has looked at the record of a student, as PDF."""
    title = _("Who has looked at this record")
    return _build(title, _looked(title, student, lines, center, paper), center, by, head, printed_at, paper)


def _build(title: str, story: Iterator[Flowable], center: Center, by: str, head: str, printed_at: datetime,
           paper: Paper) -> bytes:
    around = Around(
        head=title, mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · saved by {name}, {date}, {time}").format(
                  center=center.name, name=by, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Names a student. Keep it locked away. Audit head {head}").format(head=head)))
    return build(list(story), title=title, author=center.name, paper=paper, around=around)


def _top(title: str, student: Student, center: Center) -> Iterator[Flowable]:
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(student.name, style(13, bold=True, after=1))
    facts = [_("Number {number}").format(number=student.student_number) if student.student_number else "",
             _("Grade {grade}").format(grade=student.grade) if student.grade else "", student.school or center.school]
    yield text(" · ".join(fact for fact in facts if fact), style(11, color=MUTED, after=8))


def _log(title: str, student: Student, lines: Sequence[Disclosure], center: Center, paper: Paper) -> Iterator[Flowable]:
    yield from _top(title, student, center)
    yield text(_("To whom records of this student went, why and when (34 CFR 99.32, Education Code 49064)."),
               style(11, after=8))
    rest = width(paper) - _DAY - _BY
    yield listing((_("Day"), _("To whom"), _("Why"), _("What"), _("Written down by")),
                  [_line(line) for line in lines], (_DAY, rest * 0.28, rest * 0.42, rest * 0.30, _BY), strong=1)


def _line(line: Disclosure) -> tuple[str, ...]:
    if line.problem:
        return formats.date(line.day), "–", line.problem, "–", line.by
    return (formats.date(line.day), line.recipient, f"{ground_label(line.ground)}. {line.purpose}", line.what, line.by)


def _looked(title: str, student: Student, lines: Sequence[Line], center: Center, paper: Paper) -> Iterator[Flowable]:
    yield from _top(title, student, center)
    yield text(_("Each time somebody opened this student's record or a note about them, or took on a flag. Lists, "
                 "searches and check-ins are not in it. Taken from the signed audit log."), style(11, after=8))
    yield listing((_("When"), _("Who"), _("What")),
                  [(moment(center, line.at), line.who or "–", line.text) for line in lines],
                  (_WHEN, _WHO, width(paper) - _WHEN - _WHO), strong=1)
