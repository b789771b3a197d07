"""Retention: how long each class of record stays, what is due on a day, and what a destruction leaves behind.

Sources, last verified 2026-11-24 (nothing here is legal advice; a district's own rule goes first):

- 5 CCR 437(d): permitted pupil records may be destroyed when their usefulness ceases. Visits, sessions, notes, flags
  and agendas are such records; the usual five years are those the center is planned for (DOMAIN.md 2).
- 5 CCR 432(b)(2)(A) and 437(c): the log of who asked for or received a record is a mandatory interim record, destroyed
  in the third school year after it was found disposable; 34 CFR 99.32(a)(2): it stays as long as the records do.
- 34 CFR 99.10(e): nothing is destroyed while somebody's request to see it is open. For that, and for every lawsuit,
  there is the legal hold. Why one was placed stays as long as the records that it kept may (5 CCR 437(d)).
- 34 CFR 99.31(a)(1)(ii): only who needs a record may see it. Why somebody stood in for a coordinator is kept to show
  that; that somebody did, and what they did, stays in the audit log.
- Ed Code 37200: a school year ends on the last day of June.

The audit log is no class of record: it is never destroyed, for it is what shows that nothing else was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.base.months import add_months

MONTHS_OF_BACKUPS = 6
"""The oldest backup that is kept is the last one of the sixth month (the 7/4/6 rule, SECURITY.md E)."""


class Records(StrEnum):
    """The classes of record, in the order in which they are destroyed: what belongs to another goes before it."""

    DRAFTS = "drafts"
    """Notes that were begun and never signed."""
    SESSIONS = "sessions"
    """Sessions with their notes."""
    FLAGS = "flags"
    """Closed red flags, with what was said and decided."""
    REFERRALS = "referrals"
    """Referrals that are over, with all their steps."""
    CONTACTS = "contacts"
    """What was said with caregivers; with it go rules of contact that ended."""
    AGENDAS = "agendas"
    """Supervision meetings: agenda, attendance, minutes, what was taken on; with them go wellbeing checks, exit
    interviews and self-ratings of peers."""
    VISITS = "visits"
    DISCLOSURES = "disclosures"
    """To whom a student's records went."""
    HOLDS = "holds"
    """Legal holds that were lifted: whose, and why."""
    APPLICATIONS = "applications"
    """Applications to become a Wellness Peer, with ratings and interviews; of who is one, they stay."""
    PEERS = "peers"
    """Training, practice, exams, signatures, papers and exceptions of Wellness Peers who left, each person at once."""
    EMERGENCIES = "emergencies"
    """Why somebody stood in, once a coordinator has reviewed it. That somebody did stays."""


class Since(StrEnum):
    """From when on a period counts, and in what."""

    SCHOOL_YEAR = "school_year"
    """In years, from the end of the school year of the record."""
    RECORD = "record"
    """In months, from the day of the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The usual period of a class of record, and what a center may choose instead."""

    since: Since
    usual: int
    least: int
    most: int
    source: str


RULES: Mapping[Records, Rule] = {
    Records.DRAFTS: Rule(since=Since.RECORD, usual=12, least=3, most=60, source="5 CCR 437(d)"),
    Records.SESSIONS: Rule(since=Since.SCHOOL_YEAR, usual=5, least=1, most=25, source="5 CCR 437(d)"),
    Records.FLAGS: Rule(since=Since.SCHOOL_YEAR, usual=5, least=3, most=25, source="5 CCR 437(d)"),
    Records.REFERRALS: Rule(since=Since.SCHOOL_YEAR, usual=5, least=1, most=25, source="5 CCR 437(d)"),
    Records.CONTACTS: Rule(since=Since.SCHOOL_YEAR, usual=5, least=1, most=25, source="5 CCR 437(d)"),
    Records.AGENDAS: Rule(since=Since.SCHOOL_YEAR, usual=3, least=1, most=10, source="5 CCR 437(d)"),
    Records.VISITS: Rule(since=Since.SCHOOL_YEAR, usual=5, least=1, most=25, source="5 CCR 437(d)"),
    Records.DISCLOSURES: Rule(since=Since.SCHOOL_YEAR, usual=5, least=3, most=25,
                              source="34 CFR 99.32(a)(2), 5 CCR 432, 437(c)"),
    Records.HOLDS: Rule(since=Since.SCHOOL_YEAR, usual=5, least=3, most=25, source="34 CFR 99.10(e), 5 CCR 437(d)"),
    Records.APPLICATIONS: Rule(since=Since.SCHOOL_YEAR, usual=1, least=1, most=10, source="5 CCR 437(d)"),
    Records.PEERS: Rule(since=Since.SCHOOL_YEAR, usual=5, least=1, most=25, source="5 CCR 437(d)"),
    Records.EMERGENCIES: Rule(since=Since.SCHOOL_YEAR, usual=5, least=3, most=25,
                              source="34 CFR 99.31(a)(1)(ii), 5 CCR 437(d)"),
}
NAMELESS = frozenset({Records.FLAGS, Records.REFERRALS, Records.CONTACTS, Records.AGENDAS, Records.EMERGENCIES,
                      Records.PEERS})
"""These name no student in the clear. While any student is on hold none of them goes: what was left of them would show
anybody with an SQL shell which flags are of the student who is on hold. Wellness Peers are students, too, and no row
says which."""
Periods = Mapping[Records, int]


@dataclass(frozen=True, slots=True)
class Decided:
    """The periods that hold here, who set them last (a person's id) and when; empty and None for the usual ones."""

    periods: Periods
    by: str = ""
    day: date | None = None

    def plain(self) -> dict[str, object]:
        """As JSON data."""
        return {"periods": {records.value: number for records, number in self.periods.items()}, "by": self.by,
                "day": self.day.isoformat() if self.day else ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due of a class of record: those of `until` and before. `going` + `held` + `waiting` is all of them.

    `held` belong to a student on hold (or, of a NAMELESS class, stay because somebody is); `waiting` are still needed
    by another record that stays. `oldest` and `newest` are of those that are due.
    """

    records: Records
    until: date
    going: int = 0
    held: int = 0
    waiting: int = 0
    oldest: date | None = None
    newest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a destruction would do on a day. `holds`: students on hold; `open_flags`: past their period, not closed."""

    day: date
    lines: tuple[Due, ...]
    holds: int = 0
    open_flags: int = 0

    @property
    def going(self) -> tuple[Due, ...]:
        """The classes of which something would be destroyed."""
        return tuple(line for line in self.lines if line.going)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Everything about one student stays until the hold is lifted. `reason` is for coordinators only."""

    id: str
    student_id: int
    student: str
    reason: str
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None = None
    lifted_by: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """How many records of a class were destroyed, and of which days."""

    records: Records
    number: int
    oldest: date
    newest: date

    def plus(self, other: "Gone") -> "Gone":
        """Both together."""
        return Gone(self.records, self.number + other.number, min(self.oldest, other.oldest),
                    max(self.newest, other.newest))


@dataclass(frozen=True, slots=True)
class Beside:
    """How much went with visits that is of no class of its own."""

    appointments: int = 0
    caregivers: int = 0
    conflicts: int = 0

    def plus(self, other: "Beside") -> "Beside":
        """Both together."""
        return Beside(self.appointments + other.appointments, self.caregivers + other.caregivers,
                      self.conflicts + other.conflicts)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup that was made before a destruction, and so still holds what was destroyed."""

    name: str
    folder: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """One destruction of records, as its certificate tells it. Each of its `parts` has an entry in the audit log."""

    id: str
    at: datetime
    by: str
    lines: tuple[Gone, ...]
    decided: Decided
    holds: int
    backup: LastBackup | None
    parts: int
    beside: Beside = Beside()


def label(records: Records) -> str:
    """The class of record as a person reads it."""
    return {
        Records.DRAFTS: _("Note drafts never signed"), Records.SESSIONS: _("Sessions and their notes"),
        Records.FLAGS: _("Closed red flags"), Records.REFERRALS: _("Referrals that are over"),
        Records.CONTACTS: _("Contacts with caregivers"), Records.AGENDAS: _("Supervision meetings"),
        Records.VISITS: _("Visits"), Records.DISCLOSURES: _("Disclosure log"),
        Records.HOLDS: _("Lifted legal holds"), Records.APPLICATIONS: _("Applications of Wellness Peers"),
        Records.EMERGENCIES: _("Reasons of emergency access"),
        Records.PEERS: _("Training and signatures of peers who left"),
    }[records]


def period_text(records: Records, number: int) -> str:
    """A period as a person reads it."""
    if RULES[records].since is Since.SCHOOL_YEAR:
        return ngettext("{n} year after the end of the school year", "{n} years after the end of the school year",
                        number).format(n=number)
    return ngettext("{n} month after the session", "{n} months after the session", number).format(n=number)


def school_year_end(day: date) -> date:
    """The last day of the school year a day belongs to (Ed Code 37200)."""
    return date(day.year if day.month <= 6 else day.year + 1, 6, 30)


def due_from(records: Records, period: int, day: date) -> date:
    """The first day on which a record of `day` is due: the day after its period has run out."""
    if RULES[records].since is Since.SCHOOL_YEAR:
        return date(school_year_end(day).year + period, 7, 1)
    return add_months(day, period) + timedelta(days=1)


def due_until(records: Records, period: int, today: date) -> date:
    """The newest day whose records are due today; all of the days before are due too."""
    if RULES[records].since is Since.SCHOOL_YEAR:
        begun = today.year if today.month >= 7 else today.year - 1
        return date(begun - period, 6, 30)
    day = add_months(today - timedelta(days=1), -period)
    while due_from(records, period, day + timedelta(days=1)) <= today:  # a February is shorter than the month before
        day += timedelta(days=1)
    return day


def usual() -> dict[Records, int]:
    """The periods that hold where a center decided nothing."""
    return {records: rule.usual for records, rule in RULES.items()}


def decided_from(raw: object) -> Decided:
    """The periods as they were kept (`Decided.plain`); what is no period of its class counts as the usual one."""
    kept = raw if isinstance(raw, dict) else {}
    periods, day = kept.get("periods"), kept.get("day")
    found = usual()
    for records, rule in RULES.items():
        number = periods.get(records.value) if isinstance(periods, dict) else None
        if type(number) is int and rule.least <= number <= rule.most:
            found[records] = number
    return Decided(found, str(kept.get("by", "")), date.fromisoformat(day) if isinstance(day, str) and day else None)


def wrong_period(records: Records, number: int, periods: Periods) -> str:
    """Why a class of record cannot have this period, as a sentence; empty when it can."""
    rule = RULES[records]
    if not rule.least <= number <= rule.most:
        return _("Choose a number from {least} to {most}.").format(least=rule.least, most=rule.most)
    others = [periods[each] for each in (Records.VISITS, Records.SESSIONS, Records.FLAGS) if each is not records]
    if records is Records.DISCLOSURES and number < max(others):
        return _("The disclosure log must stay as long as the records themselves: {n} years or more.").format(
            n=max(others))
    if records in (Records.VISITS, Records.SESSIONS, Records.FLAGS) and number > periods[Records.DISCLOSURES]:
        return _("The disclosure log must stay as long as the records themselves. Give it {n} years first.").format(
            n=number)
    return ""


def last_backup_gone(at: date) -> date:
    """The first day of the month in which, by the 7/4/6 rule, no backup made before `at` is kept any more.

    One is the last of its month at the latest, and the last of six months are kept; that month's first backup ends it.
    """
    months = at.year * 12 + at.month - 1 + MONTHS_OF_BACKUPS
    return date(months // 12, months % 12 + 1, 1)
