"""Recovery kits: which there are, what stands on the paper of one, and when it is to be tried again."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wellnessdesk.base.i18n import _

DRILL_DAYS = 90
"""A kit is tried each quarter: paper gets lost, and nobody notices before it is needed."""


class KitName(StrEnum):
    """Kit A is the administrator's; kit B the principal keeps for the coordinators."""

    A = "kit-a"
    B = "kit-b"

    @property
    def letter(self) -> str:
        """As it stands on the paper: `A` or `B`."""
        return self.value[-1].upper()


class Paper(StrEnum):
    """The sizes of paper there are."""

    LETTER = "letter"
    A4 = "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed of one kit. `code` stands in the QR code, `mark` tells a replaced kit from the present one."""

    kit: KitName
    words: tuple[str, ...]
    code: str
    mark: str
    center: str
    school: str
    printed_on: date
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """When a kit was last tried. `last_on` and `last_by` are empty before the first time; then set-up counts."""

    kit: KitName
    mark: str
    due_on: date
    due: bool
    last_on: date | None = None
    last_by: str = ""


def due_on(last: date) -> date:
    """The day from which on a kit is to be tried again."""
    return last + timedelta(days=DRILL_DAYS)


def opens(kit: KitName) -> str:
    """What the kit opens, as a person reads it."""
    return {
        KitName.A: _("Backups and the records of the center, on any computer. After that everybody's own passphrase "
                     "works again."),
        KitName.B: _("Notes and red flags, for a new coordinator, when no coordinator can sign in any more."),
    }[kit]


def stays_closed(kit: KitName) -> str:
    """What the kit does not open."""
    return {
        KitName.A: _("Notes and red flags. Nobody reads those with this kit."),
        KitName.B: _("The records themselves. An administrator must sign in first, and take part."),
    }[kit]
