"""A supervision group is written down or changed: name, rhythm, room, and who is in it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import LONGEST_MEETING, LONGEST_NAME, RHYTHMS, Group, Member, rhythm_label
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField, NumberField
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.times import TimeField

_WIDTH = 680


class GroupDialog(Dialog):
    """Stays open until the group is kept; what is wrong is told here."""

    def __init__(self, parent: QWidget, context: PageContext, title: str, group: Group, people: Sequence[Person],
                 rooms: Sequence[str], keep: Callable[[Desk, Group], Group], done: Callable[[], object]) -> None:
        super().__init__(parent, title, width=_WIDTH)
        self._context, self._group, self._keep, self._done = context, group, keep, done
        self._people = {person.id: person for person in people}
        self.name = TextField(group.name, max_length=LONGEST_NAME)
        self.first = DateField(group.starts_on)
        self.starts = TimeField(group.starts)
        self.minutes = NumberField(group.minutes, 10, LONGEST_MEETING, unit=_("min"))
        self.every = ChoiceList([Choice(str(weeks), rhythm_label(weeks)) for weeks in RHYTHMS])
        self.room = ChoiceList([Choice("", _("No room")), *(Choice(room, room) for room in _rooms(group, rooms))])
        self.one_to_one = QCheckBox(_("One Wellness Peer alone with a coordinator"))
        self.members = ChoiceCards(_("Who is in it"), [
            Choice(person.id, person.name, detail=_("leads") if person.role is Role.COORDINATOR else "")
            for person in people], columns=3, many=True)
        self.problem = Banner(tone="flag")
        self.go = button(_("Save"), self.save, role="primary")
        self.go.setDefault(True)
        for name in ("name", "first", "starts", "minutes", "every", "room", "one_to_one", "members", "go"):
            getattr(self, name).setObjectName(f"group.{name}")
        self.every.set_value(str(group.every))
        self.room.set_value(group.room)
        self.one_to_one.setChecked(group.one_to_one)
        self.members.set_values(member.person for member in group.members if member.until is None)
        self._lay_out()

    def save(self) -> None:
        """Keep the group."""
        starts = self.starts.minute()
        self._starts_field.set_error("" if starts is not None else _("Write a time, such as 10:15."))
        if self._form.show_errors() or starts is None or not self.go.isEnabled():
            return
        self.problem.say("")
        self.go.setEnabled(False)
        wanted, desk, keep = self._wanted(starts), self._context.desk, self._keep
        self._context.tasks.run(lambda: keep(desk, wanted), lambda _group: self._kept(), self._failed, owner=self)

    def _wanted(self, starts: int) -> Group:
        members = tuple(Member(person=id_, name=self._people[id_].name,
                               leads=self._people[id_].role is Role.COORDINATOR) for id_ in self.members.values())
        return replace(self._group, name=self.name.value(), starts_on=self.first.value(), starts=starts,
                       minutes=self.minutes.value(), every=int(self.every.value() or "1"),
                       room=self.room.value() or "", one_to_one=self.one_to_one.isChecked(), members=members)

    def _kept(self) -> None:
        self.accept()
        self._done()

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self._form = Form(width=_WIDTH)
        self._starts_field = Field(_("Begins at"), self.starts)
        self._form.row(Field(_("Name"), self.name), Field(_("Room"), self.room))
        self._form.row(Field(_("First meeting"), self.first), self._starts_field, Field(_("Takes"), self.minutes),
                       Field(_("How often"), self.every))
        self._form.field(_("One-to-one"), self.one_to_one)
        self._form.field(_("Who is in it"), self.members)
        self.body.addWidget(self._form)
        self.body.addWidget(self.problem)
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("group.cancel")
        self.body.addWidget(ButtonRow(self.go, cancel))


def _rooms(group: Group, rooms: Sequence[str]) -> list[str]:
    """The center's rooms, and the group's own where it is not among them any more."""
    return [*rooms, *([group.room] if group.room and group.room not in rooms else [])]
