"""The scenes about a supervision meeting: a peer brings something, it is prepared, held on a wall and signed."""

from collections.abc import Callable
from typing import Any

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.meetings import Attendance, MeetingState
from wellnessdesk.domain.minutes import Sitting
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.supervision import Agenda, Audience, ItemKind, ItemState
from wellnessdesk.services import meetings, minutes, own_items, supervision, supervision_actions, supervision_attended


def peer_brings(stage: Stage) -> None:
    """A peer looks when supervision is, and brings good news and a concern."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.PEER)
    with stage.step("bring something to supervision"):
        drive.click("nav.supervision")
        drive.shot("my supervision: before")
        for about, words in (("good_news", "The chess club said thank you"),
                             ("concern", "A friend asks me what others tell me here")):
            drive.choose("bring.about", about)
            drive.type("bring.own", words)
            if about == "concern":
                drive.shot("my supervision: a concern")
            drive.click("bring.add")
            drive.hide_toasts()
        stage.check(len(stage.ask(own_items.brought)) == 2, "both are brought")
        drive.shot("my supervision: brought")
        stage.other_looks("my supervision")
    stage.lock()


def meeting(stage: Stage) -> None:
    """The coordinator prepares the meeting, holds it before a wall, and signs its minutes."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    drive.click("nav.supervision")
    if drive.has("supervision.build"):
        drive.click("supervision.build")
    with stage.step("prepare the meeting"):
        _prepare(stage)
    with stage.step("hold the meeting"):
        _hold(stage)
    with stage.step("sign the minutes"):
        _sign(stage)
    with stage.step("look at the year of supervision"):
        drive.click("supervision.tab.year")
        stage.check(stage.page.year.figures.tiles["held"].accessibleName().endswith(": 1"), "the meeting is counted")
        drive.shot("supervision: the year")
        stage.other_looks("supervision: the year")
    stage.lock()


def what_stays(stage: Stage) -> None:
    """The peer sees what they took on and what they attended."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.PEER)
    with stage.step("what a peer took on and attended"):
        drive.click("nav.supervision")
        stage.check(len(stage.ask(supervision_attended.own)) > 0, "the meeting counts")
        stage.check(len(stage.ask(supervision_actions.mine)) > 0, "something was taken on")
        drive.shot("my supervision: afterwards")
        stage.other_looks("my supervision: afterwards")
    stage.lock()


def _agenda(stage: Stage) -> Agenda:
    found = stage.ask(supervision.read)
    stage.check(found is not None, "there is an agenda")
    assert found is not None  # noqa: S101 - the check above has spoken
    return found


def _prepare(stage: Stage) -> None:
    """An announcement, an item put off, a remark, a longer time."""
    drive = stage.driver
    view: Any = drive.find("supervision.items")
    drive.choose("supervision.about", "announcement")
    drive.type("supervision.own", "Assembly on Friday: no supervision in the week after")
    drive.click("supervision.add")
    notes = [item for item in _agenda(stage).items if item.kind is ItemKind.NOTE]
    waits, remarked = notes[-1] if notes else _agenda(stage).items[-1], _agenda(stage).items[0]
    view.select((waits.kind, waits.ref))
    drive.click("supervision.defer")
    drive.type("words.text", "Its author is away this week.")
    drive.shot("supervision: put off, why")
    drive.click("words.go")
    drive.hide_toasts()
    view.select((remarked.kind, remarked.ref))
    drive.click("supervision.remark")
    drive.type("words.text", "Speak with the counselor before we talk about it.")
    drive.click("words.go")
    drive.settle()
    supervised = _agenda(stage)
    stage.ask(lambda desk: supervision.set_minutes(desk, supervised.meeting.id, remarked.kind, remarked.ref, 45))
    stage.page.refresh()
    drive.settle()
    states = {item.ref: item.state for item in _agenda(stage).items}
    stage.check(states[waits.ref] is ItemState.DEFERRED, "an item waits")
    drive.hide_toasts()
    drive.shot("supervision: prepared")
    stage.other_looks("supervision: prepared")


def _sitting(stage: Stage) -> Sitting:
    at = _agenda(stage).meeting.id
    return stage.ask(lambda desk: meetings.look(desk, at))


def _hold(stage: Stage) -> None:
    drive = stage.driver
    drive.click("supervision.hold")
    stage.check(_sitting(stage).meeting.state is MeetingState.BEGUN, "the meeting has begun")
    drive.shot("meeting: on the wall")
    late = next(seat for seat in _sitting(stage).seats if not seat.leads)
    drive.choose(f"hold.seat.{late.person}", Attendance.LATE.value)
    drive.click("hold.everybody")
    open_to_all = next(place for place, said in enumerate(_sitting(stage).items)
                       if said.item.audience is Audience.GROUP and said.item.state is ItemState.OPEN)
    items: Any = drive.find("hold.items")
    items.setCurrentRow(open_to_all)
    drive.type("hold.outcome", "Two peers will try it together next week.")
    drive.shot("meeting: an item of everybody's on the wall")
    stage.other_looks("meeting: on the wall")  # in the other language one comes back to the same item


def _sign(stage: Stage) -> None:
    """On the coordinator's own screen: a decision, somebody takes something on; then the signature, and both papers."""
    drive = stage.driver
    items: Any = drive.find("hold.items")
    items.setCurrentRow(0)
    drive.click("hold.shown")
    drive.type("hold.outcome", "The counselor has seen them twice.")
    drive.type("hold.decision", "Close it when the second talk is written down.")
    drive.choose("hold.who", stage.state.people[Role.PEER.value][0])
    drive.type("hold.what", "Ask how the week went")
    drive.click("hold.by")
    drive.click("hold.add")
    drive.click("hold.talked")
    drive.shot("meeting: on the coordinator's own screen")
    _in_spanish(stage, "meeting", lambda: drive.click("hold.shown"))
    at = _agenda(stage).meeting.id
    with drive.answering("meeting: sign the minutes"):
        drive.click("hold.sign")
    stage.page.show_meeting(at)
    drive.settle()
    drive.type("minutes.more", "The assembly is on Thursday.")
    drive.click("minutes.add")
    signed = stage.ask(lambda desk: minutes.read(desk, at))
    stage.check(len(signed.added) == 1 and not signed.problem, "the minutes are signed and added to")
    drive.shot("supervision: minutes")
    stage.page.choose_file = lambda _proposal: stage.out / "minutes.pdf"
    drive.click("supervision.print")
    stage.check((stage.out / "minutes.pdf").read_bytes().startswith(b"%PDF"), "the minutes are printed")
    drive.shot("supervision: minutes saved")
    _in_spanish(stage, "supervision: minutes", lambda: stage.page.show_meeting(at))
    drive.click("supervision.tab.groups")
    drive.shot("supervision: groups")
    _in_spanish(stage, "supervision: groups", lambda: drive.click("supervision.tab.groups"))


def _in_spanish(stage: Stage, title: str, again: Callable[[], object]) -> None:
    """In Spanish the page is a new one: whoever looks goes back to the same place first, and once more afterwards."""
    frame, drive = stage.program.frame, stage.driver
    for language in ("es", stage.state.language):
        frame.set_language(language)
        drive.settle()
        again()
        drive.settle()
        if language == "es":
            drive.closely, closely = False, drive.closely
            drive.shot(f"{title}, Spanish")
            drive.closely = closely
