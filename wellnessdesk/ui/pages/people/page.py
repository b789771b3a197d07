"""The people who may sign in, and adding one."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person, Role, role_label
from wellnessdesk.services import people
from wellnessdesk.services.people import WrongPassphrase
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.pages.people.form import PersonForm
from wellnessdesk.ui.pages.people.wording import ROLE_ICONS, advice

_ORDER = list(Role)
_ROOM_AROUND = 140


class PeoplePage(Page):
    """The list, or in its place the form for a new person. What is typed there stays until it is saved or cancelled."""

    features = frozenset({"people"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("People"))
        self._desk, self._tasks = context.desk, context.tasks
        self._added = ""
        self.advice = Banner()
        self.table = _table()
        self.form = PersonForm(self._save, self._show_list)
        self.add_button = button(_("Add person"), self.show_form, icon="add", role="primary")
        self.add_button.setObjectName("people.add")
        self.add_action(self.add_button)
        self.add(self.advice)
        self.add(self.table, 1000)  # takes what is left over; the form leaves it to the stretch below it
        self.add(_kept_narrow(self.form))
        self.add_stretch()
        self._show_list()

    def refresh(self) -> None:
        """Ask who is here."""
        desk = self._desk
        self._tasks.latest("people.list", lambda: people.everybody(desk), self._show_people, owner=self)

    def focus_first(self) -> None:
        """The form while somebody is being added, else the list."""
        if self.form.isVisibleTo(self):
            self.form.focus_first()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """A coordinator's passphrase does not stay behind for whoever comes back."""
        self.form.consent.forget()

    def show_form(self) -> None:
        """Begin with a new person."""
        self._show(adding=True)
        self.form.focus_first()

    def _show_list(self) -> None:
        self.form.clear()
        self._show(adding=False)
        self.focus_first()

    def _show(self, *, adding: bool) -> None:
        self.form.setVisible(adding)
        self.table.setVisible(not adding)
        self.advice.setVisible(not adding and bool(self.advice.accessibleName()))
        self.add_button.setVisible(not adding)
        if adding:
            self.set_title(_("Add a person"), _("They can sign in on this computer right away."))
        else:
            self.set_title(_("People"), _("Who may sign in here, and as what."))

    def _show_people(self, everybody: list[Person]) -> None:
        self.form.show_people(everybody)
        text, detail = advice(everybody)
        self.advice.say(text, detail, "info")
        self._show_advice_only_with_list()
        self.table.set_records(sorted(everybody, key=lambda person: not person.active))
        if self._added and self.table.select(self._added):
            self._added = ""

    def _show_advice_only_with_list(self) -> None:
        self.advice.setVisible(self.table.isVisibleTo(self) and bool(self.advice.accessibleName()))

    def _save(self) -> None:
        if not self.form.valid():
            self._scroll_to_focus()
            return
        desk, newcomer, consent = self._desk, self.form.newcomer(), self.form.agreed()
        self.form.show_busy(True)
        self._tasks.run(lambda: people.add(desk, newcomer, consent), self._show_added, self._show_failure, owner=self)

    def _show_added(self, person: Person) -> None:
        self.form.show_busy(False)
        self._added = person.id
        self._show_list()
        self.refresh()
        messages.say(self, _("{name} can sign in now. Role: {role}.").format(
            name=person.name, role=role_label(person.role)))

    def _show_failure(self, error: Exception) -> None:
        self.form.show_busy(False)
        if isinstance(error, WrongPassphrase):
            self.form.consent.refuse(
                _("This is not the passphrase of that coordinator. Check Caps Lock and try again."))
            self._scroll_to_focus()
        elif isinstance(error, Problem):
            self.form.show_problem(str(error))
        else:
            messages.failure(self, error)

    def _scroll_to_focus(self) -> None:
        """A form can be longer than the window; what is wrong must be in sight."""
        QTimer.singleShot(0, self, self._scroll_now)

    def _scroll_now(self) -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # else the errors have no place yet
        field = self.focusWidget()
        for area in self.findChildren(QScrollArea):
            if field is not None and (body := area.widget()) is not None:
                area.ensureVisible(0, field.mapTo(body, field.rect().bottomLeft()).y(), 0, _ROOM_AROUND)


def _kept_narrow(form: PersonForm) -> QHBoxLayout:
    """In a column, Qt would reckon the form's height as if it were as wide as the page, and cut texts off."""
    row = QHBoxLayout()
    row.addWidget(form, 1000)
    row.addStretch(1)
    return row


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
