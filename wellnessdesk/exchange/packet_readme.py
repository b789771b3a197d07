"""README.txt of a bundle of one student's records: how anybody opens, verifies and reads it."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleMeta
from wellnessdesk.exchange.bundle_readme import checking, head, opening, paragraph, title, verifying, whole


def text(meta: BundleMeta, bundle_file: str) -> str:
    """The whole text, in the language in use."""
    about = _("{center}. Bundle number {number}, for {recipient}.").format(
        center=meta.place, number=meta.sequence, recipient=meta.recipient)
    return whole([*head(meta, about), *opening(bundle_file), *verifying(meta), *checking(), title(_("Read")),
                  paragraph(_("The record is the file record.pdf. It is about one student, by name, and it is "
                              "confidential: show it only to who needs it for the purpose in datapackage.json, and "
                              "destroy it when that is done. Names of others are hidden in it. What was withheld "
                              "stands at its end, with the legal ground."))])
