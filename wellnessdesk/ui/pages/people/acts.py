"""What is done from the page: each act's dialog, and what is said when it is done."""

from collections.abc import Sequence

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.emergencies import Emergency
from wellnessdesk.domain.people import Person, Role, role_label
from wellnessdesk.services import emergencies, resealing
from wellnessdesk.services.resealing import Resealed
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.people.emergency_dialogs import EndDialog, GrantDialog, RenewDialog
from wellnessdesk.ui.pages.people.leaving import DeactivateDialog, RoleDialog
from wellnessdesk.ui.pages.people.new_keys import BringBackDialog, ForgottenDialog


class Acts:
    """`people` and `coordinators` are those the page knows. The desk tells it of every change, and it refreshes."""

    def __init__(self, page: Page, context: PageContext) -> None:
        self._page, self._context = page, context
        self.people: Sequence[Person] = ()
        self.coordinators: Sequence[Person] = ()

    def on_person(self, key: str, person: Person) -> None:
        """Open the dialog of an act of `person_card`."""
        page, context, agreeing = self._page, self._context, self.coordinators
        if key == "forgotten":
            ForgottenDialog(page, context, person, agreeing, lambda made: self._new_keys(person, made)).open()
        elif key == "role":
            RoleDialog(page, context, person, agreeing, lambda role: self._new_role(person, role)).open()
        elif key == "deactivate":
            DeactivateDialog(page, context, person, agreeing, lambda: self._say(
                _("{name} cannot sign in any more. All records have a new key.").format(name=person.name))).open()
        else:
            BringBackDialog(page, context, person, agreeing, lambda made: self._new_keys(person, made)).open()

    def reseal(self, person: Person) -> None:
        """Seal a person's notes to their new keys, with progress."""
        desk = self._context.desk
        self._context.tasks.run_with_progress(
            lambda progress: resealing.reseal(desk, person.id, progress), lambda made: self._resealed(person, made),
            title=_("Opening the notes of {name} to their new keys").format(name=person.name), parent=self._page)

    def renew(self) -> None:
        """Make the new key for notes that is due."""
        RenewDialog(self._page, self._context, self.coordinators, lambda: self._say(
            _("The coordinators have a new key for notes and flags."))).open()

    def grant(self) -> None:
        """Let somebody stand in."""
        GrantDialog(self._page, self._context, self.people, self._granted).open()

    def end(self, one: Emergency) -> None:
        """End somebody's emergency access."""
        EndDialog(self._page, self._context, one, lambda: self._say(
            _("{name} cannot sign in any more. All records have a new key.").format(name=one.name))).open()

    def review(self, one: Emergency) -> None:
        """A coordinator has looked at what was done."""
        desk = self._context.desk
        self._context.tasks.run(
            lambda: emergencies.review(desk, one.id),
            lambda _none: self._say(_("Recorded: you have looked at what {name} did.").format(name=one.name)),
            owner=self._page)

    def _new_keys(self, person: Person, made: Resealed | None) -> None:
        self._say(_("{name} can sign in with the new passphrase.").format(name=person.name))
        if made is not None:
            self._resealed(person, made)

    def _resealed(self, person: Person, made: Resealed) -> None:
        if made.spoiled:
            messages.notice(self._page, _("Some notes could not be opened"), ngettext(
                "{n} note of {name} does not match its seal. Verify the records on the audit page.",
                "{n} notes of {name} do not match their seals. Verify the records on the audit page.",
                made.spoiled).format(n=formats.number(made.spoiled), name=person.name))
        elif made.done:
            self._say(ngettext("{n} note of {name} is open to the new keys.",
                               "{n} notes of {name} are open to the new keys.", made.done).format(
                                   n=formats.number(made.done), name=person.name))

    def _new_role(self, person: Person, role: Role) -> None:
        self._say(_("From the next sign-in on, the role of {name} is: {role}.").format(
            name=person.name, role=role_label(role)))

    def _granted(self, one: Emergency) -> None:
        until = self._context.desk.local(one.until)
        self._say(_("{name} can sign in until {date}, {time}.").format(
            name=one.name, date=formats.date(until.date()), time=formats.time(until)))

    def _say(self, text: str) -> None:
        messages.say(self._page, text)
