"""What an adult writes down before a flag closes; each missing step is said at its field."""

from dataclasses import fields, replace

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.flags import Closing, FlagMark, missing_to_close
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner

_YES, _NO = "yes", "no"
_COMPLETE = Closing(disposition="…", notify_caregiver=True, notify_reason="…", outcome="…")


class ClosingForm(Form):
    """The form. What was entered stays until the flag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self._banner = Banner()
        self._disposition = NoteField(lines=2)
        self._notify = ChoiceCards(_("Is a caregiver told?"), [
            Choice(_YES, _("Yes"), "phone", _("A caregiver is told, or was told.")),
            Choice(_NO, _("No"), "shield", _("Nobody at home is told."))], columns=2)
        self._reason = NoteField(lines=2)
        self._outcome = NoteField(lines=2)
        self.add(self._banner)
        self._fields_by_step: dict[str, Field] = {
            "disposition": self.field(_("What did you do?"), self._disposition),
            "notify_caregiver": self.field(_("Is a caregiver told?"), self._notify),
            "notify_reason": self.field(
                _("Why?"), self._reason, hint=_("Telling home is a decision each time, never automatic.")),
            "outcome": self.field(_("How did it end?"), self._outcome),
        }
        self._name_parts()

    def value(self) -> Closing:
        """What was entered so far."""
        chosen = self._notify.value()
        return Closing(
            disposition=self._disposition.value(), notify_caregiver=None if chosen is None else chosen == _YES,
            notify_reason=self._reason.value(), outcome=self._outcome.value())

    def set_value(self, closing: Closing) -> None:
        """Show what was entered before."""
        self._disposition.setPlainText(closing.disposition)
        self._notify.set_value(
            None if closing.notify_caregiver is None else _YES if closing.notify_caregiver else _NO)
        self._reason.setPlainText(closing.notify_reason)
        self._outcome.setPlainText(closing.outcome)
        self.clear_errors()
        self._banner.say("")

    def show_missing(self, mark: FlagMark, sentences: list[str]) -> None:
        """Say each missing step at its field, and above the form what belongs to none; nothing entered is lost."""
        at_fields = _sentences(mark)
        for step, field in self._fields_by_step.items():
            field.set_error(at_fields[step] if at_fields[step] in sentences else "")
        elsewhere = [sentence for sentence in sentences if sentence not in at_fields.values()]
        self._banner.say("\n".join(elsewhere), "", "flag")
        self.show_errors()

    def focus_first(self) -> None:
        """To the first field."""
        self._disposition.setFocus()

    def _name_parts(self) -> None:
        named: dict[str, QWidget] = {
            "disposition": self._disposition, "notify": self._notify, "reason": self._reason,
            "outcome": self._outcome}
        for name, widget in named.items():
            widget.setObjectName(f"closing.{name}")
        for key in (_YES, _NO):
            self._notify.card(key).setObjectName(f"closing.notify.{key}")


def _sentences(mark: FlagMark) -> dict[str, str]:
    """What the rule itself says when just this one step is missing."""
    steps = [field.name for field in fields(Closing)]
    empty = Closing()
    return {step: missing_to_close(mark, replace(_COMPLETE, **{step: getattr(empty, step)}))[-1] for step in steps}
