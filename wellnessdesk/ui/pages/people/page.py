"""The people who may sign in, what is done about their keys, and who stood in for a coordinator."""

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.emergencies import Emergency
from wellnessdesk.domain.people import Person, role_label
from wellnessdesk.services import application_accounts, emergencies, people
from wellnessdesk.services.application_accounts import Chosen
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.pages.people.acts import Acts
from wellnessdesk.ui.pages.people.emergency_list import EmergencyList
from wellnessdesk.ui.pages.people.facts import Facts, gather
from wellnessdesk.ui.pages.people.form import PersonForm
from wellnessdesk.ui.pages.people.people_list import PeopleList

_ROOM_AROUND = 140


class PeoplePage(Page):
    """The list, or in its place the form for a new person. What is typed there stays until it is saved or cancelled."""

    features = frozenset({"people", "sessions", "emergencies", "applications", "departures"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("People"))
        self._desk, self._tasks = context.desk, context.tasks
        self._added = ""
        self._may_add = self._may("people.add")
        self.acts = Acts(self, context)
        self.people = PeopleList(context.desk.person, self.acts.on_person, self.acts.reseal)
        self.emergencies = EmergencyList(
            context.desk, self.acts.grant if context.desk.ends is None else None, self.acts.end,
            self.acts.review if self._may("emergencies.review") else None)
        self.form = PersonForm(self._save, self._show_list)
        self.add_button = button(_("Add person"), self.show_form, icon="add", role="primary")
        self.add_button.setObjectName("people.add")
        self._chosen: tuple[Chosen, ...] = ()
        self._for: Chosen | None = None
        self.accounts_button = button(_("Accounts for the chosen"), self.show_chosen, icon="key")
        self.accounts_button.setObjectName("people.accounts")
        self.add_action(self.accounts_button)
        self.add_action(self.add_button)
        self._segments = Segments("people")
        self._segments.add("people", _("People"), "people", self.people)
        self._segments.add("emergency", _("Emergency access"), "adult", self.emergencies)
        self._segments.changed.connect(lambda _key: self._show_titles())
        self.emergencies.table.current_changed.connect(self._ask_deeds)
        self.add(self._segments, 1000)  # takes what is left over; the form leaves it to the stretch below it
        self.add(_kept_narrow(self.form))
        self.add_stretch()
        self._show(adding=False)

    def refresh(self) -> None:
        """Ask who is here, and what waits."""
        desk = self._desk
        self._tasks.latest("people.facts", lambda: gather(desk), self._show_facts, owner=self)

    def focus_first(self) -> None:
        """The form while somebody is being added, else what is shown."""
        if self.form.isVisibleTo(self):
            self.form.focus_first()
        elif self._segments.shown() == "emergency":
            self.emergencies.focus_first()
        else:
            self.people.focus_first()

    def leave(self) -> None:
        """A coordinator's passphrase does not stay behind for whoever comes back."""
        self.form.consent.forget()

    def place(self) -> str:
        """The part that is shown."""
        return self._segments.shown()

    def go_to_place(self, detail: str) -> None:
        """Back to that part; `renew` begins with the new key for notes, to which the first page has led."""
        if detail == "renew":
            self.acts.renew()
        self._segments.turn_to(detail)

    def show_form(self) -> None:
        """Begin with a new person."""
        self._show(adding=True)
        self.form.focus_first()

    def show_chosen(self) -> None:
        """Begin with the next one who was chosen and has no account: the name may be changed, the role not."""
        if self._chosen:
            self._for = self._chosen[0]
            self.form.show_chosen(self._for.name)
            self.show_form()

    def _show_list(self) -> None:
        self._for = None
        self.form.clear()
        self._show(adding=False)
        self.focus_first()

    def _show(self, *, adding: bool) -> None:
        self.form.setVisible(adding)
        self._segments.setVisible(not adding)
        self._show_titles()

    def _show_titles(self) -> None:
        adding = not self._segments.isVisibleTo(self)
        at_list = not adding and self._segments.shown() == "people"
        self.add_button.setVisible(at_list and self._may_add)
        waiting = len(self._chosen)
        self.accounts_button.setVisible(at_list and waiting > 0)
        self.accounts_button.setText(_("Accounts for the chosen ({n})").format(n=formats.number(waiting)))
        if adding:
            told = _("They can sign in on this computer right away.")
            if self._for is not None:
                told = _("{name} was chosen as a Wellness Peer. Their own record is then closed to them.").format(
                    name=self._for.name)
            self.set_title(_("Add a person"), told)
        elif at_list:
            self.set_title(_("People"), _("Who may sign in here, and as what."))
        else:
            self.set_title(_("Emergency access"), _("For the day on which no coordinator can come."))

    def _show_facts(self, facts: Facts) -> None:
        self.acts.people, self.acts.coordinators = facts.people, facts.coordinators
        self._chosen = facts.chosen
        self._show_titles()
        self.form.show_people(facts.people, facts.coordinators)
        self.people.show_facts(facts)
        self.emergencies.show_emergencies(facts.emergencies)
        waiting = sum(one.reviewed_at is None for one in facts.emergencies)
        self._segments.set_title("emergency", _("Emergency access ({n})").format(n=waiting) if waiting else
                                 _("Emergency access"))
        if self._added and self.people.table.select(self._added):
            self._added = ""
        self._ask_deeds(self.emergencies.table.current())

    def _ask_deeds(self, one: Emergency | None) -> None:
        if one is not None and self._may("emergencies.review"):
            desk, id_ = self._desk, one.id
            self._tasks.latest("people.deeds", lambda: emergencies.deeds(desk, id_), self.emergencies.show_deeds,
                               owner=self)

    def _save(self) -> None:
        if not self.form.valid():
            self._scroll_to_focus()
            return
        desk, newcomer, consent = self._desk, self.form.newcomer(), self.form.agreed()
        self.form.show_busy(True)
        chosen = self._for
        self._tasks.run(lambda: people.add(desk, newcomer, consent) if chosen is None
                        else application_accounts.make(desk, chosen.application, newcomer),
                        self._show_added, self._show_failure, owner=self)

    def _show_added(self, person: Person) -> None:
        self.form.show_busy(False)
        self._added = person.id
        self._show_list()
        self.refresh()
        messages.say(self, _("{name} can sign in now. Role: {role}.").format(
            name=person.name, role=role_label(person.role)))

    def _show_failure(self, error: Exception) -> None:
        self.form.show_busy(False)
        if self.form.told(error):
            self._scroll_to_focus()
        elif isinstance(error, Problem):
            self.form.show_problem(str(error))
        else:
            messages.failure(self, error)

    def _may(self, act: str) -> bool:
        return access.allowed(self._desk.person.role, act)

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
