"""The audit log on paper: who did what and when, as far as it was asked for."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.audit_log import Line, Wanted, kind_label
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports.layout import MUTED, TEAL, Around, build, style, text, width
from wellnessdesk.reports.listing import listing

_WHEN, _WHO, _NUMBER = 42 * mm, 42 * mm, 18 * mm


def log_pdf(lines: Sequence[Line], wanted: Wanted, *, who: str, by: str, center: Center, head: str,
            printed_at: datetime, paper: Paper = Paper.LETTER) -> bytes:
    """These lines as PDF. `who` is the name of whom `wanted` asks for, `by` of who saves it; `printed_at` is local."""
    title = _("Audit log")
    story = _story(title, lines, wanted, who, center, paper)
    return build(list(story), title=title, author=center.name, paper=paper,
                 around=around(title, center, by, printed_at, head))


def around(title: str, center: Center, by: str, printed_at: datetime, head: str) -> Around:
    """What stands around what is taken from the log: who saved it and when, and how far the log went then."""
    return Around(
        head=title, mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · saved by {name}, {date}, {time}").format(
                  center=center.name, name=by, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("For the center's own use. Audit head {head}").format(head=head)))


def moment(center: Center, at: datetime | None) -> str:
    """A moment in the center's own time; a dash where it is illegible."""
    if at is None:
        return "–"
    local = center.local(at)
    return _("{date}, {time}").format(date=formats.date(local.date()), time=formats.time(local))


def _story(title: str, lines: Sequence[Line], wanted: Wanted, who: str, center: Center,
           paper: Paper) -> Iterator[Flowable]:
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(" · ".join(part for part in (center.name, center.school) if part), style(11, after=1))
    yield text(_asked_for(lines, wanted, who), style(11, color=MUTED, after=10))
    widths = (_WHEN, _WHO, width(paper) - _WHEN - _WHO - _NUMBER, _NUMBER)
    yield listing((_("When"), _("Who"), _("What"), _("Entry")),
                  [(moment(center, line.at), line.who or "–", line.text, formats.number(line.sequence))
                   for line in lines], widths, right=3, strong=1)


def _asked_for(lines: Sequence[Line], wanted: Wanted, who: str) -> str:
    count = ngettext("{n} entry", "{n} entries", len(lines)).format(n=formats.number(len(lines)))
    return " · ".join(part for part in (count, who, kind_label(wanted.kind) if wanted.kind else "", _days(wanted))
                      if part)


def _days(wanted: Wanted) -> str:
    first, last = wanted.first, wanted.last
    if first and last:
        if first == last:
            return formats.date(first)
        return _("{first} to {last}").format(first=formats.date(first), last=formats.date(last))
    if first:
        return _("from {date} on").format(date=formats.date(first))
    return _("until {date}").format(date=formats.date(last)) if last else ""
