"""The kiosk's own acts, and its beginning and end. It finds one student by their whole number, and does no more.

Its numbers cannot be tried through: after some that nobody has it takes none for a while (`domain.kiosk`).
"""

import math

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues, kiosk
from wellnessdesk.domain.kiosk import CheckedIn, Guest, Handed, Tries
from wellnessdesk.domain.students import Student
from wellnessdesk.domain.visits import FEELINGS, Facts, Visit
from wellnessdesk.services import adult_calls, arrivals, periods
from wellnessdesk.services.arrivals import Arrival
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import adult_calls as calls
from wellnessdesk.store import settings, students, visits
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives

RUNNING = "kiosk.running"
"""The key, among the settings, of the kiosk that was started and not ended yet."""
ORIGIN, FOR_AN_ADULT = "self", "meet_coordinator"
"""Of the catalogues: how whoever is at the kiosk came, and the reason of who only wants an adult."""
_TRIES = "kiosk.tries"
_LONGEST = 40


class UnknownNumber(Problem):
    """Nobody on the roster has this number, or more than one has."""


class Paused(Problem):
    """Too many numbers that nobody has."""


class AlreadyHere(Problem):
    """They checked in before and have not left."""


@act("kiosk.start")
def start(desk: Desk, screen: str = "") -> Handed:
    """Start a kiosk on the screen of this name: what must be handed on to its own process, a key of its own among it.

    The entry of the log, signed by whoever starts it, names the public half of that key.
    """
    desk.require_own()
    seed = primitives.new_key()
    public = primitives.sign_public(seed)
    with desk.change("kiosk") as change:
        settings.put(change.tx, RUNNING, {"key": public.hex()})
        change.record("kiosk.start", kiosk.KIOSK, kiosk.key_detail(public))
    return Handed(store_key=desk.keys.store_key, seed=seed, by=desk.person.id, sound=adult_calls.sound(desk),
                  screen=screen)


@act("kiosk.settle")
def settle(desk: Desk) -> None:
    """At the next sign-in, whether the kiosk was ended on purpose or by a crash: from now on its key counts no more."""
    with desk.reading() as tx:
        if settings.get(tx, RUNNING) is None:
            return
    with desk.change("kiosk") as change:
        settings.forget(change.tx, RUNNING)
        change.record("kiosk.stop", kiosk.KIOSK)


@act("kiosk.find")
def find(desk: Desk, number: str) -> Guest:
    """Whose number this is, card or student number. Raises `UnknownNumber` or `Paused`."""
    with desk.reading() as tx:
        student = whose_number(desk, tx, number)
        before = _here(desk, tx, student.id)
    return Guest(called=student.preferred_given or student.given, initial=student.family[:1],
                 here_since=before.arrived_at if before else None)


@act("kiosk.check_in")
def check_in(desk: Desk, number: str, *, reason: str, feeling: int | None = None, language: str = "") -> CheckedIn:
    """Check in whoever has this number. `feeling` is 1 to 5, or None for who does not say; `language` a code.

    Raises what `find` raises, and `AlreadyHere`.
    """
    if feeling is not None and feeling not in FEELINGS or catalogues.visit_reasons().get(reason) is None:
        raise Problem(_("Choose one of the pictures."))
    with desk.change("visits", "appointments") as change:
        student = whose_number(desk, change.tx, number)
        before = _here(desk, change.tx, student.id)
        if before is not None:
            raise AlreadyHere(_("You are checked in since {time}. Please take a seat.").format(
                time=formats.time(desk.local(before.arrived_at))))
        return _check_in(desk, change, student, reason, Facts(feeling=feeling, language=language))


@act("kiosk.call_adult")
def call_adult(desk: Desk, number: str = "", *, language: str = "") -> None:
    """Somebody wants to talk to an adult now. With their number they are checked in with it, where they are not yet.

    Asking twice is one call. Raises what `find` raises.
    """
    with desk.change("visits", "appointments", "adult_calls", audited=False) as change:
        visit = _visit_for_call(desk, change, number, language) if number else None
        if calls.waiting_of(change.tx, visit) is None:
            call = calls.add(change.tx, desk.today(), change.now, visit)
            about = f"visit:{visit}" if visit is not None else f"day:{desk.today().isoformat()}"
            change.record("kiosk.call_adult", f"call:{call}", about)


def _visit_for_call(desk: Desk, change: Act, number: str, language: str) -> int:
    student = whose_number(desk, change.tx, number)
    before = _here(desk, change.tx, student.id)
    return before.id if before else _check_in(desk, change, student, FOR_AN_ADULT, Facts(language=language)).visit


def _check_in(desk: Desk, change: Act, student: Student, reason: str, facts: Facts) -> CheckedIn:
    arrival = Arrival(reason, ORIGIN, facts, periods.period_in(desk, change.tx, change.now))
    made = arrivals.arrive(desk, change, student, arrival)
    return CheckedIn(made.id, made.number)


def _here(desk: Desk, tx: Transaction, student: int) -> Visit | None:
    before = visits.open_of_student(tx, student, desk.today())
    return visits.get(tx, before) if before is not None else None


def whose_number(desk: Desk, tx: Transaction, number: str) -> Student:
    """The student of a card or student number, for who asks at a screen of their own. Raises as `find`."""
    tries, now = _tries(desk), desk.clock.now()
    wait = math.ceil(tries.pause(now).total_seconds() / 60)
    if wait > 0:
        raise Paused(ngettext("Too many numbers did not fit. Please ask at the front desk, or try again in {n} minute.",
                              "Too many numbers did not fit. Please ask at the front desk, or try again in {n} "
                              "minutes.", wait).format(n=wait))
    wanted = number.strip()
    id_ = calls.active_student(tx, wanted) if 0 < len(wanted) <= _LONGEST else None
    found = students.get(tx, id_) if id_ is not None else None
    if found is None:
        tries.failed(now)
        raise UnknownNumber(_("We do not know this number. Look at it once more, or ask at the front desk."))
    return found


def _tries(desk: Desk) -> Tries:
    kept = desk.cache.setdefault(_TRIES, Tries())
    assert isinstance(kept, Tries)  # noqa: S101 - nobody else keeps anything there
    return kept
