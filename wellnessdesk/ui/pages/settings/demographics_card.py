"""Whether students are asked about themselves at the kiosk."""

from wellnessdesk.base.i18n import _
from wellnessdesk.services import demographics
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.settings.tick_card import TickCard


class DemographicsCard(TickCard):
    """Off until the center turns it on."""

    def __init__(self, context: PageContext) -> None:
        desk = context.desk
        super().__init__(
            context, "demographics", _("Questions to students about themselves"),
            _("After a check-in at the kiosk a student may answer seven questions, once a school year, and decline "
              "each. Only how many chose what in a month is kept, never who. Small counts do not leave the center."),
            _("Ask students at the kiosk"),
            ask=lambda: demographics.is_on(desk), keep=lambda on: demographics.set_on(desk, on=on))
