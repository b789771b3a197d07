"""The tables of the monthly aggregate bundle: what is counted, by what, in words a district understands."""

from collections import Counter
from collections.abc import Iterable, Mapping

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.flags import FlagStatus, Urgency, urgency_label
from wellnessdesk.domain.referrals import Status
from wellnessdesk.domain.tables import Column, CountTable, Layout
from wellnessdesk.store import flags, referrals, sessions, visits
from wellnessdesk.store.transaction import Transaction

_OTHER = "other"


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """The true counts of a month, nothing blanked yet."""
    counted = visits.counts(tx, period.first, period.last)
    return [
        _by_reason(_reasons(), ((reason, grade, n) for grade, _origin, reason, n in counted)),
        _by_origin(_origins(), ((origin, n) for _grade, origin, _reason, n in counted)),
        _students(tx, period), _sessions(tx, period), _flags(tx, period), _referrals(tx, period),
        _completed(tx, period)]


def _by_reason(by: Column, counted: Iterable[tuple[str, str, int]]) -> CountTable:
    bands = _bands()
    counts: Counter[tuple[tuple[str, ...], str]] = Counter()
    for key, grade, n in counted:
        counts[(_known(by, key),), band(grade)] += n
    layout = Layout(name="visits_by_reason", title=_("Visits by reason and grade"), counted="visits", rows=(by,),
                    description=_("Every visit is counted once; who came without a name, under Other."),
                    row_keys=_keys(by), columns=bands,
                    column_keys=tuple(code for code, _label in bands.labels))
    return CountTable.of(layout, counts)


def _by_origin(by: Column, counted: Iterable[tuple[str, int]]) -> CountTable:
    """One-way: it shares only the grand total with the visits by reason, so the proof a table holds for both."""
    counts: Counter[tuple[tuple[str, ...], str]] = Counter()
    for origin, n in counted:
        counts[(_known(by, origin),), ""] += n
    layout = Layout(name="visits_by_origin", title=_("Visits by origin"), counted="visits", rows=(by,),
                    description=_("Every visit is counted once."), row_keys=_keys(by))
    return CountTable.of(layout, counts)


def _students(tx: Transaction, period: Period) -> CountTable:
    bands = _bands()
    counts: Counter[tuple[tuple[str, ...], str]] = Counter()
    for grade, n in visits.students_by_grade(tx, period.first, period.last).items():
        counts[(band(grade),), ""] += n
    layout = Layout(name="students_by_grade", title=_("Students by grade"), counted="students", rows=(bands,),
                    description=_("Every student who came at least once is counted once."), row_keys=_keys(bands))
    return CountTable.of(layout, counts)


def _sessions(tx: Transaction, period: Period) -> CountTable:
    options = catalogues.service_options()
    by = Column(name="service", title=_("Service"), description=_("What kind of session it was."),
                labels=tuple((option.id, str(option.label)) for option in options)
                + ((_OTHER, _("Not recorded yet")),))
    tiers = {option.id: str(option.tier) for option in options}
    tier = Column(name="mtss_tier", title=_("MTSS tier"), type="integer",
                  description=_("1 universal, 2 targeted, 3 intensive; 0 where no service is recorded."))
    counts: Counter[tuple[tuple[str, ...], str]] = Counter()
    for service, _tier, n in sessions.counts(tx, period.first, period.last):
        key = _known(by, service)
        counts[(key, tiers.get(key, "0")), ""] += n
    layout = Layout(name="sessions_by_service", title=_("Sessions by service"), counted="sessions", rows=(by, tier),
                    description=_("Every session of a Wellness Peer is counted once."),
                    row_keys=tuple((code, tiers.get(code, "0")) for code, _label in by.labels))
    return CountTable.of(layout, counts)


def _flags(tx: Transaction, period: Period) -> CountTable:
    by = Column(name="urgency", title=_("Urgency"), description=_("How soon an adult had to act."),
                labels=tuple((urgency.value, urgency_label(urgency)) for urgency in Urgency))
    counts: Counter[tuple[tuple[str, ...], str]] = Counter()
    for (urgency, status), n in flags.counts(tx, period.first, period.last).items():
        if status != FlagStatus.WITHDRAWN:
            counts[(urgency,), ""] += n
    layout = Layout(name="flags_by_urgency", title=_("Red flags by urgency"), counted="flags", rows=(by,),
                    row_keys=_keys(by),
                    description=_("Every red flag raised in the period is counted once, "
                                  "except those raised by mistake."))
    return CountTable.of(layout, counts)


def _referrals(tx: Transaction, period: Period) -> CountTable:
    counts: Counter[str] = Counter()
    for (kind, status), n in referrals.counts(tx, period.first, period.last).items():
        if status not in (Status.DRAFT, Status.REVOKED):
            counts[kind] += n
    return _by_help("referrals_by_kind", "referrals", _("Referrals by kind of help"), counts, _(
        "Every referral made in the period is counted once, except those not sent and those revoked."))


def _completed(tx: Transaction, period: Period) -> CountTable:
    """In the month in which each ended: how far those of a month are moves on after it, and two bundles of it would
    tell of single students. What has ended stays as it is. Over a year the two tables give the completion."""
    found = referrals.completed(tx, period.first, period.last)
    return _by_help("referrals_completed", "completed_referrals",
                    _("Referrals followed to an outcome, by kind of help"), found, _(
        "Every referral that was closed with an outcome in the period is counted once, whenever it was made."))


def _by_help(name: str, counted: str, title: str, found: Mapping[str, int], description: str) -> CountTable:
    by = Column(name="kind_of_help", title=_("Kind of help"), description=_("What kind of help was asked for."),
                labels=_with_other(tuple((one.id, str(one.label)) for one in catalogues.load("resource_kinds"))))
    counts: Counter[tuple[tuple[str, ...], str]] = Counter()
    for kind, n in found.items():
        counts[(_known(by, kind),), ""] += n
    return CountTable.of(Layout(name=name, title=title, counted=counted, rows=(by,), row_keys=_keys(by),
                                description=description), counts)


def band(grade: str) -> str:
    """The id of the grade band a roster's grade belongs to."""
    bands = catalogues.grade_bands()
    named = next((entry.id for entry in bands if grade in entry.grades), None)
    return named or next(entry.id for entry in bands if not entry.grades)


def _bands() -> Column:
    return Column(name="grade", title=_("Grade"), description=_("The student's grade."),
                  labels=tuple((entry.id, str(entry.label)) for entry in catalogues.grade_bands()))


def _reasons() -> Column:
    found = tuple((entry.id, str(entry.label)) for entry in catalogues.visit_reasons())
    return Column(name="reason", title=_("Reason"), description=_("The category the front desk chose."),
                  labels=_with_other(found))


def _origins() -> Column:
    found = tuple((entry.id, str(entry.label)) for entry in catalogues.visit_origins())
    return Column(name="origin", title=_("Origin"), description=_("How the student came to be here."),
                  labels=_with_other(found))


def _with_other(labels: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return labels if any(code == _OTHER for code, _label in labels) else (*labels, (_OTHER, _("Other")))


def _keys(by: Column) -> tuple[tuple[str, ...], ...]:
    return tuple((code,) for code, _label in by.labels)


def _known(by: Column, code: str) -> str:
    return code if any(code == known for known, _label in by.labels) else _OTHER
