"""What the command line says of bundles that a district looked at: the verdict of each, and its exit code."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import CODES, Receipt
from wellnessdesk.services.district.inbox import Looked


def codes() -> str:
    """The exit codes, for the help."""
    return _("exit codes: 0 good, 1 other (no bundle in a folder, too), 2 command line, 3 not a whole age file, 4 for "
             "another key, 5 damaged or altered, 6 newer format, 7 unknown center, 8 signature does not fit, 9 bundles "
             "before it are missing, 10 does not follow from the others, 11 you have it already, 12 replaced by a "
             "later one, 13 made for another recipient, 14 made from an older copy of the center")


def facts(one: Looked) -> dict[str, object]:
    """A verdict for a script."""
    return {"file": str(one.path), "verdict": one.verdict.value, "code": CODES[one.verdict], "reason": one.sentence,
            **({"bundle": of_receipt(one.receipt)} if one.receipt else {})}


def of_receipt(one: Receipt) -> dict[str, object]:
    """A bundle for a script."""
    return {"id": one.id, "center": one.center_id, "name": one.center, "school": one.school, "kind": one.kind,
            "period": one.period, "version": one.version, "sequence": one.sequence, "hash": one.hash,
            "counts": one.counts, "set_aside": one.displaced, "despite": one.despite, "ends_on": str(one.ends_on or ""),
            "deleted": str(one.deleted_at.date()) if one.deleted_at else ""}
