"""The supervision agenda on paper: initials only."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.flags import Urgency, urgency_label
from wellnessdesk.domain.minutes import Said, on_paper
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.supervision import Agenda, Item, Section, section_title
from wellnessdesk.reports.layout import (
    FLAG,
    FLAG_BACK,
    LINE,
    MUTED,
    TEAL,
    Around,
    Bookmark,
    CheckBox,
    Rows,
    build,
    runs,
    style,
    text,
    width,
)

_BOX, _WHO, _MINUTES = 9 * mm, 40 * mm, 21 * mm
_HEADING_ROWS = 1


def agenda_pdf(agenda: Agenda, *, center: Center, printed_at: datetime, audit_head: str,
               paper: Paper = Paper.LETTER) -> bytes:
    """The agenda as PDF. `printed_at` is in the center's own time."""
    title, agenda = _("Supervision agenda"), replace(agenda, items=tuple(
        on_paper(Said(item)).item for item in agenda.items))
    day = formats.date(agenda.meeting.day)
    around = Around(
        head=f"{title} · {day}", mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · printed {date}, {time}").format(
                  center=center.name, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Initials only. Do not leave on a desk. Audit head {head}").format(head=audit_head)))
    return build(list(_story(title, agenda, center, width(paper))), title=f"{title}, {day}", author=center.name,
                 around=around, paper=paper)


def _story(title: str, agenda: Agenda, center: Center, wide: float) -> Iterator[Flowable]:
    yield Bookmark(title)
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(" · ".join(part for part in (
        formats.date_long(agenda.meeting.day), formats.minute_of_day(agenda.meeting.starts), agenda.meeting.name,
        agenda.meeting.room, center.school or center.name) if part), style(11, after=1))
    if agenda.items:
        yield text(_summary(agenda.items), style(11, color=MUTED))
    else:
        yield text(_("Nothing is waiting. Use the time for good news."), style(12, before=18))
    begun: set[Section] = set()
    for section, items in groupby(agenda.items, key=lambda item: item.section):
        title = section_title(section)
        title = _("{section}, continued").format(section=title) if section in begun else title
        yield Spacer(0, 6 * mm)
        yield _part(title, list(items), wide)
        begun.add(section)


def _summary(items: Iterable[Item]) -> str:
    """How many, and the time the open ones ask for."""
    listed = list(items)
    count = ngettext("{n} item", "{n} items", len(listed)).format(n=formats.number(len(listed)))
    minutes = sum(item.minutes for item in listed if not item.done)
    return _("{items}, {time} set aside").format(items=count, time=formats.minutes(minutes))


def _part(title: str, items: list[Item], wide: float) -> Table:
    """A section as one table: its heading is repeated where it runs on to another page, and never stands alone."""
    heading = [[Bookmark(title, 1), text(title, style(12.5, bold=True))], "",
               text(_summary(items), style(9, color=MUTED, right=True)), ""]
    look: list[Any] = [
        ("SPAN", (0, 0), (1, 0)), ("SPAN", (2, 0), (3, 0)), ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LINEBELOW", (0, 0), (-1, 0), 1.1, TEAL), ("LEFTPADDING", (0, 0), (0, 0), 0),
        ("VALIGN", (0, 1), (-1, -1), "TOP"), ("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE),
        ("LEFTPADDING", (0, 1), (0, -1), 6), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 1), (0, -1), 6.5), ("BOTTOMPADDING", (2, 0), (-1, 0), 7),
    ]
    for row, item in enumerate(items, _HEADING_ROWS):
        if item.urgent:
            look += [("BACKGROUND", (0, row), (-1, row), FLAG_BACK), ("LINEBEFORE", (0, row), (0, row), 2.5, FLAG)]
        if not item.who:
            look.append(("SPAN", (1, row), (2, row)))
    columns = (_BOX, wide - _BOX - _WHO - _MINUTES, _WHO, _MINUTES)
    return Rows([heading, *map(_row, items)], colWidths=columns, repeatRows=_HEADING_ROWS, style=TableStyle(look),
                hAlign="LEFT")


def _row(item: Item) -> list[list[Flowable]]:
    minutes: list[Flowable] = [text(formats.minutes(item.minutes), style(10, right=True))]
    if item.done:
        minutes.append(text(_("Done"), style(9, bold=True, color=TEAL, right=True)))
    return [[CheckBox(item.done)], _words(item), [text(item.who, style(10))], minutes]


def _words(item: Item) -> list[Flowable]:
    soon = [(f" \xa0 {urgency_label(Urgency.IMMEDIATE)}", style(8.5, bold=True, color=FLAG))] if item.urgent else []
    words: list[Flowable] = [runs((item.title, style(10.5, bold=True)), *soon)]
    if _why(item):
        words.append(text(_why(item), style(9.5, color=MUTED)))
    return words


def _why(item: Item) -> str:
    if not item.carried:
        return item.reason
    times = ngettext("carried over once", "carried over {n} times", item.carried).format(n=item.carried)
    return f"{item.reason} · {times}" if item.reason else times
