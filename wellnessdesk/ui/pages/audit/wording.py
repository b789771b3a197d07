"""What the page says about the log, the anchor and a verification."""

from collections.abc import Sequence
from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.anchors import Anchored, AnchorKind
from wellnessdesk.domain.audit import Verdict
from wellnessdesk.domain.audit_log import Line
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.palette import Tone

Said = tuple[str, str, Tone]
"""What a banner says: a sentence, more about it, its tone."""

_LINES = 3
"""So many people stand below each other; more would leave the table beneath no room."""


def moment(desk: Desk, at: datetime | None) -> str:
    """When it was, in the center's own time; a dash where the record is illegible."""
    if at is None:
        return "–"
    local = desk.local(at)
    return _("{date}, {time}").format(date=formats.date(local.date()), time=formats.time(local))


def anchor_said(desk: Desk, state: Anchored) -> Said:
    """How far this computer remembers the log, and what that is good for."""
    if state.kind is AnchorKind.DEMO:
        return (_("A demo center is not remembered by this computer."),
                _("In a real center, an older copy of the records is noticed when somebody signs in."), "info")
    if state.kind is AnchorKind.NONE:
        return (_("This computer has no keyring, so an older copy of the records would not be noticed."),
                _("Entries that are changed or missing inside the log are noticed all the same: verify it from time to "
                  "time, and compare its last number with a printed agenda."), "flag")
    if state.failed:
        return (_("This computer's keyring does not answer, so the newest entries are not remembered yet."),
                _remembered(desk, state) + _("It is tried again by itself."), "flag")
    if not state.sequence:
        return _("Nothing of this log is remembered yet. That takes a few seconds."), "", "info"
    noticed = _("An older copy of the records is noticed when somebody signs in.")
    return _remembered(desk, state).strip(), noticed, "ok"


def looked_said(lines: Sequence[Line], desk: Desk) -> tuple[str, str]:
    """The plain answer: how many people, and for each how often and when last. Whoever asks is among them."""
    by: dict[str, list[Line]] = {}
    for line in lines:
        by.setdefault(line.who or _("somebody"), []).append(line)
    text = ngettext("{n} person has opened this student's record or a note about them.",
                    "{n} people have opened this student's record or a note about them.", len(by))
    each = [ngettext("{name}: once, {when}", "{name}: {n} times, last {when}", len(theirs)).format(
        name=name, n=formats.number(len(theirs)), when=moment(desk, theirs[0].at)) for name, theirs in by.items()]
    return text.format(n=formats.number(len(by))), ("\n" if len(each) <= _LINES else " · ").join(each)


def verdict_said(verdict: Verdict) -> Said:
    """What a verification found."""
    if not verdict.whole:
        return (_("The log is broken at entry {number}.").format(number=formats.number(verdict.broken_at or 0)),
                f"{verdict.reason} {_what_now()}", "danger")
    if verdict.finding:
        return _("The log is whole, but the records are not as it says."), f"{verdict.finding} {_what_now()}", "danger"
    text = ngettext("The log is whole: its {n} entry is in its place, signed by who made it, and the records are as it "
                    "says.",
                    "The log is whole: all {n} entries are in their place, each signed by who made it, and the records "
                    "are as it says.", verdict.entries).format(n=formats.number(verdict.entries))
    return text, _unchecked(verdict.unchecked), "ok"


def _remembered(desk: Desk, state: Anchored) -> str:
    if not state.sequence:
        return ""
    return _("This computer remembers the log up to entry {number} ({when}).").format(
        number=formats.number(state.sequence), when=moment(desk, state.at)) + " "


def _unchecked(count: int) -> str:
    if not count:
        return ""
    return ngettext("{n} entry is sealed: what it says, and the flags, only a coordinator can check.",
                    "{n} entries are sealed: what they say, and the flags, only a coordinator can check.",
                    count).format(n=formats.number(count))


def _what_now() -> str:
    return _("Somebody changed the records outside the program. Change nothing more, keep the backups, and tell the "
             "principal.")
