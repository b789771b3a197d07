"""The agenda of a supervision meeting: builds itself from what happened, keeps the coordinator's changes, prints.

A meeting is named by its id (`domain.meetings.meeting_id`); where none is given, the one that is next is meant.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import Meeting, MeetingState
from wellnessdesk.domain.own_items import About, section_of
from wellnessdesk.domain.supervision import Agenda, Item, ItemKind, ItemState, Section, assemble, placed
from wellnessdesk.reports import supervision as report
from wellnessdesk.services import (
    agenda_agreements,
    agenda_lately,
    agenda_peers,
    agenda_sessions,
    own_items,
    papers,
    supervision_groups,
    supervision_rules,
)
from wellnessdesk.services.agenda_items import Writer, unfinished, waiting_actions
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.supervision_groups import Scope
from wellnessdesk.store import audit, flags, people, referrals, supervision
from wellnessdesk.store import meetings as rows
from wellnessdesk.store.supervision import StoredAgenda, StoredItem
from wellnessdesk.store.transaction import Transaction

_OF_SESSIONS = (ItemKind.NOTE, ItemKind.SESSION)
_ENDED_BACK = timedelta(weeks=17)
"""The first meeting of a group takes up what groups left that ended so lately: a summer, and some weeks."""


@act("supervision.build")
def build(desk: Desk, meeting: str | None = None) -> Agenda:
    """Build (or build again) the agenda of a meeting, by default the next one.

    An agenda already there keeps its order, minutes and ticks. What the last one left open is carried over, and what it
    put off in any case. Nothing leaves it of which something was written, and nothing while the meeting goes on. Where
    there is no group yet, one of everybody is made. Raises `Problem` for a meeting that is over.
    """
    with desk.change("supervision") as change:
        if meeting is None:
            supervision_groups.usual(desk, change)
        at = open_meeting(desk, change.tx, meeting)
        rows.keep(change.tx, at)
        lately = agenda_lately.look(desk, change.tx, _since(desk, change.tx, at))
        writer = Writer(desk, change.tx, change.now, lately)
        scope = supervision_groups.scope(desk, change.tx, at.group, at.day)
        before = _before(change.tx, at, scope)
        same, earlier = _worded(writer, supervision.items(change.tx, at.id)), _worded(writer, before)
        fresh = writer.fresh(scope, _left(before))
        stays = [item for item in same if item.written or at.state is MeetingState.BEGUN]
        known = set(map(key, fresh))
        fresh += [item for item in {key(one): one for one in (*_put_off(change.tx, scope, earlier), *stays)}.values()
                  if key(item) not in known]
        items = assemble(fresh, earlier, same, lately.rules)
        supervision.put(change.tx, StoredAgenda(at.id, at.day, change.now, desk.person.id, tuple(map(_stored, items))))
        change.record("agenda.build", f"agenda:{at.id}", str(len(items)))
        return Agenda(meeting=_meeting(desk, change.tx, at.id), built_at=change.now, built_by=desk.person.name,
                      items=tuple(items))


@act("supervision.read")
def read(desk: Desk, meeting: str | None = None) -> Agenda | None:
    """The agenda of a meeting in its present wording, None when it was not built yet."""
    with desk.reading() as tx:
        at = supervision_groups.meeting(desk, tx, meeting)
        return _read(desk, tx, at) if at else None


@act("supervision.read")
def news(desk: Desk, meeting: str | None = None) -> int:
    """How many items building the agenda again would add to it; 0 when it was not built yet.

    Cheap: only counts what `build` would word, and unseals no flag.
    """
    with desk.reading() as tx:
        at = supervision_groups.meeting(desk, tx, meeting)
        stored = supervision.get(tx, at.id) if at else None
        if at is None or stored is None:
            return 0
        return len(_due(desk, tx, at) - {(item.kind, item.ref) for item in stored.items})


@act("supervision.change")
def tick(desk: Desk, meeting: str, kind: ItemKind, ref: str, *, done: bool) -> None:
    """Mark an item as talked about, or take the mark back. What is not marked is carried over."""
    with desk.change("supervision") as change:
        state = ItemState.TALKED if done else ItemState.OPEN
        at = _change_item(desk, change.tx, meeting, kind, ref, state=state.value)
        change.record("agenda.tick", f"agenda:{at.id}", f"{kind.value}:{ref}:{int(done)}")


@act("supervision.change")
def set_minutes(desk: Desk, meeting: str, kind: ItemKind, ref: str, minutes: int) -> None:
    """Set aside this many minutes (1 to 60) for an item."""
    if not 1 <= minutes <= 60:
        raise Problem(_("Choose between 1 and 60 minutes."))
    with desk.change("supervision") as change:
        at = _change_item(desk, change.tx, meeting, kind, ref, minutes=minutes)
        change.record("agenda.minutes", f"agenda:{at.id}", f"{kind.value}:{ref}:{minutes}")


@act("supervision.change")
def move(desk: Desk, meeting: str, kind: ItemKind, ref: str, places: int) -> Agenda:
    """Move an item down (or, with a negative number, up) by `places` and return the agenda."""
    with desk.change("supervision") as change:
        agenda = open_agenda(desk, change.tx, meeting)
        items = list(agenda.items)
        at = next((i for i, item in enumerate(items) if key(item) == (kind, ref)), None)
        if at is None:
            raise Problem(_("This item is not on the agenda any more."))
        items.insert(max(0, min(len(items) - 1, at + places)), items.pop(at))
        moved = replace(agenda, items=tuple(items))
        _put(change.tx, moved)
        change.record("agenda.move", f"agenda:{agenda.meeting.id}", f"{kind.value}:{ref}")
        return moved


@act("supervision.change")
def add_own(desk: Desk, meeting: str, text: str, about: About = About.TOPIC) -> Agenda:
    """Add an item in the coordinator's own words (sealed), at the end of its section, and return the agenda."""
    words, ref = own_items.sound(text), uuid.uuid4().hex
    with desk.change("supervision") as change:
        agenda = open_agenda(desk, change.tx, meeting)
        own_items.keep(desk, change.tx, ref, about, words)
        own = Item(section=section_of(about), kind=ItemKind.OWN, ref=ref, title=words, reason="",
                   minutes=own_items.MINUTES)
        _put(change.tx, replace(agenda, items=tuple(placed(agenda.items, [own], supervision_rules.kept(change.tx)))))
        change.record("agenda.add", f"agenda:{agenda.meeting.id}", ref)
        return there(desk, change.tx, meeting)


@act("supervision.print")
def print_agenda(desk: Desk, meeting: str | None = None) -> bytes:
    """The agenda as PDF: initials only, page numbers, center, date and audit head in the footer. Recorded."""
    with desk.change() as change:
        agenda = there(desk, change.tx, meeting)
        change.record("agenda.print", f"agenda:{agenda.meeting.id}")
        head, paper = audit.head(change.tx).short(), papers.kept(change.tx)
    return report.agenda_pdf(agenda, center=desk.center, printed_at=desk.local(desk.clock.now()), audit_head=head,
                             paper=paper)


def key(item: Item) -> tuple[ItemKind, str]:
    """What an item is known by."""
    return item.kind, item.ref


def there(desk: Desk, tx: Transaction, meeting: str | None) -> Agenda:
    """The agenda of a meeting, inside a transaction of the caller. Raises `Problem` when it was not built yet."""
    at = supervision_groups.meeting(desk, tx, meeting)
    agenda = _read(desk, tx, at) if at else None
    if agenda is None:
        raise Problem(_("There is no agenda for this meeting yet. Build it first."))
    return agenda


def open_agenda(desk: Desk, tx: Transaction, meeting: str | None) -> Agenda:
    """The same, of a meeting that is not over. Raises `Problem`."""
    agenda = there(desk, tx, meeting)
    require_open(agenda.meeting)
    return agenda


def open_meeting(desk: Desk, tx: Transaction, meeting: str | None) -> Meeting:
    """A meeting that is not over, without a look at its agenda. Raises `Problem`."""
    return require_open(_meeting(desk, tx, meeting))


@contextmanager
def writing(desk: Desk, meeting: str) -> Iterator[tuple[Act, Meeting]]:
    """What is kept as it is typed, in a meeting that is not over; the log tells of it once a sitting, and not of what.

    An entry for each would say when it was written, which with the times of the items says about which. Raises
    `Problem`.
    """
    sitting = f"{own_items.OUTCOME}:{meeting}"
    with desk.change("supervision", audited=False) as change:
        at = open_meeting(desk, change.tx, meeting)
        yield change, at
        if sitting not in desk.sittings:
            change.record("meeting.write", f"meeting:{at.id}")
    desk.sittings.add(sitting)


def require_open(meeting: Meeting) -> Meeting:
    """The meeting, when its agenda may still be changed. Raises `Problem` for one that is over."""
    if meeting.state is MeetingState.SIGNED:
        raise Problem(_("The minutes of this meeting are signed: nothing in it changes any more. Add to them instead."))
    if meeting.state is MeetingState.MISSED:
        raise Problem(_("This meeting was not held. What it left open is on the agenda of the next one."))
    return meeting


def _change_item(desk: Desk, tx: Transaction, meeting: str, kind: ItemKind, ref: str, **values: object) -> Meeting:
    at = open_meeting(desk, tx, meeting)
    if not supervision.change_item(tx, at.id, kind.value, ref, **values):
        raise Problem(_("This item is not on the agenda any more."))
    return at


def _meeting(desk: Desk, tx: Transaction, meeting: str | None) -> Meeting:
    found = supervision_groups.meeting(desk, tx, meeting)
    if found is None:
        raise Problem(_("There is no such meeting. Look at the groups and their days."))
    return found


def _read(desk: Desk, tx: Transaction, at: Meeting) -> Agenda | None:
    stored = supervision.get(tx, at.id)
    if stored is None:
        return None
    builder = people.get(tx, stored.built_by)
    writer = Writer(desk, tx, desk.clock.now(), agenda_lately.look(desk, tx, _since(desk, tx, at)))
    return Agenda(meeting=at, built_at=stored.built_at, built_by=builder.name if builder else "",
                  items=tuple(_worded(writer, stored.items)))


def _since(desk: Desk, tx: Transaction, at: Meeting) -> date:
    """From when on closed flags still belong on the agenda: the last meeting, or one rhythm ago."""
    held = supervision.held_before(tx, at.group, at.day)
    return held or at.day - timedelta(weeks=supervision_groups.there(tx, at.group).every)


def _due(desk: Desk, tx: Transaction, at: Meeting) -> set[tuple[str, str]]:
    """(kind, ref) of everything that belongs on the agenda, as `Writer.fresh` and `assemble` find it."""
    scope = supervision_groups.scope(desk, tx, at.group, at.day)
    before = _before(tx, at, scope)
    own = [item for item in before if item.state != ItemState.TALKED]
    found = {(ItemKind.NOTE.value, str(session.id)) for session in unfinished(tx) if scope.has(session)}
    found |= {(ItemKind.ACTION.value, mark.id) for mark in waiting_actions(desk, tx, scope)}
    found |= {(item.kind, item.ref) for item in own if item.kind == ItemKind.OWN.value}
    found |= _of_rules(desk, tx, at, scope, before)
    found |= _waiting(desk, tx, at, scope, before)
    if scope.whole:
        found |= {(ItemKind.REFERRAL.value, mark.id) for mark in referrals.are_overdue(tx, desk.today())}
        found |= {(ItemKind.FLAG.value, mark.id) for mark in flags.raised_or_open(tx, _since(desk, tx, at))}
    return found


def _of_rules(desk: Desk, tx: Transaction, at: Meeting, scope: Scope, before: tuple[StoredItem, ...]
              ) -> set[tuple[str, str]]:
    """The same of what rules bring up, which have to look into a few notes and checks."""
    lately = agenda_lately.look(desk, tx, _since(desk, tx, at))
    found = agenda_sessions.in_scope(tx, scope, agenda_sessions.worth(lately, scope, _left(before)))
    return {*((ItemKind.SESSION.value, str(one)) for one in found),
            *((ItemKind.PEER.value, one) for one in agenda_peers.reasons(desk, tx, lately) if scope.has_peer(one)),
            *((item.kind.value, item.ref) for item in agenda_agreements.items(tx, lately, scope))}


def _before(tx: Transaction, at: Meeting, scope: Scope) -> tuple[StoredItem, ...]:
    """The items of the last meeting, and the own ones that groups left which ended since: nobody else takes them up."""
    own = supervision.last_before(tx, at.group, at.day)
    known = {(item.kind, item.ref) for item in own}
    since = supervision.held_before(tx, at.group, at.day) or at.day - _ENDED_BACK
    ended = [supervision_groups.there(tx, group) for group in sorted(scope.ended)]
    left = [item for group in ended if group.ended_on and group.ended_on >= since
            for item in supervision.last_before(tx, group.id, date.max)
            if item.kind == ItemKind.OWN and item.state != ItemState.TALKED and (item.kind, item.ref) not in known]
    return (*own, *left)


def _waiting(desk: Desk, tx: Transaction, at: Meeting, scope: Scope, before: tuple[StoredItem, ...]
             ) -> set[tuple[str, str]]:
    """The same of what was put off; most often nothing was, and nothing is worded for it."""
    waits = tuple(item for item in before if item.state == ItemState.DEFERRED)
    if not waits:
        return set()
    writer = Writer(desk, tx, desk.clock.now(), agenda_lately.look(desk, tx, _since(desk, tx, at)))
    return {(item.kind.value, item.ref) for item in _put_off(tx, scope, _worded(writer, waits))}


def _put_off(tx: Transaction, scope: Scope, before: list[Item]) -> list[Item]:
    """What the last meeting put off comes again, whatever became of it since: that was promised. Unless it is talked
    about elsewhere now. An own item comes again anyway."""
    waits = [item for item in before if item.state is ItemState.DEFERRED and item.kind is not ItemKind.OWN]
    sessions = agenda_sessions.in_scope(tx, scope, {int(item.ref) for item in waits if item.kind in _OF_SESSIONS})
    return [replace(item, state=ItemState.OPEN, written=False, seconds=0) for item in waits
            if _belongs(scope, item, sessions)]


def _belongs(scope: Scope, item: Item, sessions: set[int]) -> bool:
    if item.kind in _OF_SESSIONS:
        return int(item.ref) in sessions
    if item.kind is ItemKind.PEER:
        return scope.has_peer(item.ref)
    return scope.whole or item.kind not in (ItemKind.FLAG, ItemKind.REFERRAL)


def _left(before: tuple[StoredItem, ...]) -> list[str]:
    """The sessions that were not talked about."""
    return [item.ref for item in before if item.kind == ItemKind.SESSION.value and item.state != ItemState.TALKED]


def _put(tx: Transaction, agenda: Agenda) -> None:
    """Other items or another order; who built it, and when, stays."""
    before = supervision.get(tx, agenda.meeting.id)
    if before is not None:
        supervision.put(tx, replace(before, items=tuple(map(_stored, agenda.items))))


def _worded(writer: Writer, items: tuple[StoredItem, ...]) -> list[Item]:
    """The items in their present wording; one that has no place yet stands in its section."""
    again = writer.again((ItemKind(item.kind), item.ref) for item in items)
    found: list[Item] = []
    new: list[Item] = []
    for item in items:
        worded = again.get((ItemKind(item.kind), item.ref)) or _gone(item)
        if worded is not None:
            (found if item.placed else new).append(replace(
                worded, section=_section(item, worded), minutes=item.minutes, carried=item.carried,
                state=ItemState(item.state), written=item.written, seconds=item.seconds))
    return placed(found, new, writer.lately.rules)


def _section(item: StoredItem, worded: Item) -> Section:
    """What an own item is, is sealed with its words."""
    return worded.section if item.section == Section.OWN.value else Section(item.section)


def _gone(item: StoredItem) -> Item | None:
    """What stands where the record is gone and something was said about it; else nothing does."""
    if not item.written:
        return None
    return Item(section=Section(item.section), kind=ItemKind(item.kind), ref=item.ref, reason="",
                title=_("What this was about is not there any more."))


def _stored(item: Item) -> StoredItem:
    """As it is kept: what an own item is about does not stand there in the clear."""
    own = item.kind is ItemKind.OWN and item.section is not Section.CARRIED
    return StoredItem(section=(Section.OWN if own else item.section).value, kind=item.kind.value, ref=item.ref,
                      minutes=item.minutes, carried=item.carried, state=item.state.value, written=item.written,
                      seconds=item.seconds)
