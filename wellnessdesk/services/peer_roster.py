"""The roster of the Wellness Peers: clearance, load, supervision, languages and open work of each, in one look."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wellnessdesk.domain import catalogues
from wellnessdesk.domain import clearance as clearance_rules
from wellnessdesk.domain.clearance import ANY, Held
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.domain.peer_roster import Carried, PeerRoster, PeerStanding
from wellnessdesk.domain.peers import Services
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.training import SOON_DAYS
from wellnessdesk.services import agenda_lately, clearance_gate
from wellnessdesk.services.agenda_lately import Lately
from wellnessdesk.services.clearance_gate import Gate
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import appointments, departures, open_work, peer_facts, peers, people, sessions, training
from wellnessdesk.store.transaction import Transaction

_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is asked once for everybody."""

    gate: Gate
    lately: Lately
    services: Mapping[str, Services]
    facts: Mapping[str, PeerFacts]
    attended: Mapping[str, date]
    leaves: Mapping[str, date]
    interviews: Mapping[str, int]
    open: Mapping[str, "_Open"]


@dataclass(frozen=True, slots=True)
class _Open:
    """How many notes somebody has to write, and appointments and shifts from today on."""

    notes: int
    appointments: int
    shifts: int


@act("peer_facts.see")
def look(desk: Desk) -> PeerRoster:
    """Everybody who is a peer; and who was one and left, by name. Nothing of a student is in it."""
    with desk.reading() as tx:
        everybody = [one for one in people.everybody(tx) if one.role is Role.PEER]
        known = _known(desk, tx, everybody)
        return PeerRoster(tuple(_standing(known, one) for one in everybody if one.active),
                          tuple(_standing(known, one) for one in everybody if not one.active))


def _known(desk: Desk, tx: Transaction, everybody: Iterable[Person]) -> _Known:
    today = desk.today()
    return _Known(
        gate=clearance_gate.load(desk, tx, today), lately=agenda_lately.look(desk, tx, today),
        services=peers.services(tx), facts=peer_facts.everything(tx), attended=training.last_supervision(tx, today),
        leaves=departures.asked(tx), interviews=departures.interviews(tx),
        open=_open(tx, [one.id for one in everybody], today))


def _open(tx: Transaction, ids: list[str], today: date) -> dict[str, _Open]:
    notes = Counter(one.peer_id for one in sessions.of_ids(tx, open_work.sessions_of(tx, ids)))
    booked = open_work.appointments_of(tx, ids, today)
    coming = Counter(one.peer_id for one in appointments.between(tx, today, today + _AHEAD) if one.id in booked)
    shifts = Counter(one.peer_id for one in appointments.shifts(tx, today, today + _AHEAD))
    return {one: _Open(notes[one], coming[one], shifts[one]) for one in ids}


def _standing(known: _Known, person: Person) -> PeerStanding:
    gate, held, left = known.gate, known.gate.held.get(person.id, Held()), known.open[person.id]
    return PeerStanding(
        person=person, facts=known.facts.get(person.id, PeerFacts(person=person.id)),
        services=known.services.get(person.id), carried=_carried(known.lately, person.id),
        cleared=tuple(gate.of(person.id, one) for one in (ANY, *catalogues.service_options().ids())),
        attended=known.attended.get(person.id), leaves_since=known.leaves.get(person.id),
        lapses=tuple(clearance_rules.soon(gate.terms, held, SOON_DAYS)),
        notes=left.notes, appointments=left.appointments, shifts=left.shifts,
        interviews=known.interviews.get(person.id, 0))


def _carried(lately: Lately, person: str) -> Carried:
    load, hours = lately.rules["peer_load"], lately.rules["peer_hours"]
    took = sum((one.took for one in lately.within(hours.id) if person in one.peers), timedelta())
    return Carried(
        sessions=sum(person in one.peers for one in lately.within(load.id)), most_sessions=load.limit, days=load.days,
        minutes=round(took.total_seconds() / 60), most_minutes=60 * hours.limit)
