"""The scene of a group in the library: a peer writes it down, writes the note together with them, and signs it."""

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import Agreed, NoteState
from wellnessdesk.services import begun_sessions, sessions

_WORDS = "The group talked about new classes. Everybody said one thing that helps."
_ALONE = "Offered to bring a game next time."


def group(stage: Stage) -> None:
    """A peer at their day: a session no front desk began."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.PEER)
    known = stage.ask(begun_sessions.choices).students[:3]
    with stage.step("begin a group session"):
        drive.click("myday.new")
        for _number, name in known:
            drive.type("picker.search", name)
            drive.enter()
        drive.choose("session.place", "library")
        drive.choose("session.service", "support_groups")
        drive.shot("peer: a new session")
        drive.click("act.go")
        made = max(one.id for one in stage.ask(sessions.mine))
        stage.check(len(stage.ask(lambda desk: begun_sessions.participants(desk, made))) == len(known), "all are there")
        drive.shot("peer: the group, and what to say together")
        if drive.has("telling.done"):
            drive.click("telling.done")
    with stage.step("write it"):
        drive.click("note.topics.school_work")
        drive.click("note.offers.listened")
        drive.choose("note.theme", "stress")
        drive.click(f"group.about.{known[0][0]}")
        drive.type(f"group.remark.{known[0][0]}", _ALONE)
        drive.shot("peer: who came")
        drive.click("note.together")
        drive.type("together.text", _WORDS)
        drive.click("together.agreed.yes")
        drive.shot("peer: written together")
        drive.click("together.back")
    with stage.step("sign the group's note"):
        drive.click("note.redflag.nothing")
        with drive.answering("peer: sign the group's note?"):
            drive.click("note.sign")
        note = stage.ask(lambda desk: sessions.read_note(desk, made))
        stage.check(note.session.note is NoteState.SIGNED and note.body.agreed is Agreed.YES, "the note is signed")
        stage.check([words for _student, words in note.remarks] == [_ALONE], "what is about one stands apart")
        drive.shot("peer: the group's note")
        drive.click("note.back")
    stage.lock()
