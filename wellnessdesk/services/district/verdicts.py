"""Each verdict on a bundle as a sentence; and which verdict a refusal to open one means."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.bundles import BundleMeta
from wellnessdesk.domain.district import Chain, Receipt, Verdict
from wellnessdesk.exchange.bundle_problems import BundleDamaged, BundleTooNew
from wellnessdesk.services.district.kept import FileChanged
from wellnessdesk.services.district.opened import CenterUnknown, MadeForAnother, Unreadable
from wellnessdesk.vault.agefile import AgeFileDamaged, AgeHeaderTooLong, NotAnAgeFile, NotForThisAgeKey
from wellnessdesk.vault.sshsig import SignatureProblem

_KINDS: dict[type[Problem], Verdict] = {
    Unreadable: Verdict.UNREADABLE, NotAnAgeFile: Verdict.NOT_A_BUNDLE, AgeFileDamaged: Verdict.NOT_A_BUNDLE,
    AgeHeaderTooLong: Verdict.NOT_A_BUNDLE, NotForThisAgeKey: Verdict.OTHER_KEY, BundleTooNew: Verdict.NEWER,
    BundleDamaged: Verdict.DAMAGED, FileChanged: Verdict.DAMAGED, CenterUnknown: Verdict.UNKNOWN_CENTER,
    MadeForAnother: Verdict.OTHER_RECIPIENT, SignatureProblem: Verdict.FORGED}


def of_problem(problem: Problem) -> Verdict:
    """What it means that a file could not be opened as a bundle."""
    return next((verdict for kind, verdict in _KINDS.items() if isinstance(problem, kind)), Verdict.UNREADABLE)


def sentence(verdict: Verdict, one: Receipt, meta: BundleMeta, chain: Chain) -> str:
    """What is said of a bundle that was opened: where it stands among those of its center."""
    return {
        Verdict.GOOD: lambda: _("Good: whole, signed by the center, and the next one in order."),
        Verdict.GAP: lambda: _gap(*chain.missing_before(one)),
        Verdict.FORK: lambda: _("This bundle, number {n}, does not follow from those you have of this center. Call it: "
                                "it may have restored a backup, or somebody else has its key.").format(n=one.sequence),
        Verdict.REPLAY: lambda: _("You have this bundle already. Nothing was added."),
        Verdict.SUPERSEDED: lambda: _("You have a later bundle of the same period, which replaces this one."),
        Verdict.OTHER_RECIPIENT: lambda: _("The center made this bundle for somebody else ({name}); somebody passed it "
                                           "on. It was not taken.").format(name=meta.recipient),
        Verdict.OLDER_COPY: lambda: _("The center's audit log was shorter when it made this bundle than it was for "
                                      "another one you have: it was made from an older copy of the center. Call it."),
    }[verdict]()


def _gap(first: int, last: int) -> str:
    return ngettext("Bundle {first} of this center is missing. Ask for it, and take it first.",
                    "Bundles {first} to {last} of this center are missing. Ask for them, and take them first.",
                    last - first + 1).format(first=first, last=last)
