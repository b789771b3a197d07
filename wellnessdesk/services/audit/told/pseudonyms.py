"""What the log tells of the keys of pseudonyms: another key, or somebody else's, would tell who is who."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.pseudonym_keys import PSEUDONYM_KEY, written_as
from wellnessdesk.store import pseudonym_keys, sealed
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfPseudonyms(Gatherer):
    """Each key as its entry wrote it."""

    _keys: dict[str, str] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        if deed.action == "pseudonym_key.make":
            self._keys.setdefault(deed.subject.partition(":")[2], deed.detail)

    def differs(self, tx: Transaction) -> str:
        kept = {mark.id: written_as(mark, sealed.get(tx, PSEUDONYM_KEY, mark.id, 1) or b"")
                for mark in pseudonym_keys.everything(tx)}
        if kept != self._keys:
            return _("The keys of pseudonyms are not as the log says. Write no bundle of rows until this is explained.")
        return ""
