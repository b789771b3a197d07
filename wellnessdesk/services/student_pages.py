"""A student's page, as much of it as whoever is signed in needs. Opening it is recorded, once a sitting."""

from collections.abc import Sequence
from dataclasses import replace

from wellnessdesk.domain import access
from wellnessdesk.domain.flag_steps import StepKind, Written
from wellnessdesk.domain.flags import Flag
from wellnessdesk.domain.retention import Hold
from wellnessdesk.domain.student_facts import Audience, pronouns_for
from wellnessdesk.domain.student_file import DeskFile, FlagStory, PeerFile, Stay, WholeFile
from wellnessdesk.services import (
    disclosures,
    flag_steps,
    flags,
    peers,
    retention,
    student_facts,
    student_records,
    student_timeline,
)
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import sessions, student_file
from wellnessdesk.store import student_facts as facts_rows
from wellnessdesk.store.transaction import Transaction


@act("students.open")
def for_desk(desk: Desk, student_id: int) -> DeskFile:
    """What the front desk sees: who it is and when they were here, not why. Raises `Problem` for who is not there."""
    student_records.opened(desk, student_id)
    with desk.reading() as tx:
        known = student_facts.known(tx, student_id)
        stays = tuple(_without_why(stay) for stay in student_file.stays(tx, student_id))
    return DeskFile(student=known.student, facts=known.facts, acknowledged=known.acknowledged, stays=stays)


@act("students.open_own")
def for_peer(desk: Desk, student_id: int) -> PeerFile:
    """What a Wellness Peer needs for their session, and their own sessions with the student.

    Raises `Denied` for a student who never was with them, `Problem` where the record is closed to them.
    """
    with desk.reading() as tx:
        student = student_records.there(tx, student_id)
        peers.require_open(tx, desk.person, student_id)
        facts = facts_rows.get(tx, student_id)
        own = tuple(sessions.with_student(tx, student_id, desk.person.id))
    access.require_own_student(len(own))
    sitting = f"own student:{student_id}"
    if sitting not in desk.sittings:
        with desk.change() as change:
            change.record_sealed("student.open_own", f"student:{student_id}")
        desk.sittings.add(sitting)
    return PeerFile(name=student.name, pronouns=pronouns_for(facts, Audience.CENTER), language=facts.language,
                    access_needs=facts.access_needs, sessions=own)


@act("students.timeline")
def for_coordinator(desk: Desk, student_id: int) -> WholeFile:
    """Everything the center has of a student. Notes are opened one by one (`sessions.read_note`)."""
    student_records.opened(desk, student_id)
    with desk.reading() as tx:
        known = student_facts.known(tx, student_id)
        file = WholeFile(
            student=known.student, facts=known.facts, acknowledged=known.acknowledged,
            stays=tuple(student_file.stays(tx, student_id)), sessions=tuple(sessions.with_student(tx, student_id)),
            flags=flag_stories(desk, tx, student_id), holds=_holds(desk, tx, student_id),
            disclosures=tuple(disclosures.lines(desk, tx, student_id)))
        return replace(file, events=student_timeline.events(desk, tx, file))


def flag_stories(desk: Desk, tx: Transaction, student_id: int) -> tuple[FlagStory, ...]:
    """Every flag about a student with how it ended, the newest first."""
    found = stories_of(desk, tx, flags.about(desk, tx, student_id))
    return tuple(sorted(found, key=lambda story: story.flag.mark.raised_at, reverse=True))


def stories_of(desk: Desk, tx: Transaction, about: Sequence[Flag]) -> list[FlagStory]:
    """Flags with how each ended, in the same order."""
    steps = flag_steps.of_flags(desk, tx, [flag.mark for flag in about if flag.mark.ended])
    return [_story(desk, tx, flag, steps.get(flag.mark.id, ())) for flag in about]


def _story(desk: Desk, tx: Transaction, flag: Flag, steps: tuple[Written, ...]) -> FlagStory:
    """A step that does not match its seal says so where one reads how it ended."""
    if not flag.mark.ended:
        return FlagStory(flag, None)
    closing = flag_steps.closing_of(desk, tx, flag.mark, steps)
    broken = next((written.problem for written in steps if written.problem), "")
    why = next((written.step.text for written in steps if written.step and written.step.kind is StepKind.WITHDRAWN), "")
    return FlagStory(flag, replace(closing, outcome=broken or closing.outcome or why), steps)


def _holds(desk: Desk, tx: Transaction, student_id: int) -> tuple[Hold, ...]:
    return tuple(hold for hold in retention.all_holds(desk, tx) if hold.student_id == student_id)


def _without_why(stay: Stay) -> Stay:
    """A student told one person why they come; the next at the desk need not know."""
    return replace(stay, origin="", reason="", peer="")
