"""What a roster would do, or has done, in a sentence."""

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.roster import RosterPlan, Value


def intent(plan: RosterPlan) -> str:
    """What accepting does, for instance `Add 3 students, change 2.`"""
    pieces = (
        (ngettext("add {n} student", "add {n} students", len(plan.adds)), len(plan.adds)),
        (ngettext("change {n}", "change {n}", len(plan.changes)), len(plan.changes)),
        (ngettext("make {n} inactive", "make {n} inactive", len(plan.becoming_inactive)), len(plan.becoming_inactive)),
        (ngettext("make {n} active again", "make {n} active again", len(plan.reactivated)), len(plan.reactivated)),
    )
    return _sentence(pieces)


def outcome(plan: RosterPlan) -> str:
    """What accepting did, for instance `3 students added, 2 changed.`"""
    pieces = (
        (ngettext("{n} student added", "{n} students added", len(plan.adds)), len(plan.adds)),
        (ngettext("{n} changed", "{n} changed", len(plan.changes)), len(plan.changes)),
        (ngettext("{n} made inactive", "{n} made inactive", len(plan.becoming_inactive)), len(plan.becoming_inactive)),
        (ngettext("{n} active again", "{n} active again", len(plan.reactivated)), len(plan.reactivated)),
    )
    return _sentence(pieces)


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
