"""A packet of one student's records, for a parent or another school: prepared, decided on, and given out.

It goes out together with its line in the disclosure log and its entries in the audit log, or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, speaking
from wellnessdesk.domain import catalogues, packets
from wellnessdesk.domain.disclosures import Disclosure, Ground, NewDisclosure, Way, ground_label
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.packets import Decision, Draft, Item, Line, Section
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.redaction import KnownNames, known_names, likely_hidden
from wellnessdesk.domain.student_facts import Acknowledged, Facts
from wellnessdesk.domain.student_file import Contact, Stay
from wellnessdesk.domain.students import Student
from wellnessdesk.reports import packet as report
from wellnessdesk.services import (
    disclosures,
    student_facts,
    student_records,
)
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.packet_items import Items
from wellnessdesk.store import people, student_file, students
from wellnessdesk.store.transaction import Transaction

_OPENED = {"session": "note.read", "application": "application.read"}
"""What the log calls the opening of an item, by the beginning of its key."""


@act("packets.make")
def contacts(desk: Desk, student_id: int) -> tuple[Contact, ...]:
    """The student's caregivers: `domain.packets.language_for` proposes the language of one who asks."""
    with desk.reading() as tx:
        return tuple(student_file.contacts(tx, student_id))


@act("packets.make")
def prepare(desk: Desk, student_id: int, ground: Ground, language: str = "") -> Draft:
    """Everything there is of a student for whoever asks on this ground, names of others found but nothing hidden yet.

    In the language that it will go out in, by default the one in use; what was written stays as it was written.
    Every note and application is opened, and each opening recorded. Raises `Problem`, or `Tampered` for what is not as
    it was sealed.
    """
    student_records.opened(desk, student_id)
    with desk.change() as change:
        with speaking(language):
            draft = _draft(desk, change.tx, student_id, ground)
        record_opened(change, student_id, draft)
    return draft


def record_opened(change: Act, student_id: int, draft: Draft) -> None:
    """Write down that every note and application of a packet was opened."""
    for item in draft.items:
        opened = _OPENED.get(item.key.partition(":")[0])
        if opened:
            change.record_sealed(opened, item.key)
    if not change.recorded:
        change.record_sealed("packet.prepare", f"student:{student_id}")


@act("packets.make")
def save(desk: Desk, student_id: int, new: NewDisclosure, decisions: Mapping[str, Decision],
         paper: Paper = Paper.LETTER, language: str = "") -> bytes:
    """The packet as PDF, for `new.recipient`, as it was decided. Raises `Problem` when a decision is missing.

    It holds what was shown before: when something was added meanwhile, it must be looked at again.
    """
    with desk.change("disclosures") as change:
        return give_out(desk, change, student_id, new, decisions, paper, language)


def give_out(desk: Desk, change: Act, student_id: int, new: NewDisclosure, decisions: Mapping[str, Decision],
             paper: Paper, language: str, about: str = "") -> bytes:
    """The same within a change of the caller; `about` is kept with the line of the disclosure log."""
    draft = decided(desk, change.tx, student_id, new.ground, decisions, language)
    made = disclosures.write(desk, change, student_id, replace(new, what=packets.what(draft, decisions)),
                             Way.PACKET, about=about)
    _record_withheld(change, decisions)
    head = change.record("packet.make", f"disclosure:{made}")
    with speaking(language):  # within the change: a packet that cannot be made was not given out
        whole = replace(draft, log=_log(desk, change.tx, student_id, new.ground, draft.items))
        return report.packet_pdf(
            whole, packets.sections(whole, decisions), new, center=desk.center, by=desk.person.name,
            head=head.short(), printed_at=desk.local(desk.clock.now()), paper=paper)


def decided(desk: Desk, tx: Transaction, student_id: int, ground: Ground, decisions: Mapping[str, Decision],
            language: str) -> Draft:
    """What there is of a student now, all of it decided on. Raises `Problem` when a decision is missing or too many."""
    student_records.there(tx, student_id)
    with speaking(language):
        draft = _draft(desk, tx, student_id, ground)
    if packets.undecided(draft, decisions) or set(decisions) != {item.key for item in draft.items}:
        raise Problem(_("Something about this student changed meanwhile. Look through it again."))
    return draft


def _record_withheld(change: Act, decisions: Mapping[str, Decision]) -> None:
    for key, decision in sorted(decisions.items()):
        if not decision.include:
            change.record_sealed("packet.withhold", key, decision.ground)


def _draft(desk: Desk, tx: Transaction, student_id: int, ground: Ground) -> Draft:
    known = student_facts.known(tx, student_id)
    student, facts = known.student, known.facts
    names = _names(tx, student, facts, ground)
    items = Items(desk, tx, student_id, names).everything()
    return Draft(student=student, name=packets.name_in_packet(student, facts, ground),
                 facts=(_facts(facts, known.acknowledged, ground, names),
                        _visits(desk, student_file.stays(tx, student_id))),
                 items=items, log=_log(desk, tx, student_id, ground, items))


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


def _log(desk: Desk, tx: Transaction, student_id: int, ground: Ground, items: Sequence[Item]) -> tuple[Line, ...]:
    """The student's own secret name does not stand there, whoever else does."""
    known = student_facts.known(tx, student_id)
    own = _known_names((), known.student, known.facts, ground)
    return tuple(Line(
        day=formats.date(line.day), to=line.recipient or "–", what=line.what or "–", of=_records_of(line, items),
        why=line.problem or f"{ground_label(line.ground)}. {likely_hidden(line.purpose, own)}")
        for line in disclosures.lines(desk, tx, student_id))


def _records_of(line: Disclosure, items: Sequence[Item]) -> frozenset[str]:
    """What it was written with, and whatever else names this recipient: lines of before do not say what they were
    written with, and a slip's purpose may be told to its helper in other words."""
    to = fold(line.recipient)
    return frozenset({line.record} if line.record else ()) | {
        one.key for one in items if one.helper and fold(one.helper) == to}
