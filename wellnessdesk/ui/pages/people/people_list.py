"""The list of people, what waits to be done about their keys, and the card of who is selected."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.people import Person, Role, role_label
from wellnessdesk.services.resealing import ToReseal
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.pages.people.facts import Facts
from wellnessdesk.ui.pages.people.person_card import PersonCard
from wellnessdesk.ui.pages.people.wording import ROLE_ICONS, advice

_ORDER = list(Role)


class PeopleList(QWidget):
    """`act(key, person)` is called for an administrator's acts, `reseal(person)` for notes that wait."""

    def __init__(self, me: Person, act: Callable[[str, Person], object], reseal: Callable[[Person], object]) -> None:
        super().__init__()
        self._me, self._facts = me, Facts([], [], [], [])
        self._act, self._reseal = act, reseal
        self.advice = Banner()
        self._open = button(_("Open their notes"), self._reseal_first, icon="key")
        self._open.setObjectName("people.reseal")
        self.waiting = Banner("", "", "flag", self._open, icon="key")
        self._see = button(_("Look at it"), self._see_first, icon="check-out")
        self._see.setObjectName("people.leaving")
        self.leaving = Banner("", "", "flag", self._see, icon="check-out")
        self.table = _table()
        self.card = PersonCard(me.id, self._act_on_current)
        self.card.setVisible(me.role is Role.ADMINISTRATOR)
        self.table.current_changed.connect(self._show_current)
        self.table.opened.connect(lambda _person: self.card.focus_first())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.waiting)
        column.addWidget(self.leaving)
        column.addWidget(self.advice)
        column.addWidget(self.table, 1)
        column.addWidget(self.card)

    def show_facts(self, facts: Facts) -> None:
        """Show these; whoever is selected stays so."""
        self._facts = facts
        self.waiting.say(*_what_waits(facts.to_reseal), "flag", "key")
        self.advice.say(*self._advice(), "info")
        self.leaving.say(*_who_leaves(facts), "flag", "check-out")
        self.table.set_records(sorted(facts.people, key=lambda person: not person.active))
        self._show_current(self.table.current())

    def focus_first(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_current(self, person: Person | None) -> None:
        self.card.show_person(person, only=person is not None and self._is_only(person))

    def _advice(self) -> tuple[str, str]:
        """Only to who can follow it."""
        return advice(self._facts.people) if self._me.role is Role.ADMINISTRATOR else ("", "")

    def _is_only(self, person: Person) -> bool:
        """Whether nobody else does what this coordinator does."""
        return [one.id for one in self._facts.coordinators] == [person.id]

    def _act_on_current(self, key: str) -> None:
        person = self.table.current()
        if person is not None:
            self._act(key, person)

    def _see_first(self) -> None:
        if self._facts.leaving and self.table.select(self._facts.leaving[0][0].id):
            self.card.focus_first()

    def _reseal_first(self) -> None:
        if self._facts.to_reseal:
            self._reseal(self._facts.to_reseal[0].person)


def _who_leaves(facts: Facts) -> tuple[str, str]:
    if not facts.leaving:
        return "", ""
    names = ", ".join(person.name for person, _day in facts.leaving)
    return (_("The access of {names} is to end.").format(names=names),
            _("A coordinator asks for it since {day}. Deactivate them, and they cannot sign in any more.").format(
                day=formats.date(min(day for _person, day in facts.leaving))))


def _what_waits(waiting: list[ToReseal]) -> tuple[str, str]:
    if not waiting:
        return "", ""
    first = waiting[0]
    if not first.sessions:
        return (_("{name} has new keys").format(name=first.person.name),
                _("What they wrote and took on is still sealed to the old ones. Until a coordinator opens it, {name} "
                  "cannot read it.").format(name=first.person.name))
    return (_("{name} has new keys").format(name=first.person.name),
            ngettext("The notes of {n} session are still sealed to the old ones. Until a coordinator opens them, "
                     "{name} cannot read them.",
                     "The notes of {n} sessions are still sealed to the old ones. Until a coordinator opens them, "
                     "{name} cannot read them.", first.sessions).format(
                         n=formats.number(first.sessions), name=first.person.name))


def _table() -> RecordTable[Person]:
    columns = [
        Column[Person](title=_("Name"), text=lambda one: one.name, strong=True, stretch=True,
                       tone=lambda one: "ink" if one.active else "muted"),
        Column[Person](title=_("Role"), text=lambda one: role_label(one.role), icon=lambda one: ROLE_ICONS[one.role],
                       sort=lambda one: _ORDER.index(one.role), width=240),
        Column[Person](title=_("Status"), text=lambda one: _("Can sign in") if one.active else _("No longer signs in"),
                       icon=lambda one: "ok" if one.active else "lock", badge=True, width=220,
                       tone=lambda one: "ok" if one.active else "muted"),
    ]
    return RecordTable[Person](_("People"), columns, lambda one: one.id)
