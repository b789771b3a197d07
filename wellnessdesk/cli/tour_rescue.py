"""The scenes of worse days: kits, backups and restoring, a lost secret, a forgotten passphrase, an older copy."""

import shutil
from pathlib import Path
from typing import Any

import keyring
from keyring.backend import KeyringBackend

from wellnessdesk.cli.tour_stage import NEW_PASSPHRASE, Stage
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import backups, locking, opening, recovery, visits

_ADMIN, _COORDINATOR = "Ana Ortega", "Daniel Kim"


class _OwnKeyring(KeyringBackend):
    """A keyring of this process alone: the tour leaves nothing in that of whoever runs it."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


def looking_after(stage: Stage) -> None:
    """The new center's administrator: the kits, backups, settings."""
    stage.open(stage.scratch("new"))
    drive = stage.driver
    drive.shot("sign in: a computer without a keyring")
    stage.enter(NEW_PASSPHRASE, _ADMIN)
    with stage.step("recovery kits"):
        drive.shot("administrator: a young center")
        _check_kit(stage)
        _new_kit(stage)
    with stage.step("backups"):
        _back_up(stage)
    with stage.step("settings"):
        drive.click("nav.settings")
        drive.shot("settings")
        drive.choose("settings.lock.peer", "3")
        drive.click("settings.lock.save")
        drive.shot("settings: saved")
        stage.check(stage.ask(locking.minutes)[Role.PEER] == 3, "the minutes are set")
        drive.hide_toasts()
        stage.other_looks("settings")
        drive.click("nav.backups")
    with stage.step("restore: sign out first"), drive.answering("backups: restore from a backup?"):
        drive.begin("backups.restore")
    stage.go_on()


def _check_kit(stage: Stage) -> None:
    drive, words = stage.driver, stage.state.kept[KitName.A.value].split()
    drive.click("nav.recovery")
    drive.shot("recovery: two kits")
    stage.other_looks("recovery")
    drive.click("recovery.check.a")
    drive.type("recovery.check.words", " ".join(["lantern", *words[1:]]))
    drive.click("recovery.check.go")
    drive.shot("recovery: a mistyped word")
    drive.click("recovery.check.cancel")
    drive.click("recovery.check.a")
    drive.type("recovery.check.words", " ".join(words))
    drive.click("recovery.check.go")
    drive.shot("recovery: kit A opens what it should")
    drive.hide_toasts()
    stage.check(not any(one.due for one in stage.ask(recovery.drills)), "the check is recorded")


def _new_kit(stage: Stage) -> None:
    """Kit A was lost: a coordinator agrees, it is printed, two words are asked back."""
    drive = stage.driver
    drive.click("recovery.replace.a")
    drive.type("consent.passphrase", NEW_PASSPHRASE)
    drive.shot("recovery: a new kit A?")
    drive.click("act.go")
    drive.shot("recovery: print the new kit A now")
    dialog: Any = drive.find("newkit.next").window()
    paper = dialog.paper
    paper.save(stage.scratch("kit-a-new.pdf"))
    drive.settle()
    drive.click("recovery.tick.a")
    drive.click("newkit.next")
    for name in ("recovery.word.a.1", "recovery.word.a.2"):
        drive.type(name, paper.words[int(drive.find(name).property("number")) - 1])
    drive.shot("recovery: two words of the new kit")
    drive.click("newkit.done")
    drive.hide_toasts()
    stage.state.kept[KitName.A.value] = " ".join(paper.words)


def _back_up(stage: Stage) -> None:
    drive, stick = stage.driver, stage.scratch("stick")
    stick.mkdir()
    drive.click("nav.backups")
    drive.shot("backups: where they go")
    page = stage.page
    page.choose_folder = lambda: stick
    drive.click("backups.folder.add")
    drive.click("backups.now")
    drive.shot("backups: made and verified")
    drive.hide_toasts()
    stage.check(any(Path(one.folder) == stick and one.verified_at for one in stage.ask(backups.history)),
                "the backup is on the stick")
    stage.other_looks("backups")


def restored_over(stage: Stage) -> None:
    """The backup in the place of the center that is here: what would be lost is shown before."""
    folder = stage.scratch("new")
    stage.open(folder, restore=True)
    with stage.step("restore in the place of this center"):
        _restore(stage, "restore: over the present center")
    stage.driver.begin("restore.signin")
    stage.go_on()


def restored_elsewhere(stage: Stage) -> None:
    """The same backup on a computer that never saw the center."""
    folder = stage.scratch("other")
    stage.open(folder)
    with stage.step("restore on another computer"):
        stage.driver.click("welcome.restore")
        stage.driver.shot("restore: choose a backup")
        stage.other_looks("restore")
        _restore(stage, "restore: on another computer")
        stage.check(opening.exists(folder), "the center is there")
    stage.driver.begin("restore.signin")
    stage.go_on()


def _restore(stage: Stage, title: str) -> None:
    drive, screen = stage.driver, stage.screen
    (file,) = sorted(stage.scratch("stick").glob("*.wdbackup"))[-1:]
    screen.choose_file = lambda: file
    drive.click("restore.file")
    drive.type("restore.words", stage.state.kept[KitName.A.value])
    drive.click("restore.look")
    drive.shot(f"{title}, is this the right one?")
    drive.click("restore.go")
    drive.find("restore.signin")
    drive.shot(f"{title}, done")


def kit_at_the_door(stage: Stage) -> None:
    """A center whose computer lost its secret; whose administrator forgets; whose files are older than they were."""
    kept = _OwnKeyring()
    keyring.set_keyring(kept)
    folder = stage.scratch("lost")
    words = _make(stage, folder)
    kept.kept.clear()
    stage.open(folder)
    with stage.step("this computer's secret is gone"):
        _bring_secret_back(stage, words)
    shutil.copytree(folder, stage.scratch("older"))
    with stage.step("an administrator forgot their passphrase"):
        _new_passphrase(stage, words)
    with stage.step("an older copy"):
        _put_back_older(stage, folder)
        _older_copy(stage)


def _make(stage: Stage, folder: Path) -> str:
    """The center, with somebody at the front desk; the words of its kit A."""
    one = [opening.Newcomer(name=name, role=role, passphrase=NEW_PASSPHRASE) for name, role in (
        (_ADMIN, Role.ADMINISTRATOR), (_COORDINATOR, Role.COORDINATOR), ("Rosa Delgado", Role.FRONT_DESK))]
    made = opening.create(folder, opening.NewCenter(
        name="Harbor Wellness Center", school="Harbor High School", time_zone="America/Los_Angeles",
        people=tuple(one)), clock=stage.clock)
    made.desk.close()
    return " ".join(made.words_a)


def _bring_secret_back(stage: Stage, words: str) -> None:
    drive = stage.driver
    drive.shot("sign in: this computer's secret is gone")
    stage.other_looks("sign in: the secret is gone")
    drive.click("signin.kit")
    drive.shot("kit A: its words")
    drive.type("door.words", words)
    drive.click("door.go")
    drive.shot("kit A: what is it for?")
    drive.click("door.go")
    drive.shot("sign in: the secret is back")


def _new_passphrase(stage: Stage, words: str) -> None:
    drive = stage.driver
    drive.click("signin.foot")
    drive.type("door.words", words)
    drive.click("door.go")
    drive.click("door.what.passphrase")
    drive.type("door.passphrase", NEW_PASSPHRASE[::-1])
    drive.type("door.again", NEW_PASSPHRASE[::-1])
    drive.shot("kit A: a new passphrase")
    drive.click("door.go")
    drive.shot("sign in: a new passphrase")


def _put_back_older(stage: Stage, folder: Path) -> None:
    """Somebody works, so this computer remembers how far the log went; then the files of before come back."""
    person = opening.find(folder, _COORDINATOR)
    opening.sign_in(folder, person, NEW_PASSPHRASE, stage.clock, settle=True).close()
    shutil.copytree(stage.scratch("older"), folder, dirs_exist_ok=True)


def _older_copy(stage: Stage) -> None:
    drive = stage.driver
    person = opening.find(stage.scratch("lost"), "Rosa Delgado")
    stage.program.choose(person)
    drive.type("signin.passphrase", NEW_PASSPHRASE)
    drive.enter()
    drive.find("older.passphrase")
    drive.shot("sign in: these are not the newest records")
    drive.type("older.passphrase", NEW_PASSPHRASE)
    drive.click("older.confirm")
    drive.wait(lambda: stage.program.desk is not None, "signed in")
    drive.shot("front desk: a coordinator said that they are meant")
    stage.check(not stage.ask(visits.queue).waiting, "the front desk works with these records")
