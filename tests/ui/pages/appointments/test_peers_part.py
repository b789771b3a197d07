"""What each peer may do, kept by the coordinator in the week's own page."""

from PySide6.QtWidgets import QDialog

from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening, peers
from wellnessdesk.ui.kit import messages


def pia(at):
    return opening.find(at.shown.program.folder, "Pia Peer")


def row(at, column):
    model = at.page.peers.table.records_model
    place = next(number for number in range(model.rowCount()) if model.record(number).name == "Pia Peer")
    return model.columns[column].text(model.record(place)), place


def choose(at):
    at.shown.drive.click("week.tab.peers")
    at.page.peers.table.selectRow(row(at, 0)[1])


def test_a_list_of_services_is_kept_and_given_up_again(begin):
    at = begin(Role.COORDINATOR)
    choose(at)
    assert row(at, 1)[0] == "Every service"
    at.shown.drive.click("peers.services")
    at.shown.drive.click("services.everything")
    for id_ in ("tutoring", "orientation"):
        at.shown.drive.click(f"services.{id_}")
    at.shown.drive.click("services.save")
    kept = at.shown.ask(peers.services)[pia(at)]
    assert "tutoring" not in kept
    assert len(kept) == 8
    assert "Tutoring" not in row(at, 1)[0]
    choose(at)
    at.shown.drive.click("peers.services")
    at.shown.drive.click("services.everything")
    at.shown.drive.click("services.save")
    assert at.shown.ask(peers.services)[pia(at)] is None


def test_a_record_is_closed_and_opened_again_after_a_question(begin):
    at = begin(Role.COORDINATOR)
    choose(at)
    at.shown.drive.click("peers.conflicts")
    dialog = next(one for one in at.shown.frame.findChildren(QDialog) if one.isVisible())
    dialog.kind.set_value("relative")
    for _twice in range(2):
        at.shown.drive.type("conflicts.student", "min")
        at.shown.drive.enter()
        at.shown.drive.settle()
    assert "This record is closed to them already." in at.shown.texts(dialog)
    (conflict,) = at.shown.ask(peers.conflicts, pia(at))
    assert (conflict.student, conflict.kind.value) == ("Minh Nguyễn", "relative")
    with messages.answering(True) as asked:
        dialog._open_again(conflict)
        at.shown.drive.settle()
    assert "Pia Peer can then be with Minh Nguyễn again." in asked[0]
    assert at.shown.ask(peers.conflicts, pia(at)) == []
    at.shown.drive.click("conflicts.done")
    assert row(at, 2)[0] == "–"


def test_the_front_desk_has_no_such_part(begin):
    assert begin(Role.FRONT_DESK).page.peers is None
