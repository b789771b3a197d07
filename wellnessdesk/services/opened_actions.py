"""Actions of supervision, opened: their words are sealed to the coordinators and to who took them on."""

from dataclasses import replace
from datetime import date

from wellnessdesk.domain.meetings import parsed
from wellnessdesk.domain.minutes import Action
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import meetings, sealed
from wellnessdesk.store.meetings import ActionMark
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

ACTION = "action"


def binding(mark: ActionMark) -> Binding:
    """Where the words of an action belong."""
    return Binding(ACTION, mark.id, 1, author=mark.owner)


def opened(desk: Desk, tx: Transaction, mark: ActionMark, names: dict[str, str]) -> Action:
    """An action with its words; one whose seal does not hold says so. `names` are everybody's, by id."""
    kept, planned = meetings.get(tx, mark.meeting), parsed(mark.meeting)
    day = kept.day if kept else planned[1] if planned else date.min
    one = Action(id=mark.id, meeting=mark.meeting, day=day, kind=ItemKind.OWN, ref="", owner=mark.owner,
                 owner_name=names.get(mark.owner, ""), due=mark.due, done=mark.done_at is not None)
    try:
        return _with_words(desk, one, mark, sealed.get(tx, ACTION, mark.id, 1))
    except VaultProblem as problem:
        return replace(one, problem=str(problem))


def _with_words(desk: Desk, one: Action, mark: ActionMark, blob: bytes | None) -> Action:
    if blob is None:
        raise Tampered
    opened = sealing.unseal(desk.keys, binding(mark), blob)
    text, kind, ref = (opened.body.get(name) for name in ("text", "kind", "ref"))
    if not isinstance(text, str) or not signed_within(desk, opened.signer, "supervision.hold"):
        raise Tampered
    if kind not in set(ItemKind):
        raise Tampered
    return replace(one, text=text, kind=ItemKind(str(kind)), ref=str(ref))
