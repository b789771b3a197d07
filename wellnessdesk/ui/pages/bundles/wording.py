"""What the page says about months, hashes and what became of a bundle."""

from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundle_words import period_label
from wellnessdesk.domain.bundles import BundleState, Kind, Period
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.palette import Tone

_GROUP = 8

STATES: dict[BundleState, tuple[str, Tone]] = {
    BundleState.WRITTEN: ("ok", "ok"),
    BundleState.PENDING: ("waiting", "flag"),
    BundleState.ABANDONED: ("close", "muted"),
}
"""Icon and tone."""


def state_label(state: BundleState) -> str:
    """What became of a bundle."""
    return {
        BundleState.WRITTEN: _("Written"),
        BundleState.PENDING: _("Not finished yet"),
        BundleState.ABANDONED: _("Not written"),
    }[state]


def period_of(desk: Desk, kind: Kind, period: Period, at: datetime) -> str:
    """The days a bundle is about, for instance `September 2026`; one student's records have only the day it left."""
    return formats.date(desk.local(at).date()) if kind is Kind.PACKET else period_label(period)


def grouped(digest: str) -> str:
    """A hash in groups that can be read aloud."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def moment(desk: Desk, at: datetime) -> str:
    """Day and time, in the center's own time."""
    local = desk.local(at)
    return _("{day}, {time}").format(day=formats.date(local.date()), time=formats.time(local))
