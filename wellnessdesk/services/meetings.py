"""A supervision meeting as it is held: begun, attendance, what is said about each item, moved or missed.

Everything is kept as it is typed: a crash or a lock loses nothing, and whoever signs in next goes on.
"""

from dataclasses import replace
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import THERE, Attendance, Meeting, MeetingState, Member, Missed, meeting_id
from wellnessdesk.domain.minutes import LONGEST_WORDS, Action, Said, Seat, Sitting, Words, tidy, words_from
from wellnessdesk.domain.supervision import Item, ItemKind, ItemState
from wellnessdesk.services import supervision, supervision_actions, supervision_groups
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.own_items import OUTCOME
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import meetings, people, sealed
from wellnessdesk.store import supervision as agendas
from wellnessdesk.store.supervision import StoredItem
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

_LONGEST_SECONDS = 24 * 60 * 60


@act("supervision.hold")
def begin(desk: Desk, meeting: str) -> Sitting:
    """Begin a meeting whose agenda was built. One held on another day than planned is then of today.

    Raises `Problem` for one that was begun already, and says by whom: it goes on as it is.
    """
    with desk.change("supervision") as change:
        at = supervision.open_agenda(desk, change.tx, meeting).meeting
        if at.state is MeetingState.BEGUN:
            raise Problem(_begun_already(desk, change.tx, at))
        _require_free(desk, change.tx, at, desk.today())
        meetings.change(change.tx, at.id, state=MeetingState.BEGUN.value, day=desk.today(), begun_at=change.now,
                        begun_by=desk.person.id)
        change.record("meeting.begin", f"meeting:{at.id}", desk.today().isoformat())
        return sitting(desk, change.tx, at.id)


@act("supervision.hold")
def look(desk: Desk, meeting: str) -> Sitting:
    """A meeting with an agenda as it stands: who is there, what was said. Raises `Problem` where there is none."""
    with desk.reading() as tx:
        return sitting(desk, tx, meeting)


@act("supervision.hold")
def attend(desk: Desk, meeting: str, person: str, state: Attendance, minutes: int | None = None) -> None:
    """Whether somebody was there. `minutes` of it count, by default all of them; none of who was not."""
    with desk.change("supervision") as change:
        at = going_on(desk, change.tx, meeting)
        if person not in {member.person for member in _members(change.tx, at)}:
            raise Problem(_("Only who is in this group on that day can be marked."))
        counted = at.minutes if minutes is None else max(0, min(minutes, at.minutes))
        counted = counted if state in THERE else 0
        meetings.attend(change.tx, at.id, person, state, counted)
        change.record("meeting.attend", f"meeting:{at.id}", f"{person} {state.value} {counted}")


@act("supervision.hold")
def write(desk: Desk, meeting: str, kind: ItemKind, ref: str, words: Words) -> None:
    """Keep what was written about an item so far, sealed. Recorded in the audit log once a sitting.

    Raises `Problem` for what is too long, and where the item is not on the agenda any more.
    """
    kept = _sound(words)
    with supervision.writing(desk, meeting) as (change, at):
        _keep(desk, change, at, kind, ref, kept)


@act("supervision.hold")
def put_off(desk: Desk, meeting: str, kind: ItemKind, ref: str, reason: str) -> None:
    """Put an item off to the next meeting; the reason is sealed, and asked for. Raises `Problem`."""
    with desk.change("supervision") as change:
        at = supervision.open_meeting(desk, change.tx, meeting)
        words = _sound(replace(_readable(desk, change.tx, at.id, kind, ref), put_off=reason))
        if not words.put_off:
            raise Problem(_("Say in a few words why it waits."))
        _keep(desk, change, at, kind, ref, words)
        agendas.change_item(change.tx, at.id, kind.value, ref, state=ItemState.DEFERRED.value)
        change.record("agenda.defer", f"agenda:{at.id}", f"{kind.value}:{ref}:1")


@act("supervision.hold")
def take_up(desk: Desk, meeting: str, kind: ItemKind, ref: str) -> None:
    """An item that was put off is talked about after all; the reason goes. Raises `Problem`."""
    with desk.change("supervision") as change:
        at = supervision.open_meeting(desk, change.tx, meeting)
        _keep(desk, change, at, kind, ref, replace(_readable(desk, change.tx, at.id, kind, ref), put_off=""))
        agendas.change_item(change.tx, at.id, kind.value, ref, state=ItemState.OPEN.value)
        change.record("agenda.defer", f"agenda:{at.id}", f"{kind.value}:{ref}:0")


@act("supervision.hold")
def remark(desk: Desk, meeting: str, kind: ItemKind, ref: str, text: str) -> None:
    """Keep a remark of the coordinators about an item, sealed; empty takes it away. Raises `Problem`."""
    with desk.change("supervision") as change:
        at = supervision.open_meeting(desk, change.tx, meeting)
        _keep(desk, change, at, kind, ref, _sound(replace(_readable(desk, change.tx, at.id, kind, ref), remark=text)))
        change.record("meeting.write", f"meeting:{at.id}")


@act("supervision.hold")
def written(desk: Desk, meeting: str) -> dict[tuple[ItemKind, str], Words]:
    """The words about the items of a meeting, where there are any; of spoiled ones there are none."""
    with desk.reading() as tx:
        found = {(ItemKind(item.kind), item.ref): opened(desk, tx, meeting, item)[0]
                 for item in agendas.items(tx, meeting)}
    return {key: words for key, words in found.items() if words.any}


@act("supervision.hold")
def spend(desk: Desk, meeting: str, kind: ItemKind, ref: str, seconds: int) -> None:
    """So many seconds more were spent on an item; kept without an entry of its own."""
    with desk.change("supervision", audited=False) as change:
        at = going_on(desk, change.tx, meeting)
        item = next((one for one in _stored(change.tx, at) if (one.kind, one.ref) == (kind.value, ref)), None)
        if item is not None:
            whole = max(0, min(item.seconds + seconds, _LONGEST_SECONDS))
            agendas.change_item(change.tx, at.id, kind.value, ref, seconds=whole)


@act("supervision.hold")
def miss(desk: Desk, meeting: str, why: Missed) -> None:
    """The meeting is not held. What it left open is carried over. Raises `Problem` for one that was begun."""
    with desk.change("supervision") as change:
        at = _not_begun(desk, change.tx, meeting)
        meetings.keep(change.tx, at)
        meetings.change(change.tx, at.id, state=MeetingState.MISSED.value, why=why.value)
        change.record("meeting.miss", f"meeting:{at.id}", why.value)


@act("supervision.hold")
def restore(desk: Desk, meeting: str) -> None:
    """A meeting that was said to be missed is to be held after all."""
    with desk.change("supervision") as change:
        at = supervision_groups.meeting(desk, change.tx, meeting)
        if at is None or at.state is not MeetingState.MISSED:
            raise Problem(_("Only a meeting that was not held can be taken up again."))
        meetings.change(change.tx, at.id, state=MeetingState.PREPARED.value, why="")
        change.record("meeting.restore", f"meeting:{at.id}")


@act("supervision.hold")
def move(desk: Desk, meeting: str, day: date, starts: int) -> None:
    """Hold a meeting on another day or at another time (a minute of the day). Raises `Problem` for one that was begun,
    and for a day on which the group meets already."""
    with desk.change("supervision") as change:
        at = _not_begun(desk, change.tx, meeting)
        _require_free(desk, change.tx, at, day)
        meetings.keep(change.tx, at)
        meetings.change(change.tx, at.id, day=day, starts=starts)
        change.record("meeting.move", f"meeting:{at.id}", f"{day.isoformat()} {starts}")


def going_on(desk: Desk, tx: Transaction, meeting: str) -> Meeting:
    """A meeting that was begun and is not signed, inside a transaction of the caller. Raises `Problem`."""
    at = supervision.open_meeting(desk, tx, meeting)
    if at.state is not MeetingState.BEGUN:
        raise Problem(_("This meeting has not begun yet."))
    return at


def sitting(desk: Desk, tx: Transaction, meeting: str) -> Sitting:
    """A meeting with an agenda as it stands, inside a transaction of the caller. Raises `Problem`."""
    agenda = supervision.there(desk, tx, meeting)
    taken = supervision_actions.of_meeting(desk, tx, agenda.meeting)
    if agenda.items:  # what a spoiled one is about nobody can tell: it stands with the first
        first = agenda.items[0]
        taken = [replace(one, kind=first.kind, ref=first.ref) if one.problem else one for one in taken]
    return Sitting(meeting=agenda.meeting, begun_at=meetings.times(tx, agenda.meeting.id).begun_at,
                   seats=seats(tx, agenda.meeting),
                   items=tuple(_said(desk, tx, agenda.meeting.id, item, taken) for item in agenda.items))


def seats(tx: Transaction, at: Meeting) -> tuple[Seat, ...]:
    """Everybody who belongs to a meeting, who leads first, with their attendance as far as it was taken."""
    taken, everybody = meetings.attendance(tx, at.id), {one.id: one for one in people.everybody(tx)}
    found = []
    for member in _members(tx, at):
        state, minutes = taken.get(member.person, (None, 0))
        found.append(Seat(member.person, member.name, member.leads, state, minutes, everybody[member.person].active))
    return tuple(found)


def opened(desk: Desk, tx: Transaction, meeting: str, item: Item | StoredItem) -> tuple[Words, str]:
    """The words about an item, and what is wrong with their seal; both empty where nothing was written."""
    if not item.written:
        return Words(), ""
    record = f"{meeting}:{ItemKind(item.kind).value}:{item.ref}"
    try:
        blob = sealed.get(tx, OUTCOME, record, 1)
        if blob is None:
            raise Tampered
        found = sealing.unseal(desk.keys, Binding(OUTCOME, record, 1), blob)
        if not signed_within(desk, found.signer, "supervision.hold"):
            raise Tampered
    except VaultProblem as problem:  # one spoiled item must not keep the whole meeting closed
        return Words(), str(problem)
    return words_from(found.body), ""


def _readable(desk: Desk, tx: Transaction, meeting: str, kind: ItemKind, ref: str) -> Words:
    """The words about an item, to change a part of them. Raises `Problem` where the others would be lost by that."""
    item = next((one for one in agendas.items(tx, meeting) if (one.kind, one.ref) == (kind.value, ref)), None)
    words, problem = opened(desk, tx, meeting, item) if item else (Words(), "")
    if problem:
        raise Problem(problem)
    return words


def forget_words(tx: Transaction, at: Meeting) -> None:
    """The minutes hold them from now on."""
    for item in _stored(tx, at):
        if item.written:
            sealed.remove(tx, OUTCOME, f"{at.id}:{item.kind}:{item.ref}")
            agendas.change_item(tx, at.id, item.kind, item.ref, written=False)


def _keep(desk: Desk, change: Act, at: Meeting, kind: ItemKind, ref: str, words: Words) -> None:
    if not agendas.change_item(change.tx, at.id, kind.value, ref, written=words.any):
        raise Problem(_("This item is not on the agenda any more."))
    record = f"{at.id}:{kind.value}:{ref}"
    if not words.any:
        sealed.remove(change.tx, OUTCOME, record)
        return
    blob = sealing.seal(desk.keys, Binding(OUTCOME, record, 1), words.plain(), to_author=False)
    sealed.put(change.tx, OUTCOME, record, 1, blob)


def _sound(words: Words) -> Words:
    tidied = tidy(words)
    if tidied.too_long:
        raise Problem(_(
            "This is too long. Keep each part under {most} characters; what you wrote is still here.").format(
                most=formats.number(LONGEST_WORDS)))
    return tidied


def _said(desk: Desk, tx: Transaction, meeting: str, item: Item, taken: list[Action]) -> Said:
    words, problem = opened(desk, tx, meeting, item)
    shown = replace(item, reason=problem) if problem else item
    return Said(shown, words, tuple(one for one in taken if (one.kind, one.ref) == (item.kind, item.ref)))


def _stored(tx: Transaction, at: Meeting) -> tuple[agendas.StoredItem, ...]:
    return agendas.items(tx, at.id)


def _members(tx: Transaction, at: Meeting) -> tuple[Member, ...]:
    return supervision_groups.there(tx, at.group).on(at.day)


def _not_begun(desk: Desk, tx: Transaction, meeting: str) -> Meeting:
    at = supervision_groups.meeting(desk, tx, meeting)
    if at is None:
        raise Problem(_("There is no such meeting. Look at the groups and their days."))
    if supervision.require_open(at).state is MeetingState.BEGUN:
        raise Problem(_begun_already(desk, tx, at))
    return at


def _begun_already(desk: Desk, tx: Transaction, at: Meeting) -> str:
    then = meetings.times(tx, at.id)
    name = people.names(tx).get(then.begun_by, "")
    when = formats.time(desk.local(then.begun_at)) if then.begun_at else ""
    return _("{name} began this meeting at {time}. Go on with it: everything that was written is there.").format(
        name=name, time=when)


def _require_free(desk: Desk, tx: Transaction, at: Meeting, day: date) -> None:
    follows = meeting_id(at.group, day)
    planned = follows != at.id and meetings.get(tx, follows) is None and any(
        supervision_groups.there(tx, at.group).planned(day, day))
    if meetings.on_day(tx, at.group, day) not in ("", at.id) or planned:
        raise Problem(_("This group already has a meeting on {day}.").format(day=formats.date(day)))
