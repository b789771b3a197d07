"""The form on the center's computer, handed over by a coordinator: an applicant finds themself, and only their own.

Others know a student number: friends, whoever reads a class list. So who begins an application chooses a word, and
whoever comes back says it. Numbers and words cannot be tried through (`domain.kiosk.Tries`). What is typed is sealed
as it is typed; only the coordinators can open it, so the form needs the session of one, and only their passphrase ends
it. The word is kept inside the seal, salted and hashed.
"""

import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import applications as rules
from wellnessdesk.domain import plain_text
from wellnessdesk.domain.applications import Application, Came, Cycle, Phase, State
from wellnessdesk.domain.kiosk import Tries
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.students import Student
from wellnessdesk.services import application_marks as marks
from wellnessdesk.services import kiosk, opening_keys
from wellnessdesk.services.applications import add, body_of, opened, put, require_legible, there
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import applications
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, unlock
from wellnessdesk.vault.errors import WrongPassphrase as WrongPassphrase  # the window tells it at its own field

_HANDED, _TRIES, _LEAVING = "applications.handed", "applications.words", "applications.leaving"


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the form learns of who gave a number: what to call them, and whether they have begun, or sent theirs."""

    called: str
    state: State | None
    needs_word: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """An application to be written: what is asked, and what is there already."""

    application: str
    cycle: Cycle
    answers: Mapping[str, str]


@act("applications.hand_over")
def begin(desk: Desk) -> Cycle:
    """Hand the computer over to applicants, recorded. Raises `Problem` while no round is open."""
    with desk.change() as change:
        cycle = _open_cycle(desk, change.tx)
        change.record("application.hand_over", f"cycle:{cycle.id}")
    desk.cache.pop(_HANDED, None)
    return cycle


@act("applications.hand_over")
def find(desk: Desk, number: str) -> Applicant:
    """Whose number this is. Raises what `kiosk.find` raises: after some wrong numbers none is taken for a while."""
    with desk.reading() as tx:
        student, cycle = kiosk.whose_number(desk, tx, number), _open_cycle(desk, tx)
        one = applications.of_student(tx, cycle.id, student.id)
        word = one is not None and one.state is State.DRAFT and bool(body_of(desk, tx, one).get("word"))
    return Applicant(_called(student), one.state if one else None, word)


@act("applications.hand_over")
def write(desk: Desk, number: str, word: str) -> Form:
    """Begin an application, or go on with one's own: `word` is chosen the first time, and asked for later.

    Raises what `find` raises, and `Problem` for a word that is too short, a wrong one, and once it is sent.
    """
    with desk.change("applications", audited=False) as change:
        student, cycle = kiosk.whose_number(desk, change.tx, number), _open_cycle(desk, change.tx)
        one = applications.of_student(change.tx, cycle.id, student.id)
        if one is None:
            _require_good(word)
            one = add(desk, change, cycle, Came.KIOSK, State.DRAFT, student.id, "")
            put(desk, change.tx, one, {}, word=_known_by(word))
            change.record("application.begin", f"application:{one.id}", marks.of(change.tx, one))
        one = _theirs(desk, change.tx, one, word)
    desk.cache[_HANDED] = one.id
    return Form(one.id, cycle, one.answers)


@act("applications.hand_over")
def save(desk: Desk, application: str, answers: Mapping[str, str]) -> None:
    """Keep what is written so far, sealed. Raises `Problem` for one that is not being written here."""
    with desk.change(audited=False) as change:
        one, cycle = _handed(desk, change.tx, application)
        put(desk, change.tx, one, rules.kept_answers(cycle, answers), met=one.met,
            word=str(body_of(desk, change.tx, one)["word"]))
        sitting = f"application.write:{application}"
        if sitting not in desk.sittings:
            change.record("application.write", f"application:{application}")
    desk.sittings.add(sitting)


@act("applications.hand_over")
def send(desk: Desk, application: str, answers: Mapping[str, str]) -> None:
    """Send it: from now on it is closed to changes. Raises `StepProblem` for what is missing, by question."""
    cleaned = {question: plain_text.clean(text) for question, text in answers.items()}
    with desk.change("applications") as change:
        one, cycle = _handed(desk, change.tx, application)
        wrong = rules.wrong_answers(cycle, cleaned)
        if wrong:
            raise StepProblem(wrong)
        sent = replace(one, state=State.SENT, at=change.now)
        put(desk, change.tx, sent, rules.kept_answers(cycle, cleaned), met=one.met)
        applications.change(change.tx, one.id, state=sent.state.value, at=sent.at)
        change.record("application.send", f"application:{one.id}", marks.of(change.tx, sent))
    desk.cache.pop(_HANDED, None)


@act("applications.hand_over")
def let_go(desk: Desk) -> None:
    """The applicant went: nothing more is kept of theirs until somebody says the word."""
    desk.cache.pop(_HANDED, None)


@act("applications.hand_over")
def leave(desk: Desk, passphrase: str) -> None:
    """End the handing over, by the passphrase of whose session it is. Raises `WrongPassphrase`, or `Problem` once it
    was wrong too often."""
    tries = _tries(desk, _LEAVING)
    if tries.pause(desk.clock.now()).total_seconds() > 0:
        raise Problem(_("That was wrong too often. Wait five minutes."))
    try:
        unlock.unlock(opening_keys.at_desk(desk), desk.person.id, passphrase, desk.keys.device_secret)
    except WrongPassphrase:
        tries.failed(desk.clock.now())
        raise
    desk.cache.pop(_HANDED, None)


def _theirs(desk: Desk, tx: Transaction, one: Application, word: str) -> Application:
    """The applicant's own draft, if this is its word; one without a word (opened again) gets this one."""
    if one.state is not State.DRAFT:
        raise Problem(_("You have sent your application. If something in it must change, ask at the center."))
    found = opened(desk, tx, one)
    require_legible(found)
    known = str(body_of(desk, tx, one).get("word", ""))
    if not known:
        _require_good(word)
        put(desk, tx, one, found.answers, met=found.met, word=_known_by(word))
    elif not _fits(desk, known, word):
        raise Problem(_("This is not the word you chose. If you forgot it, ask at the center."))
    return found


def _fits(desk: Desk, known: str, word: str) -> bool:
    tries, now = _tries(desk, _TRIES), desk.clock.now()
    wait = math.ceil(tries.pause(now).total_seconds() / 60)
    if wait > 0:
        raise Problem(ngettext("Too many words did not fit. Try again in {n} minute.",
                               "Too many words did not fit. Try again in {n} minutes.", wait).format(
                                   n=formats.number(wait)))
    if not primitives.same(known.encode(), _known_by(word, known.partition(":")[0]).encode()):
        tries.failed(now)
        return False
    return True


def _known_by(word: str, salt: str = "") -> str:
    salt = salt or secrets.token_hex(16)
    return f"{salt}:{primitives.mac(primitives.digest(salt.encode()), fold(word).encode()).hex()}"


def _require_good(word: str) -> None:
    if not rules.SHORTEST_WORD <= len(fold(word)) <= rules.LONGEST_WORD:
        raise Problem(_("Choose a word of {n} letters or more that only you would think of.").format(
            n=formats.number(rules.SHORTEST_WORD)))


def _handed(desk: Desk, tx: Transaction, application: str) -> tuple[Application, Cycle]:
    """What is being written here now, opened."""
    one = there(tx, application)
    if desk.cache.get(_HANDED) != application or one.state is not State.DRAFT:
        raise Problem(_("This application is not being written here any more."))
    found = opened(desk, tx, one)
    require_legible(found)
    cycle = applications.cycle(tx, one.cycle)
    assert cycle is not None  # noqa: S101 - the foreign key
    return found, cycle


def _open_cycle(desk: Desk, tx: Transaction) -> Cycle:
    found = next((one for one in applications.cycles(tx) if one.phase(desk.today()) is Phase.OPEN), None)
    if found is None:
        raise Problem(_("No round is open for applications now."))
    return found


def _called(student: Student) -> str:
    initial = student.family[:1]
    called = student.preferred_given or student.given
    return f"{called} {initial}." if initial else called


def _tries(desk: Desk, key: str) -> Tries:
    kept = desk.cache.setdefault(key, Tries())
    assert isinstance(kept, Tries)  # noqa: S101 - nobody else keeps anything there
    return kept
