"""The certificate of a destruction on paper: what went, by whom, what stays, and which backup still holds it."""

from collections.abc import Iterator
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.retention import (
    Beside,
    Decided,
    Destruction,
    Gone,
    LastBackup,
    label,
    last_backup_gone,
    period_text,
)
from wellnessdesk.reports.layout import LINE, MUTED, TEAL, WIDTH, Around, build, style, text

_NUMBER, _DAYS = 22 * mm, 52 * mm
_CLASS = (WIDTH - _NUMBER - _DAYS) * 0.48
_COLUMNS = (_CLASS, _NUMBER, _DAYS, WIDTH - _CLASS - _NUMBER - _DAYS)
_ASIDE = 46 * mm


def certificate_pdf(made: Destruction, *, center: Center, entry: str, printed_at: datetime) -> bytes:
    """The certificate as PDF. `entry` is the audit entry that closes it (`1042:9f3a61c07d22`); `printed_at` and all
    moments printed are in the center's own time."""
    title = _("Certificate of destruction")
    around = Around(
        head=title, mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · printed {date}, {time}").format(
                  center=center.name, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Audit entry {entry}").format(entry=entry)))
    return build(list(_story(title, made, center, entry)), title=title, author=center.name, around=around)


def _story(title: str, made: Destruction, center: Center, entry: str) -> Iterator[Flowable]:
    at = center.local(made.at)
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(" · ".join(part for part in (center.name, center.school) if part), style(11, after=8))
    yield text(_("On {date} at {time} the records below were destroyed for good. Notes and flags were destroyed "
                 "together with the keys that opened them.").format(
                     date=formats.date_long(at.date()), time=formats.time(at)), style(11, after=10))
    yield _records(made)
    yield Spacer(0, 7 * mm)
    for heading, lines in (
        (_("Who"), [_("Destroyed by {name}, coordinator, who confirmed it with their own passphrase.").format(
                        name=made.by), _set_by(made.decided)]),
        (_("With the visits"), _beside(made.beside)),
        (_("What stays"), _what_stays(made)),
        (_("Backups"), _backups(made.backup, center)),
        (_("Audit log"), [ngettext(
            "{n} signed entry tells what went. It is number {entry}.",
            "{n} signed entries tell what went. The last one is number {entry}.", made.parts).format(
                n=formats.number(made.parts), entry=entry)]),
    ):
        if lines:
            yield _aside(heading, lines)
    yield KeepTogether([Spacer(0, 18 * mm), _signature()])


def _records(made: Destruction) -> Table:
    heading = [text(words, style(9, bold=True, color=MUTED, right=right)) for words, right in (
        (_("Records"), False), (_("Number"), True), (_("Of the days"), False), (_("Kept for"), False))]
    rows = [[text(label(line.records), style(10.5, bold=True)),
             text(formats.number(line.number), style(10.5, right=True)), text(days(line), style(10)),
             text(period_text(line.records, made.decided.periods[line.records]), style(10))] for line in made.lines]
    return Table([heading, *rows], colWidths=_COLUMNS, repeatRows=1, hAlign="LEFT", style=TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, 0), 1.1, TEAL),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE), ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]))


def days(line: Gone) -> str:
    """For instance `Sep 1, 2020 to Jun 30, 2021`."""
    if line.oldest == line.newest:
        return formats.date(line.oldest)
    return _("{first} to {last}").format(first=formats.date(line.oldest), last=formats.date(line.newest))


def _aside(heading: str, lines: list[str]) -> Table:
    """A heading at the left, what belongs to it beside it."""
    words = [text(line, style(10.5, after=3)) for line in lines if line]
    return Table([[text(heading, style(10.5, bold=True)), words]], colWidths=(_ASIDE, WIDTH - _ASIDE), hAlign="LEFT",
                 style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0),
                                   ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]))


def _set_by(decided: Decided) -> str:
    if decided.day is None:
        return _("The periods are the usual ones of the program; nobody here has changed them.")
    return _("The periods were last set by {name}, administrator, on {date}.").format(
        name=decided.by, date=formats.date(decided.day))


def _beside(beside: Beside) -> list[str]:
    lines = (
        (beside.appointments, ngettext("{n} appointment.", "{n} appointments.", beside.appointments)),
        (beside.caregivers, ngettext("{n} caregiver of students who left and of whom nothing else is kept.",
                                     "{n} caregivers of students who left and of whom nothing else is kept.",
                                     beside.caregivers)),
        (beside.conflicts, ngettext("{n} conflict of interest, where the peer or the student left.",
                                    "{n} conflicts of interest, where the peer or the student left.",
                                    beside.conflicts)))
    return [said.format(n=formats.number(number)) for number, said in lines if number]


def _what_stays(made: Destruction) -> list[str]:
    held = ngettext("Everything about {n} student on legal hold, and meanwhile all flags, referrals, contacts and "
                    "agendas.",
                    "Everything about {n} students on legal hold, and meanwhile all flags, referrals, contacts and "
                    "agendas.", made.holds)
    return [_("The numbers that monthly reports need: how many visits, students, sessions, flags and referrals there "
              "were. No names."),
            _("The audit log: who did what and when, without content."),
            held.format(n=formats.number(made.holds)) if made.holds else ""]


def _backups(backup: LastBackup | None, center: Center) -> list[str]:
    if backup is None:
        return [_("No backup of this center was known when these records were destroyed.")]
    at = center.local(backup.made_at)
    return [
        _("The last backup that still holds these records: {name}, made {date}, {time}, in {folder}.").format(
            name=backup.name, date=formats.date(at.date()), time=formats.time(at), folder=backup.folder),
        _("Backups are kept for 7 days, 4 weeks and 6 months. If one is made every month, the last backup with these "
          "records is removed in {month}.").format(month=formats.month(last_backup_gone(at.date()))),
        _("Copies that somebody carried away are not known here. They must be destroyed by hand.")]


def _signature() -> Table:
    wide, gap = WIDTH * 0.56, 8 * mm
    below = [text(words, style(9, color=MUTED)) for words in (_("Signature"), "", _("Date"))]
    return Table([below], colWidths=(wide, gap, WIDTH - wide - gap), hAlign="LEFT", style=TableStyle([
        ("LINEABOVE", (0, 0), (0, 0), 0.7, MUTED), ("LINEABOVE", (2, 0), (2, 0), 0.7, MUTED),
        ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
