"""Signed minutes on the screen, and a field below to add to them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import attendance_label
from wellnessdesk.domain.minutes import Minutes, Said, Seat
from wellnessdesk.domain.supervision import ItemState, item_state_label, section_title
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.layouts import scrolling, stacked
from wellnessdesk.ui.kit.parts import Banner, Card, clear
from wellnessdesk.ui.kit.texts import breakable, label
from wellnessdesk.ui.pages.supervision.model import carried_text


class MinutesView(QWidget):
    """`add` is called with what is to be added; it calls `added` when that is kept."""

    def __init__(self, add: Callable[[str], object], local: Callable[[datetime], datetime]) -> None:
        super().__init__()
        self._local = local
        self._parts = QVBoxLayout()
        self._parts.setSpacing(16)
        self._problem = Banner(tone="flag")
        self.more = NoteField(placeholder=_("Set something right, or complete it. It is printed: initials, no names."),
                              lines=2)
        self.more.setObjectName("minutes.more")
        self.more.setAccessibleName(_("Add to the minutes"))
        self._add = button(_("Add to the minutes"), lambda: add(self.more.value()), icon="add")
        self._add.setObjectName("minutes.add")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.addLayout(self._parts)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._problem)
        whole.addWidget(scrolling(body, "PageScroll"), 1)
        whole.addWidget(stacked(self.more, ButtonRow(self._add), spacing=0))

    def show_minutes(self, found: Minutes) -> None:
        """Show signed minutes with everything that was added."""
        clear(self._parts)
        self._problem.say(_("These minutes cannot be shown") if found.problem else "", found.problem, "flag")
        signed = self._local(found.signed_at)
        self._parts.addWidget(label(_("Signed by {name}, {date} at {time}").format(
            name=found.signed_by, date=formats.date(signed.date()), time=formats.time(signed)), "muted"))
        if found.seats:
            there = Card(_("Who was there"))
            for line in _who(found.seats):
                there.add(label(breakable(line), wrap=True))
            self._parts.addWidget(there)
        for said in found.items:
            self._parts.addWidget(_card(said))
        for one in found.added:
            at = self._local(one.at)
            card = Card(_("Added by {name}, {date} at {time}").format(
                name=one.by, date=formats.date(at.date()), time=formats.time(at)))
            card.add(label(breakable(one.text), wrap=True))
            self._parts.addWidget(card)

    def added(self) -> None:
        """What was typed is kept."""
        self.more.clear()


def _who(seats: Sequence[Seat]) -> Iterator[str]:
    """A line for all who were there as long, in the order of the list: what was said is the matter of the page."""
    alike: dict[tuple[str, int], list[str]] = {}
    for seat in seats:
        alike.setdefault((attendance_label(seat.state) if seat.state else "–", seat.minutes), []).append(seat.name)
    for (state, minutes), names in alike.items():
        yield f"{' · '.join((state, formats.minutes(minutes)) if minutes else (state,))}: {', '.join(names)}"


def _card(said: Said) -> Card:
    item = said.item
    card = Card(" · ".join(part for part in (item.title, item.who) if part))
    card.add(label(" · ".join(part for part in (
        section_title(item.section), item_state_label(item.state), item.reason, carried_text(item)) if part),
        "muted", wrap=True, small=True))
    for line in _lines(said):
        card.add(label(breakable(line), wrap=True))
    return card


def _lines(said: Said) -> Iterator[str]:
    words = said.words
    for name, text in ((_("Outcome"), words.outcome), (_("Decision"), words.decision),
                       (_("Put off"), words.put_off if said.item.state is ItemState.DEFERRED else ""),
                       (_("Remark for coordinators"), words.remark)):
        if text:
            yield f"{name}: {text}"
    for one in said.actions:
        due = _("until {day}").format(day=formats.date(one.due)) if one.due else ""
        yield "→ " + " · ".join(part for part in (one.owner_name, one.text, due) if part)
