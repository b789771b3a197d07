"""The audit log: the exact bytes that are chained and signed, and what a verification finds.

An entry's `subject` is a kind and an id (`visit:12`), never a name.
"""

import hashlib
import json
from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.people import Role

GENESIS = bytes(32)
SEALED = "sealed"
"""The action of entries only coordinators may read: what was done is sealed inside `detail`, and who did it inside
`signature` (`actor` is NOBODY). Else the time of a flag would lead to its raiser, and from there to a student."""
NOBODY = ""

ACTS = {
    "center.create": "people.add",  # whoever makes a center is its first administrator
    "people.add": "people.add",
    "people.deactivate": "people.deactivate",
    "people.change_role": "people.change_role",
    "people.new_epoch": "people.new_epoch",
    "people.new_passphrase": "people.new_passphrase",
    "people.reactivate": "people.new_passphrase",
    "people.own_passphrase": "people.own_passphrase",
    "note.reseal": "people.reseal",
    "action.reseal": "people.reseal",
    "item.reseal": "people.reseal",
    "roster.accept": "roster.accept",
    "roster.rollover": "roster.accept",
    "roster.undo": "roster.undo",
    "visit.check_in": "visits.check_in",
    "visit.pass_slip": "visits.pass_slip",
    "visit.hand_over": "visits.hand_over",
    "visit.check_out": "visits.check_out",
    "visit.peer_check_out": "visits.check_out_own",
    "visit.undo_check_in": "visits.undo",
    "visit.undo_hand_over": "visits.undo",
    "visit.undo_check_out": "visits.undo",
    "peer.services": "peers.set_services",
    "conflict.declare": "peers.declare",
    "conflict.own": "peers.declare_own",
    "conflict.withdraw": "peers.declare",
    "calendar.set": "calendar.set",
    "appointment.book": "appointments.book",
    "appointment.move": "appointments.book",
    "appointment.call_off": "appointments.book",
    "appointment.miss": "appointments.book",
    "appointment.restore": "appointments.book",
    "appointment.take_back": "appointments.book",
    "appointment.arrive": "appointments.arrive",
    "appointment.print": "appointments.print",
    "appointment.begin": "sessions.begin",
    "shift.add": "shifts.set",
    "shift.move": "shifts.set",
    "shift.remove": "shifts.set",
    "shift.undo": "shifts.set",
    "visit.rest": "visits.rest",
    "visit.undo_rest": "visits.undo",
    "visit.to_queue": "visits.to_queue",
    "visit.undo_to_queue": "visits.undo",
    "visit.merge": "visits.merge",
    "visit.undo_merge": "visits.undo",
    "visit.correct": "visits.correct",
    "visit.sweep": "visits.sweep",
    "drop_in.add": "visits.drop_in",
    "drop_in.undo": "visits.drop_in",
    "room.set": "visits.set_room",
    "note.sign": "sessions.sign",
    "note.cosign": "sessions.cosign",
    "note.addendum": "note_addenda.add",
    "note.return": "note_returns.give_back",
    "note.print": "note_print.save",
    "note.lock": "note_locks.lock",
    "note.limit": "note_limits.set",
    "session.hand_on": "open_work.hand_on",
    "flag.acknowledge": "flags.acknowledge",
    "flag.step": "flags.step",
    "flag.close": "flags.close",
    "flag.withdraw": "flags.withdraw",
    "triggers.set": "flags.set_triggers",
    "group.add": "supervision.groups",
    "group.change": "supervision.groups",
    "group.end": "supervision.groups",
    "agenda.build": "supervision.build",
    "agenda.tick": "supervision.change",
    "agenda.minutes": "supervision.change",
    "agenda.move": "supervision.change",
    "agenda.add": "supervision.change",
    "agenda.print": "supervision.print",
    "agenda.defer": "supervision.hold",
    "item.bring": "supervision.own",
    "item.withdraw": "supervision.own",
    "meeting.begin": "supervision.hold",
    "meeting.attend": "supervision.hold",
    "meeting.write": "supervision.hold",
    "meeting.miss": "supervision.hold",
    "meeting.restore": "supervision.hold",
    "meeting.move": "supervision.hold",
    "action.add": "supervision.hold",
    "action.take_back": "supervision.hold",
    "action.done": "supervision.own",
    "minutes.sign": "supervision.sign",
    "minutes.add": "supervision.sign",
    "minutes.print": "supervision.print",
    "sign_in.print": "supervision.print",
    "supervision.print_year": "supervision.print",
    "rules.set": "supervision.set_rules",
    "wellbeing.tell": "wellbeing.own",
    "recipient.add": "bundles.add_recipient",
    "recipient.compare": "bundles.add_recipient",
    "recipient.change": "bundles.add_recipient",
    "recipient.key": "bundles.add_recipient",
    "recipient.end_key": "bundles.add_recipient",
    "recipient.revoke": "bundles.add_recipient",
    "approval.set": "bundles.set_approval",
    "approval.ask": "bundles.write",
    "approval.decide": "bundles.approve",
    "bundle.copy": "bundles.write",
    "bundle.receipt": "bundles.history",
    "lock.set": "lock.set",
    "paper.set": "paper.set",
    "bundle.begin": "bundles.write",
    "bundle.keep": "bundles.write",
    "bundle.stage": "bundles.write",
    "pseudonym_key.make": "bundles.write",
    "bundle.write": "bundles.settle",
    "bundle.abandon": "bundles.settle",
    "kit.print": "recovery.print",
    "kit.drill": "recovery.drill",
    "kit.replace": "recovery.replace",
    "emergency.grant": "emergencies.grant",
    "emergency.end": "emergencies.end",
    "emergency.review": "emergencies.review",
    "backup.make": "backups.daily",
    "backup.fail": "backups.daily",
    "backup.folders": "backups.set_folders",
    "center.restore": "backups.daily",
    "center.secret": "backups.daily",
    "retention.set": "retention.set",
    "hold.place": "retention.hold",
    "hold.lift": "retention.hold",
    "retention.destroy": "retention.destroy",
    "retention.certificate": "retention.certificate",
    "audit.accept_older": "audit.accept_older",
    "audit.export": "audit.export",
    "disclosure.record": "disclosures.record",
    "disclosure.print": "disclosures.print",
    "looked.print": "disclosures.print",
    "packet.make": "packets.make",
    "kiosk.start": "kiosk.start",
    "kiosk.stop": "kiosk.settle",
    "kiosk.check_in": "kiosk.check_in",
    "kiosk.arrive": "kiosk.check_in",
    "kiosk.call_adult": "kiosk.call_adult",
    "demographics.give": "kiosk.demographics",
    "demographics.set": "demographics.set",
    "adult.answer": "adult_calls.answer",
    "adult.sound": "adult_calls.set_sound",
    "charts.print": "charts.print",
    "module.save": "training.change",
    "class.add": "training.change",
    "class.remove": "training.change",
    "completion.add": "training.change",
    "completion.revoke": "training.change",
    "completions.add": "training.change",
    "paper.open": "agreements.change",
    "practice.add": "practice.change",
    "practice.end": "practice.change",
    "bank.keep": "exams.change",
    "bank.end": "exams.change",
    "exam.begin": "exams.take",
    "exam.finish": "exams.take",
    "training.reseal": "people.reseal",
    "agreement.text": "agreements.change",
    "agreement.sign": "agreements.sign",
    "agreement.end": "agreements.change",
    "agreement.print": "agreements.print",
    "paper.keep": "agreements.change",
    "paper.end": "agreements.change",
    "peer.facts": "peer_facts.change",
    "coverage.print": "peer_facts.print",
    "peer.leaves": "departures.ask",
    "peer.stays": "departures.ask",
    "exit.tell": "exit_interviews.write",
    "self_rating.give": "self_ratings.own",
    "self_rating.close": "self_ratings.close",
    "self_rating.print": "self_ratings.see",
    "exit.read": "exit_interviews.see",
    "clearance.gate": "clearance.gate",
    "clearance.rules": "clearance.set_rules",
    "override.grant": "clearance.override",
    "override.end": "clearance.override",
    "cycle.save": "applications.change",
    "cycle.end": "applications.change",
    "application.hand_over": "applications.hand_over",
    "application.begin": "applications.hand_over",
    "application.write": "applications.hand_over",
    "application.send": "applications.hand_over",
    "application.enter": "applications.change",
    "application.import": "applications.import",
    "application.met": "applications.change",
    "application.reopen": "applications.change",
    "application.remove": "applications.change",
    "application.rate": "applications.rate",
    "application.recommend": "applications.rate",
    "application.interview": "applications.rate",
    "application.decide": "applications.decide",
    "application.letters": "applications.print",
    "application.figures": "applications.print",
    "application.account": "applications.accounts",
    "hours.enter": "hours.enter",
    "hours.enter_for": "hours.decide",
    "hours.withdraw": "hours.enter",
    "hours.decide": "hours.decide",
    "hours.undo": "hours.decide",
    "pathway.set": "pathways.see",
    "pathways.take_in": "pathways.rules",
    "pathways.remove": "pathways.rules",
    "statement.issue": "statements.issue",
    "statement.end": "statements.issue",
    "statement.print": "statements.print",
    "rule.set": "caregivers.set_rule",
    "rule.end": "caregivers.set_rule",
    "resource.save": "resources.change",
    "resource.take_back": "resources.change",
    "resource.import": "resources.import",
    "resource.export": "resources.export",
}
"""The actions of clear entries, and the act of `domain.access` that each records."""
PEER_PROGRAM = frozenset({
    "module.save", "class.add", "class.remove", "completion.add", "completion.revoke", "completions.add",
    "practice.add", "practice.end", "bank.keep", "bank.end", "exam.begin", "exam.finish", "agreement.text",
    "agreement.sign", "agreement.end", "paper.keep", "paper.end", "clearance.gate", "clearance.rules",
    "override.grant", "override.end", "statement.issue", "statement.end",
    "hours.enter", "hours.enter_for", "hours.withdraw", "hours.decide", "hours.undo",
    "pathway.set", "pathways.take_in", "pathways.remove", "peer.facts", "peer.leaves", "peer.stays", "exit.tell"})
"""The actions whose details say how the rows of the peer program stand (`services.peer_marks`)."""
SEALED_ACTS = {
    "session.add": "sessions.begin",
    "session.change": "sessions.change",
    "student.told": "sessions.tell",
    "note.draft": "sessions.save_draft",
    "note.read": "sessions.read_note",
    "note.search": "note_search.find",
    "flag.raise": "flags.raise",
    "flag.search": "flags.find",
    "mark.set": "marks.set",
    "mark.end": "marks.set",
    "wellbeing.read": "wellbeing.see",
    "application.read": "applications.see",
    "student.open": "students.open",
    "student.open_own": "students.open_own",
    "student.facts": "facts.change",
    "visit.teacher_call": "visits.teacher_call",
    "packet.prepare": "packets.make",
    "packet.withhold": "packets.make",
    "resource.print": "resources.print",
    "referral.draft": "referrals.draft",
    "rule.acknowledge": "caregivers.see",
    "contact.write": "contacts.write",
    "letter.make": "letters.make",
    "referral.step": "referrals.change",
    "referral.slip": "referrals.change",
}
"""The same for sealed entries: what, beside the moment of a flag, would say in the clear whose flag it is."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link: its number and hash."""

    sequence: int
    hash: bytes

    def short(self) -> str:
        """As printed in footers, for instance `1042:9f3a61c07d22`."""
        return f"{self.sequence}:{self.hash.hex()[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log, as it stands in the chain."""

    sequence: int
    actor: str
    action: str
    subject: str
    detail: str
    hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found. `broken_at` is the first number that does not hold, None when all do.

    `finding` is a sentence about the first record that is not as a whole chain says. `unchecked` counts the sealed
    entries of which whoever verified can check the place in the chain and nothing else.
    """

    entries: int
    head: Head
    broken_at: int | None = None
    reason: str = ""
    finding: str = ""
    unchecked: int = 0

    @property
    def whole(self) -> bool:
        """Whether every link holds."""
        return self.broken_at is None

    @property
    def sound(self) -> bool:
        """Whether every link holds and the records are as the log says."""
        return self.whole and not self.finding


def may_write(role: Role, action: str, *, sealed: bool = False) -> bool:
    """Whether an entry of this action can be a person's of this role: the log is no way past the policy."""
    return access.allowed(role, (SEALED_ACTS if sealed else ACTS).get(action, ""))


def words(action: str, subject: str, detail: str = "") -> str:
    """What a sealed entry says, in one line."""
    return " ".join(part for part in (action, subject, detail) if part)


def unsigned(number: int) -> str:
    """What is wrong with an entry whose signature is not its author's."""
    return _("Entry {number} does not bear its author's signature.").format(number=number)


def not_allowed(number: int) -> str:
    """What is wrong with an entry that nobody, or not its author, can have made."""
    return _("Entry {number} is not one that its author can have made.").format(number=number)


def link(previous: bytes, sequence: int, at_ms: int, actor: str, action: str, subject: str, detail: str) -> bytes:
    """The hash of an entry: BLAKE2b-256 of the previous hash and the entry as a JSON list (unambiguous lengths).

    `at_ms` is the moment in milliseconds since 1970 UTC. The clock is recorded, never used for order.
    """
    row = json.dumps([sequence, at_ms, actor, action, subject, detail], separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(previous + row.encode(), digest_size=32).digest()
