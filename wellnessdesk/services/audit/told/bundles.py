"""What the log tells of districts, their keys, bundles and who approved them, compared with the records."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleState, Recipient
from wellnessdesk.services import bundle_approval, bundle_history, recipients
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import bundle_requests, bundles, settings
from wellnessdesk.store.transaction import Transaction

_ENDS = {"bundle.write": BundleState.WRITTEN, "bundle.abandon": BundleState.ABANDONED}
_ADDED, _COMPARED, _ENDED = "added", "compared", "ended"


@dataclass(slots=True)
class _Told:
    """A recipient as the log tells of it; `keys` are their words, and how far each is."""

    terms: str = "aggregate//"
    revoked: bool = False
    keys: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, recipient: Recipient) -> "_Told":
        """As the records have it."""
        keys = {key.fingerprint: _ENDED if key.ended_at else _COMPARED if key.compared_at else _ADDED
                for key in recipient.keys}
        return cls(recipients.terms(recipient), recipient.revoked_at is not None, keys)


@dataclass(slots=True)
class ToldOfBundles(Gatherer):
    """Who may receive bundles, what left, and on whose word."""

    _districts: dict[str, _Told] = field(default_factory=dict)
    _bundles: dict[str, tuple[str, str]] = field(default_factory=dict)
    _begun: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, str] = field(default_factory=dict)
    _copies: dict[str, str] = field(default_factory=dict)
    _approval: str = "off"
    _requests: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        action, detail = deed.action, deed.detail
        name = deed.subject.partition(":")[2]
        if action.startswith("recipient."):
            self._add_of_recipient(action, name, detail)
        elif action.startswith("approval."):
            self._add_of_approval(action, name, detail, deed.by)
        elif action == "bundle.begin" and detail.startswith("facts:"):
            self._bundles[name], self._begun[name] = ("", BundleState.PENDING), detail
        elif action in ("bundle.begin", "bundle.stage"):  # up to schema 0007 it began with the hash of its file
            self._bundles[name] = (detail.removeprefix("sha256:"), BundleState.PENDING)
        elif action == "bundle.keep":
            self._kept[name] = detail
        elif action == "bundle.copy":
            self._copies[name] = detail.removeprefix("sha256:")
        elif action in _ENDS and name in self._bundles:
            self._bundles[name] = (self._bundles[name][0], _ENDS[action])
            if _ENDS[action] is BundleState.ABANDONED:
                self._kept.pop(name, None)

    def differs(self, tx: Transaction) -> str:
        known = recipients.known(tx)
        if {one.id: _Told.of(one) for one in known} != self._districts:
            return _("The districts and their keys are not as the log says. Write no bundle until this is explained.")
        if {one.id: (one.hash, one.state) for one in bundles.history(tx, {to.id: to for to in known})} != self._bundles:
            return _("The records of bundles are not as the log says.")
        if bundles.copies(tx) != self._copies or any(
                bundle_history.begun(tx, bundle) != said for bundle, said in self._begun.items()):
            return _("The records of bundles are not as the log says.")
        if {bundle: bundle_history.kept(tx, bundle) for bundle in bundles.kept(tx)} != self._kept:
            return _("What is kept of earlier bundles is not as the log says. Write no bundle until this is explained.")
        asked = {one.id: (bundle_approval.mark(one), one.outcome.value, one.decided_by)
                 for one in bundle_requests.everything(tx)}
        if bundle_approval.detail(settings.get(tx, bundle_approval.KEY)) != self._approval or asked != self._requests:
            return _("Who approves bundles, or who approved one, is not as the log says.")
        return ""

    def _add_of_approval(self, action: str, name: str, detail: str, by: str) -> None:
        if action == "approval.set":
            self._approval = detail
        elif action == "approval.ask":
            self._requests[name] = (detail, "", "")
        elif action == "approval.decide" and name in self._requests:
            self._requests[name] = (self._requests[name][0], detail, by)

    def _add_of_recipient(self, action: str, name: str, detail: str) -> None:
        if action == "recipient.add":
            self._districts[name] = _Told(keys={detail: _ADDED})
        elif (told := self._districts.get(name)) is None:
            return
        elif action == "recipient.change":
            told.terms = detail
        elif action == "recipient.revoke":
            told.revoked = True
        else:
            told.keys[detail] = {"recipient.compare": _COMPARED, "recipient.end_key": _ENDED}.get(action, _ADDED)
