"""Whether peers must be cleared for a service before they give it."""

from wellnessdesk.base.i18n import _
from wellnessdesk.services import clearance
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.settings.tick_card import TickCard


class ClearanceCard(TickCard):
    """The gate, on or off."""

    def __init__(self, context: PageContext) -> None:
        desk = context.desk
        super().__init__(
            context, "clearance", _("Clearance of peers"),
            _("Each service needs training, signatures and supervision. Whoever lacks something is not put "
              "on it, and the refusal says what is missing. A coordinator sees on Training where everybody "
              "stands: look there before you turn this on."),
            _("Put peers only on services they are cleared for"),
            ask=lambda: clearance.is_on(desk), keep=lambda on: clearance.set_on(desk, on=on))
