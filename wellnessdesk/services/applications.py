"""Applications: rounds, who applied, what they wrote, and what was decided. For coordinators alone.

What an applicant wrote is sealed to the coordinators; that they applied, how they were rated and what was decided is
not. The log keeps a fingerprint of each row (`application_marks`).
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import applications as rules
from wellnessdesk.domain import plain_text
from wellnessdesk.domain.applications import (
    DECISIONS,
    Application,
    Came,
    Cycle,
    Interview,
    Phase,
    Rating,
    Recommendation,
    State,
)
from wellnessdesk.domain.names import tidy
from wellnessdesk.services import application_marks as marks
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import applications, peers, sealed, students
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One application with all that was said of it. `own` is the form of who reads; the others' forms are there once
    they filled in theirs, so that nobody rates by what others gave. `closed`: they once declared to be close."""

    application: Application
    recommendations: tuple[Recommendation, ...]
    interviews: tuple[Interview, ...]
    own: Rating
    others: tuple[Rating, ...]
    waiting: int
    closed: bool


@act("applications.see")
def cycles(desk: Desk) -> list[Cycle]:
    """All rounds, the newest first."""
    with desk.reading() as tx:
        return applications.cycles(tx)


@act("applications.change")
def save_cycle(desk: Desk, cycle: Cycle) -> Cycle:
    """Keep a round: a new one (id 0) gets a copy of what is asked today, another keeps its own.

    Raises `StepProblem`, by field, for dates the wrong way round or over those of another round.
    """
    with desk.change("applications") as change:
        there = applications.cycles(change.tx)
        before = next((one for one in there if one.id == cycle.id), None)
        criteria = before.criteria if before else cycle.criteria
        new = replace(cycle, title=" ".join(plain_text.clean(cycle.title).split())[: rules.LONGEST_TITLE],
                      criteria=criteria, ended_at=before.ended_at if before else None)
        wrong = rules.wrong_cycle(new, there)
        if wrong:
            raise StepProblem(wrong)
        kept = replace(new, id=applications.put_cycle(change.tx, new, change.now, desk.person.id))
        change.record("cycle.save", f"cycle:{kept.id}", marks.of(change.tx, kept))
        return kept


@act("applications.change")
def end_cycle(desk: Desk, number: int, *, over: bool = True) -> Cycle:
    """A round is over (or is not, after all): nobody is rated or decided on in it any more."""
    with desk.change("applications") as change:
        new = replace(cycle_there(change.tx, number), ended_at=change.now if over else None)
        applications.put_cycle(change.tx, new, change.now, desk.person.id)
        change.record("cycle.end", f"cycle:{number}", marks.of(change.tx, new))
        return new


@act("applications.see")
def listed(desk: Desk, number: int) -> list[Application]:
    """Who applied in a round; what they wrote is read one by one."""
    with desk.reading() as tx:
        return applications.of_cycle(tx, number)


@act("applications.see")
def whole(desk: Desk, application: str) -> Whole:
    """One application, opened; recorded once a sitting, for coordinators to see. Raises `Problem`."""
    sitting = f"application:{application}"
    with desk.reading() as tx:
        found = _whole(desk, tx, there(tx, application))
    if sitting not in desk.sittings:
        with desk.change() as change:
            change.record_sealed("application.read", sitting)
        desk.sittings.add(sitting)
    return found


@act("applications.change")
def enter(desk: Desk, number: int, answers: Mapping[str, str], *, student: int | None = None,
          name: str = "") -> Application:
    """Enter an application from paper, for a student of the roster or by a name. It counts as sent.

    Raises `Problem` without either, and for who has applied already.
    """
    with desk.change("applications") as change:
        cycle = cycle_there(change.tx, number)
        require_not_over(cycle, desk)
        made = add(desk, change, cycle, Came.COORDINATOR, State.SENT, student, name)
        put(desk, change.tx, made, rules.kept_answers(cycle, answers))
        change.record("application.enter", f"application:{made.id}", marks.of(change.tx, made))
        return made


@act("applications.change")
def set_met(desk: Desk, application: str, met: Collection[str]) -> None:
    """Keep which requirements are met, as a coordinator looked them up. Raises `Problem`."""
    with desk.change("applications") as change:
        one = opened(desk, change.tx, there(change.tx, application))
        require_legible(one)
        cycle = cycle_there(change.tx, one.cycle)
        known = [each.id for each in cycle.criteria.requirements if each.id in met]
        body = body_of(desk, change.tx, one)
        put(desk, change.tx, one, one.answers, met=known, word=str(body.get("word", "")))
        change.record("application.met", f"application:{one.id}", marks.of(change.tx, one))


@act("applications.change")
def reopen(desk: Desk, application: str) -> None:
    """Let an applicant go on writing; they choose a new word when they come. Raises `Problem` for one decided on."""
    with desk.change("applications") as change:
        one = opened(desk, change.tx, there(change.tx, application))
        require_legible(one)
        if one.state in DECISIONS:
            raise Problem(_("This application is decided on. Take the decision back first."))
        draft = replace(one, state=State.DRAFT)
        put(desk, change.tx, draft, one.answers, met=one.met)
        applications.change(change.tx, one.id, state=draft.state.value)
        change.record("application.reopen", f"application:{one.id}", marks.of(change.tx, draft))


@act("applications.change")
def remove(desk: Desk, application: str) -> None:
    """Take away an application that was entered by mistake, with all that belongs to it. Raises `Problem`."""
    with desk.change("applications") as change:
        one = there(change.tx, application)
        if one.state in DECISIONS:
            raise Problem(_("This application is decided on. Take the decision back first."))
        gone = [marks.gone(each) for each in _all_of(change.tx, one)]
        for kind, name in ((marks.APPLICATION, one.id),
                           *((marks.RECOMMENDATION, each.id) for each in applications.recommendations(
                               change.tx, one.id)),
                           *((marks.INTERVIEW, each.id) for each in applications.interviews(change.tx, one.id))):
            sealed.remove(change.tx, kind, name)
        applications.remove(change.tx, one.id)
        change.record("application.remove", f"application:{one.id}", " ".join(gone))


@act("applications.decide")
def decide(desk: Desk, wanted: Mapping[str, State]) -> dict[str, State]:
    """Decide on applications, or (SENT) take that back; gives how they stood before, to be decided so again.

    Raises `Problem` for one that is being written, one with an account, and in a round that is over; nothing is then
    decided.
    """
    before: dict[str, State] = {}
    with desk.change("applications", audited=bool(wanted)) as change:
        words = []
        for application, state in wanted.items():
            one = there(change.tx, application)
            _require_decidable(desk, change.tx, one, state)
            before[one.id] = one.state
            decided = state in DECISIONS
            new = replace(one, state=state, decided_by=desk.person.id if decided else "")
            applications.change(change.tx, one.id, state=state.value, decided_by=new.decided_by or None,
                                decided_at=change.now if decided else None)
            words.append(marks.of(change.tx, new))
        if words:
            change.record("application.decide", "applications", " ".join(words))
    return before


def _require_decidable(desk: Desk, tx: Transaction, one: Application, state: State) -> None:
    require_not_over(cycle_there(tx, one.cycle), desk)
    if one.state is State.DRAFT or state is State.DRAFT:
        raise Problem(_("{name} is still writing. Decide once the application is sent.").format(name=one.name))
    if one.person and state is not State.CHOSEN:
        raise Problem(_("{name} has an account already. End it under People first.").format(name=one.name))


def add(desk: Desk, change: Act, cycle: Cycle, came: Came, state: State, student: int | None,
        name: str) -> Application:
    """Write the row of a new application, inside a change of the caller. Raises `Problem`."""
    if student is not None:
        who = students.get(change.tx, student)
        if who is None:
            raise Problem(_("This student is not on the roster any more."))
        name = who.name
        if applications.of_student(change.tx, cycle.id, student) is not None:
            raise Problem(_("{name} has applied already.").format(name=name))
    name = tidy(name)[: rules.LONGEST_NAME]
    if not name:
        raise Problem(_("Choose a student, or enter a name."))
    made = Application(id=uuid.uuid4().hex, cycle=cycle.id, student=student, name=name, came=came, state=state,
                       at=change.now, entered_by=desk.person.id)
    applications.add(change.tx, made)
    return made


def put(desk: Desk, tx: Transaction, one: Application, answers: Mapping[str, str], *, met: Collection[str] = (),
        word: str = "") -> None:
    """Seal what an applicant wrote, which requirements are met, and what their word is known by."""
    body: dict[str, object] = {"answers": dict(answers), "met": sorted(met), "word": word}
    sealed.put(tx, marks.APPLICATION, one.id, 1, sealing.seal(desk.keys, binding(one), body, to_author=False))


def body_of(desk: Desk, tx: Transaction, one: Application) -> dict[str, object]:
    """What is sealed of an application. Raises `VaultProblem`."""
    return unsealed(desk, tx, binding(one), "applications.change")


def unsealed(desk: Desk, tx: Transaction, place: Binding, act_name: str) -> dict[str, object]:
    """A sealed body, signed by who may. Raises `VaultProblem`."""
    found = sealing.unseal(desk.keys, place, sealed.get(tx, place.kind, place.record, 1) or b"")
    if not signed_within(desk, found.signer, act_name):
        raise Tampered
    return found.body


def opened(desk: Desk, tx: Transaction, one: Application) -> Application:
    """An application with what was written; one whose seal does not hold says so."""
    try:
        body = body_of(desk, tx, one)
        answers, met = body.get("answers"), body.get("met")
        if not isinstance(answers, dict) or not isinstance(met, list):
            raise Tampered
        return rules.opened(one, {str(key): str(text) for key, text in answers.items()}, map(str, met))
    except VaultProblem as problem:
        return replace(one, problem=str(problem))


def binding(one: Application) -> Binding:
    """Where what is sealed of an application belongs."""
    return Binding(marks.APPLICATION, one.id, 1, student=str(one.student or ""))


def there(tx: Transaction, application: str) -> Application:
    """The application of this id. Raises `Problem`."""
    found = applications.get(tx, application)
    if found is None:
        raise Problem(_("This application is not there any more."))
    return found


def cycle_there(tx: Transaction, number: int) -> Cycle:
    """The round of this number. Raises `Problem`."""
    found = applications.cycle(tx, number)
    if found is None:
        raise Problem(_("This round is not there any more."))
    return found


def require_not_over(cycle: Cycle, desk: Desk) -> None:
    """Raise `Problem` for a round that was ended."""
    if cycle.phase(desk.today()) is Phase.OVER:
        raise Problem(_("This round is over. Open it again first."))


def require_legible(one: Application) -> None:
    """Raise `Problem` for one whose seal does not hold: it would be lost by writing it anew."""
    if one.problem:
        raise Problem(one.problem)


def _whole(desk: Desk, tx: Transaction, one: Application) -> Whole:
    forms = applications.ratings(tx, one.id)
    own = next((form for form in forms if form.rater == desk.person.id),
               Rating(application=one.id, rater=desk.person.id))
    others = tuple(form for form in forms if form.rater != desk.person.id)
    given = bool(own.scores) or own.close or cycle_there(tx, one.cycle).ended_at is not None
    return Whole(
        application=opened(desk, tx, one), own=own, others=others if given else (), waiting=len(others),
        closed=one.student is not None and one.student in peers.closed_to(tx, desk.person.id),
        recommendations=tuple(recommendation(desk, tx, each) for each in applications.recommendations(tx, one.id)),
        interviews=tuple(interview(desk, tx, each) for each in applications.interviews(tx, one.id)))


def recommendation(desk: Desk, tx: Transaction, one: Recommendation) -> Recommendation:
    """The same with what was sealed; one whose seal does not hold says so."""
    try:
        body = unsealed(desk, tx, beside(marks.RECOMMENDATION, one), "applications.rate")
        return replace(one, who=str(body.get("who", "")), words=str(body.get("words", "")))
    except VaultProblem as problem:
        return replace(one, problem=str(problem))


def interview(desk: Desk, tx: Transaction, one: Interview) -> Interview:
    """The same with what was sealed; one whose seal does not hold says so."""
    try:
        place = beside(marks.INTERVIEW, one)
        found = sealing.unseal(desk.keys, place, sealed.get(tx, place.kind, place.record, 1) or b"")
        if found.signer != one.author:
            raise Tampered
        return replace(one, words=str(found.body.get("words", "")))
    except VaultProblem as problem:
        return replace(one, problem=str(problem))


def beside(kind: str, one: Recommendation | Interview) -> Binding:
    """Where a recommendation or interview belongs: to this application, and no other."""
    return Binding(kind, one.id, 1, student=one.application)


def _all_of(tx: Transaction, one: Application) -> list[marks.Row]:
    return [one, *applications.ratings(tx, one.id), *applications.recommendations(tx, one.id),
            *applications.interviews(tx, one.id)]
