"""The hours ledger: what follows from sessions, classes and meetings, what peers enter, and what coordinators decide.

Whatever a line says, it never says with which student a peer was.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, plain_text
from wellnessdesk.domain import hours as rules
from wellnessdesk.domain import training as training_rules
from wellnessdesk.domain.hours import Entry, Kind, Ledger, Line, PeerHours, Source, State, Totals
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.training import Module
from wellnessdesk.services import peer_marks
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import hours, people, training
from wellnessdesk.store.hours import Fact
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Waiting:
    """Entries that wait for a coordinator, the oldest first, with whose they are."""

    lines: tuple[Line, ...]
    names: Mapping[str, str]


@act("hours.own")
def mine(desk: Desk, first: date = date.min, last: date = date.max) -> Ledger:
    """The ledger of the peer who asks, from one day to another."""
    with desk.reading() as tx:
        return _ledger(tx, desk.person, first, last)


@act("hours.see")
def of(desk: Desk, person_id: str, first: date = date.min, last: date = date.max) -> Ledger:
    """The ledger of a peer, also of one who has left. Raises `Problem` for who never was one."""
    with desk.reading() as tx:
        return _ledger(tx, _ever_peer(tx, person_id), first, last)


@act("hours.see")
def everybody(desk: Desk, first: date = date.min, last: date = date.max) -> list[PeerHours]:
    """Everybody's totals from one day to another: the peers there are, and after them those who left with hours."""
    with desk.reading() as tx:
        found, waiting = totals(tx, first, last), hours.entries(tx, state=State.WAITING)
        peers = [one for one in people.everybody(tx) if one.role is Role.PEER]
    made = [PeerHours(person=one, totals=found.get(one.id, Totals()),
                      waiting=sum(entry.person == one.id for entry in waiting)) for one in peers]
    return sorted((one for one in made if one.person.active or one.totals.sums or one.waiting),
                  key=lambda one: not one.person.active)


@act("hours.see")
def waiting(desk: Desk) -> Waiting:
    """What waits to be approved, the oldest first."""
    with desk.reading() as tx:
        entries, names = hours.entries(tx), people.names(tx)
    lines = [one for one in rules.joined((), entries) if one.state is State.WAITING and one.open]
    return Waiting(tuple(reversed(lines)), names)


@act("hours.enter")
def enter(desk: Desk, entry: Entry) -> Entry:
    """Enter one's own hours, or a correction of a line of one's own; it waits for a coordinator.

    Raises `StepProblem` for what will not do, and `Problem` for a line that cannot be corrected.
    """
    with desk.change("hours") as change:
        made = replace(entry, id=uuid.uuid4().hex, person=desk.person.id, state=State.WAITING, decided_by="",
                       decided_at=None, answer="")
        made = _add(desk, change, made)
        change.record("hours.enter", f"hours:{made.id}", peer_marks.of(made))
        return made


@act("hours.decide")
def enter_for(desk: Desk, entry: Entry) -> Entry:
    """Enter hours of a peer, or correct a line of theirs: approved at once. Raises as `enter`."""
    with desk.change("hours") as change:
        if _ever_peer(change.tx, entry.person).id == desk.person.id:
            raise Problem(_("Somebody else decides on your own hours."))
        made = replace(entry, id=uuid.uuid4().hex, state=State.APPROVED, decided_at=change.now,
                       decided_by=desk.person.id, answer="")
        made = _add(desk, change, made)
        change.record("hours.enter_for", f"hours:{made.id}", f"person:{made.person} {peer_marks.of(made)}")
        return made


@act("hours.enter")
def withdraw(desk: Desk, entry_id: str) -> None:
    """Take back an entry of one's own that nobody decided on; it stays in sight. Raises `Problem`."""
    with desk.change("hours") as change:
        one = hours.get(change.tx, entry_id)
        if one is None or one.person != desk.person.id or one.state is not State.WAITING:
            raise Problem(_("This entry was decided on already, or is not there any more."))
        gone = replace(one, state=State.WITHDRAWN)
        hours.decide(change.tx, gone)
        change.record("hours.withdraw", f"hours:{one.id}", peer_marks.of(gone))


@act("hours.decide")
def approve(desk: Desk, entry_ids: Sequence[str]) -> None:
    """Approve entries, all or none. Raises `Problem` for one that does not wait any more, or corrects what is gone."""
    _decide(desk, entry_ids, State.APPROVED, "")


@act("hours.decide")
def decline(desk: Desk, entry_id: str, answer: str) -> None:
    """Decline an entry, and say why to whoever entered it. Raises `Problem`, also without an answer."""
    words = plain_text.required(answer, rules.LONGEST_ANSWER, _("Say why: the peer reads it."))
    _decide(desk, [entry_id], State.DECLINED, words)


@act("hours.decide")
def undo(desk: Desk, entry_ids: Sequence[str]) -> None:
    """Take decisions back: the entries wait again. Raises `Problem` for one that was corrected since."""
    with desk.change("hours") as change:
        entries = _entries(change.tx)
        corrected = {one.corrects for one in entries.values() if one.state in (State.WAITING, State.APPROVED)}
        done = [_again(entries.get(one), corrected) for one in entry_ids]
        change.record("hours.undo", "center", _written(change, done))


def totals(tx: Transaction, first: date, last: date, person: str = "") -> dict[str, Totals]:
    """What counts from one day to another, by person, of everybody or of one; inside a transaction of the caller."""
    modules = _modules(tx)
    parts: dict[str, list[tuple[Kind, str, int]]] = {}
    for one in hours.sums(tx, first, last, person):
        parts.setdefault(one.person, []).append(_part(one, modules))
    entries = [one for one in hours.entries(tx, person) if one.state is State.APPROVED]
    gone = {one.corrects for one in entries if one.corrects}
    for entry in entries:
        if rules.key(Source.ENTRY, entry.id) not in gone and first <= entry.day <= last:
            parts.setdefault(entry.person, []).append((entry.kind, entry.competency, entry.minutes))
    for who in {entry.person for entry in entries if entry.about}:
        taken = [fact for fact in hours.facts(tx, first, last, who) if rules.key(fact.source, fact.id) in gone]
        parts.setdefault(who, []).extend((kind, for_what, -minutes) for kind, for_what, minutes in
                                         (_part(fact, modules) for fact in taken))
    return {who: rules.summed(theirs) for who, theirs in parts.items()}


def ledger_of(tx: Transaction, person_id: str) -> Ledger:
    """All lines of a peer, also of one who has left; inside a transaction of the caller. Raises `Problem`."""
    return _ledger(tx, _ever_peer(tx, person_id), date.min, date.max)


def _ledger(tx: Transaction, person: Person, first: date, last: date) -> Ledger:
    modules, entries = _modules(tx), hours.entries(tx, person.id)
    facts = [_line(one, modules) for one in hours.facts(tx, first, last, person.id)]
    lines = [one for one in rules.joined(facts, entries) if first <= one.day <= last]
    return Ledger(person=person, first=first, last=last, lines=tuple(lines), totals=rules.totals(lines))


def _line(one: Fact, modules: Mapping[str, Module]) -> Line:
    kind, competency, minutes = _part(one, modules)
    return Line(key=rules.key(one.source, one.id), person=one.person, kind=kind, day=one.day, minutes=minutes,
                competency=competency, what=_what(one, modules),
                activity=rules.activity_of(one.what) if kind is Kind.FIELD else "")


def _part(one: Fact, modules: Mapping[str, Module]) -> tuple[Kind, str, int]:
    if one.source is Source.CLASS:
        module = modules.get(one.what)
        return Kind.TRAINING, module.competency if module else "", one.minutes
    if one.source is Source.MEETING:
        return Kind.SUPERVISION, "", one.minutes
    return Kind.FIELD, rules.competency_of(rules.activity_of(one.what)), one.minutes


def _what(one: Fact, modules: Mapping[str, Module]) -> str:
    if one.source is Source.CLASS:
        return modules[one.what].label if one.what in modules else one.what.partition(":")[0]
    if one.source is Source.MEETING:
        return one.what
    return catalogues.label("service_options", one.what) if one.what else _("Session")


def _modules(tx: Transaction) -> dict[str, Module]:
    return {f"{one.id}:{one.version}": one for one in training_rules.all_versions(training.modules(tx))}


def _ever_peer(tx: Transaction, person_id: str) -> Person:
    found = people.get(tx, person_id)
    if found is None or (found.active and found.role is not Role.PEER):
        raise Problem(_("This person is no Wellness Peer."))
    return found


def _add(desk: Desk, change: Act, entry: Entry) -> Entry:
    entry = rules.cleaned(replace(entry, words=" ".join(plain_text.clean(entry.words).split()),
                                  entered_at=change.now, entered_by=desk.person.id))
    there = _day(change.tx, entry)
    _require_open(entry, there)
    found = rules.wrong(entry, today=desk.today(), since=_since(desk, change.tx, entry.person),
                        there=sum(one.minutes for one in there if _takes_time(one) and one.key != entry.corrects))
    if found:
        raise StepProblem(found)
    hours.add(change.tx, entry)
    return entry


def _day(tx: Transaction, entry: Entry) -> list[Line]:
    """What the day of an entry has already, and the entry it corrects, on whatever day that is."""
    modules, entries = _modules(tx), hours.entries(tx, entry.person)
    facts = hours.facts(tx, entry.day, entry.day, entry.person)
    lines = rules.joined([_line(one, modules) for one in facts], entries)
    return [one for one in lines if one.day == entry.day or one.key == entry.corrects]


def _takes_time(one: Line) -> bool:
    return one.counts or one.state is State.WAITING


def _require_open(entry: Entry, there: Sequence[Line]) -> None:
    """Raise `Problem` unless what an entry corrects is there, on the same day where it follows from a record, and was
    not corrected before."""
    if not entry.corrects:
        return
    line = next((one for one in there if one.key == entry.corrects), None)
    if line is None:
        raise Problem(_("This line is not there any more."))
    if not line.open:
        raise Problem(_("This line was corrected already, or was not approved. Correct the newest one, or enter the "
                        "hours anew."))


def _since(desk: Desk, tx: Transaction, person: str) -> date:
    added = hours.added_at(tx, person)
    return desk.center.day(added) if added else desk.today()


def _entries(tx: Transaction) -> dict[str, Entry]:
    return {one.id: one for one in hours.entries(tx)}


def _decide(desk: Desk, entry_ids: Sequence[str], state: State, answer: str) -> None:
    with desk.change("hours") as change:
        entries, done = _entries(change.tx), []
        for one in map(entries.get, entry_ids):
            if one is None or one.state is not State.WAITING:
                raise Problem(_("This entry was decided on already, or is not there any more."))
            if one.person == desk.person.id:
                raise Problem(_("Somebody else decides on your own hours."))
            if state is State.APPROVED and one.corrects:
                _require_open(one, [replace(line, waiting_for="") for line in _day(change.tx, one)])
            done.append(rules.decided(one, state, change.now, desk.person.id, answer))
        change.record("hours.decide", "center", _written(change, done))


def _again(one: Entry | None, corrected: set[str]) -> Entry:
    if one is None or one.state not in (State.APPROVED, State.DECLINED):
        raise Problem(_("There is no decision to take back."))
    if rules.key(Source.ENTRY, one.id) in corrected:
        raise Problem(_("This entry was corrected since: its decision stays."))
    return replace(one, state=State.WAITING, decided_at=None, decided_by="", answer="")


def _written(change: Act, done: Sequence[Entry]) -> str:
    """Keep decisions; what the log keeps of them."""
    if not done:
        raise Problem(_("Choose an entry first."))
    for one in done:
        hours.decide(change.tx, one)
    return " ".join(map(peer_marks.of, done))
