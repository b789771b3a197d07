"""The first run: the center, its first administrator and coordinator."""

from zoneinfo import available_timezones

from PySide6.QtCore import QRegularExpression, QTimeZone, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Role
from wellnessdesk.services.opening import NewCenter, Newcomer, check_passphrase
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.fields import PassphraseField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label

_CARD_WIDTH = 680
_STEP = "step"
_USUAL = ("America/Los_Angeles", "America/Denver", "America/Phoenix", "America/Chicago", "America/New_York",
          "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico")


class FirstRunScreen(Page):
    """Three short steps. Emits `finished(NewCenter)`; `back_asked` before the first.

    `typed` holds what was entered when the screen was shown before, and what is entered now.
    """

    finished = Signal(object)
    back_asked = Signal()

    def __init__(self, typed: dict[str, str]) -> None:
        super().__init__(_("Create your center"), _("Step 1 of 3"))
        self._typed = typed
        self._steps = QStackedWidget()
        self._center = _CenterForm()
        self._admin = _PersonForm("admin", _("The administrator keeps the program running: people, backups, storage. "
                                             "They cannot read notes."))
        self._coordinator = _PersonForm("coordinator", _("The coordinator supervises the Wellness Peers and reads "
                                                         "their notes and flags."))
        self._forms = (self._center, self._admin, self._coordinator)
        for form in self._forms:
            self._steps.addWidget(_at_top(form))
        self._next = button(_("Continue"), self._go_on, role="primary")
        self._next.setObjectName("firstrun.next")
        self._back = button(_("Back"), self._go_back)
        self._back.setObjectName("firstrun.back")
        self._card = Card()
        self._card.setFixedWidth(_CARD_WIDTH)
        self._card.add(self._steps)
        self._card.add(ButtonRow(self._next, self._back))
        self.add(_at_left(self._card))
        self.add_stretch()
        self._remember()
        self._show(int(typed.get(_STEP, "0")))

    def _remember(self) -> None:
        for line in self.findChildren(QLineEdit, QRegularExpression("^firstrun")):
            key = line.objectName()
            line.setText(self._typed.get(key, ""))
            line.textChanged.connect(lambda text, key=key: self._typed.__setitem__(key, text))
        zone = self._center.zone
        zone.set_value(self._typed.get(zone.objectName(), zone.value()))
        zone.changed.connect(lambda: self._typed.__setitem__(zone.objectName(), zone.value() or ""))

    def show_busy(self, busy: bool) -> None:
        """While the keys are being made."""
        self._next.setEnabled(not busy)
        self._back.setEnabled(not busy)

    def _go_on(self) -> None:
        at = self._steps.currentIndex()
        if not self._forms[at].valid() or (at == 2 and not self._differ()):
            return
        if at < 2:
            self._show(at + 1)
        else:
            self.show_busy(True)
            self.finished.emit(self._entered())

    def _differ(self) -> bool:
        if _folded(self._coordinator.name.value()) != _folded(self._admin.name.value()):
            return True
        self._coordinator.name_field.set_error(_("Use another person, or add a middle initial: the administrator must "
                                                 "not be able to read notes."))
        return not self._coordinator.show_errors()

    def _go_back(self) -> None:
        at = self._steps.currentIndex()
        if at:
            self._show(at - 1)
        else:
            self.back_asked.emit()

    def _show(self, step: int) -> None:
        titles = (_("Create your center"), _("The first administrator"), _("The first coordinator"))
        self.set_title(titles[step], _("Step {n} of {all}").format(n=step + 1, all=len(titles)))
        self._steps.setCurrentIndex(step)
        self._typed[_STEP] = str(step)
        self._next.setText(_("Create center") if step == 2 else _("Continue"))
        self._forms[step].first.focus()

    def _entered(self) -> NewCenter:
        return NewCenter(
            name=self._center.name.value(), school=self._center.school.value(),
            time_zone=self._center.zone.value() or "",
            people=(self._admin.entered(Role.ADMINISTRATOR), self._coordinator.entered(Role.COORDINATOR)))


def _folded(name: str) -> str:
    """Names that sign-in would take for each other."""
    return " ".join(name.casefold().split())


def _at_top(form: Form) -> QWidget:
    """A form that keeps its own height in a stack of higher ones."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(form)
    column.addStretch(1)
    return holder


def _at_left(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(part)
    row.addStretch(1)
    return row


class _CenterForm(Form):
    def __init__(self) -> None:
        super().__init__()
        self.name, self.school = TextField(), TextField()
        self.name.setObjectName("firstrun.center")
        self.school.setObjectName("firstrun.school")
        zones = [*_USUAL, *sorted(available_timezones() - set(_USUAL))]
        self.zone = ChoiceList([Choice(zone, zone.replace("_", " ")) for zone in zones])
        self.zone.setObjectName("firstrun.zone")
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        self.zone.set_value(here if here in zones and not here.endswith("UTC") else _USUAL[0])
        self.first = self.field(_("Name of the center"), self.name, hint=_("As students know it"))
        self._school = self.field(_("School"), self.school)
        self.field(_("Time zone"), self.zone)

    def valid(self) -> bool:
        self.clear_errors()
        if not self.name.value():
            self.first.set_error(_("Enter the name of the center."))
        if not self.school.value():
            self._school.set_error(_("Enter the name of the school."))
        return not self.show_errors()


class _PersonForm(Form):
    def __init__(self, key: str, about: str) -> None:
        super().__init__()
        self.add(label(about, wrap=True))
        self.name = TextField()
        self.name.setObjectName(f"firstrun.{key}.name")
        self.one, self.two = PassphraseField(_("Passphrase")), PassphraseField(_("Passphrase, again"))
        self.one.edit.setObjectName(f"firstrun.{key}.passphrase")
        self.two.edit.setObjectName(f"firstrun.{key}.again")
        self.name_field: Field = self.field(_("Name"), self.name)
        self.first = self.name_field
        self._one = self.field(_("Passphrase"), self.one, hint=_("At least 10 characters. Four random words work well. "
                                                                 "Nobody can look it up for you."))
        self._two = self.field(_("Passphrase, again"), self.two)

    def valid(self) -> bool:
        self.clear_errors()
        if not self.name.value():
            self.first.set_error(_("Enter a name."))
        weak = check_passphrase(self.one.value())
        different = check_passphrase(self.one.value(), self.two.value())
        if weak:
            self._one.set_error(weak)
        elif different:
            self._two.set_error(different)
        return not self.show_errors()

    def entered(self, role: Role) -> Newcomer:
        return Newcomer(name=self.name.value(), role=role, passphrase=self.one.value())
