"""Referrals: drafted by a peer or a coordinator, sent by a coordinator with somebody's consent, followed to the end.

A referral names no student in the clear, and its entries in the log are sealed: one made from a flag would else lead
to whose flag it is.
"""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.disclosures import Ground, NewDisclosure
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.referrals import (
    ENDED,
    Facts,
    How,
    Mark,
    Referral,
    Status,
    Step,
    StepKind,
    after,
    due_after,
    refusal,
    tidied,
    tidy_words,
    wrong_facts,
    wrong_step,
)
from wellnessdesk.domain.student_facts import Audience, name_for
from wellnessdesk.domain.students import Student
from wellnessdesk.reports import referral_slip as report
from wellnessdesk.services import calendar, chains, disclosures, peers, student_records
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import people, referrals, resources, sealed, sessions, student_facts, students
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem

REFERRAL = "referral"
_ACTS = ("referrals.draft", "referrals.change")
_ONE_YEAR = timedelta(days=366)


@act("referrals.draft")
def draft(desk: Desk, facts: Facts) -> Mark:
    """Begin a referral. A peer does so from a session of their own with the student, and a coordinator goes on.

    Raises `Problem` for what is missing, `Denied` for another peer's session.
    """
    new = tidied(facts)
    _require(wrong_facts(new))
    with desk.change("referrals") as change:
        student_records.there(change.tx, new.student)
        _require_theirs(desk, change.tx, new)
        step = Step(kind=StepKind.DRAFT, day=desk.today(), facts=new)
        due = due_after(calendar.kept(change.tx), None, step, new, desk.today())
        mark = Mark(id=uuid.uuid4().hex, kind=new.kind, status=Status.DRAFT, day=desk.today(), due=due, steps=1)
        _version, blob = chains.append(desk, change.tx, REFERRAL, mark.id, body_of(step, change.now))
        referrals.add(change.tx, mark, sealing.blind(desk.keys, str(new.student), mark.id, blob))
        change.record_sealed("referral.draft", f"referral:{mark.id}", step_as(mark, blob))
        return mark


@act("referrals.see")
def under_way(desk: Desk) -> list[Referral]:
    """All that are not over, opened, the next due first."""
    with desk.reading() as tx:
        return all_opened(desk, tx, referrals.not_ended(tx))


@act("referrals.see")
def over(desk: Desk) -> list[Referral]:
    """Those of the last year that are over, opened, the newest first."""
    with desk.reading() as tx:
        return all_opened(desk, tx, referrals.ended(tx, desk.today() - _ONE_YEAR))


@act("referrals.see")
def overdue(desk: Desk) -> int:
    """How many are past their day; nothing is opened for it."""
    with desk.reading() as tx:
        return referrals.overdue(tx, desk.today())


@act("referrals.see")
def get(desk: Desk, referral_id: str) -> Referral:
    """One referral, opened; opening a student's record is recorded. Raises `Problem`."""
    with desk.reading() as tx:
        found = opened(desk, tx, _mark(tx, referral_id))
    if found.facts.student:
        student_records.opened(desk, found.facts.student)
    return found


@act("referrals.change")
def change_draft(desk: Desk, referral_id: str, facts: Facts) -> Referral:
    """Other words, another helper: as long as it is a draft. Raises `Problem`."""
    new = tidied(facts)
    _require(wrong_facts(new))
    return _take(desk, referral_id, Step(kind=StepKind.CHANGE, day=desk.today(), facts=new))


@act("referrals.change")
def step(desk: Desk, referral_id: str, new: Step) -> Referral:
    """Write down a step. Sending also writes the disclosure log, unless a slip will. Raises `Problem` for one that
    cannot be taken now, or lacks something."""
    if new.kind in (StepKind.DRAFT, StepKind.CHANGE):
        raise Problem(_("A draft is changed as a whole."))
    return _take(desk, referral_id, replace(new, words=tidy_words(new.words), facts=None))


@act("referrals.change")
def slip(desk: Desk, referral_id: str, paper: Paper = Paper.LETTER) -> bytes:
    """The slip as PDF: who, to whom, for what; never why. It is a disclosure, and written down as one.

    Raises `Problem` before it was sent or when it is over.
    """
    with desk.change("disclosures", "referrals") as change:
        found = opened(desk, change.tx, _mark(change.tx, referral_id))
        if found.problem:
            raise Problem(found.problem)
        if found.mark.status is Status.DRAFT or found.mark.status in ENDED:
            raise Problem(_("A slip is made for a referral that was sent and is not over."))
        _disclose(desk, change, found, _("A referral slip: name, grade and what it is for"))
        change.record_sealed("referral.slip", f"referral:{referral_id}")
        paper_slip = _slip(desk, change.tx, found)
    return report.slip_pdf(paper_slip, center=desk.center, by=desk.person.name, paper=paper)


def about(desk: Desk, tx: Transaction, student_id: int) -> list[Referral]:
    """Every referral of a student, opened; drafts no coordinator touched yet are all looked into.

    One that does not match its seals says so, where the index still tells whose it is.
    """
    indexed = set(_indexed(desk, tx, student_id))
    marks = [*referrals.unindexed(tx), *(mark for one in indexed if (mark := referrals.get(tx, one)) is not None)]
    found = all_opened(desk, tx, marks)
    return [one for one in found if one.facts.student == student_id or (one.problem and one.mark.id in indexed)]


def of_flag(desk: Desk, tx: Transaction, flag_id: str, student_id: int = 0) -> list[Referral]:
    """The referrals born from a flag. Knowing whose flag it is spares opening all referrals there are."""
    found = about(desk, tx, student_id) if student_id else all_opened(desk, tx, list(referrals.everything(tx)))
    return [one for one in found if one.facts.flag == flag_id]


def close_with_flag(desk: Desk, change: Act, flag_id: str, outcome: str = "", student_id: int = 0) -> int:
    """Close what was born from a flag together with it, within the change that closes the flag; how many.

    A draft is revoked, for it never went out. `outcome` is how the flag ended. Needs a coordinator's keys.
    """
    open_ones = [one for one in of_flag(desk, change.tx, flag_id, student_id) if not one.mark.ended]
    for one in open_ones:
        never_sent = one.mark.status is Status.DRAFT
        words = outcome.strip() or _("Its red flag was closed.")
        _write(desk, change, one, Step(kind=StepKind.REVOKE if never_sent else StepKind.CLOSE, day=desk.today(),
                                       words=words), with_flag=True)
    return len(open_ones)


def opened(desk: Desk, tx: Transaction, mark: Mark) -> Referral:
    """Unseal a referral inside a transaction of the caller. One that does not match its seals says so."""
    return all_opened(desk, tx, [mark])[0]


def all_opened(desk: Desk, tx: Transaction, marks: Sequence[Mark]) -> list[Referral]:
    """The same for many, with one question for each table: two hundred are opened while a page comes up."""
    names = people.names(tx)
    blobs = sealed.versions_of(tx, REFERRAL, [mark.id for mark in marks])
    found = [_unsealed(desk, mark, blobs.get(mark.id, []), names) for mark in marks]
    known = students.some(tx, sorted({one.facts.student for one in found}))
    entries = {entry.id: entry.name for entry in resources.everything(tx)}
    return [_named(one, known, entries) for one in found]


def step_as(mark: Mark, blob: bytes) -> str:
    """What the audit log keeps, sealed, of a step (`audit.verify`)."""
    return f"{mark.kind}:{mark.status.value}:{mark.due}:{mark.steps}:{primitives.digest(blob).hex()}"


def body_of(new: Step, now: datetime) -> dict[str, object]:
    """A step as JSON data, for sealing."""
    body: dict[str, object] = {"step": new.kind.value, "day": new.day.isoformat(), "at": now.isoformat(),
                               "who": new.who, "how": new.how, "words": new.words}
    if new.facts is not None:
        body["facts"] = {name: getattr(new.facts, name) for name in Facts.__dataclass_fields__}
    return body


def _take(desk: Desk, referral_id: str, new: Step) -> Referral:
    with desk.change("referrals", "disclosures") as change:
        before = opened(desk, change.tx, _mark(change.tx, referral_id))
        if before.problem:
            raise Problem(before.problem)
        if new.facts is None:
            _require(wrong_step(new, before.mark.day, desk.today()))
        elif new.facts.student != before.facts.student:
            raise Problem(_("A referral stays with its student. Revoke this one and begin another."))
        found = _write(desk, change, before, new)
        if new.kind is StepKind.SEND and new.how != How.SLIP:
            _disclose(desk, change, found, _("A referral: name, grade and what it is for"))
        return found


def _write(desk: Desk, change: Act, before: Referral, new: Step, *, with_flag: bool = False) -> Referral:
    mark = before.mark
    reason = refusal(mark.status, new.kind, agreed=before.agreed is not None, with_flag=with_flag)
    if reason:
        raise Problem(reason)
    facts = new.facts or before.facts
    status = after(mark.status, new.kind)
    kept = replace(mark, kind=facts.kind, status=status, steps=mark.steps + 1, ended=status in ENDED,
                   due=due_after(calendar.kept(change.tx), mark, new, facts, desk.today()))
    _version, blob = chains.append(desk, change.tx, REFERRAL, mark.id, body_of(new, change.now))
    referrals.put(change.tx, kept, desk.today())
    first = sealed.get(change.tx, REFERRAL, mark.id, 1) or b""
    referrals.index(change.tx, mark.id, sealing.blind(desk.keys, str(facts.student), mark.id, first))
    change.record_sealed("referral.step", f"referral:{mark.id}", step_as(kept, blob))
    return opened(desk, change.tx, kept)


def _disclose(desk: Desk, change: Act, found: Referral, what: str) -> None:
    """Whoever is to help gets to know of the student: that is a disclosure. Its line does not say that it was a
    referral where everybody could read it (`Way`), only under its seal: with which one, so that a packet that withholds
    it does not name its helper."""
    disclosures.write(desk, change, found.facts.student, NewDisclosure(
        day=desk.today(), recipient=found.to, ground=Ground.CONSENT, purpose=found.facts.purpose[:600], what=what),
        about=json.dumps({"referral": found.mark.id}))


def _require_theirs(desk: Desk, tx: Transaction, facts: Facts) -> None:
    """A peer refers whom they were with; nobody whose record is closed to them."""
    if desk.person.role is Role.COORDINATOR:
        return
    session = sessions.get(tx, facts.session)
    if session is None:
        raise Problem(_("This session is not there any more."))
    access.require_own_session(desk.person.id, desk.person.role, session.peer_id)
    peers.require_open(tx, desk.person, facts.student)
    if session.student_id != facts.student or facts.flag:
        raise Problem(_("This session was with somebody else."))


def _named(one: Referral, known: Mapping[int, Student], entries: Mapping[int, str]) -> Referral:
    student = known.get(one.facts.student)
    if one.problem or student is None:
        return Referral(mark=one.mark, problem=one.problem or str(Tampered()))
    return replace(one, student=student.name, to=entries.get(one.facts.resource) or one.facts.to)


def _unsealed(desk: Desk, mark: Mark, blobs: Sequence[bytes], names: Mapping[str, str]) -> Referral:
    try:
        steps = tuple(_steps(desk, mark, blobs, names))
        facts = next((step.facts for step in reversed(steps) if step.facts is not None), None)
        if len(steps) != mark.steps or facts is None:
            raise Tampered
    except VaultProblem as problem:
        return Referral(mark=mark, problem=str(problem))
    except (KeyError, ValueError, TypeError):  # its author may have written anything into a body
        return Referral(mark=mark, problem=str(Tampered()))
    return Referral(mark=mark, facts=facts, steps=steps)


def _steps(desk: Desk, mark: Mark, blobs: Sequence[bytes], names: Mapping[str, str]) -> Iterator[Step]:
    for version in chains.opened(desk, REFERRAL, mark.id, blobs, _ACTS):
        body = version.body
        raw = body.get("facts")
        yield Step(kind=StepKind(str(body["step"])), day=date.fromisoformat(str(body["day"])),
                   who=str(body.get("who", "")), how=str(body.get("how", "")), words=str(body.get("words", "")),
                   facts=_facts(raw) if isinstance(raw, dict) else None,
                   at=datetime.fromisoformat(str(body["at"])), by=names.get(version.signer, ""))


def _facts(raw: dict[str, object]) -> Facts:
    """Numbers are numbers and words are words, whoever wrote the body."""
    kinds = {name: type(getattr(Facts(), name)) for name in Facts.__dataclass_fields__}
    values = {name: raw[name] for name in kinds}
    if any(type(value) is not kinds[name] for name, value in values.items()):
        raise Tampered
    facts = Facts(**values)  # type: ignore[arg-type]
    if not all(0 <= number < 2**63 for number in (facts.student, facts.resource, facts.session)):
        raise Tampered
    return facts


def _slip(desk: Desk, tx: Transaction, found: Referral) -> report.Slip:
    student = student_records.there(tx, found.facts.student)
    facts = student_facts.get(tx, student.id)
    entry = resources.get(tx, found.facts.resource) if found.facts.resource else None
    reach = [entry.contact, entry.phone, entry.address, entry.hours] if entry else []
    return report.Slip(name=name_for(student, facts, Audience.SLIPS), grade=student.grade, to=found.to,
                       reach=tuple(part for part in reach if part), purpose=found.facts.purpose, day=desk.today(),
                       language=facts.language)


def _indexed(desk: Desk, tx: Transaction, student_id: int) -> Iterator[str]:
    blind = sealing.blinder(desk.keys, str(student_id))
    for referral, index, blob in referrals.indexed(tx, REFERRAL):
        try:
            mine = blind(sealing.sealing_of(referral, blob))
        except VaultProblem:
            continue
        if mine is not None and primitives.same(mine, index):
            yield referral


def _mark(tx: Transaction, referral_id: str) -> Mark:
    mark = referrals.get(tx, referral_id)
    if mark is None:
        raise Problem(_("This referral is not there any more."))
    return mark


def _require(faults: dict[str, str]) -> None:
    if faults:
        raise Problem("\n".join(faults.values()))
