"""What a coordinator does about a student's caregivers, from the card on the student's page."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.contacts import Caregiver, Contact
from wellnessdesk.services import caregivers, contacts
from wellnessdesk.services.caregivers import Family
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.students.caregivers_card import CaregiversCard
from wellnessdesk.ui.pages.students.contact_dialogs import ContactDialog, ContactLog
from wellnessdesk.ui.pages.students.letter_dialog import LetterDialog
from wellnessdesk.ui.pages.students.rule_dialogs import ReadDialog, RulesDialog

_Found = tuple[Family, list[Contact]]


class FamilyPart:
    """Keeps the card, asks for what it shows, and opens the dialogs over `page`."""

    def __init__(self, page: QWidget, context: PageContext) -> None:
        self._page, self._context = page, context
        self._desk, self._tasks = context.desk, context.tasks
        self._student: int | None = None
        self._family = Family((), ())
        self._contacts: Sequence[Contact] = ()
        self.card = CaregiversCard(self._act)

    def show_student(self, student: int) -> None:
        """Ask for the family of this student."""
        desk, self._student = self._desk, student
        self._tasks.latest("student.family", lambda: _gather(desk, student), lambda found: self._show(student, found),
                           owner=self._page)

    def forget(self) -> None:
        """Nothing of a family stays."""
        self._student, self._family, self._contacts = None, Family((), ()), ()
        self.card.clear()

    def _show(self, student: int, found: _Found) -> None:
        if student == self._student:
            self._family, self._contacts = found
            self.card.show_family(*found)

    def _act(self, key: str, caregiver: int) -> None:
        student = self._student
        one = next((each for each in self._family.caregivers if each.id == caregiver), None)
        if student is None:
            return
        if key == "contact":
            ContactDialog(self._page, self._context, student, self._family.caregivers, self._written).open()
        elif key == "log":
            ContactLog(self._page, self._contacts, self._names(), self._correct).open()
        elif key == "rule":
            RulesDialog(self._page, self._context, student, self._family, self._refresh).open()
        elif one is not None and key == "read":
            ReadDialog(self._page, one, lambda: self._read(student, one)).open()
        elif one is not None:
            LetterDialog(self._page, self._context, student, one, self._letter_saved).open()

    def _read(self, student: int, one: Caregiver) -> None:
        desk = self._desk
        self._tasks.run(lambda: caregivers.acknowledge(desk, student, one.id),
                        lambda family: self._show(student, (family, list(self._contacts))), owner=self._page)

    def _correct(self, contact: Contact) -> None:
        if self._student is not None:
            ContactDialog(self._page, self._context, self._student, self._family.caregivers, self._written,
                          contact).open()

    def _written(self, _contact: Contact) -> None:
        messages.say(self._page, _("Written down."))
        self._refresh()

    def _letter_saved(self, file: Path) -> None:
        messages.say(self._page, _("Saved as {file}, and written down as a contact.").format(file=file.name))
        self._refresh()

    def _refresh(self) -> None:
        if self._student is not None:
            self.show_student(self._student)

    def _names(self) -> dict[int, str]:
        return {one.id: one.name for one in self._family.caregivers}


def _gather(desk: Desk, student: int) -> _Found:
    return caregivers.family(desk, student), contacts.of_student(desk, student)
