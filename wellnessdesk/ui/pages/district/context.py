"""What a page of the district is given."""

from collections.abc import Callable
from dataclasses import dataclass

from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.ui.kit.tasks import Tasks


@dataclass(frozen=True, slots=True)
class DistrictContext:
    """The district's desk, the one way of background work, and another page by its key."""

    desk: DistrictDesk
    tasks: Tasks
    go_to: Callable[[str], None]
