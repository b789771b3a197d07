"""The one policy table: who may do what. What is not listed here is denied.

Every public service function names its act; a test walks them all. Rights over single records (a peer's own sessions)
are the pure rules at the end.
"""

from wellnessdesk.base.errors import Denied
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role

_FRONT, _PEER, _COORDINATOR, _ADMIN = Role.FRONT_DESK, Role.PEER, Role.COORDINATOR, Role.ADMINISTRATOR
_EVERYBODY = frozenset(ROLES_OF_PEOPLE)
_DESK = frozenset({_FRONT, _COORDINATOR})
_STAFF = frozenset({_FRONT, _COORDINATOR, _ADMIN})
_KIOSK = frozenset({Role.KIOSK})

POLICY: dict[str, frozenset[Role]] = {
    "people.list": frozenset({_ADMIN, _COORDINATOR}),
    "people.add": frozenset({_ADMIN}),
    "people.peers": _DESK,
    "people.deactivate": frozenset({_ADMIN}),
    "people.change_role": frozenset({_ADMIN}),
    "people.new_epoch": frozenset({_ADMIN}),
    "people.new_passphrase": frozenset({_ADMIN}),
    "people.own_passphrase": _EVERYBODY,
    "people.reseal": frozenset({_COORDINATOR}),
    "roster.preview": frozenset({_ADMIN, _COORDINATOR}),
    "roster.accept": frozenset({_ADMIN, _COORDINATOR}),
    "roster.undo": frozenset({_ADMIN, _COORDINATOR}),
    "students.search": _DESK,
    "students.open": _DESK,
    "students.open_own": frozenset({_PEER}),
    "students.timeline": frozenset({_COORDINATOR}),
    "facts.see": _DESK,
    "facts.change": _DESK,
    "visits.teacher_call": _DESK,
    "visits.pass_slip": _DESK,
    "visits.check_in": _DESK,
    "visits.queue": _DESK,
    "visits.hand_over": _DESK,
    "visits.check_out": _DESK,
    "visits.check_out_own": frozenset({_PEER}),
    "visits.undo": _DESK,
    # Whoever hands over, or checks in, may know with whom a student cannot be, and no more: why is told by `peers.see`.
    "peers.choices": _DESK,
    "peers.see": frozenset({_COORDINATOR}),
    "peers.set_services": frozenset({_COORDINATOR}),
    "peers.declare": frozenset({_COORDINATOR}),
    "peers.declare_own": frozenset({_PEER}),
    "peers.own": frozenset({_PEER}),
    "peer_facts.see": frozenset({_COORDINATOR}),
    "peer_facts.change": frozenset({_COORDINATOR}),
    "peer_facts.print": frozenset({_COORDINATOR}),
    # A coordinator asks that somebody's access ends; an administrator ends it (`people.deactivate`).
    "departures.ask": frozenset({_COORDINATOR}),
    "departures.see": frozenset({_COORDINATOR, _ADMIN}),
    "exit_interviews.write": frozenset({_COORDINATOR}),
    "exit_interviews.see": frozenset({_COORDINATOR}),
    # What a peer says of themselves is theirs alone; coordinators see numbers of eleven or more, once a round.
    "self_ratings.own": frozenset({_PEER}),
    "self_ratings.see": frozenset({_COORDINATOR}),
    "self_ratings.close": frozenset({_COORDINATOR}),
    "calendar.see": _EVERYBODY,
    "calendar.set": frozenset({_COORDINATOR, _ADMIN}),
    # A peer sees their own appointments and shifts, and nobody else's: `services.appointments`, `services.shifts`.
    "appointments.see": frozenset({_FRONT, _PEER, _COORDINATOR}),
    "appointments.book": _DESK,
    "appointments.arrive": _DESK,
    "appointments.print": _DESK,
    "shifts.see": frozenset({_FRONT, _PEER, _COORDINATOR}),
    "shifts.set": frozenset({_COORDINATOR}),
    "visits.rest": _DESK,
    "visits.to_queue": _DESK,
    "visits.merge": _DESK,
    "visits.correct": _DESK,
    "visits.sweep": _DESK,
    "visits.drop_in": _DESK,
    "visits.room": frozenset({_FRONT, _COORDINATOR, _ADMIN}),
    "visits.set_room": frozenset({_COORDINATOR, _ADMIN}),
    "sessions.mine": frozenset({_PEER}),
    "sessions.begin": frozenset({_PEER}),
    "sessions.change": frozenset({_PEER}),
    "sessions.tell": frozenset({_PEER}),
    "sessions.save_draft": frozenset({_PEER}),
    "sessions.read_draft": frozenset({_PEER}),
    "sessions.sign": frozenset({_PEER}),
    "sessions.read_note": frozenset({_PEER, _COORDINATOR}),
    "sessions.to_review": frozenset({_COORDINATOR}),
    "sessions.cosign": frozenset({_COORDINATOR}),
    "note_addenda.add": frozenset({_PEER, _COORDINATOR}),
    "note_returns.give_back": frozenset({_COORDINATOR}),
    "note_returns.read": frozenset({_PEER, _COORDINATOR}),
    "note_print.save": frozenset({_COORDINATOR}),
    "note_locks.lock": frozenset({_COORDINATOR}),
    "paper.see": frozenset({_COORDINATOR, _ADMIN}),
    "paper.set": frozenset({_COORDINATOR, _ADMIN}),
    "note_limits.see": frozenset({_COORDINATOR, _ADMIN}),
    "note_limits.set": frozenset({_COORDINATOR, _ADMIN}),
    "review_figures.see": frozenset({_COORDINATOR}),
    "open_work.see": frozenset({_COORDINATOR}),
    "open_work.hand_on": frozenset({_COORDINATOR}),
    "note_search.read_on": frozenset({_PEER, _COORDINATOR}),
    "note_search.find": frozenset({_PEER, _COORDINATOR}),
    "flags.raise": frozenset({_PEER, _COORDINATOR}),
    "flags.adult_needed": _EVERYBODY,
    "flags.mine": frozenset({_PEER}),
    "flags.open": frozenset({_COORDINATOR}),
    "flags.find": frozenset({_COORDINATOR}),
    "flags.acknowledge": frozenset({_COORDINATOR}),
    "flags.raise_about": frozenset({_COORDINATOR}),
    "flags.step": frozenset({_COORDINATOR}),
    "flags.close": frozenset({_COORDINATOR}),
    "flags.withdraw": frozenset({_COORDINATOR}),
    "flags.handoff": frozenset({_COORDINATOR}),
    "flags.figures": frozenset({_COORDINATOR}),
    "flags.triggers": frozenset({_COORDINATOR}),
    "flags.set_triggers": frozenset({_COORDINATOR}),
    "supervision.groups": frozenset({_COORDINATOR}),
    "supervision.build": frozenset({_COORDINATOR}),
    "supervision.read": frozenset({_COORDINATOR}),
    "supervision.change": frozenset({_COORDINATOR}),
    "supervision.print": frozenset({_COORDINATOR}),
    "supervision.hold": frozenset({_COORDINATOR}),
    "supervision.sign": frozenset({_COORDINATOR}),
    # What somebody took on in supervision is theirs to see, and to tick.
    "supervision.own": frozenset({_PEER, _COORDINATOR}),
    "supervision.rules": frozenset({_COORDINATOR}),
    "supervision.set_rules": frozenset({_COORDINATOR}),
    "supervision.load": frozenset({_COORDINATOR}),
    # A peer marks sessions of their own; a wellbeing check is its author's and the coordinators'.
    "marks.set": frozenset({_PEER, _COORDINATOR}),
    "marks.see": frozenset({_PEER, _COORDINATOR}),
    "wellbeing.own": frozenset({_PEER}),
    "wellbeing.see": frozenset({_COORDINATOR}),
    "bundles.recipients": frozenset({_COORDINATOR, _ADMIN}),
    "bundles.add_recipient": frozenset({_COORDINATOR, _ADMIN}),
    "bundles.preview": frozenset({_COORDINATOR}),
    "bundles.write": frozenset({_COORDINATOR}),
    "bundles.set_approval": frozenset({_ADMIN}),
    "bundles.approve": frozenset({_COORDINATOR, _ADMIN}),
    "bundles.history": frozenset({_COORDINATOR, _ADMIN}),
    "bundles.settle": _EVERYBODY,
    "places.own": _EVERYBODY,
    "lock.minutes": _EVERYBODY,
    "lock.set": frozenset({_ADMIN}),
    "acting.adults": _EVERYBODY,
    "acting.begin": _EVERYBODY,
    "audit.verify": frozenset({_COORDINATOR, _ADMIN}),
    "audit.accept_older": frozenset({_COORDINATOR}),
    # The day's first sign-in makes the backup, whoever it is; what a crash or a restore left is recorded by the next.
    "backups.daily": _EVERYBODY,
    "backups.see": frozenset({_COORDINATOR, _ADMIN}),
    "backups.make": frozenset({_COORDINATOR, _ADMIN}),
    "backups.set_folders": frozenset({_ADMIN}),
    "audit.see": frozenset({_COORDINATOR, _ADMIN}),
    "audit.export": frozenset({_COORDINATOR, _ADMIN}),
    "audit.looked": frozenset({_COORDINATOR}),
    "packets.make": frozenset({_COORDINATOR}),
    "disclosures.see": frozenset({_COORDINATOR}),
    "disclosures.record": frozenset({_COORDINATOR}),
    "disclosures.print": frozenset({_COORDINATOR}),
    "recovery.print": frozenset({_COORDINATOR, _ADMIN}),
    "recovery.drills": frozenset({_COORDINATOR, _ADMIN}),
    "recovery.drill": frozenset({_COORDINATOR, _ADMIN}),
    "recovery.replace": frozenset({_ADMIN}),
    "emergencies.grant": frozenset({_COORDINATOR, _ADMIN}),
    "emergencies.see": frozenset({_COORDINATOR, _ADMIN}),
    "emergencies.end": frozenset({_COORDINATOR, _ADMIN}),
    "emergencies.review": frozenset({_COORDINATOR}),
    # Nobody shortens a period and destroys alone: an administrator sets how long records stay, a coordinator, whose
    # notes and flags they are, destroys what is due. Holds are a coordinator's, for their reasons are.
    "retention.see": frozenset({_COORDINATOR, _ADMIN}),
    "retention.set": frozenset({_ADMIN}),
    "retention.hold": frozenset({_COORDINATOR}),
    "retention.destroy": frozenset({_COORDINATOR}),
    "retention.certificate": frozenset({_COORDINATOR, _ADMIN}),
    # All that the kiosk may do at all; it is started, and ended, by an adult.
    "kiosk.find": _KIOSK,
    "kiosk.check_in": _KIOSK,
    "kiosk.call_adult": _KIOSK,
    "kiosk.demographics": _KIOSK,
    "demographics.set": frozenset({_COORDINATOR, _ADMIN}),
    "kiosk.start": _STAFF,
    "kiosk.settle": _EVERYBODY,
    "adult_calls.waiting": _EVERYBODY,
    "adult_calls.answer": _STAFF,
    "adult_calls.sound": _EVERYBODY,
    "adult_calls.set_sound": frozenset({_ADMIN}),
    # What holds before a call is the front desk's to know, too; why it holds, and what was said, is not.
    "caregivers.rules": _DESK,
    "caregivers.see": frozenset({_COORDINATOR}),
    "caregivers.set_rule": frozenset({_COORDINATOR}),
    "contacts.see": frozenset({_COORDINATOR}),
    "contacts.write": frozenset({_COORDINATOR}),
    "letters.make": frozenset({_COORDINATOR}),
    # A peer may draft a referral from a session of their own; a coordinator sends it and sees to it.
    "referrals.draft": frozenset({_PEER, _COORDINATOR}),
    "referrals.see": frozenset({_COORDINATOR}),
    "referrals.change": frozenset({_COORDINATOR}),
    # Whoever is signed in may look up who can help, and give it on paper; a coordinator keeps the directory.
    "resources.see": _EVERYBODY,
    "resources.print": _EVERYBODY,
    "resources.change": frozenset({_COORDINATOR}),
    "resources.import": frozenset({_COORDINATOR}),
    "resources.export": frozenset({_COORDINATOR}),
    # The peer program. What a peer lacks is said at every door; the whole of it is a coordinator's, one's own a peer's.
    "training.see": frozenset({_COORDINATOR}),
    "training.change": frozenset({_COORDINATOR}),
    "practice.own": frozenset({_PEER}),
    "practice.see": frozenset({_COORDINATOR}),
    "practice.change": frozenset({_COORDINATOR}),
    "exams.take": frozenset({_PEER}),
    "exams.see": frozenset({_COORDINATOR}),
    "exams.change": frozenset({_COORDINATOR}),
    "agreements.own": frozenset({_PEER}),
    "agreements.sign": frozenset({_PEER}),
    "agreements.see": frozenset({_COORDINATOR}),
    "agreements.change": frozenset({_COORDINATOR}),
    "agreements.print": frozenset({_PEER, _COORDINATOR}),
    "clearance.own": frozenset({_PEER}),
    "clearance.see": frozenset({_COORDINATOR}),
    "clearance.override": frozenset({_COORDINATOR}),
    "clearance.set_rules": frozenset({_COORDINATOR}),
    "clearance.gate": frozenset({_COORDINATOR, _ADMIN}),
    # What an applicant wrote, and how they were rated, is the coordinators'; who makes accounts learns who was chosen.
    "applications.see": frozenset({_COORDINATOR}),
    "applications.change": frozenset({_COORDINATOR}),
    "applications.import": frozenset({_COORDINATOR}),
    "applications.hand_over": frozenset({_COORDINATOR}),
    "applications.rate": frozenset({_COORDINATOR}),
    "applications.decide": frozenset({_COORDINATOR}),
    "applications.print": frozenset({_COORDINATOR}),
    "applications.accounts": frozenset({_ADMIN}),
    "hours.own": frozenset({_PEER}),
    "hours.enter": frozenset({_PEER}),
    "hours.see": frozenset({_COORDINATOR}),
    "hours.decide": frozenset({_COORDINATOR}),
    "pathways.see": frozenset({_PEER, _COORDINATOR}),
    "pathways.own": frozenset({_PEER}),
    "pathways.of": frozenset({_COORDINATOR}),
    "pathways.change": frozenset({_COORDINATOR}),
    "pathways.rules": frozenset({_COORDINATOR}),
    "statements.own": frozenset({_PEER}),
    "statements.see": frozenset({_COORDINATOR}),
    "statements.issue": frozenset({_COORDINATOR}),
    "statements.print": frozenset({_PEER, _COORDINATOR}),
    "charts.see": _STAFF,
    "charts.waiting": frozenset({_COORDINATOR, _ADMIN}),
    "charts.print": frozenset({_COORDINATOR, _ADMIN}),
}


DISTRICT_ACTS = frozenset({
    "district.keys", "district.rotate", "district.passphrase", "district.centers", "district.add_center",
    "district.look", "district.take", "district.received", "district.unpack", "district.delete", "district.roll_up",
    "district.export",
})
"""What whoever has a district's passphrase may do, at that district's own desk. Nobody of a center may: these are not
in `POLICY`, and nothing of `POLICY` is here."""


def allowed(role: Role, act: str) -> bool:
    """Whether the role may do this act; an act nobody declared is denied."""
    return role in POLICY.get(act, frozenset())


def require(role: Role, act: str) -> None:
    """Raise `Denied` unless the role may do this act."""
    if not allowed(role, act):
        raise Denied(_("You cannot do this with the name you signed in with. Ask your coordinator or administrator."))


def require_district(at_its_desk: bool, act: str) -> None:
    """Raise `Denied` unless this is an act of the district's, done at a district's desk."""
    if not at_its_desk or act not in DISTRICT_ACTS:
        raise Denied(_("This is done at the district's own desk. Open it with the district's passphrase."))


def require_own_session(person: str, role: Role, *peers: str | None) -> None:
    """A Wellness Peer sees and writes only their own sessions; a coordinator reads all. Raises `Denied`.

    `peers` are those whose session it is for this act: the one who writes, for reading also the second.
    """
    if role is not _COORDINATOR and person not in peers:
        raise Denied(_("This session belongs to another Wellness Peer."))


def require_own_student(sessions: int) -> None:
    """A Wellness Peer opens only students whom they have been with, `sessions` times. Raises `Denied`."""
    if sessions < 1:
        raise Denied(_("This student was never with you. Ask your coordinator."))
