"""Everything the page shows, asked for at once on the worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wellnessdesk.domain import access
from wellnessdesk.domain.emergencies import Emergency
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import application_accounts, departures, emergencies, people, resealing
from wellnessdesk.services.application_accounts import Chosen
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.resealing import ToReseal
from wellnessdesk.ui.kit import consent


@dataclass(frozen=True, slots=True)
class Facts:
    """People by name, which of them can agree as coordinators, who stood in (the newest first), whose notes wait."""

    people: list[Person]
    coordinators: list[Person]
    emergencies: list[Emergency]
    to_reseal: list[ToReseal]
    chosen: tuple[Chosen, ...] = ()
    """Who was chosen as a Wellness Peer and has no account yet."""
    leaving: Sequence[tuple[Person, date]] = ()
    """Peers whose access a coordinator asks to end, and since when."""


def gather(desk: Desk) -> Facts:
    """Ask the services for all of it; what the role may not know is empty."""
    may_reseal = access.allowed(desk.person.role, "people.reseal")
    may_make = access.allowed(desk.person.role, "applications.accounts")
    return Facts(
        people=people.everybody(desk), coordinators=consent.coordinators(desk),
        emergencies=emergencies.everything(desk),
        to_reseal=resealing.to_reseal(desk) if may_reseal else [],
        chosen=tuple(application_accounts.waiting(desk)) if may_make else (),
        leaving=departures.asked(desk) if desk.person.role is Role.ADMINISTRATOR else ())
