"""The minutes of a supervision meeting on paper: initials and ids, who was there, what was said and taken on."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.meetings import attendance_label
from wellnessdesk.domain.minutes import Action, Addendum, Minutes, Said, Seat, on_paper
from wellnessdesk.domain.names import short
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.supervision import ItemState, item_state_label, section_title
from wellnessdesk.reports.layout import LINE, MUTED, TEAL, Around, Bookmark, Rows, build, runs, style, text, width

_STATE, _MINUTES = 40 * mm, 30 * mm


def minutes_pdf(found: Minutes, *, center: Center, printed_at: datetime, audit_head: str,
                local: Callable[[datetime], datetime], paper: Paper = Paper.LETTER) -> bytes:
    """Signed minutes as PDF. `printed_at` is in the center's own time, `local` brings other moments there."""
    title, day = _("Supervision minutes"), formats.date(found.meeting.day)
    around = Around(
        head=f"{title} · {day}", mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · printed {date}, {time}").format(
                  center=center.name, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Initials only. Do not leave on a desk. Audit head {head}").format(head=audit_head)))
    return build(list(story(found, center, local, width(paper))), title=f"{title}, {day}", author=center.name,
                 around=around, paper=paper)


def story(found: Minutes, center: Center, local: Callable[[datetime], datetime], wide: float,
          chapter: str = "") -> Iterator[Flowable]:
    """The minutes on lines so wide; `chapter` is their bookmark where they are one of many."""
    at, title = found.meeting, _("Supervision minutes")
    yield Bookmark(chapter or title)
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(" · ".join(part for part in (formats.date_long(at.day), at.name, at.room, center.school or center.name)
                          if part), style(11, after=1))
    began, signed = local(found.begun_at), local(found.signed_at)
    yield text(_("Began at {start}; signed by {name}, {date} at {time}").format(
        start=formats.time(began), name=short(found.signed_by), date=formats.date(signed.date()),
        time=formats.time(signed)), style(11, color=MUTED))
    yield Spacer(0, 6 * mm)
    yield _attendance(found.seats, wide)
    for section, items in groupby(map(on_paper, found.items), key=lambda said: said.item.section):
        yield Spacer(0, 6 * mm)
        title = section_title(section)
        yield _table([[Bookmark(title, 1), text(title, style(12.5, bold=True))], ""],
                     [[_words(said), _state(said)] for said in items], (wide - _STATE, _STATE))
    for one in found.added:
        yield Spacer(0, 6 * mm)
        yield from _addendum(one, local(one.at))


def _attendance(seats: tuple[Seat, ...], wide: float) -> Table:
    rows = [[text(short(seat.name) + (f" ({_('leads')})" if seat.leads else ""), style(10.5)),
             text(attendance_label(seat.state) if seat.state else "–", style(10.5)),
             text(formats.minutes(seat.minutes) if seat.minutes else "–", style(10.5, right=True))] for seat in seats]
    return _table([text(_("Who was there"), style(12.5, bold=True)), "", ""], rows,
                  (wide - _STATE - _MINUTES, _STATE, _MINUTES))


def _words(said: Said) -> list[Flowable]:
    item, words = said.item, said.words
    who = [(f" \xa0 {item.who}", style(9.5, color=MUTED))] if item.who else []
    found: list[Flowable] = [runs((item.title, style(10.5, bold=True)), *who)]
    if item.reason:
        found.append(text(item.reason, style(9.5, color=MUTED)))
    for name, written in ((_("Outcome"), words.outcome), (_("Decision"), words.decision),
                          (_("Put off"), words.put_off if item.state is ItemState.DEFERRED else "")):
        found += _lines(name, written)
    return found + [text(_action(one), style(10)) for one in said.actions]


def _lines(name: str, written: str) -> list[Flowable]:
    lines = [line for line in written.split("\n") if line.strip()]
    return [runs((f"{name}:", style(10, bold=True)), (f" {line}", style(10))) if not at else text(line, style(10))
            for at, line in enumerate(lines)]


def _action(one: Action) -> str:
    due = _("by {day}").format(day=formats.date(one.due)) if one.due else ""
    return " · ".join(part for part in (f"→ {short(one.owner_name)}: {one.text}", due) if part)


def _state(said: Said) -> list[Flowable]:
    item = said.item
    took = [text(formats.minutes(max(1, round(item.seconds / 60))), style(9.5, color=MUTED, right=True))] \
        if item.seconds else []
    return [text(item_state_label(item.state), style(10, bold=True, right=True)), *took]


def _addendum(one: Addendum, at: datetime) -> Iterator[Flowable]:
    yield text(_("Added by {name}, {date} at {time}").format(
        name=short(one.by), date=formats.date(at.date()), time=formats.time(at)), style(10.5, bold=True))
    for line in one.text.split("\n"):
        yield text(line, style(10.5))


def _table(heading: list[Any], rows: list[list[Any]], widths: tuple[float, ...]) -> Table:
    return Rows([heading, *rows], colWidths=widths, repeatRows=1, hAlign="LEFT", style=TableStyle([
        ("LINEBELOW", (0, 0), (-1, 0), 1.1, TEAL), ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE), ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]))
