"""The entries of the audit log about applications, as sentences. They name no applicant."""

from collections.abc import Callable

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext


def sentences() -> dict[str, Callable[[str], str]]:
    """By action: from the entry's detail to what was done."""
    return {
        "cycle.save": lambda _detail: _("Changed the dates or places of a round of applications."),
        "cycle.end": lambda _detail: _("Ended a round of applications, or opened it again."),
        "application.hand_over": lambda _detail: _("Handed the computer over to applicants."),
        "application.begin": lambda _detail: _("An applicant began their application on this computer."),
        "application.write": lambda _detail: _("An applicant wrote on their application."),
        "application.send": lambda _detail: _("An applicant sent their application."),
        "application.enter": lambda _detail: _("Entered an application from paper."),
        "application.import": lambda detail: _many(detail, lambda n: ngettext(
            "Took {n} application from a file.", "Took {n} applications from a file.", n)),
        "application.met": lambda _detail: _("Ticked what an applicant meets."),
        "application.reopen": lambda _detail: _("Opened an application again, for its applicant."),
        "application.remove": lambda _detail: _("Removed an application that was entered by mistake."),
        "application.read": lambda _detail: _("Opened an application."),
        "application.rate": lambda _detail: _("Rated an applicant."),
        "application.recommend": lambda _detail: _("Entered a recommendation of an applicant."),
        "application.interview": lambda _detail: _("Wrote notes of an interview with an applicant."),
        "application.decide": lambda detail: _many(detail, lambda n: ngettext(
            "Decided on {n} application.", "Decided on {n} applications.", n)),
        "application.letters": lambda detail: _said(detail, lambda n: ngettext(
            "Saved {n} letter to an applicant as PDF.", "Saved {n} letters to applicants as PDF.", n)),
        "application.figures": lambda _detail: _("Saved as PDF who applied and was chosen, in suppressed counts."),
        "application.account": lambda _detail: _("Made the account of somebody who was chosen."),
    }


def _many(detail: str, words: Callable[[int], str]) -> str:
    number = sum("=" in word for word in detail.split())
    return words(number).format(n=formats.number(number))


def _said(detail: str, words: Callable[[int], str]) -> str:
    number = int(detail) if detail.isdecimal() else 1
    return words(number).format(n=formats.number(number))
