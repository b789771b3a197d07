"""A Wellness Peer leaves: an administrator is asked to end their access, and they are asked how it was.

What they have not finished is handed on by `open_work`, shifts go by `shifts.remove_all`, and access ends by
`leaving.deactivate`: this ties these together. Nothing that they did is ever deleted.
"""

import uuid
from collections.abc import Mapping
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import departures as rules
from wellnessdesk.domain.departures import Interview
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import peer_marks
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.peers import require_peer
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import departures, people, sealed
from wellnessdesk.store.departures import InterviewRow
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

EXIT = "exit interview"


@act("departures.ask")
def ask(desk: Desk, person_id: str) -> None:
    """A peer leaves: the administrators are asked to end their access. From now on their work can be handed on.

    Raises `Problem` for who is no peer any more, and where it was asked already.
    """
    with desk.change("departures", "people", "peers") as change:
        require_peer(change.tx, person_id)
        wanted = departures.asked(change.tx)
        if person_id in wanted:
            raise Problem(_("This was asked already."))
        _keep(change, "peer.leaves", person_id, wanted | {person_id: desk.today()})


@act("departures.ask")
def withdraw(desk: Desk, person_id: str) -> None:
    """They stay after all. Raises `Problem` where nobody asked."""
    with desk.change("departures", "people", "peers") as change:
        wanted = departures.asked(change.tx)
        if person_id not in wanted:
            raise Problem(_("Nobody asks for that any more."))
        _keep(change, "peer.stays", person_id, {one: day for one, day in wanted.items() if one != person_id})


@act("departures.see")
def asked(desk: Desk) -> list[tuple[Person, date]]:
    """Whose access is to be ended and is not yet, by name, and since when."""
    with desk.reading() as tx:
        wanted = departures.asked(tx)
        return [(one, wanted[one.id]) for one in people.in_role(tx, Role.PEER) if one.id in wanted]


@act("exit_interviews.write")
def tell(desk: Desk, person_id: str, answers: Mapping[str, str]) -> str:
    """Keep what a peer who leaves said, sealed to coordinators, beside what was kept before; its id. Raises `Problem`.
    """
    said = rules.tidy(answers)
    fault = rules.wrong(said)
    if fault:
        raise Problem(fault)
    with desk.change("departures", "peers") as change:
        _require_one(change.tx, person_id)
        row = InterviewRow(id=uuid.uuid4().hex, person=person_id, at=change.now, by=desk.person.id)
        departures.add(change.tx, row)
        sealed.add(change.tx, EXIT, row.id, 1, sealing.seal(desk.keys, binding(row), {"answers": said},
                                                            to_author=False))
        change.record("exit.tell", f"person:{person_id}", peer_marks.of(row))
        return row.id


@act("exit_interviews.see")
def interviews(desk: Desk, person_id: str) -> list[Interview]:
    """What somebody said when they left, the newest first; that it was read is recorded."""
    with desk.change() as change:
        _require_one(change.tx, person_id)
        change.record("exit.read", f"person:{person_id}")
        names = people.names(change.tx)
        return [_opened(desk, change.tx, row, names) for row in departures.of_person(change.tx, person_id)]


def binding(row: InterviewRow) -> Binding:
    """Where what was said belongs; `author` is whom it is about."""
    return Binding(EXIT, row.id, 1, author=row.person)


def _keep(change: Act, action: str, person_id: str, wanted: Mapping[str, date]) -> None:
    kept = departures.put_asked(change.tx, wanted)
    change.record(action, f"person:{person_id}", peer_marks.of_setting(departures.ASKED, kept))


def _require_one(tx: Transaction, person_id: str) -> None:
    """Of a peer, also of one who left already."""
    person = people.get(tx, person_id)
    if person is None or person.role is not Role.PEER:
        raise Problem(_("This person is no Wellness Peer any more."))


def _opened(desk: Desk, tx: Transaction, row: InterviewRow, names: Mapping[str, str]) -> Interview:
    told = Interview(id=row.id, at=row.at, by=names.get(row.by, ""))
    try:
        found = sealing.unseal(desk.keys, binding(row), sealed.get(tx, EXIT, row.id, 1) or b"")
        if found.signer != row.by or not signed_within(desk, found.signer, "exit_interviews.write"):
            raise Tampered
        return Interview(id=told.id, at=told.at, by=told.by, answers=rules.from_plain(found.body))
    except (VaultProblem, ValueError) as problem:
        return Interview(id=told.id, at=told.at, by=told.by, problem=str(
            problem if isinstance(problem, VaultProblem) else Tampered()))
