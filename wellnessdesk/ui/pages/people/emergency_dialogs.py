"""Letting somebody stand in for a coordinator, ending it, and the new key for notes that is due afterwards."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.emergencies import LONGEST, Emergency
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import emergencies, leaving
from wellnessdesk.services.consents import KitWords
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.emergencies import NewSubstitute
from wellnessdesk.ui.kit.act_dialog import ConsentDialog
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.consent import renews_notes
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.new_passphrase import NewPassphrase

_FORM_WIDTH, _BOTH_WIDTH = 640, 980
_TODAY = "today"
_HOURS = (4, 8, 24, 72, 168)


class _KitDialog(ConsentDialog):
    """An administrator needs kit B for it; a coordinator needs nobody."""

    def needs_consent(self) -> bool:
        """Only the administrator's part needs the principal."""
        return self.desk.person.role is Role.ADMINISTRATOR

    def kit(self) -> KitWords | None:
        """The words of kit B, where they are needed."""
        given = self.agreement()
        return given if isinstance(given, KitWords) else None


class GrantDialog(_KitDialog):
    """Who stands in, for how long, and why."""

    def __init__(self, parent: QWidget, context: PageContext, people: Sequence[Person],
                 done: Callable[[Emergency], object]) -> None:
        by_kit = context.desk.person.role is Role.ADMINISTRATOR
        super().__init__(parent, context, _("Let somebody stand in for a coordinator"), _("Let them in"),
                         width=_BOTH_WIDTH if by_kit else _FORM_WIDTH)
        self._done = done
        self._taken = {person.name.casefold() for person in people if person.active}
        self.name = TextField(max_length=120)
        self.name.setObjectName("emergency.name")
        self.passphrase = NewPassphrase("emergency")
        self.how_long = ChoiceList(_spans())
        self.how_long.setObjectName("emergency.span")
        self.reason = NoteField(lines=2)
        self.reason.setObjectName("emergency.reason")
        self._lay_out_form()
        self.lay_out(_("Until then they read and do what a coordinator can. Every coordinator is shown what they did, "
                       "until one has looked at it."))
        self.look()
        self._name_field.focus()

    def valid(self) -> bool:
        """A name that is free, a passphrase of their own, and a reason."""
        self.form.clear_errors()
        name = " ".join(self.name.value().split())
        if not name:
            self._name_field.set_error(_("Enter a name."))
        elif name.casefold() in self._taken:
            self._name_field.set_error(_("Somebody with this name can already sign in. Add a middle initial."))
        self.passphrase.check()
        if not self.reason.value():
            self._reason_field.set_error(
                _("Write why. Emergency access without a reason cannot be reviewed later."))
        return super().valid()

    def act(self) -> None:
        """Make their keys."""
        desk, kit = self.desk, self.kit()
        wanted = NewSubstitute(name=self.name.value(), passphrase=self.passphrase.value(),
                               until=ends_at(desk, self.how_long.value() or _TODAY), reason=self.reason.value())
        self.run(lambda _progress: emergencies.grant(desk, wanted, kit), self._done)

    def forget(self) -> None:
        """The passphrases too."""
        super().forget()
        self.passphrase.clear()

    def parts(self) -> list[QWidget]:
        """Beside each other, for below each other they are higher than a small screen."""
        if not self.needs_consent():
            return [self.form]
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for part in (self.form, self.consent):
            row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        return [both]

    def _lay_out_form(self) -> None:
        self._name_field = Field(_("Name"), self.name)
        self.form.row(self._name_field, Field(_("For how long"), self.how_long))
        self.form.row(*self.passphrase.fields)
        self._reason_field = self.form.field(_("Reason"), self.reason, hint=_("Only coordinators can read it."))


class EndDialog(_KitDialog):
    """Takes the keys of somebody who stood in back."""

    def __init__(self, parent: QWidget, context: PageContext, one: Emergency, done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("End the emergency access of {name}?").format(name=one.name), _("End now"))
        self._one, self._done = one, done
        self.lay_out(_("They cannot sign in any more, and all records get a new key. That can take some seconds; until "
                       "it is finished you can stop it, and nothing has happened."))
        self.look()
        if self.needs_consent():
            self.consent.focus_first()
        else:
            self.go.setFocus()

    def act(self) -> None:
        """Shut them out, and exchange the key of the records."""
        desk, grant, kit = self.desk, self._one.id, self.kit()
        self.run(lambda progress: emergencies.end(desk, grant, kit, progress), lambda _none: self._done(),
                 _("All records get a new key"))


class RenewDialog(ConsentDialog):
    """The new key for notes and flags that is due after somebody stood in."""

    def __init__(self, parent: QWidget, context: PageContext, coordinators: Sequence[Person],
                 done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("A new key for notes and flags"), _("Make the new key"), renews_notes())
        self._done = done
        self.consent.offer(coordinators)
        self.lay_out(_("What whoever stood in could read stays readable to them if they copied it. Nothing that is "
                       "written from now on will be."))
        self.look()
        self.consent.focus_first()

    def act(self) -> None:
        """Make it."""
        desk, agreed = self.desk, self.consent.value()
        self.run(lambda _progress: leaving.new_epoch(desk, agreed), lambda _none: self._done())


def ends_at(desk: Desk, span: str) -> datetime:
    """The moment a choice of `_spans` means: so many hours from now, or the last minute of the center's day."""
    now = desk.clock.now()
    if span == _TODAY:
        here = desk.local(now)
        return datetime.combine(here.date(), time(23, 59), here.tzinfo).astimezone(now.tzinfo)
    return now + min(timedelta(hours=int(span)), LONGEST)


def _spans() -> list[Choice]:
    hours = [Choice(str(n), ngettext("{n} hour", "{n} hours", n).format(n=formats.number(n)) if n < 24 else
                    ngettext("{n} day", "{n} days", n // 24).format(n=formats.number(n // 24))) for n in _HOURS]
    return [Choice(_TODAY, _("Until the end of today")), *hours]
