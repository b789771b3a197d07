"""Who may do what, written out once more by hand; and no service function that the policy does not cover."""

import importlib
import inspect
import pkgutil
from contextlib import suppress
from types import ModuleType

import pytest

from wellnessdesk import services
from wellnessdesk.base.clock import FixedClock
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.access import DISTRICT_ACTS, POLICY, allowed
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services.desk import act
from wellnessdesk.services.district.desk import DistrictDesk, district_act

F, P, C, A = Role.FRONT_DESK, Role.PEER, Role.COORDINATOR, Role.ADMINISTRATOR

# act: Front desk, Wellness Peer, Coordinator, Administrator; what is the kiosk's says so
MATRIX = """
    people.list            - - C A
    people.add             - - - A
    people.peers           F - C -
    people.deactivate      - - - A
    people.change_role     - - - A
    people.new_epoch       - - - A
    people.new_passphrase  - - - A
    people.own_passphrase  F P C A
    people.reseal          - - C -
    roster.preview         - - C A
    roster.accept          - - C A
    roster.undo            - - C A
    students.search        F - C -
    students.open          F - C -
    students.open_own      - P - -
    students.timeline      - - C -
    facts.see              F - C -
    facts.change           F - C -
    visits.teacher_call    F - C -
    visits.pass_slip       F - C -
    visits.check_in        F - C -
    visits.queue           F - C -
    visits.hand_over       F - C -
    visits.check_out       F - C -
    visits.check_out_own   - P - -
    visits.undo            F - C -
    peers.choices          F - C -
    peers.see              - - C -
    peers.set_services     - - C -
    peers.declare          - - C -
    peers.declare_own      - P - -
    peers.own              - P - -
    peer_facts.see         - - C -
    peer_facts.change      - - C -
    peer_facts.print       - - C -
    departures.ask         - - C -
    departures.see         - - C A
    exit_interviews.write  - - C -
    exit_interviews.see    - - C -
    self_ratings.own       - P - -
    self_ratings.see       - - C -
    self_ratings.close     - - C -
    calendar.see           F P C A
    calendar.set           - - C A
    appointments.see       F P C -
    appointments.book      F - C -
    appointments.arrive    F - C -
    appointments.print     F - C -
    shifts.see             F P C -
    shifts.set             - - C -
    visits.rest            F - C -
    visits.to_queue        F - C -
    visits.merge           F - C -
    visits.correct         F - C -
    visits.sweep           F - C -
    visits.drop_in         F - C -
    visits.room            F - C A
    visits.set_room        - - C A
    sessions.mine          - P - -
    sessions.begin         - P - -
    sessions.change        - P - -
    sessions.tell          - P - -
    sessions.save_draft    - P - -
    sessions.read_draft    - P - -
    sessions.sign          - P - -
    sessions.read_note     - P C -
    sessions.to_review     - - C -
    sessions.cosign        - - C -
    note_addenda.add       - P C -
    note_returns.give_back - - C -
    note_returns.read      - P C -
    note_print.save        - - C -
    note_locks.lock        - - C -
    paper.see              - - C A
    paper.set              - - C A
    note_limits.see        - - C A
    note_limits.set        - - C A
    open_work.see          - - C -
    review_figures.see     - - C -
    open_work.hand_on      - - C -
    note_search.read_on    - P C -
    note_search.find       - P C -
    flags.raise            - P C -
    flags.adult_needed     F P C A
    flags.mine             - P - -
    flags.open             - - C -
    flags.find             - - C -
    flags.acknowledge      - - C -
    flags.raise_about      - - C -
    flags.step             - - C -
    flags.close            - - C -
    flags.withdraw         - - C -
    flags.handoff          - - C -
    flags.figures          - - C -
    flags.triggers         - - C -
    flags.set_triggers     - - C -
    supervision.groups     - - C -
    supervision.build      - - C -
    supervision.read       - - C -
    supervision.change     - - C -
    supervision.print      - - C -
    supervision.hold       - - C -
    supervision.sign       - - C -
    supervision.own        - P C -
    supervision.rules      - - C -
    supervision.set_rules  - - C -
    supervision.load       - - C -
    marks.set              - P C -
    marks.see              - P C -
    wellbeing.own          - P - -
    wellbeing.see          - - C -
    bundles.recipients     - - C A
    bundles.add_recipient  - - C A
    bundles.preview        - - C -
    bundles.write          - - C -
    bundles.set_approval   - - - A
    bundles.approve        - - C A
    bundles.history        - - C A
    bundles.settle         F P C A
    places.own             F P C A
    lock.minutes           F P C A
    lock.set               - - - A
    acting.adults          F P C A
    acting.begin           F P C A
    audit.verify           - - C A
    audit.accept_older     - - C -
    backups.daily          F P C A
    backups.see            - - C A
    backups.make           - - C A
    backups.set_folders    - - - A
    audit.see              - - C A
    audit.export           - - C A
    audit.looked           - - C -
    packets.make           - - C -
    disclosures.see        - - C -
    disclosures.record     - - C -
    disclosures.print      - - C -
    recovery.print         - - C A
    recovery.drills        - - C A
    recovery.drill         - - C A
    recovery.replace       - - - A
    emergencies.grant      - - C A
    emergencies.see        - - C A
    emergencies.end        - - C A
    emergencies.review     - - C -
    retention.see          - - C A
    retention.set          - - - A
    retention.hold         - - C -
    retention.destroy      - - C -
    retention.certificate  - - C A
    kiosk.find             - - - - K
    kiosk.check_in         - - - - K
    kiosk.call_adult       - - - - K
    kiosk.demographics     - - - - K
    demographics.set       - - C A
    kiosk.start            F - C A
    kiosk.settle           F P C A
    adult_calls.waiting    F P C A
    adult_calls.answer     F - C A
    adult_calls.sound      F P C A
    adult_calls.set_sound  - - - A
    caregivers.rules       F - C -
    caregivers.see         - - C -
    caregivers.set_rule    - - C -
    contacts.see           - - C -
    contacts.write         - - C -
    letters.make           - - C -
    referrals.draft        - P C -
    referrals.see          - - C -
    referrals.change       - - C -
    resources.see          F P C A
    resources.print        F P C A
    resources.change       - - C -
    resources.import       - - C -
    resources.export       - - C -
    training.see           - - C -
    training.change        - - C -
    practice.own           - P - -
    practice.see           - - C -
    practice.change        - - C -
    exams.take             - P - -
    exams.see              - - C -
    exams.change           - - C -
    agreements.own         - P - -
    agreements.sign        - P - -
    agreements.see         - - C -
    agreements.change      - - C -
    agreements.print       - P C -
    hours.own              - P - -
    hours.enter            - P - -
    hours.see              - - C -
    hours.decide           - - C -
    pathways.see           - P C -
    pathways.own           - P - -
    pathways.of            - - C -
    pathways.change        - - C -
    pathways.rules         - - C -
    statements.own         - P - -
    statements.see         - - C -
    statements.issue       - - C -
    statements.print       - P C -
    clearance.own          - P - -
    clearance.see          - - C -
    clearance.override     - - C -
    clearance.set_rules    - - C -
    clearance.gate         - - C A
    charts.see             F - C A
    charts.waiting         - - C A
    charts.print           - - C A
    applications.see       - - C -
    applications.change    - - C -
    applications.import    - - C -
    applications.hand_over - - C -
    applications.rate      - - C -
    applications.decide    - - C -
    applications.print     - - C -
    applications.accounts  - - - A
"""
LETTERS = {"F": F, "P": P, "C": C, "A": A, "K": Role.KIOSK}
EXPECTED = {words[0]: frozenset(LETTERS[letter] for letter in words[1:] if letter != "-")
            for words in (line.split() for line in MATRIX.strip().splitlines())}

DOORS = ("opening", "district.opened", "district.desk", "district.kept",
         "district.unpacking", "district.exported", "demo", "restor", "backup_", "secret_back", "roster_check",
         "kiosk_door")
"""Modules that need nobody signed in: making a center, the way in, opening a district with its passphrase and a bundle
with its key or what it exported, made-up centers, what is done with the files of backups, restoring one, bringing this
computer's secret back, checking a roster's file, the kiosk's own way in and out."""
PARTS = {
    "recipients.known", "recipients.get", "recipients.terms", "bundle_periods.require", "bundle_periods.terms",
    "evaluation_rows.count", "evaluation_rows.samples", "evaluation_rows.bodies", "evaluation_tables.sessions",
    "evaluation_tables.coarse", "evaluation_tables.students", "evaluation_tables.sources", "evaluation_tables.visits",
    "evaluation_tables.report", "evaluation_tables.report_row", "evaluation_tables.known_labels",
    "note_trail.there", "note_trail.beginning", "note_trail.add", "note_trail.binding", "note_trail.opened",
    "note_trail.of_note", "note_trail.students", "note_addenda.of_note",
    "student_timeline.events", "student_timeline.line", "note_locks.has_left", "note_returns.of_note",
    "sessions.binding", "sessions.fingerprint", "sessions.open_note", "sessions.open_sealed",
    "sessions.peek_sealed", "sessions.to_write", "sessions.body_of",
    "sessions.require_of", "sessions.require_cleared_for",
    "sessions.draft_of",
    "begun_sessions.facts_of", "participants.seal", "participants.remarks", "participants.records",
    "participants.marks_of", "participants.signed_as",
    "untold.not_told", "untold.sentence", "untold.version",
    "appointments.came_for", "appointments.begin", "peers.is_named",
    "opened_flags.one", "opened_flags.several", "flags.raised_as", "signers.signed_within",
    "flag_steps.write", "flag_steps.written_as", "flag_steps.require", "flag_steps.require_taken_on",
    "handed_over.of_flag", "triggers.apply", "triggers.detail", "flag_steps.of_flag", "flag_steps.of_flags",
    "flag_steps.closing_of",
    "recipients.require_may_receive",
    "bundle_approval.changed", "bundle_approval.mark", "bundle_suppression.changed", "bundle_history.begun",
    "bundle_log.signed_entries", "bundle_log.bears_out", "bundle_as_logged.require_as_logged",
    "bundle_approval.require", "bundle_approval.is_asked_for",
    "bundle_approval.ask", "bundle_approval.detail", "bundle_approval.require_open",
    "bundle_approval.take_back_packets", "bundle_packets.asked_for", "packets.give_out", "packets.decided",
    "packets.record_opened", "bundle_history.of", "bundle_history.tables_of", "bundle_history.earlier",
    "bundle_history.keep", "bundle_history.keep_rows", "bundle_history.rows_of", "bundle_history.kept",
    "bundle_history.hull", "bundle_history.told", "bundle_history.unspoiled",
    "bundle_periods.inside", "bundle_suppression.facts",
    "bundle_suppression.require_unchanged",
    "bundle_files.settle", "bundle_files.in_the_way", "bundle_files.stage", "bundle_files.put_in_place",
    "bundle_files.discard", "bundle_files.drop", "bundle_writing.meta", "bundle_writing.file_name",
    "bundle_writing.signature", "bundle_writing.write_staged", "pseudonym_keys.key_for",
    "pseudonym_keys.written_as", "pseudonym_keys.binding",
    "bundle_tables.tables", "bundle_tables.visits.tables", "bundle_tables.representation.tables",
    "bundle_tables.sessions.tables", "bundle_tables.flags.tables", "bundle_tables.referrals.tables",
    "bundle_tables.supervision.tables", "bundle_tables.training.tables", "bundle_tables.demographics.tables",
    "bundle_suppression.published", "desk.act",
    "anchors.look", "anchors.adopt", "anchors.anchored", "older_copies.keeper_of",
    "locking.detail", "adult_calls.sound_detail", "arrivals.arrive",
    "people.check_new", "consents.agreed", "consents.required", "key_changes.newest", "key_changes.taking_effect",
    "key_changes.remember", "recovery.remember_tried", "rotation.rotate", "resealing.put_off", "acting.with_keys",
    "backups.before_migration", "backups.tell",
    "peers.require_may_take", "peers.require_may_take_visit", "peers.require_open", "peers.services_detail",
    "calendar.kept", "calendar.fingerprint",
    "peers.closed_records", "peers.require_peer", "peers.closed_now", "peers.on_shift", "repeating.weekly",
    "shifts.detail", "shifts.written",
    "appointments.note_arrival", "appointments.let_go", "appointments.coming_today",
    "booking.checked", "booking.warnings", "booking.why_not_they", "booking.refuse", "booking.place", "booking.there",
    "booking.booked", "booking.all_of", "booking.subject", "booking.named", "opening_keys.try_in_vain",
    "periods.period_at", "periods.period_in", "periods.class_period", "periods.end_of", "periods.closing",
    "visits.undo_check_out",
    "visit_merges.part", "visit_corrections.value_of", "capacity.decided", "capacity.write", "capacity.detail",
    "audit.reading.backwards", "disclosures.write", "disclosures.written_as", "disclosures.lines",
    "student_records.there", "students.worth_looking_for_similar",
    "student_facts.known", "student_facts.missing",
    "student_pages.flag_stories", "student_pages.stories_of", "retention.all_holds",
    "referrals.about", "referrals.of_flag", "referrals.close_with_flag", "referrals.opened", "referrals.all_opened",
    "referrals.step_as",
    "referrals.body_of", "contacts.body_of", "caregivers.binding",
    "contacts.about", "contacts.added", "contacts.written_as", "contacts.opened", "contacts.all_opened",
    "audit.indexes.differ", "caregivers.require_read",
    "caregivers.set_as", "caregivers.rules_of",
    "chains.append", "chains.opened",
    "flags.taken_on", "flags.about",
    "supervision.key", "supervision.there", "supervision.open_agenda", "supervision.open_meeting",
    "supervision.require_open",
    "supervision_groups.there", "supervision_groups.active", "supervision_groups.usual", "supervision_groups.meeting",
    "supervision_groups.coming", "own_items.sound", "own_items.keep", "own_items.opened", "own_items.author_of",
    "own_items.binding", "papers.kept",
    "supervision_groups.scope", "meetings.going_on", "meetings.sitting", "meetings.seats", "meetings.opened",
    "meetings.forget_words", "supervision_actions.of_meeting",
    "supervision_actions.told", "supervision_actions.record", "supervision.writing",
    "opened_actions.binding", "opened_actions.opened",
    "peers.require_suits", "peers.require_cleared", "booking.require_cleared", "clearance_gate.asked",
    "clearance_gate.load", "clearance_gate.rules_of", "clearance.opened", "clearance.binding", "peer_marks.gate",
    "agreements.signature", "caregiver_papers.binding", "hours.totals",
    "hours.ledger_of", "pathways.standings", "statements.signed", "statements.record",
    "statements.proved", "practice.binding", "exams.binding", "exams.keep", "question_banks.all_banks",
    "question_banks.titles", "application_marks.of", "application_marks.gone", "application_marks.name",
    "application_marks.all_rows", "applications.add", "applications.put", "applications.body_of",
    "applications.unsealed", "applications.opened", "applications.binding", "applications.beside",
    "applications.there", "applications.cycle_there", "applications.require_not_over",
    "applications.require_legible", "applications.interview", "applications.recommendation",
    "packet_applications.items", "kiosk.whose_number", "people.added",
    "departures.binding", "self_ratings.binding", "self_ratings.told_as",
    "peer_marks.of", "peer_marks.gone", "peer_marks.of_setting", "peer_marks.all_rows",
    "supervision_groups.told", "supervision_groups.told_before", "agenda_items.unfinished",
    "agenda_items.waiting_actions",
    "minutes.of", "supervision_year.require_days", "supervision_year.told",
    "agenda_lately.look", "agenda_sessions.worth", "agenda_sessions.in_scope", "agenda_sessions.items",
    "agenda_peers.reasons", "agenda_peers.how_they_are", "agenda_clearance.reasons", "agenda_peers.item",
    "agenda_agreements.items", "agenda_agreements.again",
    "supervision_rules.kept", "supervision_rules.detail", "session_marks.binding", "session_marks.settled",
    "session_marks.opened", "wellbeing.binding", "wellbeing.opened", "wellbeing.told_as", "wellbeing.asks_for_talk",
    "roster_writer.known_students",
    "district.keys.code",  # draws a public key, of which nothing is secret
    "district.exports.write", "district.exports.pdf",
    "district.centers.known", "district.verdicts.of_problem", "district.verdicts.sentence",
    "retention.periods_detail", "retention.decided", "retention.due_until", "retention.require_legible_holds",
}
"""Pieces other services are made of: they work on what a covered function already opened."""


def modules() -> list[ModuleType]:
    return [importlib.import_module(found.name)
            for found in pkgutil.walk_packages(services.__path__, f"{services.__name__}.")]


def short(function) -> str:
    return f"{function.__module__.removeprefix(f'{services.__name__}.')}.{function.__name__}"


def public_functions(module: ModuleType):
    return [function for name, function in inspect.getmembers(module, inspect.isfunction)
            if not name.startswith("_") and function.__module__ == module.__name__]


def uncovered(found: list[ModuleType]) -> set[str]:
    """Public functions that carry no act of the policy and are not excused above."""
    return {short(function) for module in found for function in public_functions(module)
            if getattr(function, "act", None) not in POLICY
            and getattr(function, "district_act", None) not in DISTRICT_ACTS
            and short(function) not in PARTS and not short(function).startswith(DOORS)}


OF_DISTRICTS = [function for module in modules() for function in public_functions(module)
                if hasattr(function, "district_act")]
ACTS = [function for module in modules() for function in public_functions(module) if hasattr(function, "act")]


def test_the_policy_is_the_table_above():
    assert POLICY == EXPECTED


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says(name, role):
    assert allowed(role, name) is (role in EXPECTED[name])


def test_every_public_service_function_is_covered():
    assert uncovered(modules()) == set()


def test_the_control_a_function_nobody_declared_is_found():
    careless = ModuleType("wellnessdesk.services.careless")
    exec("def read_everything(desk): return desk.keys\ndef _own(desk): pass", vars(careless))  # noqa: S102 - of this test
    careless.read_everything.__module__ = careless.__name__
    misspelled = act("visits.chek_in")(careless.read_everything)
    misspelled.__name__ = "misspelled"
    careless.misspelled = misspelled

    assert uncovered([*modules(), careless]) == {"careless.read_everything", "careless.misspelled"}


def test_what_is_excused_is_still_there_and_every_act_is_somebodys():
    there = {short(function) for module in modules() for function in public_functions(module)}
    assert there >= PARTS
    assert {function.act for function in ACTS} == set(POLICY)


def test_nothing_is_both_a_centers_and_a_districts():
    assert not DISTRICT_ACTS & set(POLICY)
    assert {function.district_act for function in OF_DISTRICTS} <= DISTRICT_ACTS
    assert not [short(function) for function in OF_DISTRICTS if hasattr(function, "act")]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("function", OF_DISTRICTS, ids=short)
def test_nobody_of_a_center_does_what_is_the_districts(function, role):
    with pytest.raises(Denied, match="district's own desk"):
        call(function, role)


@pytest.mark.parametrize("function", OF_DISTRICTS, ids=short)
def test_whoever_has_the_districts_passphrase_does(function, district):
    """The rest is unusable: it goes off once the door was passed, or nothing of it is needed."""
    with suppress(ZeroDivisionError, TypeError, AttributeError):
        call(function, None, district)


@pytest.mark.parametrize("function", ACTS, ids=short)
def test_and_nothing_that_is_a_centers(function, district):
    with pytest.raises((Denied, AttributeError)):
        call(function, None, district)


def test_an_act_of_the_districts_that_nobody_declared_is_denied(district):
    with pytest.raises(Denied):
        district_act("district.everything")(lambda desk: desk.keys)(district)


class Bomb:
    """A desk that only says who sits at it. Anything else that is touched goes off."""

    def __init__(self, role: Role) -> None:
        self.person = Person("somebody", "Somebody", role)

    def __getattr__(self, *_how):
        raise ZeroDivisionError

    __ge__ = __le__ = __iter__ = __bool__ = __str__ = __getattr__


@pytest.fixture(scope="module")
def district():
    """A district's desk that has nothing: what its acts do with it goes off."""
    made = object.__new__(DistrictDesk)
    made.clock = FixedClock()
    return made


def call(function, role: Role, desk=None):
    """Call with a desk of this role and with nothing usable for the rest."""
    needed = [one for one in list(inspect.signature(function).parameters.values())[1:]
              if one.default is inspect.Parameter.empty]
    positional = [Bomb(role) for one in needed if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    named = {one.name: Bomb(role) for one in needed if one.kind is inspect.Parameter.KEYWORD_ONLY}
    return function(desk or Bomb(role), *positional, **named)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("function", ACTS, ids=short)
def test_who_may_not_is_denied_before_anything_else_and_who_may_is_not(function, role):
    expected = ZeroDivisionError if role in EXPECTED[function.act] else Denied
    with pytest.raises(expected):
        call(function, role)


def test_the_denial_says_whom_to_ask():
    function = next(one for one in ACTS if EXPECTED[one.act] != frozenset(Role))
    with pytest.raises(Denied, match="Ask your coordinator or administrator"):
        call(function, next(role for role in Role if role not in EXPECTED[function.act]))
