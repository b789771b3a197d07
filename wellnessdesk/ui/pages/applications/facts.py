"""Everything the page shows of a round, asked at once."""

from dataclasses import dataclass

from wellnessdesk.domain.applications import Application, Cycle
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.services import application_figures, application_ratings, applications
from wellnessdesk.services.application_ratings import Ranking
from wellnessdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Facts:
    """All rounds, and of the one that is shown who applied, how they stand, and who is represented."""

    cycles: tuple[Cycle, ...]
    cycle: Cycle | None = None
    listed: tuple[Application, ...] = ()
    ranking: Ranking | None = None
    tables: tuple[PublishedTable, ...] = ()


def gather(desk: Desk, wanted: int) -> Facts:
    """Of the round of this number, or else the newest."""
    cycles = tuple(applications.cycles(desk))
    cycle = next((one for one in cycles if one.id == wanted), next(iter(cycles), None))
    if cycle is None:
        return Facts(cycles)
    return Facts(cycles, cycle, tuple(applications.listed(desk, cycle.id)),
                 application_ratings.ranking(desk, cycle.id), application_figures.representation(desk, cycle.id))
