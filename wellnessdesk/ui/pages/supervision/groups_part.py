"""The groups: who meets when, who leads, and who attended how much so far."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.meetings import Group, Member, rhythm_label
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import calendar, supervision_groups
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.supervision_groups import Attended
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.supervision.attended import AttendedDialog
from wellnessdesk.ui.pages.supervision.group_dialog import GroupDialog


@dataclass(frozen=True, slots=True)
class _Known:
    groups: tuple[Group, ...] = ()
    people: tuple[Person, ...] = ()
    rooms: tuple[str, ...] = ()
    proposed: Group | None = None


class GroupsPart(QWidget):
    """A table of groups, and below it who attended what in the one that is selected."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context, self._known = context, _Known()
        self.table = _table(self._today)
        self.table.setObjectName("groups.table")
        self.attended = _attended_table()
        self.attended.setObjectName("groups.attended")
        self._add = button(_("Add a group…"), self.add, icon="add")
        self._change = button(_("Change…"), self.change, icon="settings")
        self._end = button(_("End…"), self.end, icon="remove", role="danger")
        for name, each in (("add", self._add), ("change", self._change), ("end", self._end)):
            each.setObjectName(f"groups.{name}")
        self._alone = Banner(tone="info")
        self.table.opened.connect(lambda _group: self.change())
        self.table.current_changed.connect(lambda _group: self._look())
        self.attended.opened.connect(self._show_meetings)
        groups = Card(_("Supervision groups"), self._change, self._end, self._add)
        groups.add(self.table, 1)
        attended = Card(_("Attended so far, by the signed minutes"))
        attended.add(self.attended, 1)
        attended.add(label(_("Enter or a double click shows which meetings somebody missed."), "muted", small=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._alone)
        column.addWidget(groups, 1)
        column.addWidget(attended, 1)

    def refresh(self) -> None:
        """Ask for the groups anew."""
        desk = self._context.desk
        self._context.tasks.latest("supervision.groups", lambda: _known(desk), self._show, owner=self)

    def add(self) -> None:
        """Ask for a new group."""
        if self._known.proposed is not None:
            name = "" if self._known.groups else self._known.proposed.name
            self._ask(replace(self._known.proposed, name=name), supervision_groups.add, _("Add a group"))

    def change(self) -> None:
        """Ask for other facts or members of the selected group."""
        group = self.table.current()
        if group is not None:
            self._ask(group, supervision_groups.change, _("Change the group"))

    def end(self) -> None:
        """The selected group meets no more."""
        group = self.table.current()
        if group is not None and messages.confirm(
                self, _("End this group?"),
                _("It does not meet any more from today on. Its meetings and minutes stay."), _("End the group")):
            desk, number = self._context.desk, group.id
            self._context.tasks.run(lambda: supervision_groups.end(desk, number), lambda _none: self.refresh(),
                                    owner=self)

    def _ask(self, group: Group, keep: Callable[[Desk, Group], Group], title: str) -> None:
        GroupDialog(self, self._context, title, group, self._known.people, self._known.rooms, keep,
                    self.refresh).open()

    def _show(self, known: _Known) -> None:
        self._known = known
        self.table.set_records(known.groups)
        if self.table.current() is None and known.groups:
            self.table.select(known.groups[0].id)
        today = self._today()
        grouped = {member.person for group in known.groups for member in group.on(today)}
        alone = [person.name for person in known.people if person.role is Role.PEER and person.id not in grouped]
        self._alone.say(ngettext("{n} Wellness Peer is in no group", "{n} Wellness Peers are in no group",
                                 len(alone)).format(n=formats.number(len(alone))) if alone and known.groups else "",
                        ", ".join(alone), "info", "info")
        self._look()

    def _look(self) -> None:
        group = self.table.current()
        for each in (self._change, self._end):
            each.setEnabled(group is not None)
        if group is None:
            self.attended.set_records([])
            return
        desk, number = self._context.desk, group.id
        self._context.tasks.latest("supervision.attended", lambda: supervision_groups.attended(desk, number),
                                   self.attended.set_records, owner=self)

    def _show_meetings(self, who: Attended) -> None:
        group = self.table.current()
        if group is not None:
            AttendedDialog(self, self._context, group.id, who).open()

    def _today(self) -> date:
        return self._context.desk.today()


def _known(desk: Desk) -> _Known:
    return _Known(tuple(supervision_groups.groups(desk)), tuple(supervision_groups.candidates(desk)),
                  tuple(room.name for room in calendar.whole(desk).rooms), supervision_groups.proposed(desk))


def when(group: Group) -> str:
    """For instance `Every week, Monday 3:00 PM, 1 h`."""
    return _("{rhythm}, {weekday} {time}, {length}").format(
        rhythm=rhythm_label(group.every), weekday=formats.weekday(group.starts_on),
        time=formats.minute_of_day(group.starts), length=formats.minutes(group.minutes))


def _names(members: Sequence[Member], *, leads: bool) -> str:
    return ", ".join(member.name for member in members if member.leads is leads)


def _table(today: Callable[[], date]) -> RecordTable[Group]:
    return RecordTable(_("Supervision groups"), [
        Column[Group](title=_("Group"), text=lambda one: one.name, strong=True),
        Column[Group](title=_("When"), text=when),
        Column[Group](title=_("Room"), text=lambda one: one.room or "–"),
        Column[Group](title=_("Leads"), text=lambda one: _names(one.on(max(today(), one.starts_on)), leads=True)),
        Column[Group](title=_("Wellness Peers"), stretch=True,
                      text=lambda one: _names(one.on(max(today(), one.starts_on)), leads=False)),
    ], lambda one: one.id, empty=EmptyState(
        _("No group meets yet"), _("Add one, or build the first agenda: that makes a group of everybody."),
        "supervision"))


def _attended_table() -> RecordTable[Attended]:
    return RecordTable(_("Attended so far, by the signed minutes"), [
        Column[Attended](title=_("Name"), text=lambda one: one.name, strong=True, stretch=True),
        Column[Attended](title=_("Meetings"), text=lambda one: _("{n} of {all}").format(
            n=formats.number(one.there), all=formats.number(one.held)), sort=lambda one: one.there),
        Column[Attended](title=_("Missed"), text=lambda one: formats.number(one.held - one.there),
                         sort=lambda one: one.held - one.there),
        Column[Attended](title=_("Hours"), text=lambda one: formats.minutes(one.minutes) if one.minutes else "–",
                         sort=lambda one: one.minutes),
    ], lambda one: one.person, empty=EmptyState(
        _("Choose a group"), _("Who attended how much comes from the minutes that are signed."), "people"))
