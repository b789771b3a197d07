"""What a roster would do, or has done, in a sentence."""

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.roster import RosterPlan, Value
from wellnessdesk.domain.roster_imports import RosterImport
from wellnessdesk.ui.pages.roster.lines import caregiver_rows


def intent(plan: RosterPlan) -> str:
    """What accepting does, for instance `Add 3 students, change 2.`"""
    pieces = (
        (ngettext("add {n} student", "add {n} students", len(plan.adds)), len(plan.adds)),
        (ngettext("change {n}", "change {n}", len(plan.changes)), len(plan.changes)),
        (ngettext("make {n} inactive", "make {n} inactive", len(plan.becoming_inactive)), len(plan.becoming_inactive)),
        (ngettext("make {n} active again", "make {n} active again", len(plan.reactivated)), len(plan.reactivated)),
        (ngettext("make {n} change to caregivers", "make {n} changes to caregivers",
                  len(caregiver_rows(plan.caregivers))), len(caregiver_rows(plan.caregivers))),
        (ngettext("set the classes of {n}", "set the classes of {n}", len(plan.classes)), len(plan.classes)),
    )
    return _sentence(pieces)


def outcome(plan: RosterPlan) -> str:
    """What accepting did, for instance `3 students added, 2 changed.`"""
    pieces = (
        (ngettext("{n} student added", "{n} students added", len(plan.adds)), len(plan.adds)),
        (ngettext("{n} changed", "{n} changed", len(plan.changes)), len(plan.changes)),
        (ngettext("{n} made inactive", "{n} made inactive", len(plan.becoming_inactive)), len(plan.becoming_inactive)),
        (ngettext("{n} active again", "{n} active again", len(plan.reactivated)), len(plan.reactivated)),
        (ngettext("{n} change to caregivers", "{n} changes to caregivers", len(caregiver_rows(plan.caregivers))),
         len(caregiver_rows(plan.caregivers))),
        (ngettext("classes of {n} set", "classes of {n} set", len(plan.classes)), len(plan.classes)),
    )
    return _sentence(pieces)


def undecided(count: int) -> str:
    """What has to be said before anything can be written; empty when nothing has."""
    return ngettext("Say first whether {n} student who looks like somebody here is that person.",
                    "Say first whether {n} students who look like somebody here are those people.", count).format(
                        n=formats.number(count)) if count else ""


def counted(last: RosterImport) -> str:
    """What an import did, for instance `3 students added, 2 changed.`"""
    n = last.counts.get
    pieces = (
        (ngettext("{n} student added", "{n} students added", n("adds", 0)), n("adds", 0)),
        (ngettext("{n} changed", "{n} changed", n("changes", 0)), n("changes", 0)),
        (ngettext("{n} made inactive", "{n} made inactive", n("inactive", 0)), n("inactive", 0)),
        (ngettext("{n} active again", "{n} active again", n("reactivated", 0)), n("reactivated", 0)),
    )
    return _sentence(pieces)


def undoing(last: RosterImport) -> str:
    """What taking an import back does."""
    said = counted(last)
    return " ".join(part for part in (said, _(
        "Everything it wrote about students, caregivers and classes goes back to what it was before. What was entered "
        "since stays; if something depends on a student it added, nothing is undone.")) if part)


def left_out(plan: RosterPlan) -> str:
    """How many lines stay out; empty when none does."""
    count = len(plan.not_taken)
    return ngettext("{n} line cannot be taken.", "{n} lines cannot be taken.", count).format(
        n=formats.number(count)) if count else ""


def nothing_new(plan: RosterPlan) -> str:
    """Why accepting would do nothing."""
    if plan.unchanged:
        return ngettext("The {n} student in it is already here, with the same facts.",
                        "All {n} students in it are already here, with the same facts.", plan.unchanged).format(
                            n=formats.number(plan.unchanged))
    if plan.not_taken:
        return _("No line of it could be taken. Below you see why. The data office of your school can correct it.")
    return _("There is no student in it.")


def shown(value: Value) -> str:
    """A fact as it stands in a table."""
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else formats.date(value)


def _sentence(pieces: tuple[tuple[str, int], ...]) -> str:
    text = ", ".join(words.format(n=formats.number(count)) for words, count in pieces if count)
    return text[:1].upper() + text[1:] + "." if text else ""
