"""The slip with which a student goes back to class: a name, a day and two times. Never a reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wellnessdesk.base.i18n import _


class SlipSize(StrEnum):
    """On which paper: a sheet of A6, a label of a label printer, a card of 4 by 6 inches."""

    LABEL = "label"
    CARD = "card"
    A6 = "a6"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSlip:
    """What stands on it. Moments are in the center's own time; `left` is None for who is still here."""

    name: str
    pronouns: str
    arrived: datetime
    left: datetime | None


def size_label(size: SlipSize) -> str:
    """The size as a person reads it."""
    return {
        SlipSize.LABEL: _("Label, 62 mm wide"),
        SlipSize.CARD: _("Card, 4 × 6 in"),
        SlipSize.A6: _("Sheet, A6"),
    }[size]
