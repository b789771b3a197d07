"""Whether a sound tells that an adult is needed: asked for at the kiosk, or because of a red flag."""

from wellnessdesk.base.i18n import _
from wellnessdesk.services import adult_calls
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.settings.tick_card import TickCard


class SoundCard(TickCard):
    """For the kiosk it counts from its next start on."""

    def __init__(self, context: PageContext) -> None:
        desk = context.desk
        super().__init__(
            context, "sound", _("When an adult is needed"),
            _("A neutral sign shows it in any case: that a student asks for an adult at the kiosk, or that "
              "a coordinator is needed. It never says who it is about, or why."),
            _("Sound the computer's own alert, at the kiosk and on the next screen of the staff"),
            ask=lambda: adult_calls.sound(desk), keep=lambda on: adult_calls.set_sound(desk, on))
