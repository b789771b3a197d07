"""What the district's pages say of verdicts and periods."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import bundle_words
from wellnessdesk.domain.bundles import Kind, Period
from wellnessdesk.domain.district import CAN_BE_TAKEN, Receipt, Verdict
from wellnessdesk.ui.kit.palette import Tone


def verdict_label(verdict: Verdict) -> str:
    """A verdict in a word or two."""
    return {
        Verdict.GOOD: _("Good"), Verdict.UNREADABLE: _("Cannot be read"), Verdict.NOT_A_BUNDLE: _("No whole bundle"),
        Verdict.OTHER_KEY: _("For another key"), Verdict.DAMAGED: _("Damaged"), Verdict.NEWER: _("Newer program"),
        Verdict.UNKNOWN_CENTER: _("Unknown center"), Verdict.FORGED: _("Forged"), Verdict.GAP: _("Gap"),
        Verdict.FORK: _("Does not follow"), Verdict.REPLAY: _("Here already"), Verdict.SUPERSEDED: _("Superseded"),
        Verdict.OTHER_RECIPIENT: _("For somebody else"), Verdict.OLDER_COPY: _("Older copy"),
    }[verdict]


def verdict_tone(verdict: Verdict) -> Tone:
    """Good, to be explained by the center, nothing to do, or not to be taken."""
    if verdict is Verdict.GOOD:
        return "ok"
    if verdict is Verdict.REPLAY:
        return "muted"
    return "flag" if verdict in CAN_BE_TAKEN else "danger"


def verdict_icon(verdict: Verdict) -> str:
    """The same as an icon."""
    return {"ok": "ok", "muted": "info"}.get(verdict_tone(verdict), "warning")


def period(code: str) -> str:
    """The period of a bundle."""
    return bundle_words.period_label(Period.of(code))


def kind(receipt: Receipt) -> str:
    """The kind of a bundle."""
    return bundle_words.kind_label(Kind(receipt.kind))


def place(receipt: Receipt | None) -> str:
    """Center and school."""
    return ", ".join(filter(None, (receipt.center, receipt.school))) if receipt is not None else "–"
