"""A packet of one student's records, for a parent or another school: prepared, decided on, and given out.

It goes out together with its line in the disclosure log and its entries in the audit log, or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, speaking
from wellnessdesk.domain import catalogues, note_words, packets
from wellnessdesk.domain.disclosures import Ground, NewDisclosure, Way, ground_label
from wellnessdesk.domain.flag_steps import StepKind, kind_label, step_words, steps_of
from wellnessdesk.domain.flags import urgency_label
from wellnessdesk.domain.note_trail import Addendum
from wellnessdesk.domain.packets import Decision, Draft, Item, Part, Section
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.redaction import KnownNames, hits, known_names, likely_hidden
from wellnessdesk.domain.sessions import SIGNED_STATES, Session
from wellnessdesk.domain.student_facts import Acknowledged, Facts
from wellnessdesk.domain.student_file import Contact, FlagStory, Stay
from wellnessdesk.domain.students import Student
from wellnessdesk.reports import packet as report
from wellnessdesk.services import (
    disclosures,
    note_addenda,
    participants,
    student_facts,
    student_pages,
    student_records,
)
from wellnessdesk.services import sessions as session_acts
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import people, sealed, session_students, sessions, student_file, students
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault.errors import Tampered

_GIVEN_OUT = frozenset({StepKind.DISPOSITION, StepKind.CAREGIVER, StepKind.OUTCOME, StepKind.WITHDRAWN})
"""Of a flag's steps. That an agency was told, and by whom, is confidential (California Penal Code 11167.5)."""


@act("packets.make")
def contacts(desk: Desk, student_id: int) -> tuple[Contact, ...]:
    """The student's caregivers: `domain.packets.language_for` proposes the language of one who asks."""
    with desk.reading() as tx:
        return tuple(student_file.contacts(tx, student_id))


@act("packets.make")
def prepare(desk: Desk, student_id: int, ground: Ground, language: str = "") -> Draft:
    """Everything there is of a student for whoever asks on this ground, names of others found but nothing hidden yet.

    In the language that it will go out in, by default the one in use; what was written stays as it was written.
    Every note is opened, and each opening recorded. Raises `Problem`, or `Tampered` for a note not as it was sealed.
    """
    student_records.opened(desk, student_id)
    with desk.change() as change:
        with speaking(language):
            draft = _draft(desk, change.tx, student_id, ground)
        for item in draft.items:
            if item.key.startswith("session:"):
                change.record_sealed("note.read", item.key)
        if not change.recorded:
            change.record_sealed("packet.prepare", f"student:{student_id}")
    return draft


@act("packets.make")
def save(desk: Desk, student_id: int, new: NewDisclosure, decisions: Mapping[str, Decision],
         paper: Paper = Paper.LETTER, language: str = "") -> bytes:
    """The packet as PDF, for `new.recipient`, as it was decided. Raises `Problem` when a decision is missing.

    It holds what was shown before: when something was added meanwhile, it must be looked at again.
    """
    with desk.change("disclosures") as change:
        with speaking(language):
            draft = _draft(desk, change.tx, student_id, new.ground)
        if packets.undecided(draft, decisions) or set(decisions) != {item.key for item in draft.items}:
            raise Problem(_("Something about this student changed meanwhile. Look through it again."))
        made = disclosures.write(desk, change, student_id, replace(new, what=packets.what(draft, decisions)),
                                 Way.PACKET)
        _record_withheld(change, decisions)
        head = change.record("packet.make", f"disclosure:{made}")
        with speaking(language):  # within the change: a packet that cannot be made was not given out
            whole = replace(draft, log=(_log(desk, change.tx, student_id, new.ground),))
            return report.packet_pdf(
                whole, packets.sections(whole, decisions), new, center=desk.center, by=desk.person.name,
                head=head.short(), printed_at=desk.local(desk.clock.now()), paper=paper)


def _record_withheld(change: Act, decisions: Mapping[str, Decision]) -> None:
    for key, decision in sorted(decisions.items()):
        if not decision.include:
            change.record_sealed("packet.withhold", key, decision.ground)


def _draft(desk: Desk, tx: Transaction, student_id: int, ground: Ground) -> Draft:
    known = student_facts.known(tx, student_id)
    student, facts = known.student, known.facts
    names = _names(tx, student, facts, ground)
    peers: dict[str, str] = {}
    signed = [one for one in reversed(sessions.with_student(tx, student_id)) if one.note in SIGNED_STATES]
    notes = [_note(desk, tx, student_id, session, names, peers) for session in signed]
    flags = [_flag(desk, story, names) for story in reversed(student_pages.flag_stories(desk, tx, student_id))]
    return Draft(student=student, name=packets.name_in_packet(student, facts, ground),
                 facts=(_facts(facts, known.acknowledged, ground, names),
                        _visits(desk, student_file.stays(tx, student_id))),
                 items=(*notes, *flags), log=(_log(desk, tx, student_id, ground),))


def _names(tx: Transaction, student: Student, facts: Facts, ground: Ground) -> KnownNames:
    """Of everybody else on the roster and of the Wellness Peers, who are students too; and the preferred name of the
    student's own where whoever asks must not read it."""
    others = [(one.given, one.preferred_given, one.family) for one in students.everybody(tx) if one.id != student.id]
    others += [(person.name, "", "") for person in people.everybody(tx) if person.role is Role.PEER]
    return _known_names(others, student, facts, ground)


def _known_names(others: Iterable[Sequence[str]], student: Student, facts: Facts, ground: Ground) -> KnownNames:
    open_name = packets.may_read_preferred(facts, ground) or not facts.preferred
    secret = {} if open_name else {facts.preferred: student.given}
    return known_names(others, (student.given, student.middle, student.family,
                                *([] if secret else [student.preferred_given])), secret)


def _note(desk: Desk, tx: Transaction, student_id: int, session: Session, names: KnownNames,
          peers: dict[str, str]) -> Item:
    blob = sealed.get(tx, session_acts.NOTE, str(session.id), 1)
    if blob is None:
        raise Problem(_("A signed note of this student is missing. Verify the audit log first."))
    body = session_acts.open_note(desk, session, blob)
    peer = peers.setdefault(session.peer_id, _("Wellness Peer {n}").format(n=formats.number(len(peers) + 1)))
    started = desk.local(session.started_at)
    parts = [Part(_("With"), peer), Part("", note_words.red_flag(body))]
    own_words = {body.next_step, body.text, body.mediation, body.wishes}
    parts += [_part(name, text, names) if text in own_words else Part(name, text)
              for name, text in note_words.parts(body)]
    parts += [_part(_("About the student alone"), words, names) for words in _alone(desk, tx, student_id, session)]
    parts += [_addendum(desk, one, names) for one in note_addenda.of_note(desk, tx, session)]
    return Item(key=f"session:{session.id}", parts=tuple(parts), title=_("Note of {day}, {time}").format(
        day=formats.date(session.day), time=formats.time(started)))


def _alone(desk: Desk, tx: Transaction, student_id: int, session: Session) -> list[str]:
    """A group's note is in the record of each of its students; what is about one alone, in theirs only."""
    own = [one for one in session_students.of_session(tx, session.id) if one.student_id == student_id]
    return [words for _student, words in participants.remarks(desk, tx, session, own)]


def _addendum(desk: Desk, added: Addendum, names: KnownNames) -> Part:
    """What was added later goes with the note; not who added it, for that may be a student."""
    if added.problem:
        raise Tampered
    at = desk.local(added.at)
    return _part(_("Added later: {day}, {time}").format(day=formats.date(at.date()), time=formats.time(at)), added.text,
                 names)


def _flag(desk: Desk, story: FlagStory, names: KnownNames) -> Item:
    flag, raised = story.flag, desk.local(story.flag.mark.raised_at)
    parts = [Part(_("What it was about"), catalogues.label("red_flags", flag.kind)),
             Part(_("How soon"), urgency_label(flag.mark.urgency)), _part(_("What was written"), flag.words, names)]
    if story.closing is not None:
        told = [written.step for written in story.steps if written.step is not None] or steps_of(story.closing)
        parts += [_part(kind_label(step.kind), step_words(step), names) for step in told if step.kind in _GIVEN_OUT]
    return Item(key=f"flag:{flag.mark.id}", parts=tuple(parts),
                title=_("Red flag of {day}").format(day=formats.date(raised.date())))


def _part(name: str, text: str, names: KnownNames) -> Part:
    return Part(name, text, hits(text, names))


def _facts(facts: Facts, acknowledged: tuple[Acknowledged, ...], ground: Ground, names: KnownNames) -> Section:
    """Nobody decides on these one by one, so whoever is likely named in them is hidden, and seen to be before."""
    shown = [(_("Pronouns"), facts.pronouns if packets.may_read_preferred(facts, ground) else ""),
             (_("Language"), facts.language), (_("Access needs"), likely_hidden(facts.access_needs, names))]
    shown += [(catalogues.label("acknowledgements", one.kind), _("{date}, version {version}").format(
        date=formats.date(one.day), version=one.version)) for one in acknowledged]
    return Section(_("What the center keeps"), texts=tuple((name, text) for name, text in shown if text),
                   nothing=_("Nothing beside what follows."))


def _visits(desk: Desk, stays: list[Stay]) -> Section:
    rows = [(formats.date(stay.day), formats.time(desk.local(stay.arrived_at)),
             formats.time(desk.local(stay.left_at)) if stay.left_at else "–",
             catalogues.label("visit_reasons", stay.reason)) for stay in reversed(stays)]
    return Section(_("Visits"), (_("Day"), _("Arrived"), _("Left"), _("Reason")), tuple(rows),
                   nothing=_("There is no visit."))


def _log(desk: Desk, tx: Transaction, student_id: int, ground: Ground) -> Section:
    """With whom it was shared stands there by name, as the law wants it; the student's own secret name does not."""
    lines = disclosures.lines(desk, tx, student_id)
    known = student_facts.known(tx, student_id)
    own = _known_names((), known.student, known.facts, ground)
    rows = [(formats.date(line.day), line.recipient or "–",
             line.problem or f"{ground_label(line.ground)}. {likely_hidden(line.purpose, own)}", line.what or "–")
            for line in lines]
    return Section(_("Disclosure log"), (_("Day"), _("To whom"), _("Why"), _("What")), tuple(rows),
                   nothing=_("Nothing of this record was given to anybody before."))
