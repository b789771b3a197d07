"""Hours of training that Wellness Peers had."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.bundle_layouts import column, labels, not_recorded, one_way
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.tables import CountTable
from wellnessdesk.store import coded_counts
from wellnessdesk.store.transaction import Transaction


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """That of a period."""
    return [one_way(
        "training_hours", _("Hours of training"),
        _("Hours in class, of all Wellness Peers who were there together: an hour with eight of them is eight. Hours "
          "that were entered by hand are not among them."),
        counted="training_hours",
        by=column("competency", _("Competency"), _("What the class was about."),
                  labels(catalogues.load("competencies"), not_recorded())),
        found=coded_counts.read(tx, coded_counts.TRAINING, period.first, period.last))]
