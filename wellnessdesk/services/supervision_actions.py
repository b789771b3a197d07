"""What people take on in supervision: written down with owner and day, on the owner's first page until it is done."""

import uuid
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import plain_text
from wellnessdesk.domain.meetings import Meeting, MeetingState
from wellnessdesk.domain.minutes import LONGEST_ACTION, Action
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import opened_actions, supervision, supervision_groups
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import meetings, people, sealed
from wellnessdesk.store import supervision as agendas
from wellnessdesk.store.meetings import ActionMark
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing

_OWNERS = frozenset({Role.PEER, Role.COORDINATOR})


@act("supervision.hold")
def add(desk: Desk, meeting: str, kind: ItemKind, ref: str, owner: str, text: str, due: date | None = None) -> Action:
    """Write down what somebody takes on about an item; sealed to them, too. The log tells of it once the minutes are
    signed. Raises `Problem`."""
    words = plain_text.required(text, LONGEST_ACTION, _("Write what is to be done."))
    with supervision.writing(desk, meeting) as (change, at):
        if at.state is not MeetingState.BEGUN:
            raise Problem(_("This meeting has not begun yet."))
        if (kind.value, ref) not in {(item.kind, item.ref) for item in agendas.items(change.tx, at.id)}:
            raise Problem(_("This item is not on the agenda any more."))
        person = people.get(change.tx, owner)
        if person is None or not person.active or person.role not in _OWNERS:
            raise Problem(_("Choose a coordinator or a Wellness Peer who is still here."))
        mark = ActionMark(id=uuid.uuid4().hex, meeting=at.id, owner=owner, due=due)
        body: dict[str, object] = {"text": words, "kind": kind.value, "ref": ref}
        blob = sealing.seal_for(desk.keys, opened_actions.binding(mark), body)
        meetings.add_action(change.tx, mark)
        sealed.add(change.tx, opened_actions.ACTION, mark.id, 1, blob)
        return opened_actions.opened(desk, change.tx, mark, people.names(change.tx))


@act("supervision.hold")
def take_back(desk: Desk, action_id: str) -> None:
    """An action that was written down by mistake, as long as the minutes are not signed."""
    with desk.change("supervision") as change:
        mark = _there(change.tx, action_id)
        kept = supervision_groups.meeting(desk, change.tx, mark.meeting)
        if kept is not None:
            supervision.require_open(kept)
        meetings.remove_action(change.tx, action_id)
        sealed.remove(change.tx, opened_actions.ACTION, action_id)
        change.record("action.take_back", f"action:{action_id}")


@act("supervision.own")
def mine(desk: Desk) -> list[Action]:
    """What whoever is signed in took on and has not done, those due first first."""
    with desk.reading() as tx:
        names, marks = people.names(tx), meetings.open_actions(tx, owner=desk.person.id)
        return [opened_actions.opened(desk, tx, mark, names) for mark in marks]


@act("supervision.own")
def set_done(desk: Desk, action_id: str, *, done: bool) -> None:
    """Done, or not after all: one's own; a coordinator says so of anybody's. Raises `Problem`."""
    with desk.change("supervision") as change:
        mark = _there(change.tx, action_id)
        if mark.owner != desk.person.id and desk.person.role is not Role.COORDINATOR:
            raise Problem(_("This was taken on by somebody else."))
        meetings.set_action(change.tx, action_id, change.now if done else None, desk.person.id if done else None)
        change.record("action.done", f"action:{action_id}", str(int(done)))


def of_meeting(desk: Desk, tx: Transaction, at: Meeting) -> list[Action]:
    """Everything taken on in a meeting, inside a transaction of the caller."""
    names = people.names(tx)
    return [opened_actions.opened(desk, tx, mark, names) for mark in meetings.actions(tx, at.id)]


def record(change: Act, at: Meeting) -> None:
    """What was taken on in a meeting that is signed, for the log: all at once, and by ids, which tell no order.

    Told as it was written down, between the ticks of the items, it would join a flag to whoever goes on with it.
    """
    for mark in sorted(meetings.actions(change.tx, at.id), key=lambda mark: mark.id):
        blob = sealed.get(change.tx, opened_actions.ACTION, mark.id, 1)
        digest = primitives.digest(blob).hex() if blob is not None else ""
        change.record("action.add", f"action:{mark.id}", f"{at.id} {told(mark)} {digest}")


def told(mark: ActionMark) -> str:
    """What the log keeps of an action: whose it is, and until when."""
    return f"{mark.owner} {mark.due.isoformat() if mark.due else '-'}"


def _there(tx: Transaction, action_id: str) -> ActionMark:
    mark = meetings.action(tx, action_id)
    if mark is None:
        raise Problem(_("This action is not there any more."))
    return mark
