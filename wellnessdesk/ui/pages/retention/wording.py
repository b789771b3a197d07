"""What the page says about what is due, in plain words and numbers."""

from collections.abc import Iterable
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.retention import Destruction, Due, Preview, Records
from wellnessdesk.services.desk import Desk

ICONS = {
    Records.DRAFTS: "note", Records.SESSIONS: "sessions", Records.FLAGS: "flag", Records.REFERRALS: "next",
    Records.CONTACTS: "phone", Records.AGENDAS: "supervision", Records.VISITS: "check-in", Records.DISCLOSURES: "book",
    Records.HOLDS: "lock", Records.EMERGENCIES: "adult", Records.PEERS: "training", Records.APPLICATIONS: "people",
}  # fmt: skip


def amount(records: Records, n: int) -> str:
    """So many of a class of record."""
    return {
        Records.DRAFTS: ngettext("{n} note draft", "{n} note drafts", n),
        Records.SESSIONS: ngettext("{n} session with its note", "{n} sessions with their notes", n),
        Records.FLAGS: ngettext("{n} closed red flag", "{n} closed red flags", n),
        Records.REFERRALS: ngettext("{n} referral that is over", "{n} referrals that are over", n),
        Records.CONTACTS: ngettext("{n} contact with a caregiver", "{n} contacts with caregivers", n),
        Records.AGENDAS: ngettext("{n} supervision meeting", "{n} supervision meetings", n),
        Records.VISITS: ngettext("{n} visit", "{n} visits", n),
        Records.DISCLOSURES: ngettext("{n} line of the disclosure log", "{n} lines of the disclosure log", n),
        Records.HOLDS: ngettext("{n} lifted legal hold", "{n} lifted legal holds", n),
        Records.APPLICATIONS: ngettext("{n} application", "{n} applications", n),
        Records.PEERS: ngettext("{n} Wellness Peer who left", "{n} Wellness Peers who left", n),
        Records.EMERGENCIES: ngettext("{n} reason of emergency access", "{n} reasons of emergency access", n),
    }[records].format(n=formats.number(n))


def days(oldest: date | None, newest: date | None) -> str:
    """From when to when; empty for nothing."""
    if oldest is None or newest is None:
        return ""
    if oldest == newest:
        return formats.date(oldest)
    return _("{first} to {last}").format(first=formats.date(oldest), last=formats.date(newest))


def number_or_none(n: int) -> str:
    """A number, or a dash for none."""
    return formats.number(n) if n else "–"


def why_it_stays(line: Due) -> str:
    """Why some of what is due stays; empty when nothing does."""
    if line.records is Records.DISCLOSURES and line.waiting:
        return _("The student's records are still here")
    if line.waiting:
        return _("Sessions of these visits are not due")
    return _("Legal hold") if line.held else ""


def stays_because(shown: Preview) -> tuple[str, str]:
    """What keeps records that are due, for the banner; two empty texts when nothing does."""
    if shown.holds:
        return (ngettext("{n} student is on legal hold", "{n} students are on legal hold", shown.holds).format(
                    n=formats.number(shown.holds)),
                _("Everything about them stays. Meanwhile all flags, referrals, contacts, agendas and reasons of "
                  "emergency access stay too: they name no student, and those that were left would tell whose they "
                  "are."))
    if shown.open_flags:
        return (ngettext("{n} old red flag is not closed", "{n} old red flags are not closed", shown.open_flags).format(
                    n=formats.number(shown.open_flags)),
                _("An open flag is never destroyed. Close it on the overview first."))
    return "", ""


def total(lines: Iterable[Due]) -> int:
    """How many records would go."""
    return sum(line.going for line in lines)


def destroyed(made: Destruction) -> str:
    """What went, in a line."""
    return " · ".join(amount(line.records, line.number) for line in made.lines)


def when(desk: Desk, made: Destruction) -> str:
    """When it was, in the center's own time."""
    at = desk.local(made.at)
    return _("{date}, {time}").format(date=formats.date(at.date()), time=formats.time(at))
