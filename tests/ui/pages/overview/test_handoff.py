"""The handoff page from the flag: what is missing is said, what is known is filled in, and the file opens."""

from wellnessdesk.services import disclosures, flags
from wellnessdesk.ui.pages.overview.handoff_dialog import HandoffDialog


def begun(overview):
    overview.flag(words="Gave things away.")
    overview.click("overview.acknowledge")
    overview.click("overview.read")
    overview.click("flag.handoff")
    (dialog,) = overview.page.window().findChildren(HandoffDialog)
    return dialog


def test_a_page_is_made_and_written_down(overview, tmp_path):
    dialog, opened = begun(overview), []
    dialog.choose_file, dialog.show_file = lambda name: tmp_path / name, opened.append
    assert overview.find("handoff.said").value() == "Gave things away."
    overview.write("handoff.recipient", "Mr. Ortiz")
    overview.write("handoff.stayed", "Pia")
    overview.find("handoff.card").click()

    overview.click("act.go")

    assert opened[0].read_bytes().startswith(b"%PDF")
    assert [line.recipient for line in disclosures.of_student(overview.desk, 1)] == ["Mr. Ortiz"]
    overview.refresh()
    assert "Pia stayed with the student." in overview.texts("flag.history")


def test_what_is_missing_is_said_and_nothing_is_written_down(overview):
    dialog = begun(overview)
    overview.click("act.go")
    assert {name for name, field in dialog._fields.items() if field.error} == {"recipient", "stayed"}
    assert flags.life(overview.desk, overview.page._flag.flag_id).handed == ()
    dialog.reject()
