"""What a district received: every bundle it took, and the tables of each."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import Receipt
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import datapackage
from wellnessdesk.services.district.desk import DistrictDesk, district_act
from wellnessdesk.store.district import received


@district_act("district.received")
def listed(desk: DistrictDesk) -> list[Receipt]:
    """All bundles that were taken, the newest first."""
    with desk.reading() as tx:
        return received.newest_first(tx)


@district_act("district.received")
def tables(desk: DistrictDesk, bundle_id: str) -> tuple[PublishedTable, ...]:
    """The tables of a bundle as its center signed them. Raises `Problem` for one that is not there."""
    with desk.reading() as tx:
        body = received.body(tx, bundle_id)
    if body is None:
        raise Problem(_("The tables of this bundle are not here."))
    return datapackage.read(body)[1].tables
