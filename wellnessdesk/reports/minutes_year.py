"""The minutes of many meetings in one document: a page that lists all meetings, then each with its minutes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.meetings import Meeting, missed_label
from wellnessdesk.domain.minutes import Minutes
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.supervision_year import Fate, fate_label, why
from wellnessdesk.reports import minutes
from wellnessdesk.reports.layout import FLAG, MUTED, TEAL, Around, Bookmark, build, style, text, width
from wellnessdesk.reports.listing import listing

_DAY, _STATE = 44 * mm, 62 * mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What goes into it: the days, all their meetings with what became of them, and the signed minutes in order."""

    first: date
    last: date
    meetings: Sequence[tuple[Meeting, Fate]]
    minutes: Sequence[Minutes]

    @property
    def days(self) -> str:
        """The days in words."""
        return _("{first} to {last}").format(first=formats.date(self.first), last=formats.date(self.last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """By whom, when (in the center's own time) and where it is printed, and who hears how far it is."""

    center: Center
    printed_at: datetime
    audit_head: str
    local: Callable[[datetime], datetime]
    paper: Paper = Paper.LETTER
    progress: Progress = NO_PROGRESS


def minutes_year_pdf(bound: Bound, how: Printing) -> bytes:
    """One document with bookmarks. Raises `Cancelled`."""
    title, center = _("Minutes of supervision"), how.center
    around = Around(
        head=f"{title} · {bound.days}", mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · printed {date}, {time}").format(
                  center=center.name, date=formats.date(how.printed_at.date()), time=formats.time(how.printed_at)),
              _("Initials only. Do not leave on a desk. Audit head {head}").format(head=how.audit_head)))
    return build(list(_story(title, bound, how)), title=f"{title}, {bound.days}", author=center.name, around=around,
                 paper=how.paper)


class _Reached(Flowable):
    """Tells, when it is drawn, that so much is; takes no room."""

    def __init__(self, progress: Progress, done: int, total: int) -> None:
        super().__init__()
        self._progress, self._done, self._total = progress, done, total

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self._progress.check_cancelled()
        self._progress.report(self._done, self._total)


def _story(title: str, bound: Bound, how: Printing) -> Iterator[Flowable]:
    """Written first, which is half of the work, and laid out afterwards: each counts for every meeting."""
    yield Bookmark(title)
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(" · ".join(part for part in (how.center.name, how.center.school) if part), style(11, after=1))
    yield text(bound.days, style(11, color=MUTED))
    yield Spacer(0, 6 * mm)
    wide, count = width(how.paper), len(bound.minutes)
    lines = [_line(one, came) for one, came in bound.meetings if came is not Fate.COMING]
    yield listing((_("Day"), _("Group"), _("What became of it")), lines, (_DAY, wide - _DAY - _STATE, _STATE), strong=0)
    for place, found in enumerate(bound.minutes):
        how.progress.check_cancelled()
        how.progress.report(place, 2 * count)
        yield PageBreak()
        yield _Reached(how.progress, count + place, 2 * count)
        yield from _chapter(found, how, wide)


def _chapter(found: Minutes, how: Printing, wide: float) -> Iterator[Flowable]:
    name = f"{formats.date(found.meeting.day)} · {found.meeting.name}"
    if not found.problem:
        yield from minutes.story(found, how.center, how.local, wide, name)
        return
    yield Bookmark(name)
    yield text(f"{_('Supervision minutes')} · {name}", style(14, bold=True, color=TEAL, after=3))
    yield text(found.problem, style(11, bold=True, color=FLAG))


def _line(one: Meeting, came: Fate) -> tuple[str, str, str]:
    state = _("Minutes signed") if came is Fate.HELD else fate_label(came)
    if came is Fate.MISSED:
        state = f"{state}: {missed_label(why(one))}"
    return formats.date(one.day), one.name, state
