"""The scene of the roster: a OneRoster file is imported, then any table by its columns, and that is taken back."""

import zipfile
from pathlib import Path

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.roster import RosterPlan
from wellnessdesk.services import roster


def import_roster(stage: Stage) -> None:
    """The file the tour was given, or a small one."""
    drive = stage.driver
    path = Path(stage.state.roster) if stage.state.roster else _small_roster(stage)
    drive.click("nav.roster")
    drive.shot("roster: choose a file")
    page = stage.page
    page.choose_file = lambda: path
    planned = stage.ask(lambda desk: roster.preview(desk, path))
    drive.click("roster.choose")
    drive.shot("roster: preview")
    stage.check(stage.ask(lambda desk: roster.preview(desk, path)) == planned, "nothing is written before accepting")
    _look_at_all(stage, planned)
    if planned.changes_nothing:
        return
    drive.click("roster.accept")
    again = stage.ask(lambda desk: roster.preview(desk, path))
    stage.check(again.changes_nothing, "the roster is in the store")
    drive.shot("roster: imported")
    drive.hide_toasts()
    drive.click("roster.again")


def any_table(stage: Stage) -> None:
    """Another system's table: its columns are looked at, somebody in it looks like somebody here, a line stays out."""
    drive, page = stage.driver, stage.page
    path = _table(stage)
    page.choose_file = lambda: path
    drive.click("roster.choose")
    drive.shot("roster: which column is what")
    _in_other_looks(stage, path, "roster: which column is what")
    drive.click("mapping.some")
    drive.click("mapping.goon")
    drive.shot("roster: look-alikes")
    drive.click("roster.alike.same")
    drive.click("roster.tile.adds")
    stage.page.preview.focus_lines()
    drive.press_keys("Space")
    drive.shot("roster: a line is left out")
    drive.click("roster.accept")
    last = stage.ask(roster.last_import)
    stage.check(last is not None and last.counts["adds"] == 1, "one of two new students was taken")
    drive.hide_toasts()
    drive.click("roster.again")


def take_back(stage: Stage) -> None:
    """The table's import is undone; the start of a school year is looked at and left."""
    drive = stage.driver
    drive.shot("roster: the last import")
    with drive.answering("roster: undo it?"):
        drive.click("roster.undo")
    last = stage.ask(roster.last_import)
    stage.check(last is not None and last.undone_at is not None, "the import is undone")
    drive.hide_toasts()
    drive.click("roster.rollover")
    drive.shot("roster: start of a school year")
    drive.click("roster.discard")


def _in_other_looks(stage: Stage, path: Path, title: str) -> None:
    """In Spanish; in another language the page begins anew, and the file is chosen again."""
    frame, drive = stage.program.frame, stage.driver
    closely, drive.closely = drive.closely, False
    for language, shot in (("es", f"{title}, Spanish"), (stage.state.language, "")):
        frame.set_language(language)
        drive.settle()
        stage.page.choose_file = lambda: path
        drive.click("roster.choose")
        if shot:
            drive.shot(shot)
    drive.closely = closely


def _look_at_all(stage: Stage, planned: RosterPlan) -> None:
    """The tables of caregivers and classes, where the file has any; who looks like somebody here is somebody else."""
    drive = stage.driver
    for key, there in (("caregivers", not planned.caregivers.empty), ("classes", bool(planned.classes))):
        if there:
            drive.click(f"roster.tile.{key}")
            drive.shot(f"roster: {key}")
    if planned.look_alikes:
        drive.click("roster.tile.alike")
        stage.page.preview.focus_lines()
        drive.press_keys("Ctrl+A")
        drive.click("roster.alike.apart")


def _small_roster(stage: Stage) -> Path:
    """A delta of two new students with a caregiver and classes, and a line that cannot be taken."""
    path = Path(stage.state.scratch) / "roster.zip"
    users = "\r\n".join((
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
        "t-1,active,2026-09-01,TRUE,org-1,student,imani.okafor,,Imani,Okafor,,990001,,,,t-9,10,",
        "t-2,active,2026-09-01,TRUE,org-1,student,luz.perez,,Luz,Pérez,,990002,,,,,11,",
        "t-3,active,2026-09-01,TRUE,org-1,student,nobody,,,,,990003,,,,,9,",
        "t-9,active,2026-09-01,TRUE,org-1,guardian,,,Ngozi,Okafor,,,ngozi@example.org,,(805) 555-0142,t-1,,"))
    manifest = "propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.1\r\nfile.users,delta"
    classes = "sourcedId,title,periods\r\nc-1,Algebra II,1\r\nc-2,Chemistry,2"
    enrollments = "classSourcedId,userSourcedId,role\r\nc-1,t-1,student\r\nc-2,t-1,student\r\nc-1,t-2,student"
    with zipfile.ZipFile(path, "w") as archive:
        files = {"users": users, "manifest": manifest, "classes": classes, "enrollments": enrollments}
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return path


def _table(stage: Stage) -> Path:
    """As Aeries writes it: a student here under another number and almost the same name, and two who are new."""
    here = stage.ask(lambda desk: roster.preview_rollover(desk)).changes[0].known
    born = here.birth_date.isoformat() if here.birth_date else ""
    path = Path(stage.state.scratch) / "Students from Aeries.csv"
    path.write_text("\n".join((
        "Perm ID,Last Name,First Name,Grd,Birthdate,Parent/Guardian,Primary Phone,Parent Email,CorrLng,Counselor",
        f"887001,{here.family},{here.given}e,{here.grade},{born},Maria {here.family},(805) 555-0110,,English,Ms. Lee",
        "887002,Aguilar,Noé,9,2011-04-02,Elena Aguilar,(805) 555-0111,elena@example.org,Spanish,Ms. Lee",
        "887003,Tanaka,Yui,10,2010-08-19,Ken Tanaka,(805) 555-0112,ken@example.org,English,Ms. Lee",
        ",Nobody,Known,9,,,,,,")) + "\n", encoding="utf-8")
    return path


