"""Base of dialogs that keep what was filled in: open until it is kept; what is wrong stands at its field."""

from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.forms import Field


class KeepDialog(ActDialog):
    """A subclass puts its fields into `fields` by the names that services call them."""

    fields: dict[str, Field]

    def valid(self) -> bool:
        """Services say what is wrong."""
        self.form.clear_errors()
        return True

    def tell(self, error: Exception) -> bool:
        """At each field what is wrong with it, as long as all of it has one."""
        if not isinstance(error, StepProblem) or not set(error.found) <= set(self.fields):
            return False
        for name, reason in error.found.items():
            self.fields[name].set_error(reason)
        return self.form.show_errors()
