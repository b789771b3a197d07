"""Sessions by service and tier, grade, language and origin. All four have the same total."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.bundle_layouts import (
    OTHER,
    column,
    grades,
    labels,
    languages,
    not_recorded,
    one_way,
    two_way,
)
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.tables import CountTable
from wellnessdesk.store import coded_counts, sessions
from wellnessdesk.store.transaction import Transaction

_NO_TIER = "0"


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """Those of a period."""
    counted = sessions.counts(tx, period.first, period.last)
    total = sum(number for *_codes, number in counted)
    once = _("Every session of a Wellness Peer is counted once.")
    return [
        _by_service(counted, once),
        one_way("sessions_by_grade", _("Sessions by grade"),
                _("{once} Those of groups, under Other.").format(once=once), counted="sessions", by=grades(),
                found=coded_counts.read(tx, coded_counts.SESSION_GRADES, period.first, period.last), total=total),
        one_way("sessions_by_language", _("Sessions by language"),
                _("{once} Those of groups, under Not recorded.").format(once=once), counted="sessions", by=languages(),
                found=coded_counts.read(tx, coded_counts.SESSION_LANGUAGES, period.first, period.last), total=total),
        one_way("sessions_by_origin", _("Sessions by origin"), once, counted="sessions",
                by=column("origin", _("Origin"), _("How the session came about."),
                          labels(catalogues.load("session_origins"), not_recorded())),
                found=coded_counts.read(tx, coded_counts.SESSION_ORIGINS, period.first, period.last), total=total)]


def _by_service(counted: list[tuple[str, int, int]], once: str) -> CountTable:
    """Two-way although a service has one tier only: so the sums of tiers are among what the proof looks at."""
    options = catalogues.service_options()
    tiers = {option.id: str(option.tier) for option in options}
    return two_way(
        "sessions_by_service", _("Sessions by service and MTSS tier"),
        _("{once} A service belongs to one tier.").format(once=once), counted="sessions",
        rows=column("service", _("Service"), _("What kind of session it was."),
                    labels(options, (OTHER, _("Not recorded yet")))),
        columns=column("mtss_tier", _("MTSS tier"), _("1 universal, 2 targeted, 3 intensive."), (
            ("1", _("Tier {n}").format(n=1)), ("2", _("Tier {n}").format(n=2)), ("3", _("Tier {n}").format(n=3)),
            (_NO_TIER, _("None yet")))),
        found=((service, tiers.get(service, _NO_TIER), n) for service, _tier, n in counted))
