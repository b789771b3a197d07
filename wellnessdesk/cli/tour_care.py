"""The tour's steps about those who care: a session marked for supervision, how a peer is, why an item is there."""


from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import session_marks, supervision_load, supervision_rules, wellbeing
from wellnessdesk.ui.kit.pickers import NumberField
from wellnessdesk.ui.pages.supervision.model import key_of
from wellnessdesk.ui.pages.supervision.view import AgendaView

_MARK, _HOW = "I was not sure what to say about the move.", "Busy, and glad about the group."
_LIMIT = 10


def of_peer(stage: Stage, session: int) -> None:
    """At the list of the day, the note of the session just signed."""
    drive = stage.driver
    with stage.step("mark a session"):
        drive.click(f"myday.session.{session}")
        drive.click("mark.session")
        drive.type("words.text", _MARK)
        drive.shot("peer: mark a session")
        drive.click("words.go")
        mark = stage.ask(lambda desk: session_marks.own(desk, session))
        stage.check(mark is not None and mark.words == _MARK, "the session is marked")
        drive.shot("peer: a marked session")
        drive.click("note.back")
    with stage.step("how a peer is"):
        before = len(stage.ask(wellbeing.mine))
        drive.click("myday.how")
        drive.type("wellbeing.words", _HOW)
        drive.click("wellbeing.talk")
        drive.shot("peer: how are you")
        if drive.has("wellbeing.earlier"):
            drive.click("wellbeing.earlier")
            drive.shot("peer: what was said before")
            drive.click("wellbeing.close")
        drive.click("act.go")
        stage.check(len(stage.ask(wellbeing.mine)) == before + 1, "the check is kept")
        drive.hide_toasts()


def of_coordinator(stage: Stage) -> None:
    """At the agenda, just built."""
    drive = stage.driver
    with stage.step("why an item is there"):
        view = drive.find("supervision.items", AgendaView)
        for kind, name in ((ItemKind.SESSION, "session"), (ItemKind.PEER, "peer")):
            found = [item for item in view.agenda_model.items() if item.kind is kind]
            stage.check(bool(found) and all(item.why for item in found), f"a {name} is on the agenda, and why")
            view.select(key_of(found[0]))
            drive.shot(f"supervision: why a {name} is there")
        view.opened.emit(found[0])
        drive.settle()
        drive.click("peer.read")
        drive.shot("supervision: how a peer is")
        drive.click("peer.close")
    with stage.step("a rule is changed"):
        drive.click("supervision.rules")
        rule = stage.ask(supervision_rules.rules)["peer_talk"]
        drive.find("rule.minutes", NumberField).setValue(_LIMIT)
        drive.shot("supervision: a rule")
        drive.click("act.go")
        stage.check(rule.minutes != _LIMIT == stage.ask(supervision_rules.rules)[rule.id].minutes, "it is kept")
        drive.hide_toasts()


def of_overview(stage: Stage) -> None:
    """At the overview."""
    drive = stage.driver
    with stage.step("the load of the center"):
        load = stage.ask(supervision_load.look).load
        stage.check(load.next is not None and load.hours > 0, "there is a next supervision")
        drive.click("nav.overview")
        drive.shot("coordinator: the load of the center")
        stage.other_looks("coordinator: the load of the center")
        drive.click("overview.tile.peers")
        drive.shot("coordinator: peers to look after")
        drive.click("nearlimits.close")
