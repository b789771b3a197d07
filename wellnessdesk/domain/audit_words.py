"""Each entry of the audit log as a sentence: what somebody did, in plain words. Who and when stand beside it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import application_words, catalogues
from wellnessdesk.domain.agreements import kind_label
from wellnessdesk.domain.audit_log import Kind
from wellnessdesk.domain.people import Role, role_label
from wellnessdesk.domain.referrals import Status
from wellnessdesk.domain.referrals import status_label as referral_label
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.retention import label as class_label
from wellnessdesk.domain.statements import Kind as Statement
from wellnessdesk.domain.statements import kind_label as statement_label


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry holds. `names` are those of people, by id."""

    subject: str
    detail: str
    names: Mapping[str, str]

    @property
    def id(self) -> str:
        """What the entry is about, without its kind: a visit's number, a person's id."""
        return self.subject.partition(":")[2]


Say = Callable[[Told], str]


def sentence(action: str, told: Told) -> str:
    """What was done; of an action no one knows (a later version's), its own word."""
    known = _SENTENCES.get(action)
    applied = application_words.sentences().get(action)
    if applied is not None:
        return applied(told.detail)
    return known[1](told) if known else _("Did something this version has no words for ({action}).").format(
        action=action)


def kind(action: str) -> Kind:
    """What an action is about."""
    known = _SENTENCES.get(action)
    return known[0] if known else Kind.PEOPLE if action in application_words.sentences() else Kind.CENTER


def actions_of(wanted: Kind) -> frozenset[str]:
    """The actions of a kind."""
    applied = frozenset(application_words.sentences()) if wanted is Kind.PEOPLE else frozenset()
    return frozenset(action for action, (of, _say) in _SENTENCES.items() if of is wanted) | applied


def only_for_coordinators() -> str:
    """What stands for a sealed entry where it cannot be read."""
    return _("An entry only coordinators can read.")


def not_genuine() -> str:
    """What stands for a sealed entry that does not match its seal."""
    return _("This entry does not match its seal. Verify the log.")


def _visit(told: Told, text: str) -> str:
    return text.format(number=told.id)


def _moved(told: Told) -> str:
    number = len(told.detail.split())
    if number > 1:
        return _("Moved {n} appointments of a series (the first is number {number}).").format(
            n=formats.number(number), number=told.id)
    return _visit(told, _("Moved an appointment (number {number})."))


def _corrected(told: Told) -> str:
    number = len(told.detail.split())
    return ngettext("Set {n} fact of visit {number} right.", "Set {n} facts of visit {number} right.", number).format(
        n=formats.number(number), number=told.id)


def _week(told: Told) -> str:
    try:
        return formats.date(date.fromisoformat(told.id.partition(".")[0]))
    except ValueError:
        return told.id


def _person(told: Told, person: str) -> str:
    return told.names.get(person) or _("somebody")


def _role(word: str) -> str:
    return role_label(Role(word)) if word in set(Role) else word or "?"


def _part(told: Told, name: str) -> str:
    """What stands after `name:` in the detail."""
    return next((word.partition(":")[2] for word in told.detail.split() if word.startswith(f"{name}:")), "")


def _agreed(told: Told, text: str) -> str:
    """With whoever agreed, where somebody had to."""
    other = _part(told, "agreed")
    return _("{done} {name} agreed.").format(done=text, name=_person(told, other)) if other else text


def _person_added(told: Told) -> str:
    return _agreed(told, _("Added {name} ({role}).").format(
        name=_person(told, told.id), role=_role(told.detail.partition(" ")[0])))


def _role_changed(told: Told) -> str:
    before, after = [*told.detail.split(), "", ""][:2]
    return _agreed(told, _("Changed the role of {name} from {before} to {after}.").format(
        name=_person(told, told.id), before=_role(before), after=_role(after)))


def _about(told: Told, text: str) -> str:
    return _agreed(told, text.format(name=_person(told, told.id)))


def _stands_in(told: Told) -> str:
    return _agreed(told, _("Let {name} stand in for a coordinator for a time.").format(
        name=_person(told, _part(told, "person"))))


def _of_person(told: Told, text: str) -> str:
    return text.format(name=_person(told, _part(told, "person")))


def _module(module: str) -> str:
    return catalogues.label("training_modules", module)


def _completed(told: Told, text: str) -> str:
    return text.format(name=_person(told, _part(told, "person")), what=_module(_part(told, "module")))


def _entries(told: Told) -> int:
    return len(told.detail.split())


def _counted(told: Told, text: str) -> str:
    return text.format(n=formats.number(_entries(told)))


def _stated(told: Told, text: str) -> str:
    kind = _part(told, "kind")
    return text.format(name=_person(told, _part(told, "person")),
                       what=statement_label(Statement(kind)) if kind in set(Statement) else "?")


def _handed_on(told: Told) -> str:
    before, after = [*told.detail.split(), "", ""][:2]
    return _("Handed the note of session {number} on from {before} to {after}.").format(
        number=told.id, before=_person(told, before), after=_person(told, after))


def _roster(told: Told) -> str:
    counts = dict(part.rsplit(" ", 1) for part in told.detail.split(", ") if " " in part)
    if not {"adds", "changes", "inactive"} <= set(counts):
        return _("Took in a roster.")
    return _("Took in a roster: {adds} new, {changes} changed, {inactive} no longer active.").format(**counts)


def _retention_set(told: Told) -> str:
    known = told.id in set(Records)
    return _("Set how long records stay: {records}.").format(
        records=class_label(Records(told.id)) if known else told.id)


def _destroyed(told: Told) -> str:
    try:
        facts = json.loads(told.detail)
        number, records = int(facts["n"]), Records(facts["records"])
    except (ValueError, TypeError, KeyError):
        return _("Destroyed records for good.")
    return ngettext("Destroyed {n} record for good: {records}.", "Destroyed {n} records for good: {records}.",
                    number).format(n=formats.number(number), records=class_label(records))


def _agenda(told: Told, text: str) -> str:
    return text.format(week=_week(told))


def _attended(told: Told) -> str:
    return _("Took the attendance of {name} on {week}.").format(
        name=_person(told, told.detail.partition(" ")[0]), week=_week(told))


def _kit(told: Told, text: str) -> str:
    return text.format(letter=told.id)


def _accepted(told: Told) -> str:
    heads = dict(part.split(":", 1) for part in told.detail.split() if ":" in part)
    remembered, found = (heads.get(name, "?").partition(":")[0] for name in ("remembered", "found"))
    return _("Confirmed an older copy of the records: this computer remembered entry {remembered}, the copy went to "
             "entry {found}.").format(remembered=remembered, found=found)


def _exported(told: Told) -> str:
    number = told.detail.partition(" ")[0]
    if not number.isdecimal():
        return _("Saved the audit log as PDF.")
    return ngettext("Saved {n} entry of the audit log as PDF.", "Saved {n} entries of the audit log as PDF.",
                    int(number)).format(n=formats.number(int(number)))


def _withheld(told: Told) -> str:
    return _("Withheld a part of a student's record: {ground}.").format(
        ground=catalogues.label("withholding_grounds", told.detail))


def _referral_step(told: Told) -> str:
    """The detail begins with kind and status."""
    status = [*told.detail.split(":"), "", ""][1]
    return _("Wrote a step of a referral. It stands at: {status}.").format(
        status=referral_label(Status(status)) if status in set(Status) else "?")


_SENTENCES: dict[str, tuple[Kind, Say]] = {
    "center.create": (Kind.CENTER, lambda _told: _("Created the center.")),
    "people.add": (Kind.PEOPLE, _person_added),
    "people.deactivate": (Kind.PEOPLE, lambda told: _about(told, _("Ended the access of {name}."))),
    "people.change_role": (Kind.PEOPLE, _role_changed),
    "people.new_epoch": (Kind.PEOPLE, lambda told: _agreed(told, _("Gave the coordinators a new key."))),
    "people.new_passphrase": (Kind.PEOPLE, lambda told: _about(told, _("Gave {name} a new passphrase and new keys."))),
    "people.reactivate": (Kind.PEOPLE, lambda told: _about(told, _("Let {name} come back, with new keys."))),
    "people.own_passphrase": (Kind.PEOPLE, lambda _told: _("Changed their own passphrase.")),
    "note.reseal": (Kind.NOTES, lambda told: _visit(
        told, _("Sealed the note of session {number} to a new key of a peer who was there."))),
    "roster.accept": (Kind.STUDENTS, _roster),
    "roster.rollover": (Kind.STUDENTS, lambda _told: _("Started a school year: grades went up by one.")),
    "roster.undo": (Kind.STUDENTS, lambda _told: _("Took back the last import of a roster.")),
    "visit.check_in": (Kind.VISITS, lambda told: _visit(told, _("Checked a student in (visit {number})."))),
    "visit.hand_over": (Kind.VISITS, lambda told: _visit(
        told, _("Handed a student over to a Wellness Peer (visit {number})."))),
    "visit.check_out": (Kind.VISITS, lambda told: _visit(told, _("Checked a student out (visit {number})."))),
    "visit.peer_check_out": (Kind.VISITS, lambda told: _visit(
        told, _("Said that the student with them has left (visit {number})."))),
    "visit.undo_check_in": (Kind.VISITS, lambda told: _visit(told, _("Took back a check-in (visit {number})."))),
    "visit.undo_hand_over": (Kind.VISITS, lambda told: _visit(told, _("Took back a hand-over (visit {number})."))),
    "visit.undo_check_out": (Kind.VISITS, lambda told: _visit(told, _("Took back a check-out (visit {number})."))),
    "peer.services": (Kind.PEOPLE, lambda told: _about(told, _("Set which services {name} may give."))),
    "module.save": (Kind.PEOPLE, lambda told: _("Kept a version of the training module “{what}”.").format(
        what=_module(told.id))),
    "class.add": (Kind.PEOPLE, lambda told: _("Entered a training class (number {number}).").format(number=told.id)),
    "class.remove": (Kind.PEOPLE, lambda told: _("Took back a training class (number {number}).").format(
        number=told.id)),
    "completion.add": (Kind.PEOPLE, lambda told: _completed(
        told, _("Recorded that {name} has the training “{what}”."))),
    "completions.add": (Kind.PEOPLE, lambda _told: _("Recorded what several peers learned elsewhere.")),
    "paper.open": (Kind.PEOPLE, lambda told: _of_person(told, _("Opened the scan of a paper for {name}."))),
    "completion.revoke": (Kind.PEOPLE, lambda told: _completed(
        told, _("The training “{what}” of {name} does not count any more."))),
    "practice.add": (Kind.PEOPLE, lambda told: _of_person(told, _("Entered observed practice of {name}."))),
    "practice.end": (Kind.PEOPLE, lambda told: _of_person(
        told, _("Observed practice of {name} does not count any more."))),
    "bank.keep": (Kind.PEOPLE, lambda told: _("Kept a version of the question bank “{what}”.").format(what=told.id)),
    "bank.end": (Kind.PEOPLE, lambda told: _("Ended the question bank “{what}”.").format(what=told.id)),
    "exam.begin": (Kind.PEOPLE, lambda _told: _("Began an exam.")),
    "exam.finish": (Kind.PEOPLE, lambda _told: _("Finished an exam.")),
    "training.reseal": (Kind.PEOPLE, lambda _told: _("Sealed training of somebody with new keys again.")),
    "agreement.text": (Kind.PEOPLE, lambda told: _("Kept new words of the agreement “{what}”.").format(
        what=kind_label(told.id))),
    "agreement.sign": (Kind.PEOPLE, lambda told: _("Signed the agreement “{what}”.").format(
        what=kind_label(_part(told, "kind")))),
    "agreement.end": (Kind.PEOPLE, lambda told: _of_person(told, _("Ended a signature of {name}."))),
    "agreement.print": (Kind.PEOPLE, lambda _told: _("Printed a signed agreement.")),
    "paper.keep": (Kind.PEOPLE, lambda told: _of_person(told, _("Recorded a caregiver's paper for {name}."))),
    "paper.end": (Kind.PEOPLE, lambda told: _of_person(told, _("Ended a caregiver's paper for {name}."))),
    "clearance.gate": (Kind.CENTER, lambda told: _("From now on, peers must be cleared for a service.")
                       if told.detail.startswith("on ") else _("From now on, peers need not be cleared for a "
                                                               "service.")),
    "clearance.rules": (Kind.CENTER, lambda _told: _("Set what peers need before a service.")),
    "override.grant": (Kind.PEOPLE, lambda told: _of_person(
        told, _("Let {name} give a service for a time without being cleared."))),
    "override.end": (Kind.PEOPLE, lambda told: _of_person(told, _("Ended an exception for {name}."))),
    "hours.enter": (Kind.PEOPLE, lambda _told: _("Entered hours of their own.")),
    "hours.enter_for": (Kind.PEOPLE, lambda told: _of_person(told, _("Entered hours of {name}."))),
    "hours.withdraw": (Kind.PEOPLE, lambda _told: _("Took back hours of their own that waited.")),
    "hours.decide": (Kind.PEOPLE, lambda told: _counted(told, ngettext(
        "Decided on {n} entry of hours.", "Decided on {n} entries of hours.", _entries(told)))),
    "hours.undo": (Kind.PEOPLE, lambda told: _counted(told, ngettext(
        "Took back the decision on {n} entry of hours.", "Took back the decision on {n} entries of hours.",
        _entries(told)))),
    "pathway.set": (Kind.PEOPLE, lambda told: _about(told, _("Changed where {name} stands on a pathway."))),
    "pathways.take_in": (Kind.CENTER, lambda _told: _("Took in rule sets of pathways of the school's own.")),
    "pathways.remove": (Kind.CENTER, lambda _told: _("Removed rule sets of pathways of the school's own.")),
    "statement.issue": (Kind.PEOPLE, lambda told: _stated(told, _("Signed a statement about {name}: {what}."))),
    "statement.end": (Kind.PEOPLE, lambda told: _of_person(told, _("Ended a signed statement about {name}."))),
    "statement.print": (Kind.PEOPLE, lambda _told: _("Printed a signed statement.")),
    "peer.facts": (Kind.PEOPLE, lambda told: _about(told, _("Wrote down what the center knows of {name}."))),
    "coverage.print": (Kind.EXPORTS, lambda _told: _("Saved the shift coverage of a week as PDF.")),
    "peer.leaves": (Kind.PEOPLE, lambda told: _about(told, _("Asked an administrator to end the access of {name}."))),
    "peer.stays": (Kind.PEOPLE, lambda told: _about(told, _("Took back that the access of {name} should end."))),
    "exit.tell": (Kind.PEOPLE, lambda told: _about(told, _("Wrote down an exit interview of {name}."))),
    "exit.read": (Kind.PEOPLE, lambda told: _about(told, _("Read the exit interviews of {name}."))),
    "self_rating.give": (Kind.PEOPLE, lambda _told: _("Rated themselves, for nobody else to read.")),
    "self_rating.close": (Kind.PEOPLE, lambda _told: _("Closed a round of self-ratings of peers.")),
    "self_rating.print": (Kind.EXPORTS, lambda _told: _("Saved the double impact of a school year as PDF.")),
    "conflict.declare": (Kind.PEOPLE, lambda told: _about(told, _("Closed a student's record to {name}."))),
    "conflict.own": (Kind.PEOPLE, lambda _told: _("Had a student's record closed to themselves.")),
    "conflict.withdraw": (Kind.PEOPLE, lambda told: _about(told, _("Opened a student's record to {name} again."))),
    "appointment.book": (Kind.VISITS, lambda told: _visit(told, _("Booked an appointment (number {number})."))),
    "appointment.move": (Kind.VISITS, _moved),
    "appointment.call_off": (Kind.VISITS, lambda told: _visit(
        told, _("Called an appointment off (number {number})."))),
    "appointment.miss": (Kind.VISITS, lambda told: _visit(
        told, _("Marked an appointment as missed (number {number})."))),
    "appointment.restore": (Kind.VISITS, lambda told: _visit(
        told, _("Let an appointment stand again (number {number})."))),
    "appointment.take_back": (Kind.VISITS, lambda told: _visit(
        told, _("Took back the booking of an appointment (number {number})."))),
    "appointment.arrive": (Kind.VISITS, lambda told: _visit(
        told, _("A student came for their appointment (number {number})."))),
    "appointment.print": (Kind.VISITS, lambda _told: _("Printed the slips for appointments.")),
    "shift.add": (Kind.PEOPLE, lambda told: _about(told, _("Gave {name} a shift."))),
    "shift.move": (Kind.PEOPLE, lambda told: _about(told, _("Moved a shift of {name}."))),
    "shift.remove": (Kind.PEOPLE, lambda told: _about(told, _("Took a shift of {name} away."))),
    "shift.undo": (Kind.PEOPLE, lambda told: _about(told, _("Took back a change of {name}'s shifts."))),
    "calendar.set": (Kind.CENTER, lambda _told: _("Changed the school calendar.")),
    "visit.rest": (Kind.VISITS, lambda told: _visit(told, _("Let a student rest (visit {number})."))),
    "visit.undo_rest": (Kind.VISITS, lambda told: _visit(told, _("Took back that a student rests (visit {number})."))),
    "visit.to_queue": (Kind.VISITS, lambda told: _visit(told, _("Sent a student back to wait (visit {number})."))),
    "visit.undo_to_queue": (Kind.VISITS, lambda told: _visit(
        told, _("Took back that a student waits again (visit {number})."))),
    "visit.merge": (Kind.VISITS, lambda told: _visit(told, _("Merged two visits of a student into one ({number})."))),
    "visit.undo_merge": (Kind.VISITS, lambda told: _visit(told, _("Took two merged visits apart (visit {number})."))),
    "visit.correct": (Kind.VISITS, _corrected),
    "visit.sweep": (Kind.VISITS, lambda told: _visit(
        told, _("Wrote in a check-out that was forgotten (visit {number})."))),
    "drop_in.add": (Kind.VISITS, lambda told: _visit(told, _("Counted somebody without a name (line {number})."))),
    "drop_in.undo": (Kind.VISITS, lambda told: _visit(
        told, _("Took back somebody counted without a name (line {number})."))),
    "triggers.set": (Kind.CENTER, lambda _told: _("Changed which red flags there are, or their words.")),
    "rules.set": (Kind.CENTER, lambda _told: _("Changed the rules of supervision.")),
    "wellbeing.tell": (Kind.SUPERVISION, lambda _told: _("Filled in a wellbeing check.")),
    "wellbeing.read": (Kind.SUPERVISION, lambda told: _("Read the wellbeing checks of {name}.").format(
        name=_person(told, told.id))),
    "mark.set": (Kind.NOTES, lambda told: _visit(told, _("Marked session {number} for supervision."))),
    "mark.end": (Kind.NOTES, lambda told: _visit(told, _("Took the mark of session {number} back."))),
    "room.set": (Kind.CENTER, lambda _told: _("Set how many students the room holds, and for how long.")),
    "session.add": (Kind.NOTES, lambda told: _visit(told, _("Wrote down session {number}."))),
    "session.change": (Kind.NOTES, lambda told: _visit(
        told, _("Changed where, when or with whom session {number} was."))),
    "appointment.begin": (Kind.VISITS, lambda told: _visit(
        told, _("Met a student for their appointment (number {number})."))),
    "student.told": (Kind.STUDENTS, lambda _told: _("Told a student what is shared, and with whom.")),
    "note.draft": (Kind.NOTES, lambda told: _visit(told, _("Wrote at the note of session {number}."))),
    "note.sign": (Kind.NOTES, lambda told: _visit(told, _("Signed the note of session {number}."))),
    "note.read": (Kind.NOTES, lambda told: _visit(told, _("Opened the note of session {number}."))),
    "note.cosign": (Kind.NOTES, lambda told: _visit(told, _("Read and co-signed the note of session {number}."))),
    "note.addendum": (Kind.NOTES, lambda told: _visit(told, _("Added to the signed note of session {number}."))),
    "note.return": (Kind.NOTES, lambda told: _visit(
        told, _("Gave the note of session {number} back with a comment."))),
    "note.print": (Kind.EXPORTS, lambda _told: _("Saved a note as PDF.")),
    "note.lock": (Kind.NOTES, lambda told: _visit(
        told, _("Locked the unsigned draft of session {number}, whose author left."))),
    "note.limit": (Kind.CENTER, lambda _told: _("Set within how many hours a note is to be signed.")),
    "session.hand_on": (Kind.NOTES, _handed_on),
    "note.search": (Kind.NOTES, lambda _told: _("Searched in notes.")),
    "student.open": (Kind.STUDENTS, lambda _told: _("Opened a student's record.")),
    "student.open_own": (Kind.STUDENTS, lambda _told: _("Opened what a peer needs to know of a student.")),
    "visit.teacher_call": (Kind.VISITS, lambda _told: _("Told a teacher when a student was here today.")),
    "visit.pass_slip": (Kind.VISITS, lambda told: _visit(told, _("Made a pass slip (visit {number})."))),
    "packet.make": (Kind.EXPORTS, lambda _told: _("Saved a student's record as PDF.")),
    "packet.prepare": (Kind.EXPORTS, lambda _told: _("Prepared a student's record to be given out.")),
    "packet.withhold": (Kind.EXPORTS, _withheld),
    "student.facts": (Kind.STUDENTS, lambda _told: _("Changed what the center knows of a student.")),
    "flag.search": (Kind.FLAGS, lambda _told: _("Searched the closed flags.")),
    "flag.raise": (Kind.FLAGS, lambda _told: _("Raised a red flag.")),
    "flag.acknowledge": (Kind.FLAGS, lambda _told: _("Took on a red flag.")),
    "flag.step": (Kind.FLAGS, lambda _told: _("Wrote down what was done about a red flag.")),
    "flag.close": (Kind.FLAGS, lambda _told: _("Closed a red flag.")),
    "flag.withdraw": (Kind.FLAGS, lambda _told: _("Withdrew a red flag that was a mistake.")),
    "group.add": (Kind.SUPERVISION, lambda told: _("Made supervision group {number}.").format(number=told.id)),
    "group.change": (Kind.SUPERVISION, lambda told: _("Changed supervision group {number}.").format(number=told.id)),
    "group.end": (Kind.SUPERVISION, lambda told: _("Ended supervision group {number}.").format(number=told.id)),
    "agenda.build": (Kind.SUPERVISION, lambda told: _agenda(told, _("Built the agenda of {week}."))),
    "agenda.tick": (Kind.SUPERVISION, lambda told: _agenda(told, _("Ticked an item of the agenda of {week}."))),
    "agenda.minutes": (Kind.SUPERVISION, lambda told: _agenda(
        told, _("Set the minutes of an item of the agenda of {week}."))),
    "agenda.move": (Kind.SUPERVISION, lambda told: _agenda(told, _("Moved an item of the agenda of {week}."))),
    "agenda.add": (Kind.SUPERVISION, lambda told: _agenda(told, _("Added an item to the agenda of {week}."))),
    "agenda.defer": (Kind.SUPERVISION, lambda told: _agenda(
        told, _("Put off an item of the agenda of {week}.") if told.detail.endswith(":1") else
        _("Took an item of the agenda of {week} up again."))),
    "item.bring": (Kind.SUPERVISION, lambda told: _agenda(told, _("Brought something to the supervision of {week}."))),
    "item.withdraw": (Kind.SUPERVISION, lambda told: _agenda(
        told, _("Took back what they brought to the supervision of {week}."))),
    "meeting.begin": (Kind.SUPERVISION, lambda told: _agenda(told, _("Began the supervision of {week}."))),
    "meeting.attend": (Kind.SUPERVISION, _attended),
    "meeting.write": (Kind.SUPERVISION, lambda told: _agenda(told, _("Wrote in the supervision of {week}."))),
    "meeting.miss": (Kind.SUPERVISION, lambda told: _agenda(
        told, _("Wrote that the supervision of {week} was not held."))),
    "meeting.restore": (Kind.SUPERVISION, lambda told: _agenda(told, _("Took the supervision of {week} up again."))),
    "meeting.move": (Kind.SUPERVISION, lambda told: _agenda(told, _("Moved the supervision of {week}."))),
    "action.add": (Kind.SUPERVISION, lambda _told: _("Wrote down what somebody takes on.")),
    "action.take_back": (Kind.SUPERVISION, lambda _told: _("Took back what somebody was to take on.")),
    "action.reseal": (Kind.SUPERVISION, lambda _told: _(
        "Sealed what somebody took on in supervision to their new keys.")),
    "item.reseal": (Kind.SUPERVISION, lambda _told: _(
        "Sealed what somebody brought to supervision to their new keys.")),
    "action.done": (Kind.SUPERVISION, lambda told: _("Ticked something taken on in supervision.")
                    if told.detail == "1" else _("Took the tick of something taken on in supervision back.")),
    "minutes.sign": (Kind.SUPERVISION, lambda told: _agenda(told, _("Signed the minutes of {week}."))),
    "minutes.add": (Kind.SUPERVISION, lambda told: _agenda(told, _("Added to the minutes of {week}."))),
    "minutes.print": (Kind.EXPORTS, lambda told: _agenda(told, _("Printed the minutes of {week} (initials only)."))),
    "sign_in.print": (Kind.EXPORTS, lambda told: _agenda(told, _("Printed the sign-in sheet of {week}."))),
    "supervision.print_year": (Kind.EXPORTS, lambda _told: _("Saved the figures of supervision.")),
    "agenda.print": (Kind.EXPORTS, lambda told: _agenda(told, _("Printed the agenda of {week} (initials only)."))),
    "recipient.add": (Kind.EXPORTS, lambda _told: _("Added a district that may receive bundles.")),
    "recipient.compare": (Kind.EXPORTS, lambda _told: _("Compared the words of a district's key.")),
    "recipient.change": (Kind.EXPORTS, lambda _told: _("Changed which bundles a district may receive, and when.")),
    "recipient.key": (Kind.EXPORTS, lambda _told: _("Added a key of a district.")),
    "recipient.end_key": (Kind.EXPORTS, lambda _told: _("Ended a key of a district.")),
    "recipient.revoke": (Kind.EXPORTS, lambda _told: _("Took away from a district that it may receive bundles.")),
    "approval.set": (Kind.CENTER, lambda told: _("Set whether a second person approves bundles: {told}.").format(
        told=told.detail)),
    "approval.ask": (Kind.EXPORTS, lambda _told: _("Asked a second person to approve a bundle.")),
    "approval.decide": (Kind.EXPORTS, lambda told: {
        "approved": _("Approved a bundle."), "refused": _("Refused a bundle."),
        "withdrawn": _("Took back a request to approve a bundle.")}.get(
            told.detail, _("Decided whether a bundle may leave."))),
    "bundle.copy": (Kind.EXPORTS, lambda _told: _("Kept a copy of a bundle for the center.")),
    "bundle.receipt": (Kind.EXPORTS, lambda _told: _("Saved the receipt of a bundle.")),
    "bundle.begin": (Kind.EXPORTS, lambda _told: _("Began to write a bundle for the district.")),
    "bundle.keep": (Kind.EXPORTS, lambda _told: _("Kept what a bundle holds, to hold later ones against it.")),
    "bundle.stage": (Kind.EXPORTS, lambda _told: _("Encrypted a bundle for the district.")),
    "pseudonym_key.make": (Kind.EXPORTS, lambda _told: _("Made the key of a district's pseudonyms for a school year.")),
    "bundle.write": (Kind.EXPORTS, lambda _told: _("Wrote a bundle for the district.")),
    "bundle.abandon": (Kind.EXPORTS, lambda _told: _("Gave up a bundle that could not be written.")),
    "paper.set": (Kind.CENTER, lambda _told: _("Chose the paper that is printed on.")),
    "lock.set": (Kind.CENTER, lambda _told: _("Set after how many minutes the program locks itself.")),
    "kit.print": (Kind.PEOPLE, lambda told: _kit(told, _("Printed recovery kit {letter}."))),
    "kit.drill": (Kind.PEOPLE, lambda told: _kit(told, _("Tried recovery kit {letter}: it opens what it should."))),
    "kit.replace": (Kind.PEOPLE, lambda told: _agreed(told, _kit(
        told, _("Made a new recovery kit {letter}; the old one opens only older backups.")))),
    "emergency.grant": (Kind.PEOPLE, _stands_in),
    "emergency.end": (Kind.PEOPLE, lambda told: _agreed(told, _("Ended the access of somebody who stood in."))),
    "emergency.review": (Kind.PEOPLE, lambda _told: _("Reviewed what somebody did who stood in.")),
    "backup.make": (Kind.CENTER, lambda _told: _("Made a backup and verified it.")),
    "backup.fail": (Kind.CENTER, lambda _told: _("A backup was tried and failed.")),
    "backup.folders": (Kind.CENTER, lambda _told: _("Chose where backups are kept.")),
    "center.restore": (Kind.CENTER, lambda _told: _("Restored the center from a backup.")),
    "center.secret": (Kind.CENTER, lambda _told: _("Found this computer's secret brought back with recovery kit A.")),
    "retention.set": (Kind.RETENTION, _retention_set),
    "hold.place": (Kind.RETENTION, lambda _told: _("Placed a legal hold.")),
    "hold.lift": (Kind.RETENTION, lambda _told: _("Lifted a legal hold.")),
    "retention.destroy": (Kind.RETENTION, _destroyed),
    "retention.certificate": (Kind.RETENTION, lambda _told: _("Printed a certificate of destruction.")),
    "audit.accept_older": (Kind.CENTER, _accepted),
    "audit.export": (Kind.EXPORTS, _exported),
    "disclosure.record": (Kind.EXPORTS, lambda _told: _("Recorded a disclosure of a student's records.")),
    "disclosure.print": (Kind.EXPORTS, lambda _told: _("Saved a student's disclosure log as PDF.")),
    "kiosk.start": (Kind.VISITS, lambda _told: _("Started the kiosk.")),
    "kiosk.stop": (Kind.VISITS, lambda _told: _("Ended the kiosk.")),
    "kiosk.check_in": (Kind.VISITS, lambda told: _visit(
        told, _("A student checked in at the kiosk (visit {number})."))),
    "kiosk.arrive": (Kind.VISITS, lambda _told: _("A student came for an appointment, and said so at the kiosk.")),
    "kiosk.call_adult": (Kind.VISITS, lambda _told: _("A student at the kiosk asked for an adult.")),
    "demographics.give": (Kind.VISITS, lambda _told: _("A student at the kiosk was asked about themselves.")),
    "demographics.set": (Kind.CENTER, lambda _told: _("Set whether students are asked about themselves.")),
    "adult.answer": (Kind.VISITS, lambda _told: _("Came to a student who had asked for an adult.")),
    "adult.sound": (Kind.CENTER, lambda _told: _("Set whether a sound tells that a student asks for an adult.")),
    "charts.print": (Kind.EXPORTS, lambda _told: _("Saved the charts of the center as PDF.")),
    "contact.write": (Kind.REFERRALS, lambda _told: _("Wrote down a contact with a caregiver.")),
    "letter.make": (Kind.REFERRALS, lambda _told: _("Made a letter to a caregiver.")),
    "rule.set": (Kind.REFERRALS, lambda _told: _("Set what holds before a caregiver is called.")),
    "rule.end": (Kind.REFERRALS, lambda _told: _("Ended what held before a caregiver is called.")),
    "rule.acknowledge": (Kind.REFERRALS, lambda _told: _("Read what holds, and saw how to reach a caregiver.")),
    "referral.draft": (Kind.REFERRALS, lambda _told: _("Drafted a referral.")),
    "referral.step": (Kind.REFERRALS, _referral_step),
    "referral.slip": (Kind.REFERRALS, lambda _told: _("Made a referral slip.")),
    "resource.save": (Kind.CENTER, lambda _told: _("Changed an entry of the directory of who can help.")),
    "resource.take_back": (Kind.CENTER, lambda _told: _("Took back a change of the directory of who can help.")),
    "resource.import": (Kind.CENTER, lambda _told: _("Took entries into the directory of who can help from a file.")),
    "resource.export": (Kind.EXPORTS, lambda _told: _("Saved the directory of who can help as a file.")),
    "resource.print": (Kind.EXPORTS, lambda _told: _("Saved cards of who can help as PDF.")),
    "looked.print": (Kind.EXPORTS, lambda _told: _("Saved as PDF who has looked at a student's record.")),
}
