"""What the audit log tells of retention, compared with the records: which holds are in force, and the periods."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.retention import PERIODS, periods_detail
from wellnessdesk.store import retention, settings
from wellnessdesk.store.transaction import Transaction

_HOLDS = {"hold.place": True, "hold.lift": False}


@dataclass(slots=True)
class ToldOfRetention(Gatherer):
    """The newest periods, and whether each hold is in force."""

    _periods: str = ""
    _holds: dict[str, bool] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        if deed.action == "retention.set":
            self._periods = deed.detail
        elif deed.action in _HOLDS:
            self._holds[deed.subject.removeprefix("hold:")] = _HOLDS[deed.action]

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.HOLDS:
            self._holds = gone.spared(self._holds)

    def differs(self, tx: Transaction) -> str:
        held = {str(row.id): row.lifted_at is None for row in retention.holds(tx)}
        if held != self._holds:
            return _("The legal holds are not as the log says. Somebody placed or lifted one without it.")
        kept = settings.get(tx, PERIODS)
        if (periods_detail(kept) if kept is not None else "") != self._periods:
            return _("The periods of retention are not as the log says. Somebody changed them without it.")
        return ""
