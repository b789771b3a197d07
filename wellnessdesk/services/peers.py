"""Which Wellness Peer can take whom: what each may give, whose record is closed to them, who is on shift and free."""

from collections.abc import Sequence
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain import peers as rules
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.peers import Conflict, ConflictKind, PeerChoice, Services
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.students import Student
from wellnessdesk.domain.visits import Visit
from wellnessdesk.services import clearance_gate
from wellnessdesk.services.clearance_gate import Gate
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import peers, people, students, visits
from wellnessdesk.store.transaction import Transaction


@act("peers.choices")
def choices(desk: Desk, visit_id: int) -> tuple[PeerChoice, ...]:
    """Every active peer for a visit: the free ones on shift first, at the end who cannot take it, with the reason.

    Raises `Problem` for a visit that is not there any more.
    """
    with desk.reading() as tx:
        visit = visits.get(tx, visit_id)
        if visit is None:
            raise Problem(_("This visit is not there any more."))
        here = visits.still_here(tx, desk.today())
        here_now = on_shift(desk, tx)
        lists, closed = peers.services(tx), peers.who_may_not(tx, visit.student_id)
        found = people.in_role(tx, Role.PEER)
        gate = clearance_gate.asked(desk, tx, desk.today())
    wanted = rules.services_of_reason(visit.reason)
    made = [PeerChoice(
        person=peer, on_shift=None if here_now is None else peer.id in here_now,
        with_visits=tuple(one for one in here if one.peer_id == peer.id and one.id != visit_id),
        may_give=rules.may_give(lists.get(peer.id), wanted), closed=peer.id in closed,
        why_not=_why_not(peer, lists.get(peer.id), wanted, closed=peer.id in closed, gate=gate)) for peer in found]
    return tuple(sorted(made, key=rules.order))


@act("peers.choices")
def not_with(desk: Desk, student_id: int) -> tuple[str, ...]:
    """The names of the peers on shift now with whom a student cannot be; never why."""
    with desk.reading() as tx:
        return closed_now(desk, tx, [student_id]).get(student_id, ())


def closed_now(desk: Desk, tx: Transaction, students: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The same for several students, by their id, for services of who may ask for `choices`."""
    return peers.closed_now(tx, students, on_shift(desk, tx))


def on_shift(desk: Desk, tx: Transaction) -> frozenset[str] | None:
    """The ids of the peers on shift now; None where no shifts are kept for today."""
    now = desk.local(desk.clock.now())
    return peers.on_shift(tx, now.date(), now.hour * 60 + now.minute)


def require_may_take(desk: Desk, tx: Transaction, peer: Person, student_id: int, wanted: tuple[str, ...],
                     day: date) -> None:
    """Raise `Problem` where the student's record is closed to the peer, none of the wanted services is theirs, or they
    are not cleared for one of those on that day: every door to a service asks this."""
    require_suits(tx, peer, student_id, wanted)
    require_cleared(desk, tx, peer, wanted, day)


def require_suits(tx: Transaction, peer: Person, student_id: int, wanted: tuple[str, ...]) -> None:
    """Raise `Problem` where the student's record is closed to the peer, or none of the wanted services is theirs."""
    closed = student_id in peers.closed_to(tx, peer.id)
    reason = rules.why_not(peer.name, peers.services(tx).get(peer.id), wanted, closed=closed)
    if reason:
        raise Problem(reason)


def require_may_take_visit(desk: Desk, tx: Transaction, peer: Person, visit: Visit) -> None:
    """The same for a visit with its reason, today."""
    require_may_take(desk, tx, peer, visit.student_id, rules.services_of_reason(visit.reason), desk.today())


def require_cleared(desk: Desk, tx: Transaction, peer: Person, wanted: tuple[str, ...], day: date) -> None:
    """Raise `Problem` where the peer is not cleared for any of the services on their list, on that day, with all that
    is missing; nothing wanted: for being with students at all."""
    gate = clearance_gate.asked(desk, tx, day, peer.id)
    reason = _not_cleared(peer, peers.services(tx).get(peer.id), wanted, gate)
    if reason:
        raise Problem(reason)


def _why_not(peer: Person, services: Services, wanted: tuple[str, ...], *, closed: bool, gate: Gate | None) -> str:
    """What the coordinator lets them give comes first; of that, they must be cleared for one."""
    return rules.why_not(peer.name, services, wanted, closed=closed) or _not_cleared(peer, services, wanted, gate)


def _not_cleared(peer: Person, services: Services, wanted: tuple[str, ...], gate: Gate | None) -> str:
    theirs = [one for one in wanted if services is None or one in services]
    return gate.why_not(peer, theirs or wanted) if gate is not None else ""


def require_open(tx: Transaction, person: Person, student_id: int) -> None:
    """Raise `Problem` where a peer asks for what belongs to a student whose record is closed to them."""
    if student_id in closed_records(tx, person):
        raise Problem(_("This student's record is closed to you. Ask your coordinator."))


def closed_records(tx: Transaction, person: Person) -> frozenset[int]:
    """The students whose records are closed to a person: none to who is no peer."""
    return peers.closed_to(tx, person.id) if person.role is Role.PEER else frozenset()


def require_peer(tx: Transaction, peer_id: str) -> Person:
    """The active peer of this id. Raises `Problem` for who is none."""
    peer = people.get(tx, peer_id)
    if peer is None or peer.role is not Role.PEER or not peer.active:
        raise Problem(_("This person is no Wellness Peer any more."))
    return peer


@act("peers.see")
def services(desk: Desk) -> dict[str, Services]:
    """What each active peer may give, by their id; None where no list is kept, and so everything."""
    with desk.reading() as tx:
        kept, found = peers.services(tx), people.in_role(tx, Role.PEER)
    return {peer.id: kept.get(peer.id) for peer in found}


@act("peers.set_services")
def set_services(desk: Desk, peer_id: str, wanted: Services) -> None:
    """Keep what a peer may give (ids of `service_options`); None lets them give everything.

    Raises `Problem` for who is no peer or for a service that is not in the list.
    """
    known = catalogues.service_options().ids()
    if wanted is not None and not wanted <= set(known):
        raise Problem(_("This service is not in the list any more."))
    with desk.change("peers") as change:
        require_peer(change.tx, peer_id)
        peers.set_services(change.tx, peer_id, wanted)
        change.record("peer.services", f"person:{peer_id}", services_detail(wanted))


def services_detail(wanted: Services) -> str:
    """What the audit log keeps of a peer's list: all of it (`audit.verify`)."""
    return "all" if wanted is None else " ".join(["only", *sorted(wanted)])


@act("peers.see")
def conflicts(desk: Desk, peer_id: str) -> list[Conflict]:
    """The students whose records are closed to a peer, the newest first."""
    with desk.reading() as tx:
        return peers.conflicts_by_peer(tx).get(peer_id, [])


@act("peers.see")
def all_conflicts(desk: Desk) -> dict[str, list[Conflict]]:
    """The same for every peer, by their id."""
    with desk.reading() as tx:
        return peers.conflicts_by_peer(tx)


@act("peers.declare")
def declare(desk: Desk, peer_id: str, student_id: int, kind: ConflictKind) -> None:
    """Close a student's record to a peer. One who is with this student now stays until they are handed on.

    Raises `Problem` for who is no peer, for an unknown student, and where it is closed already.
    """
    with desk.change("peers", "sessions", "notes") as change:
        require_peer(change.tx, peer_id)
        student = students.get(change.tx, student_id)
        if student is None:
            raise Problem(_("This student is not on the roster any more."))
        _close(change, peer_id, student, kind, desk.person.id)
        change.record("conflict.declare", f"person:{peer_id}", f"student:{student_id}")


@act("peers.declare_own")
def declare_own(desk: Desk, typed: str, kind: ConflictKind) -> None:
    """A peer says whose record should be closed to them, by the whole name or the student number.

    They see no roster: a name that is not one student's is not told apart from an unknown one. Raises `Problem`.
    """
    with desk.change("peers", "sessions", "notes") as change:
        found = [student for student in students.everybody(change.tx) if is_named(student, typed)]
        if len(found) != 1:
            raise Problem(_("That does not stand for one student. Write the whole name or the student number, or ask "
                            "your coordinator."))
        _close(change, desk.person.id, found[0], kind, desk.person.id)
        change.record("conflict.own", f"person:{desk.person.id}", f"student:{found[0].id}")


@act("peers.own")
def own_closed(desk: Desk) -> int:
    """How many records are closed to the peer who asks: not whose."""
    with desk.reading() as tx:
        return len(peers.closed_to(tx, desk.person.id))


@act("peers.declare")
def withdraw(desk: Desk, peer_id: str, student_id: int) -> None:
    """Open a student's record to a peer again. Raises `Problem` where it was not closed."""
    with desk.change("peers", "sessions", "notes") as change:
        if student_id not in peers.closed_to(change.tx, peer_id):
            raise Problem(_("This record is not closed to them any more."))
        peers.withdraw(change.tx, peer_id, student_id)
        change.record("conflict.withdraw", f"person:{peer_id}", f"student:{student_id}")


def _close(change: Act, peer_id: str, student: Student, kind: ConflictKind, by: str) -> None:
    if student.id in peers.closed_to(change.tx, peer_id):
        raise Problem(_("This record is closed to them already."))
    peers.declare(change.tx, peer_id, student.id, kind, change.now, by)


def is_named(student: Student, typed: str) -> bool:
    """Whether this is a student's whole name (legal, or as they are called) or number."""
    wanted = fold(typed)
    names = {fold(f"{given} {student.family}") for given in (student.given, student.preferred_given) if given}
    return bool(wanted) and (typed.strip() == student.student_number or wanted in names)
