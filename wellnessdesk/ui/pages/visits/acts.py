"""What the front desk does with visits: asks the services, says what was done, and can take it back."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.peers import not_with
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.visits import Group, Stage, Visit
from wellnessdesk.services import closing, visit_merges, visits
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.visits.form import CheckInPanel, Entered

T = TypeVar("T")


class Acts:
    """The acts of one page; `named` is how a student is called on the screen at the moment.

    A visit on which an act is under way takes no second one: Enter pressed five times is one act.
    """

    def __init__(
        self, context: PageContext, page: QWidget, named: Callable[[Visit], str], refresh: Callable[[], None]
    ) -> None:
        self._desk = context.desk
        self._tasks = context.tasks
        self._page = page
        self._named = named
        self._refresh = refresh
        self._steps: list[Visit] = []
        self._busy: set[int] = set()
        self._done: set[int] = set()

    def can_undo(self) -> bool:
        """Whether there is a step of this page to take back."""
        return bool(self._steps)

    def queue_shown(self) -> None:
        """A fresh queue is on the screen: the visits acted on stand there as they are now."""
        self._busy -= self._done
        self._done.clear()

    def check_in(self, entered: Entered, panel: CheckInPanel, then: Callable[[], None]) -> None:
        """Check in what the panel says; when that cannot be, the panel keeps everything and says why."""

        def done(visit: Visit) -> None:
            self._steps.append(visit)
            if panel.sent is entered:  # else somebody was quicker than the disk, and is at the next student
                panel.clear()
                then()
            self._say(_("{name} is checked in."), visit, not_with(visit.not_with))

        def failed(error: Exception) -> None:
            expected = isinstance(error, Problem)
            shown = panel.sent is entered
            if shown:
                panel.fail(str(error) if expected else "")
            if not (shown and expected):
                messages.failure(self._page, error)

        desk, student = self._desk, entered.student.id
        self._tasks.run(lambda: visits.check_in(desk, student, reason=entered.reason, origin=entered.origin,
                                                facts=entered.facts), done, failed, owner=self._page)

    def hand_over(self, visit: Visit, peer: Person) -> None:
        """Hand a waiting student over to a Wellness Peer."""
        desk = self._desk
        self._step(visit, lambda: visits.hand_over(desk, visit.id, peer.id), _("{name} is with {peer}."))

    def check_out(self, visit: Visit) -> None:
        """The student leaves."""
        desk = self._desk
        self._step(visit, lambda: visits.check_out(desk, visit.id), _("{name} is checked out."))

    def rest(self, visit: Visit) -> None:
        """Let a student rest."""
        desk = self._desk
        self._step(visit, lambda: visits.rest(desk, visit.id), _("{name} is resting."))

    def to_queue(self, visit: Visit) -> None:
        """Back to those who wait."""
        desk = self._desk
        self._step(visit, lambda: visits.to_queue(desk, visit.id), _("{name} is waiting again."))

    def merge(self, visit: Visit, other: Visit) -> None:
        """Make two visits of a student into one, after a question."""
        times = [formats.time(self._desk.local(one.arrived_at)) for one in (visit, other)]
        question = _("Merge the visits of {name} at {first} and {second}?").format(
            name=self._named(visit), first=min(times), second=max(times))
        if messages.confirm(self._page, question, _("It counts as one visit from then on. It can be undone."),
                            _("Merge")):
            desk = self._desk
            self._step(visit, lambda: visit_merges.merge(desk, visit.id, other.id), _("{name} has one visit now."))

    def drop_in(self, reason: str) -> None:
        """Count somebody who gives no name."""
        desk = self._desk

        def take_back(made: int) -> None:
            self._tasks.run(lambda: visits.undo_drop_in(desk, made), owner=self._page)

        def done(made: int) -> None:
            messages.say(self._page, _("Somebody without a name is counted."), undo=lambda: take_back(made))

        self._tasks.run(lambda: visits.drop_in(desk, reason=reason, origin="walk_in"), done, owner=self._page)

    def group_arrived(self, group: Group) -> None:
        """Say who of a group is checked in; each can be taken back."""
        self._steps += group.visits
        count = len(group.visits)
        text = ngettext("{n} student is checked in.", "{n} students are checked in.", count).format(n=count)
        here = _("Here already: {names}").format(names=", ".join(group.already_here)) if group.already_here else ""
        messages.say(self._page, f"{text} {here}".strip())

    def swept(self, visits_swept: tuple[Visit, ...], then: Callable[[], None]) -> None:
        """Say how many check-outs were written in, and offer to take all of them back."""
        desk, ids, count = self._desk, [visit.id for visit in visits_swept], len(visits_swept)
        text = ngettext("{n} check-out is written in.", "{n} check-outs are written in.", count).format(n=count)
        messages.say(self._page, text, undo=lambda: self._tasks.run(
            lambda: closing.take_back(desk, ids), lambda _none: then(), owner=self._page))

    def undo_newest(self) -> None:
        """Take back the newest step of this page that was not taken back yet."""
        if self._steps:
            self._undo(self._steps[-1])

    def undo(self, visit: Visit) -> None:
        """Take back the last step of a visit; the visit itself goes only after a question."""
        question = _("Take back the check-in of {name}?").format(name=self._named(visit))
        what = _("The visit goes from today's list and is not counted. The audit log keeps that it was there.")
        if visit.stage is not Stage.WAITING or messages.confirm(self._page, question, what, _("Take back")):
            self._undo(visit)

    def _step(self, visit: Visit, work: Callable[[], Visit], text: str) -> None:
        def done(after: Visit) -> None:
            self._steps.append(after)
            self._say(text, after)

        self._begin(visit, work, done)

    def _undo(self, visit: Visit) -> None:
        def done(after: Visit | None) -> None:
            self._say_undone(visit, after)

        desk = self._desk
        if self._begin(visit, lambda: visits.undo(desk, visit.id), done):
            self._forget_step(visit)

    def _begin(self, visit: Visit, work: Callable[[], T], done: Callable[[T], None]) -> bool:
        def succeeded(answer: T) -> None:
            self._done.add(visit.id)
            done(answer)

        def failed(error: Exception) -> None:
            self._busy.discard(visit.id)
            messages.failure(self._page, error)
            self._refresh()

        if visit.id in self._busy:
            return False
        self._busy.add(visit.id)
        self._tasks.run(work, succeeded, failed, owner=self._page)
        return True

    def _forget_step(self, visit: Visit) -> None:
        """Also when it turns out that it cannot be taken back, or it would bar the way to older ones."""
        places = [place for place, step in enumerate(self._steps) if step.id == visit.id]
        if places:
            del self._steps[places[-1]]

    def _say(self, text: str, visit: Visit, more: str = "") -> None:
        said = text.format(name=self._named(visit), peer=visit.peer)
        messages.say(self._page, f"{said} {more}{'.' if more else ''}".strip(), undo=lambda: self._undo(visit))

    def _say_undone(self, before: Visit, after: Visit | None) -> None:
        if after is None:
            text = _("The check-in of {name} was taken back.")
        elif after.stage is Stage.WAITING:
            text = _("{name} is waiting again.")
        elif after.stage is Stage.RESTING:
            text = _("{name} is resting again.")
        elif after.stage is Stage.LEFT:
            text = _("The visits of {name} are two again.")
        else:
            text = _("{name} is with {peer} again.")
        shown = after or before
        messages.say(self._page, text.format(name=self._named(shown), peer=shown.peer), tone="info")
