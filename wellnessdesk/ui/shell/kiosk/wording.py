"""Pictures and words of the kiosk's choices."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.ui.kit.choices import Choice

NOT_SAID = ""
_PICTURES = {
    "take_a_break": "calm", "talk_with_peer": "heart", "work_it_out": "hand-over", "tutoring": "book",
    "meet_coordinator": "adult", "group": "group", "new_here": "center", "question": "help", "other": "note",
}
"""A picture for each reason of the shipped catalogue; one of a center's own gets the last."""


def reasons() -> list[Choice]:
    """Why somebody came, by picture and word."""
    return [Choice(entry.id, str(entry.label), _PICTURES.get(entry.id, _PICTURES["other"]))
            for entry in catalogues.visit_reasons()]


def feelings() -> list[Choice]:
    """How somebody feels, from 1 to 5, or that they would rather not say."""
    words = (_("Very bad"), _("Not good"), _("So-so"), _("Good"), _("Very good"))
    return [Choice(str(number), word, f"feeling-{number}") for number, word in enumerate(words, 1)] + [
        Choice(NOT_SAID, _("I would rather not say"), "hide")]
