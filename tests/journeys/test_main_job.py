"""The main job from end to end, by keyboard alone: a visit, its note and flag, the agenda, the bundle, the district."""

import subprocess

import pytest
from PySide6.QtWidgets import QCheckBox, QMenu

from tests.programs import program, run
from tests.support import NAMES, PASSPHRASE
from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import bundle_history, district, flags, recipients, sessions, supervision, visits
from wellnessdesk.ui.kit.parts import Banner

WORDS = "Talked about zebrafinches and marmalade."


def check_in_and_hand_over(shown):
    """At the front desk: three letters, Enter, Enter; then the row, Ctrl+H and the peer's name."""
    assert shown.focused() == "checkin.search"
    shown.write("nun")
    shown.keys("Return", "Return")
    (waiting,) = shown.ask(visits.queue).waiting
    assert waiting.student == "José Núñez"

    shown.tab_to("queue.waiting")
    shown.keys("Home", "Ctrl+H")
    menu = shown.focus
    assert isinstance(menu, QMenu)
    while NAMES[Role.PEER] not in menu.activeAction().text():
        shown.keys("Down")
    shown.keys("Return")
    (with_peer,) = shown.ask(visits.queue).with_peer
    assert with_peer.peer == NAMES[Role.PEER]


def write_flag_and_sign(shown):
    """As the Wellness Peer: open the session, write, Ctrl+Shift+F, Enter, sign."""
    (session,) = shown.ask(sessions.mine)
    shown.tab_to(f"myday.session.{session.id}")
    shown.keys("Return")
    shown.tab_to("telling.done")
    shown.keys("Space")
    box = shown.tab_to("note.service")
    while box.currentData() != "peer_counseling":
        shown.keys("Down")
    for group in ("topics", "offers"):
        shown.tab_to(f"note.{group}.{first_chip(shown, group)}")
        shown.keys("Space")
    shown.tab_to("note.text")
    shown.write(WORDS)
    assert shown.ask(sessions.mine)[0].note is not NoteState.SIGNED

    shown.keys("Ctrl+Shift+F", "Return")
    assert shown.drive.has("crisis.card")
    assert len(shown.ask(flags.adult_needed)) == 1
    shown.tab_to("crisis.back")
    shown.keys("Space")

    shown.tab_to("note.sign")
    with shown.drive.answering() as asked:
        shown.keys("Space")
    assert len(asked) == 1
    (signed,) = shown.ask(sessions.mine)
    assert signed.note is NoteState.SIGNED
    return session.id


def first_chip(shown, group):
    return shown.drive.find(f"note.{group}").findChildren(QCheckBox)[0].key


def banner(shown):
    (found,) = [one for one in shown.screen.findChildren(Banner) if one.property("name") == "adult"]
    return shown.texts(found) if found.isVisible() else []


def acknowledge_and_cosign(shown, session):
    """As the coordinator: take the flag on, read the note and co-sign it."""
    assert banner(shown)[0].startswith("Coordinator needed")
    shown.tab_to("overview.acknowledge")
    shown.keys("Space")
    (flag,) = shown.ask(flags.not_closed)
    assert flag.mark.status is FlagStatus.ACKNOWLEDGED
    assert flag.student == "José Núñez"
    assert banner(shown) == []

    shown.tab_to("overview.review")
    shown.keys("Space")
    assert shown.reads(WORDS)
    shown.tab_to("review.cosign")
    shown.keys("Space")
    assert shown.ask(sessions.to_review) == []
    assert shown.ask(sessions.read_note, session).session.note is NoteState.COSIGNED


def build_and_print(shown, path):
    """The week's agenda, an item of one's own, and the PDF; its text."""
    shown.keys("Ctrl+4")
    shown.tab_to("supervision.build")
    shown.keys("Space")
    shown.tab_to("supervision.own")
    shown.write("New sofa")
    shown.keys("Return")
    agenda = shown.ask(supervision.read)
    assert {item.title for item in agenda.items} >= {"New sofa"}
    assert any(item.urgent for item in agenda.items)
    shown.screen.page.choose_file = lambda _proposal: path  # what a person does in the system's own dialog
    shown.tab_to("supervision.print")
    shown.keys("Space")
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def export(shown, folder, public):
    """A district, a purpose, a look at what leaves, and the bundle; its record."""
    shown.keys("Ctrl+8")
    shown.tab_to("export.adddistrict")
    shown.keys("Space")
    shown.tab_to("district.name")
    shown.write("Harbor Unified")
    shown.tab_to("district.key")
    shown.write(public)
    shown.keys("Return")
    assert [one.name for one in shown.ask(recipients.everybody)] == ["Harbor Unified"]
    shown.tab_to("export.purpose")
    shown.write("Monthly report")
    shown.tab_to("export.preview")
    shown.keys("Space")
    shown.screen.page.choose_folder = lambda: folder
    shown.tab_to("export.write")
    with shown.drive.answering():
        shown.keys("Space")
    return shown.ask(bundle_history.history)[0]


@pytest.mark.timeout(180)
def test_the_main_job_by_keyboard_alone(sit_down, center, tmp_path):
    identity, public = district.new_key_pair()
    (tmp_path / "key.txt").write_text(identity)
    out = tmp_path / "out"
    out.mkdir()

    check_in_and_hand_over(sit_down(Role.FRONT_DESK))
    center.clock.advance(minutes=12)
    session = write_flag_and_sign(sit_down(Role.PEER))
    center.clock.advance(minutes=4)
    assert banner(sit_down(Role.FRONT_DESK)) == ["Coordinator needed now",
                                                 "Waiting for 4 min. Please fetch the coordinator."]
    coordinator = sit_down(Role.COORDINATOR)
    acknowledge_and_cosign(coordinator, session)
    printed = build_and_print(coordinator, out / "agenda.pdf")
    center.clock.advance(days=20)  # a month leaves once it is over
    coordinator = sit_down(Role.COORDINATOR)
    written = export(coordinator, out, public)
    signers = coordinator.ask(recipients.allowed_signers)

    assert "J. N." in printed
    assert "New sofa" in printed
    assert not [word for word in ("Núñez", "José", "zebrafinches") if word in printed]
    assert sorted(path.name for path in out.iterdir()) == sorted(["agenda.pdf", written.file_name])
    (tmp_path / "allowed_signers").write_text(signers + "\n")
    told = program("bundle", "verify", out / written.file_name, "--identity", tmp_path / "key.txt",
                   "--allowed-signers", tmp_path / "allowed_signers")
    assert (told.returncode, told.stderr) == (0, "")
    assert "Sep 1, 2026 to Sep 30, 2026" in told.stdout
    assert run("age", "-d", "-i", tmp_path / "key.txt", "-o", tmp_path / "bundle.zip",
               out / written.file_name).returncode == 0
    reopened = sit_down(Role.COORDINATOR)
    note = reopened.ask(sessions.read_note, session)
    assert (note.session.note, note.body.text) == (NoteState.COSIGNED, WORDS)
    sit_down(Role.PEER).keys("Ctrl+L")
    verified = program("audit", "verify", "--store", center.folder, "--person", NAMES[Role.COORDINATOR],
                       said=f"{PASSPHRASE}\n")
    assert (verified.returncode, verified.stderr) == (0, "")
