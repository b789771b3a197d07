"""One student's records as a bundle, through the windows: chosen, decided on, written, approved by a second person."""

import pytest

from tests.changed_keys import SECOND, WORDS, second_coordinator, signed_in
from tests.services.test_packets import JOSE, noted
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.base import formats
from wellnessdesk.domain.bundles import Kind, Outcome
from wellnessdesk.services import (
    bundle_approval,
    bundle_history,
    disclosures,
    district,
    recipients,
)
from wellnessdesk.ui.pages.bundles.packet_bundle import PacketBundleDialog
from wellnessdesk.ui.pages.bundles.page import BundlesPage


@pytest.fixture
def court(qtbot, center, keys):
    """A coordinator at the page, with a court that may receive packets, and notes of a student."""
    noted(center)
    recipients.add(center.coordinator, "Superior Court", keys[1], compared=True, kinds=(Kind.PACKET,))
    with at_page(qtbot, center, center.coordinator, BundlesPage) as here:
        here.page.export.steps.kind.cards.set_value(Kind.PACKET)
        here.drive.settle()
        yield here


def choose(here):
    """Whose records, what for, and to the dialog."""
    here.drive.type("export.student", "Nu")
    here.drive.settle()
    here.drive.enter()
    here.drive.type("export.purpose", "Subpoena of October 5")
    here.drive.click("export.preview")
    return here.page.window().findChildren(PacketBundleDialog)[-1]


def decide(here):
    """The ground, then all of it included but for the first entry."""
    here.drive.choose("packet.ground", "court")
    here.drive.click("packet.next")
    here.drive.click("packet.withhold")
    here.drive.choose("packet.withhold.ground", "another_student")
    here.drive.click("packet.rest")
    here.drive.click("packet.next")


def test_a_record_is_gone_through_and_leaves_as_a_bundle(court, keys, tmp_path):
    court.page.choose_folder = lambda: tmp_path
    dialog = choose(court)
    assert dialog.request.recipient.isReadOnly()
    assert (dialog.request.recipient.value(), dialog.request.purpose.value()) == (
        "Superior Court", "Subpoena of October 5")
    assert court.unnamed() == []
    decide(court)
    assert dialog.next.text() == "Write bundle…"
    court.drive.click("packet.next")

    (bundle,) = bundle_history.history(court.desk)
    opened = district.open_bundle(tmp_path / bundle.file_name, keys[0], recipients.allowed_signers(court.desk))
    assert opened.files["record.pdf"].startswith(b"%PDF")
    assert {bundle.file_name, "One student's records"} <= set(court.texts())
    assert disclosures.of_student(court.desk, JOSE)[0].bundle == bundle.id


def test_what_is_missing_is_said_at_its_field(court):
    court.drive.click("export.preview")
    assert court.page.export.steps._student_field.error == "Choose the student whose records are asked for."
    assert not court.drive.has("export.month")


def test_who_chooses_no_folder_gives_nothing_out(court):
    court.page.choose_folder = lambda: None
    choose(court)
    decide(court)
    court.drive.click("packet.next")
    assert bundle_history.history(court.desk) == []


def test_a_second_person_is_asked_before_a_record_leaves(court, tmp_path):
    bundle_approval.ask_for(court.center.admin, True)
    court.refresh()
    court.page.choose_folder = lambda: tmp_path
    dialog = choose(court)
    decide(court)
    assert dialog.next.text() == "Ask for approval"
    court.drive.click("packet.next")

    assert bundle_history.history(court.desk) == []
    (request,) = bundle_approval.requests(court.desk)
    court.drive.click("export.tab.approvals")
    court.page.approvals.table.select(request.id)
    court.drive.click("approvals.look")
    assert any("quicksilver lighthouse" in text for top in court._tops() for text in
               (label.text() for label in top.findChildren(type(court.page.export.hint))))
    asked = f"For Superior Court, asked by {court.desk.person.name} on {formats.date(court.desk.today())}, "
    assert any(text.startswith(asked) for text in court.texts())
    court.drive.click("decide.close")
    assert not court.drive.has("approvals.write")


def test_what_was_approved_is_written_without_deciding_it_again(court, keys, tmp_path):
    bundle_approval.ask_for(court.center.admin, True)
    court.refresh()
    choose(court)
    decide(court)
    court.drive.click("packet.next")
    (request,) = bundle_approval.requests(court.desk)
    second_coordinator(court.center)
    with signed_in(court.center, SECOND, WORDS) as carla:
        bundle_approval.decide(carla, request.id, Outcome.APPROVED, request.shown)
    court.refresh()
    own = tmp_path / "own"
    own.mkdir()
    court.page.choose_folder, court.page.choose_copy_folder = lambda: tmp_path, lambda: own
    court.drive.click("export.tab.approvals")
    assert not court.drive.has("approvals.owncopy")
    court.page.approvals.table.select(request.id)
    court.drive.click("approvals.owncopy")
    court.drive.click("approvals.write")

    (bundle,) = bundle_history.history(court.desk)
    assert [copy.name for copy in own.iterdir()] == [bundle.own_copy]
    assert court.toast().endswith(f"Our own copy: {bundle.own_copy}, in {own}")
    opened = district.open_bundle(tmp_path / bundle.file_name, keys[0], recipients.allowed_signers(court.desk))
    assert (opened.meta.kind, bundle.shown) == (Kind.PACKET, request.shown)
    assert disclosures.of_student(court.desk, JOSE)[0].bundle == bundle.id


def test_an_administrator_is_told_that_a_coordinator_has_to_look(qtbot, court):
    bundle_approval.ask_for(court.center.admin, True)
    court.refresh()
    choose(court)
    decide(court)
    court.drive.click("packet.next")
    (request,) = bundle_approval.requests(court.desk)
    with at_page(qtbot, court.center, court.center.admin, BundlesPage) as here:
        here.drive.click("export.tab.approvals")
        here.page.approvals.table.select(request.id)
        today = formats.date(here.desk.today())
        assert [here.page.approvals.table.model().index(0, column).data() for column in range(6)] == [
            today, court.desk.person.name, "Superior Court", "One student's records", today,
            "A coordinator has to look"]
        assert not here.drive.has("approvals.owncopy")
        assert not here.drive.find("approvals.look").isEnabled()
        here.page.approvals.table.opened.emit(request)
        here.drive.settle()
        assert not here.drive.has("decide.close")
