"""The sheet on which everybody at a supervision meeting signs. It names the people of the center, no student."""

from collections.abc import Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.meetings import Meeting
from wellnessdesk.domain.minutes import Seat
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports.layout import LINE, TEAL, Around, Bookmark, build, style, text, width

_ARRIVED, _SIGNATURE = 28 * mm, 70 * mm
_GUESTS = 3
"""Empty lines for whoever else is there."""


def sign_in_pdf(meeting: Meeting, seats: Sequence[Seat], *, center: Center, printed_at: datetime,
                audit_head: str, paper: Paper = Paper.LETTER) -> bytes:
    """The sheet as PDF. `printed_at` is in the center's own time."""
    title, day = _("Sign-in sheet"), formats.date(meeting.day)
    around = Around(
        head=f"{title} · {day}", mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · printed {date}, {time}").format(
                  center=center.name, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Keep it with the minutes. Audit head {head}").format(head=audit_head)))
    about = " · ".join(part for part in (
        formats.date_long(meeting.day), formats.minute_of_day(meeting.starts), meeting.name, meeting.room,
        center.school or center.name) if part)
    story = [Bookmark(title), text(title, style(20, bold=True, color=TEAL, after=3)), text(about, style(11)),
             Spacer(0, 8 * mm), _table(seats, width(paper))]
    return build(story, title=f"{title}, {day}", author=center.name, around=around, paper=paper)


def _table(seats: Sequence[Seat], wide: float) -> Table:
    heading = [text(name, style(10.5, bold=True)) for name in (_("Name"), _("Arrived"), _("Signature"))]
    rows = [[text(f"{seat.name} ({_('leads')})" if seat.leads else seat.name, style(11)), "", ""] for seat in seats]
    rows += [["", "", ""] for _line in range(_GUESTS)]
    return Table([heading, *rows], colWidths=(wide - _ARRIVED - _SIGNATURE, _ARRIVED, _SIGNATURE), repeatRows=1,
                 hAlign="LEFT", style=TableStyle([
                     ("LINEBELOW", (0, 0), (-1, 0), 1.1, TEAL), ("LINEBELOW", (0, 1), (-1, -1), 0.6, LINE),
                     ("LINEBEFORE", (1, 0), (-1, -1), 0.6, LINE), ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
                     ("TOPPADDING", (0, 1), (-1, -1), 9), ("BOTTOMPADDING", (0, 1), (-1, -1), 9),
                     ("LEFTPADDING", (0, 0), (0, -1), 0)]))
