"""A new kit for a lost one: a coordinator agrees, it is printed, two words are asked back; the old one is no use."""

import pytest

from tests.support import NAMES, PASSPHRASE
from tests.windows import end
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import recovery
from wellnessdesk.services.recovery import WrongKit
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.pages.recovery.new_kit import NewPaperDialog

OLD = {KitName.A: "words_a", KitName.B: "words_b"}


def make(shown, kit):
    shown.drive.click(f"recovery.replace.{kit.letter.lower()}")
    shown.drive.type("consent.passphrase", PASSPHRASE)
    shown.drive.click("act.go")
    return paper(shown)


def paper(shown):
    (found,) = [one for one in shown.frame.findChildren(NewPaperDialog) if one.isVisible()]
    return found


def mark(shown, kit):
    return next(one.mark for one in shown.ask(recovery.drills) if one.kit is kit)


@pytest.mark.parametrize("kit", KitName)
def test_a_new_kit_is_made_printed_and_read_back(begin, center, tmp_path, kit):
    shown, letter = begin(Role.ADMINISTRATOR), kit.letter.lower()
    before = mark(shown, kit)
    here = make(shown, kit)
    assert mark(shown, kit) != before
    assert not here._on.isEnabled()
    here.paper.save(tmp_path / "kit.pdf")
    shown.drive.settle()
    assert (tmp_path / "kit.pdf").read_bytes().startswith(b"%PDF")
    shown.drive.click(f"recovery.tick.{letter}")
    shown.drive.click("newkit.next")
    assert shown.reads("Read two words from the paper")
    assert not shown.reads(here.windowTitle())
    shown.drive.click("newkit.done")
    assert here.isVisible(), "no word was typed"
    for place in (1, 2):
        name = f"recovery.word.{letter}.{place}"
        shown.drive.type(name, here.paper.words[shown.field(name).property("number") - 1])
    shown.drive.click("newkit.done")

    assert not here.isVisible()
    assert not (tmp_path / "kit.pdf").exists()
    assert mark(shown, kit) in shown.texts()
    new, old = " ".join(here.paper.words), " ".join(getattr(center.created, OLD[kit]))
    end(shown)
    who = Role.ADMINISTRATOR if kit is KitName.A else Role.COORDINATOR
    shown = begin(who)
    assert shown.ask(recovery.drill, kit, new).last_by == NAMES[who]
    failures = []
    desk = shown.program.desk
    shown.program.tasks.run(lambda: recovery.drill(desk, kit, old), failed=failures.append, owner=None)
    shown.drive.settle()
    assert isinstance(failures[0], WrongKit)


def test_without_a_coordinator_s_passphrase_nothing_is_made(begin):
    shown = begin(Role.ADMINISTRATOR)
    before = mark(shown, KitName.A)
    shown.drive.click("recovery.replace.a")
    shown.drive.type("consent.passphrase", "not theirs")
    shown.drive.click("act.go")

    (here,) = [one for one in shown.frame.findChildren(ActDialog) if one.isVisible()]
    assert "not the passphrase of that coordinator" in here.consent._passphrase_field.error
    assert mark(shown, KitName.A) == before


@pytest.mark.parametrize("agreed", [True, False])
def test_leaving_without_the_paper_asks_once(begin, agreed):
    shown = begin(Role.ADMINISTRATOR)
    here = make(shown, KitName.B)
    with shown.drive.answering(accept=agreed) as asked:
        shown.keys("Escape")

    assert len(asked) == 1
    assert "another new kit" in asked[0]
    assert here.isVisible() is not agreed
    if not agreed:
        with shown.drive.answering():
            shown.drive.click("newkit.cancel")


def test_a_coordinator_is_told_who_makes_a_new_one(begin):
    shown = begin(Role.COORDINATOR)

    assert "An administrator makes a new one on this page, and a coordinator agrees." in shown.texts()
    assert not shown.drive.has("recovery.replace.a")
