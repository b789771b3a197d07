"""A kiosk at a center of the tests, begun as the program begins one: what is handed on goes through bytes."""

from tests.support import TestCenter
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.services import kiosk, kiosk_door
from wellnessdesk.services.desk import Desk

NUMBERS = {student: f"20{student:04}" for student in range(1, 8)}
"""The student numbers of `tests.support.STUDENTS`, by id."""


def begun(center: TestCenter, by: Desk | None = None) -> Desk:
    """The desk of a kiosk that the front desk started."""
    handed = Handed.unpacked(kiosk.start(by or center.front).packed())
    return kiosk_door.open_kiosk(center.folder, handed, center.clock)
