"""What the audit log tells of the directory of who can help: another number put there would lead students astray."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.resources import fingerprint
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import resources
from wellnessdesk.store.transaction import Transaction

_MANY = ("resource.import", "resource.take_back")


@dataclass(slots=True)
class ToldOfResources(Gatherer):
    """The newest fingerprint of each entry; none is ever taken out."""

    _entries: dict[str, str] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        self._entries.update(_told(deed))

    def differs(self, tx: Transaction) -> str:
        there = {str(one.id): fingerprint(one) for one in resources.everything(tx)}
        if there != self._entries:
            return _("The directory of who can help is not as the log says. "
                     "Check its numbers before you give them out.")
        return ""


def _told(deed: Deed) -> Iterator[tuple[str, str]]:
    if deed.action == "resource.save":
        yield deed.subject.removeprefix("resource:"), deed.detail
    elif deed.action in _MANY:
        for part in deed.detail.split():
            number, _colon, mark = part.partition(":")
            yield number, mark
