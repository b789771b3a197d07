"""One peer: what they may give and what is missing for it, what they carry, and what is to be done soon."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.clearance import service_label
from wellnessdesk.domain.peer_facts import languages_text
from wellnessdesk.domain.peer_roster import PeerStanding
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.parts import Badge, Card, clear
from wellnessdesk.ui.kit.texts import label

Act = Callable[[str], object]


class PeerCard(Card):
    """Empty until somebody is chosen. `act` is called with `edit`, `leave` or `training`."""

    def __init__(self, act: Act) -> None:
        super().__init__(_("Choose somebody in the list"))
        self._act = act
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(14)
        self.add(scrolling(body, "CardScroll"), 1)

    def show_peer(self, one: PeerStanding | None) -> None:
        """Show where somebody stands."""
        clear(self._column)
        self.heading.setText(one.person.name if one is not None else _("Choose somebody in the list"))
        if one is not None:
            for part in self._parts(one):
                self._column.addWidget(part)
        self._column.addStretch(1)

    def _parts(self, one: PeerStanding) -> Iterable[QWidget]:
        if one.leaves_since is not None and one.person.active:
            yield Badge(_("leaves; asked on {day}").format(day=formats.date(one.leaves_since)), "flag", "check-out")
        yield self._who(one)
        if one.person.active:
            yield self._cleared(one)
            yield _carried(one)
            yield _part(_("Supervision"), [_("Last attended on {day}.").format(day=formats.date(one.attended))
                                           if one.attended else _("Attended none yet.")])
            if one.lapses:
                yield _part(_("Lapses soon"), [_("{what}, on {day}").format(what=what.title, day=formats.date(day))
                                               for what, day in one.lapses])
        yield _part(_("Open work"), _open(one))

    def _who(self, one: PeerStanding) -> QWidget:
        lines = [languages_text(one.facts) or _("Languages are not written down.")]
        born, age = one.facts.born, None
        if born is not None:
            age = _("Born on {day}").format(day=formats.date(born))
        ends = _("Graduates on {day}").format(day=formats.date(one.facts.graduates)) if one.facts.graduates else None
        lines += [part for part in (age, ends) if part]
        row = QHBoxLayout()
        row.setSpacing(8)
        if one.person.active:
            row.addWidget(self._button(_("Edit…"), "edit", "note"))
        leave = _("Leaves…") if one.person.active else _("What is left to do…")
        row.addWidget(self._button(leave, "leave", "check-out"))
        row.addStretch(1)
        return _holding(*(label(line, wrap=True) for line in lines), row)

    def _cleared(self, one: PeerStanding) -> QWidget:
        everything = one.number_cleared == len(one.given)
        badge = Badge(_("cleared for {n} of {all}").format(
            n=formats.number(one.number_cleared), all=formats.number(len(one.given))),
            "ok" if everything else "flag", "ok" if everything else "warning")
        may = _("May give every service.") if one.services is None else _("May give: {services}.").format(
            services=", ".join(service_label(each.service) for each in one.given) or _("nothing"))
        lacks = [label(f"• {lack.sentence()}", wrap=True, small=True) for lack in one.missing]
        if lacks:
            lacks.insert(0, label(_("Missing for the others"), "muted", small=True))
        return _holding(label(_("Clearance"), "strong"), _to_the_left(badge),
                        label(may, "muted", wrap=True, small=True), *lacks,
                        _to_the_left(self._button(_("Training"), "training", "training")))

    def _button(self, text: str, what: str, icon: str) -> QWidget:
        made = button(text, partial(self._act, what), icon=icon, role="row")
        made.setObjectName(f"peers.{what}")
        return made


def _carried(one: PeerStanding) -> QWidget:
    carried = one.carried
    sessions = ngettext("{n} session in {days} days; limit {limit}", "{n} sessions in {days} days; limit {limit}",
                        carried.sessions).format(n=formats.number(carried.sessions), days=formats.number(carried.days),
                                                 limit=formats.number(carried.most_sessions))
    took = _("{time} with students in {days} days; limit {limit}").format(
        time=formats.minutes(carried.minutes), days=formats.number(carried.days),
        limit=formats.minutes(carried.most_minutes))
    warned = [Badge(_("at the limit"), "flag", "warning")] if carried.over else []
    return _holding(label(_("Workload"), "strong"), *warned, label(sessions, wrap=True, small=True),
                    label(took, wrap=True, small=True))


def _open(one: PeerStanding) -> list[str]:
    found = [ngettext("{n} note to write", "{n} notes to write", one.notes).format(n=formats.number(one.notes))
             if one.notes else "",
             ngettext("{n} appointment to come", "{n} appointments to come", one.appointments).format(
                 n=formats.number(one.appointments)) if one.appointments else "",
             ngettext("{n} shift to come", "{n} shifts to come", one.shifts).format(n=formats.number(one.shifts))
             if one.shifts else ""]
    return [line for line in found if line] or [_("Nothing is open.")]


def _part(title: str, lines: Sequence[str]) -> QWidget:
    return _holding(label(title, "strong"), *(label(line, wrap=True, small=True) for line in lines))


def _to_the_left(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(part)
    row.addStretch(1)
    return row


def _holding(*parts: QWidget | QHBoxLayout) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return holder
