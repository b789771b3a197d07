"""Referrals by the kind of help: how many were made, and how many were followed to an outcome."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.bundle_layouts import added, column, one_way, with_other
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.referrals import Status
from wellnessdesk.domain.tables import Column, CountTable
from wellnessdesk.store import referrals
from wellnessdesk.store.transaction import Transaction


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """Those of a period. A referral is completed in the month in which it ended: how far those of a month are moves on
    after it, and two bundles of it would tell of single students. Over a year the two tables give the completion."""
    made = referrals.counts(tx, period.first, period.last)
    return [
        one_way("referrals_by_kind", _("Referrals by kind of help"),
                _("Every referral made in the period is counted once, except those not sent and those revoked."),
                counted="referrals", by=_help(),
                found=added((kind, n) for (kind, status), n in made.items()
                            if status not in (Status.DRAFT, Status.REVOKED))),
        one_way("referrals_completed", _("Referrals followed to an outcome, by kind of help"),
                _("Every referral that was closed with an outcome in the period is counted once, whenever it was "
                  "made."), counted="completed_referrals", by=_help(),
                found=referrals.completed(tx, period.first, period.last))]


def _help() -> Column:
    return column("kind_of_help", _("Kind of help"), _("What kind of help was asked for."),
                  with_other(catalogues.load("resource_kinds")))
