"""The weekly supervision agenda: builds itself from what happened, keeps the coordinator's changes, prints."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.supervision import Agenda, Item, ItemKind, Section, assemble, week_of
from wellnessdesk.reports import supervision as report
from wellnessdesk.services.agenda_items import OWN, Writer
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import audit, flags, people, referrals, sealed, sessions, supervision
from wellnessdesk.store.supervision import StoredAgenda, StoredItem
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.sealing import Binding

_LONGEST = 2_000


@act("supervision.build")
def build(desk: Desk, week: date | None = None) -> Agenda:
    """Build (or build again) the agenda of a week, by default this one; `week` is any day of it.

    An agenda already there keeps its order, minutes and ticks. What the last one left open is carried over.
    """
    monday = week_of(week or desk.today())
    with desk.change("supervision") as change:
        writer = Writer(desk, change.tx, change.now)
        before, now = supervision.last_before(change.tx, monday), supervision.get(change.tx, monday)
        items = assemble(writer.fresh(_since(before, monday)), _worded(writer, before), _worded(writer, now))
        supervision.put(change.tx, StoredAgenda(monday, change.now, desk.person.id,
                                                tuple(_stored(item) for item in items)))
        change.record("agenda.build", f"agenda:{monday}", str(len(items)))
        return Agenda(week=monday, built_at=change.now, built_by=desk.person.name, items=tuple(items))


@act("supervision.read")
def read(desk: Desk, week: date | None = None) -> Agenda | None:
    """The agenda of a week in its present wording, None when it was not built yet."""
    with desk.reading() as tx:
        return _read(desk, tx, week_of(week or desk.today()))


@act("supervision.read")
def news(desk: Desk, week: date | None = None) -> int:
    """How many items building the week's agenda again would add to it; 0 when it was not built yet.

    Cheap: only counts what `build` would word, and unseals nothing.
    """
    monday = week_of(week or desk.today())
    with desk.reading() as tx:
        stored = supervision.get(tx, monday)
        if stored is None:
            return 0
        before = supervision.last_before(tx, monday)
        return len(_due(desk, tx, before, monday) - {(item.kind, item.ref) for item in stored.items})


@act("supervision.change")
def tick(desk: Desk, week: date, kind: ItemKind, ref: str, *, done: bool) -> None:
    """Mark an item as talked about, or take the mark back. What is not marked is carried over."""
    with desk.change("supervision") as change:
        supervision.change_item(change.tx, week_of(week), kind.value, ref, done=done)
        change.record("agenda.tick", f"agenda:{week_of(week)}", f"{kind.value}:{ref}:{int(done)}")


@act("supervision.change")
def set_minutes(desk: Desk, week: date, kind: ItemKind, ref: str, minutes: int) -> None:
    """Set aside this many minutes (1 to 60) for an item."""
    if not 1 <= minutes <= 60:
        raise Problem(_("Choose between 1 and 60 minutes."))
    with desk.change("supervision") as change:
        supervision.change_item(change.tx, week_of(week), kind.value, ref, minutes=minutes)
        change.record("agenda.minutes", f"agenda:{week_of(week)}", f"{kind.value}:{ref}:{minutes}")


@act("supervision.change")
def move(desk: Desk, week: date, kind: ItemKind, ref: str, places: int) -> Agenda:
    """Move an item down (or, with a negative number, up) by `places` and return the agenda."""
    with desk.change("supervision") as change:
        agenda = _there(desk, change.tx, week)
        items = list(agenda.items)
        at = next((i for i, item in enumerate(items) if (item.kind, item.ref) == (kind, ref)), None)
        if at is None:
            raise Problem(_("This item is not on the agenda any more."))
        items.insert(max(0, min(len(items) - 1, at + places)), items.pop(at))
        _put(change.tx, replace(agenda, items=tuple(items)))
        change.record("agenda.move", f"agenda:{agenda.week}", f"{kind.value}:{ref}")
        return _there(desk, change.tx, week)


@act("supervision.change")
def add_own(desk: Desk, week: date, text: str) -> Agenda:
    """Add an item in the coordinator's own words (sealed) and return the agenda."""
    words = " ".join(text.split())
    if not words:
        raise Problem(_("Write what you want to talk about."))
    if len(words) > _LONGEST:
        raise Problem(_("Keep an agenda item under {n} characters.").format(n=formats.number(_LONGEST)))
    ref = uuid.uuid4().hex
    with desk.change("supervision") as change:
        agenda = _there(desk, change.tx, week)
        sealed.add(change.tx, OWN, ref, 1,
                   sealing.seal(desk.keys, Binding(OWN, ref, 1), {"text": words}, to_author=False))
        own = Item(section=Section.OWN, kind=ItemKind.OWN, ref=ref, title=words, reason="")
        _put(change.tx, replace(agenda, items=(*agenda.items, own)))
        change.record("agenda.add", f"agenda:{agenda.week}", ref)
        return _there(desk, change.tx, week)


@act("supervision.print")
def print_agenda(desk: Desk, week: date | None = None) -> bytes:
    """The agenda as PDF: initials only, page numbers, center, date and audit head in the footer. Recorded."""
    with desk.change() as change:
        agenda = _there(desk, change.tx, week or desk.today())
        change.record("agenda.print", f"agenda:{agenda.week}")
        head = audit.head(change.tx).short()
    return report.agenda_pdf(agenda, center=desk.center, printed_at=desk.local(desk.clock.now()), audit_head=head)


def _read(desk: Desk, tx: Transaction, monday: date) -> Agenda | None:
    stored = supervision.get(tx, monday)
    if stored is None:
        return None
    builder = people.get(tx, stored.built_by)
    writer = Writer(desk, tx, desk.clock.now())
    return Agenda(week=monday, built_at=stored.built_at, built_by=builder.name if builder else "",
                  items=tuple(_worded(writer, stored)))


def _since(before: StoredAgenda | None, monday: date) -> date:
    """From when on closed flags still belong on the agenda."""
    return before.week if before else monday - timedelta(days=7)


def _due(desk: Desk, tx: Transaction, before: StoredAgenda | None, monday: date) -> set[tuple[str, str]]:
    """(kind, ref) of everything that belongs on the agenda, as `Writer.fresh` and `assemble` find it."""
    notes = [*sessions.unwritten(tx), *sessions.returned(tx), *sessions.to_review(tx)]
    own = [item for item in before.items if not item.done] if before else []
    return ({(ItemKind.REFERRAL.value, mark.id) for mark in referrals.are_overdue(tx, desk.today())}
            | {(ItemKind.FLAG.value, mark.id) for mark in flags.raised_or_open(tx, _since(before, monday))}
            | {(ItemKind.NOTE.value, str(session.id)) for session in notes}
            | {(item.kind, item.ref) for item in own
               if item.kind == ItemKind.OWN.value})


def _there(desk: Desk, tx: Transaction, week: date) -> Agenda:
    agenda = _read(desk, tx, week_of(week))
    if agenda is None:
        raise Problem(_("There is no agenda for this week yet. Build it first."))
    return agenda


def _put(tx: Transaction, agenda: Agenda) -> None:
    """Other items or another order; who built it, and when, stays."""
    before = supervision.get(tx, agenda.week)
    if before is not None:
        supervision.put(tx, replace(before, items=tuple(_stored(item) for item in agenda.items)))


def _worded(writer: Writer, stored: StoredAgenda | None) -> list[Item]:
    found = []
    for item in stored.items if stored else ():
        worded = writer.again(ItemKind(item.kind), item.ref)
        if worded is not None:
            found.append(replace(worded, section=Section(item.section), minutes=item.minutes, carried=item.carried,
                                 done=item.done))
    return found


def _stored(item: Item) -> StoredItem:
    return StoredItem(section=item.section.value, kind=item.kind.value, ref=item.ref, minutes=item.minutes,
                      carried=item.carried, done=item.done)
