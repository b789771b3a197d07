"""The scenes of the tour, in order: each is one person's turn at the computer."""

from collections.abc import Callable
from pathlib import Path

from wellnessdesk.cli import (
    tour_applications,
    tour_bundles,
    tour_care,
    tour_desk,
    tour_district,
    tour_flags,
    tour_hours,
    tour_kiosk,
    tour_meeting,
    tour_notes,
    tour_peers,
    tour_people,
    tour_records,
    tour_referrals,
    tour_rescue,
    tour_roster,
    tour_students,
    tour_training,
    tour_week,
)
from wellnessdesk.cli.tour_stage import NEW_PASSPHRASE, Stage
from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import (
    bundle_history,
    flags,
    note_search,
    opening,
    people,
    sessions,
    supervision,
    visits,
)

Scene = Callable[[Stage], None]
_WORDS = "Felt alone since the move. We talked about who could help, and about lunch with the chess club."


def first_run(stage: Stage) -> None:
    """Step 1: a new center from nothing."""
    folder = Path(stage.state.scratch) / "new"
    stage.open(folder)
    drive = stage.driver
    with stage.step("first run"):
        drive.shot("welcome")
        drive.click("welcome.create")
        drive.type("firstrun.center", "Harbor Wellness Center")
        drive.type("firstrun.school", "Harbor High School")
        drive.shot("first run: the center")
        drive.click("firstrun.next")
        _newcomer(stage, "admin", "Ana Ortega")
        drive.shot("first run: administrator")
        drive.click("firstrun.next")
        _newcomer(stage, "coordinator", "Daniel Kim")
        drive.click("firstrun.next")
        drive.shot("first run: recovery words")
        _print_kits(stage)
        stage.check(opening.exists(folder), "no center was made")
        drive.shot("first run: sign in by typing a name")
        drive.type("signin.name", "ana ortega")
        drive.type("signin.passphrase", NEW_PASSPHRASE)
        drive.enter()
        drive.wait(lambda: stage.program.desk is not None, "signed in")
        found = stage.ask(people.everybody)
        stage.check({person.name for person in found} == {"Ana Ortega", "Daniel Kim"}, "the first two people")
    stage.lock()


def _print_kits(stage: Stage) -> None:
    """Save both kits' pages, print them, and read four words back from the paper."""
    drive, screen = stage.driver, stage.screen
    for kit in KitName:
        stage.state.kept[kit.value] = " ".join(screen.kit(kit).words)
        screen.kit(kit).save(Path(stage.state.scratch) / f"{kit}.pdf")
        drive.settle()
        drive.click(f"recovery.tick.{kit.letter.lower()}")
    drive.shot("first run: both kits are printed")
    drive.click("recovery.next")
    for kit in KitName:
        for name in (f"recovery.word.{kit.letter.lower()}.{place}" for place in (1, 2)):
            number = int(drive.find(name).property("number"))
            drive.type(name, screen.kit(kit).words[number - 1])
    drive.shot("first run: words read back")
    drive.click("recovery.done")


def administrator(stage: Stage) -> None:
    """Steps 2 and 3: sign in, add a person, import a roster, read another system's table, take that back."""
    stage.open(stage.demo)
    drive = stage.driver
    with stage.step("sign in"):
        drive.shot("sign in")
        stage.program.choose(stage.state.people[Role.ADMINISTRATOR.value][0])
        drive.type("signin.passphrase", "not the passphrase")
        drive.enter()
        drive.shot("sign in: wrong passphrase")
        stage.sign_in(Role.ADMINISTRATOR)
        drive.shot("administrator: people")
        stage.check(stage.desk.person.role is Role.ADMINISTRATOR, "signed in as administrator")
    with stage.step("add a person"):
        drive.click("people.add")
        drive.type("people.name", "Rosa Delgado")
        drive.click("people.role.front_desk")
        drive.type("people.passphrase", NEW_PASSPHRASE)
        drive.type("people.again", NEW_PASSPHRASE)
        drive.shot("administrator: add a person")
        drive.click("people.save")
        found = stage.ask(people.everybody)
        stage.check(any(person.name == "Rosa Delgado" for person in found), "the new person")
        drive.shot("administrator: person added")
    drive.closely = True
    with stage.step("import a roster"):
        tour_roster.import_roster(stage)
    with stage.step("read any table"):
        tour_roster.any_table(stage)
    with stage.step("take the import back"):
        tour_roster.take_back(stage)
    stage.lock()


def front_desk(stage: Stage) -> None:
    """Step 4: check in, hand over, check out."""
    stage.open(stage.demo, closely=True)
    drive = stage.driver
    stage.sign_in(Role.FRONT_DESK)
    with stage.step("check a student in"):
        drive.shot("front desk: today")
        drive.type("checkin.search", "gar")
        drive.shot("front desk: search")
        drive.enter()
        drive.shot("front desk: check in")
        before = stage.ask(visits.queue)
        drive.enter()
        after = stage.ask(visits.queue)
        stage.check(len(after.waiting) == len(before.waiting) + 1, "the student is waiting")
        drive.shot("front desk: checked in")
        drive.hide_toasts()
    with stage.step("hand over and check out"):
        newest = after.waiting[-1]
        peer = stage.state.people[Role.PEER.value]
        drive.click("queue.discreet")
        drive.shot("front desk: discreet mode off")
        drive.click("queue.discreet")
        drive.focus("queue.waiting")
        drive.press_keys("End")
        drive.press_keys("Ctrl+H")
        drive.shot("front desk: hand over to")
        drive.pick("queue.peers", peer[1])
        handed = stage.ask(visits.queue)
        stage.check(any(visit.id == newest.id and visit.peer_id == peer[0] for visit in handed.with_peer),
                    "the student is with the peer")
        stage.state.kept["visit"] = str(newest.id)
        drive.shot("front desk: handed over")
        first = handed.waiting[0]
        drive.focus("queue.waiting")
        drive.press_keys("Home")
        drive.press_keys("Ctrl+O")
        stage.check(all(visit.id != first.id for visit in stage.ask(visits.queue).waiting), "the student has left")
        drive.shot("front desk: checked out")
        drive.hide_toasts()
        stage.other_looks("front desk")
    stage.lock()


def wellness_peer(stage: Stage) -> None:
    """Step 5: the note and the red flag."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.PEER)
    visit = int(stage.state.kept["visit"])
    session = next(one for one in stage.ask(sessions.mine) if one.visit_id == visit)
    with stage.step("write a note"):
        drive.shot("peer: my day")
        drive.click(f"myday.session.{session.id}")
        drive.shot("peer: note begun")
        if drive.has("telling.done"):  # most of a made-up center's students were told before
            drive.click("telling.done")
        drive.choose("note.service", "peer_counseling")
        drive.click("note.topics.friends")
        drive.click("note.offers.listened")
        drive.type("note.text", _WORDS)
        drive.type("note.next_step", "Ask Ms. Lee about the chess club on Thursday.")
        drive.wait(lambda: stage.ask(lambda desk: sessions.read_draft(desk, session.id)) is not None, "draft saved")
        drive.shot("peer: note being written")
    with stage.step("raise a red flag"):
        drive.press_keys("Ctrl+Shift+F")
        drive.shot("peer: red flag")
        drive.enter()
        drive.shot("peer: crisis card")
        needed = stage.ask(flags.adult_needed)
        stage.check(bool(needed), "the flag was raised")
        stage.state.kept["flag"] = needed[-1].id
        drive.click("crisis.back")
    with stage.step("sign the note"):
        with drive.answering("peer: sign the note?"):
            drive.click("note.sign")
        mine = {one.id: one for one in stage.ask(sessions.mine)}
        stage.check(mine[session.id].note is NoteState.SIGNED, "the note is signed")
        note = stage.ask(lambda desk: sessions.read_note(desk, session.id))
        stage.check(_WORDS in note.body.text, "the note reads as written")
        stage.state.kept["session"] = str(session.id)
        drive.shot("peer: note signed")
        drive.click("note.back")
        drive.shot("peer: my day, the note signed")
        stage.other_looks("peer: my day")
    tour_care.of_peer(stage, session.id)
    stage.lock()


def banner(stage: Stage) -> None:
    """Step 5, at the front desk: a coordinator is needed, nobody reads why."""
    stage.open(stage.demo)
    stage.sign_in(Role.FRONT_DESK)
    with stage.step("coordinator needed"):
        stage.driver.shot("front desk: coordinator needed")
        stage.check(bool(stage.ask(flags.adult_needed)), "an adult is needed")
    stage.lock()


def coordinator(stage: Stage) -> None:
    """Steps 6 and 7: acknowledge, co-sign, agenda, export."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    drive.click("nav.overview")  # not where the charts were left
    with stage.step("acknowledge the flag"):
        flag = stage.state.kept["flag"]
        drive.shot("coordinator: overview")
        stage.page.show_flag(flag)
        drive.shot("coordinator: the flag")
        drive.click("flag.acknowledge")
        known = {one.mark.id: one.mark.status for one in stage.ask(flags.not_closed)}
        stage.check(known[flag] is FlagStatus.ACKNOWLEDGED, "the flag is acknowledged")
    tour_flags.decide(stage, flag)
    drive.click("overview.back")
    tour_flags.closed(stage)
    tour_flags.triggers(stage)
    with stage.step("read and co-sign notes"):
        _review(stage)
    with stage.step("build and print the agenda"):
        drive.click("nav.supervision")
        drive.shot("supervision: before the agenda")
        drive.click("supervision.build")
        drive.type("supervision.own", "New sofa for the quiet room")
        drive.click("supervision.add")
        agenda = stage.ask(supervision.read)
        stage.check(agenda is not None and len(agenda.items) > 1, "the agenda has items")
        drive.hide_toasts()
        drive.shot("supervision: agenda")
        page = stage.page
        page.choose_file = lambda _proposal: stage.out / "agenda.pdf"
        drive.click("supervision.print")
        stage.check((stage.out / "agenda.pdf").read_bytes().startswith(b"%PDF"), "the agenda is printed")
        drive.shot("supervision: agenda saved")
        stage.other_looks("supervision: agenda")
    tour_care.of_coordinator(stage)
    tour_care.of_overview(stage)
    for name, scene in (("export a bundle", tour_bundles.counts), ("what a district may receive", tour_bundles.terms),
                        ("rows for an evaluation", tour_bundles.rows),
                        ("one student's records as a bundle", tour_bundles.one_student)):
        with stage.step(name):
            scene(stage)
    stage.lock()


def _review(stage: Stage) -> None:
    """Give one note back, co-sign every other one that waits, then find the peer's by its words."""
    drive, session = stage.driver, int(stage.state.kept["session"])
    waiting = stage.ask(sessions.to_review)
    drive.click("overview.review")
    drive.shot("coordinator: review notes")
    back = next((one for one in waiting if one.id != session), None)
    for one in waiting:
        if one is back:
            drive.click("review.return")
            drive.type("words.text", "Which class was it? One sentence is enough.")
            drive.shot("coordinator: a note given back")
            drive.click("words.go")
        else:
            drive.click("review.cosign")
    left = stage.ask(sessions.to_review)
    stage.check(not left, "all notes are co-signed")
    note = stage.ask(lambda desk: sessions.read_note(desk, session))
    stage.check(note.session.note is NoteState.COSIGNED, "the peer's note is co-signed")
    drive.shot("coordinator: nothing left to review")
    drive.hide_toasts()
    found = stage.ask(lambda desk: note_search.find(desk, "chess"))
    stage.check(found.whole and found.notes[0].session.id == session, "the peer's note is found by its words")
    drive.type("overview.find", "chess")
    drive.shot("coordinator: find in notes")
    drive.enter()
    drive.shot("coordinator: a note found")
    drive.find("reading.note")
    drive.click("overview.back")
    stage.other_looks("coordinator: overview")


def reopened(stage: Stage) -> None:
    """Step 9: after all those locks, everything is still there."""
    stage.open(stage.demo)
    drive = stage.driver
    with stage.step("closed and opened again"):
        drive.shot("sign in")
        stage.sign_in(Role.COORDINATOR)
        session, flag = int(stage.state.kept["session"]), stage.state.kept["flag"]
        note = stage.ask(lambda desk: sessions.read_note(desk, session))
        stage.check(note.session.note is NoteState.COSIGNED and _WORDS in note.body.text, "the note is still there")
        known = {one.mark.id: one.mark.status for one in stage.ask(flags.not_closed)}
        stage.check(known[flag] is FlagStatus.ACKNOWLEDGED, "the flag is still acknowledged")
        stage.check(bool(stage.ask(bundle_history.history)), "the bundle is in the history")
        stage.check(stage.screen.key_shown == "export", "the coordinator is back where they locked")
        drive.shot("coordinator: back where they were")
    stage.lock()


SCENES: list[tuple[str, Scene]] = [
    ("first run", first_run), ("administrator", administrator), ("front desk", front_desk),
    ("Wellness Peer", wellness_peer), ("a group", tour_notes.group), ("banner", banner), ("kiosk", tour_kiosk.kiosk),
    ("charts", tour_kiosk.charts), ("knowing a student", tour_students.front_desk),
    ("a district begins", tour_district.begins),
    ("coordinator", coordinator), ("reopened", reopened), ("a district's day", tour_district.day),
    ("a record", tour_students.coordinator),
    ("passing on", tour_referrals.passing_on),
    ("brought to supervision", tour_meeting.peer_brings), ("supervision", tour_meeting.meeting),
    ("after supervision", tour_meeting.what_stays),
    ("busy hour", tour_desk.rush), ("room", tour_desk.room),
    ("guest and quiet", tour_people.guest_and_quiet), ("after the lock", tour_people.after_the_lock),
    ("substitute in", tour_people.substitute_in), ("substitute", tour_people.substitute),
    ("substitute out", tour_people.substitute_out), ("week", tour_week.week),
    ("training", tour_training.training_and_clearance), ("signing", tour_training.a_peer_signs),
    ("self-rating", tour_peers.how_i_see_myself), ("peers", tour_peers.peers_and_coverage),
    ("my path", tour_hours.my_path), ("hours", tour_hours.hours_and_papers),
    ("applications", tour_applications.applications_to_become_a_peer), ("audit", tour_records.audit_log),
    ("keys and roles", tour_people.keys_and_roles), ("years later", tour_records.years_later),
    ("looking after", tour_rescue.looking_after), ("restored over", tour_rescue.restored_over),
    ("restored elsewhere", tour_rescue.restored_elsewhere), ("kit at the door", tour_rescue.kit_at_the_door)]


def _newcomer(stage: Stage, key: str, name: str) -> None:
    stage.driver.type(f"firstrun.{key}.name", name)
    stage.driver.type(f"firstrun.{key}.passphrase", NEW_PASSPHRASE)
    stage.driver.type(f"firstrun.{key}.again", NEW_PASSPHRASE)

