"""The scene about bundles: counts for the district, its terms, rows for a study, one student's records for a court."""

import shutil
from functools import partial
from pathlib import Path

from wellnessdesk.cli import tour_district, tour_students
from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.bundles import Bundle, Kind, Period
from wellnessdesk.domain.disclosures import Ground
from wellnessdesk.services import bundle_history, bundles, district, recipients


def counts(stage: Stage) -> None:
    """A month's counts, looked through before they leave, with a copy for the center's own kit."""
    drive, out = stage.driver, stage.out
    drive.click("nav.export")
    drive.shot("export: before")
    drive.click("export.adddistrict")
    drive.type("district.name", tour_district.NAME)
    drive.type("district.key", stage.state.kept["district"])
    drive.shot("export: add a district")
    drive.click("district.save")
    drive.hide_toasts()
    drive.type("export.purpose", "Monthly report")
    stage.page.choose_copy_folder = lambda: _folder(stage, "own")
    drive.click("export.owncopy")
    drive.click("export.preview")
    drive.shot("export: what leaves")
    drive.click("bundle.nexttable")
    drive.shot("export: the next table")
    stage.page.choose_folder = lambda: out
    drive.click("export.write")
    written = _newest(stage)
    signers = stage.ask(recipients.allowed_signers)
    (out / "allowed_signers").write_text(signers + "\n", encoding="utf-8")
    identity = (out / "district-key.txt").read_text(encoding="utf-8")
    opened = district.open_bundle(out / written.file_name, identity, signers)
    stage.check(opened.signed_by == stage.desk.center.id, "the bundle opens and is signed")
    stage.check(bool(written.own_copy), "the center has its own copy")
    drive.hide_toasts()
    drive.shot("export: written")
    stage.other_looks("export")
    stage.state.kept["signing words"] = stage.ask(recipients.signing_words)
    _onto_stick(stage, written)


def terms(stage: Stage) -> None:
    """Whoever may not have a kind of bundle yet is allowed to."""
    drive = stage.driver
    drive.click("export.kind.rows")
    drive.shot("export: not for this district")
    drive.click("export.mayhave")
    drive.click("terms.rows")
    drive.click("terms.packet")
    drive.shot("export: what a district may receive")
    drive.click("terms.save")
    allowed = stage.ask(recipients.everybody)[0].kinds
    stage.check(set(allowed) == set(Kind), "the district may receive all kinds")


def rows(stage: Stage) -> None:
    """Rows for a study: counted, warned of, written."""
    drive = stage.driver
    drive.click("export.preview")
    drive.shot("export: rows for an evaluation")
    drive.type("export.purpose", "What helps after a break")
    drive.type("export.authority", "Agreement of July 2026, approved by the board")
    stage.page.choose_folder = lambda: _folder(stage, "rows")
    drive.click("export.write")
    stage.check(_newest(stage).kind is Kind.ROWS, "the rows are written")
    drive.hide_toasts()
    stage.other_looks("export: rows")


def one_student(stage: Stage) -> None:
    """One student's records, each entry decided on, as a bundle."""
    drive = stage.driver
    drive.click("export.kind.packet")
    drive.type("export.student", "gar")
    drive.enter()
    drive.type("export.purpose", "Subpoena of October 5")
    drive.shot("export: whose records")
    drive.click("export.preview")
    drive.choose("packet.ground", Ground.COURT.value)
    drive.shot("export: on which ground")
    drive.click("packet.next")
    if drive.has("packet.rest"):
        drive.shot("export: each entry is decided on")
    tour_students.decide_on_all(drive)
    drive.shot("export: exactly these records leave")
    stage.page.choose_folder = lambda: _folder(stage, "packet")
    drive.click("packet.next")
    written = _newest(stage)
    stage.check(written.kind is Kind.PACKET, "the records are written")
    drive.hide_toasts()
    drive.click("export.tab.history")
    stage.page.history.table.select(written.id)
    drive.shot("export: history")
    stage.other_looks("export: history")


def _newest(stage: Stage) -> Bundle:
    return stage.ask(bundle_history.history)[0]


def _folder(stage: Stage, name: str) -> Path:
    """A stick that goes with the tour."""
    made = stage.scratch(name)
    made.mkdir(exist_ok=True)
    return made


def _onto_stick(stage: Stage, written: Bundle) -> None:
    """The bundle, and those of the two months before, which its district will ask for too."""
    stick = _folder(stage, "district stick")
    shutil.copy(stage.out / written.file_name, stick)
    before = Period.of(written.period).before()
    for period in (before, before.before()):
        stage.ask(partial(bundles.write, recipient_id=written.recipient.id, period=period, purpose="Monthly report",
                          folder=stick))
