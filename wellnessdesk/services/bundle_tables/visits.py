"""Visits by reason, origin and language, and how long students waited. All four have the same total."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, coarse
from wellnessdesk.domain.bundle_layouts import (
    NOT_RECORDED,
    added,
    column,
    grades,
    language_labels,
    one_way,
    two_way,
    with_other,
)
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.tables import CountTable
from wellnessdesk.store import coded_counts, visits
from wellnessdesk.store.transaction import Transaction


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """Those of a period, with the visits of who gave no name."""
    counted = visits.counts(tx, period.first, period.last)
    total = sum(number for *_codes, number in counted)
    return [
        two_way("visits_by_reason", _("Visits by reason and grade"),
                _("Every visit is counted once; who came without a name, under Other."), counted="visits",
                rows=column("reason", _("Reason"), _("The category the front desk chose."),
                            with_other(catalogues.visit_reasons())),
                columns=grades(),
                found=((reason, coarse.grade_band(grade), n) for grade, _origin, reason, n in counted)),
        one_way("visits_by_origin", _("Visits by origin"), _("Every visit is counted once."), counted="visits",
                by=column("origin", _("Origin"), _("How the student came to be here."),
                          with_other(catalogues.visit_origins())),
                found=added((origin, n) for _grade, origin, _reason, n in counted)),
        one_way("visits_by_language", _("Visits by language"),
                _("Every visit is counted once; who came without a name, under Not recorded."), counted="visits",
                by=column("visit_language", _("Language"),
                          _("The language wished for the visit, or else the student's."), language_labels()),
                found=coded_counts.read(tx, coded_counts.VISIT_LANGUAGES, period.first, period.last), total=total),
        one_way("visits_by_wait", _("Visits by how long students waited"),
                _("Every visit is counted once. The time is from when the student came until a Wellness Peer was "
                  "there."), counted="visits",
                by=column("waited", _("Waited"), _("How long the student waited."),
                          (*coarse.bracket_labels(), (NOT_RECORDED, _("No Wellness Peer, or not recorded")))),
                found=coded_counts.read(tx, coded_counts.WAITS, period.first, period.last), total=total)]
