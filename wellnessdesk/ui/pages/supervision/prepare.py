"""What is done with one item before the meeting: put off with a reason, taken up again, a remark for coordinators."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.minutes import Words
from wellnessdesk.domain.supervision import Item, ItemState
from wellnessdesk.services import meetings
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.words_dialog import WordsDialog

_NO_WORDS = Words()


class PrepareActs:
    """Two buttons for the item that is selected. `change` does something with it, and looks again."""

    def __init__(self, context: PageContext, page: QWidget, refresh: Callable[[], object],
                 change: Callable[[Callable[[Desk], object], Callable[[], object]], object]) -> None:
        self._context, self._page, self._refresh, self._change = context, page, refresh, change
        self._meeting, self._words = "", _NO_WORDS
        self._item: Item | None = None
        self.defer = button(_("Put off…"), self.put_off, icon="undo", role="quiet",
                            tooltip=_("To the next meeting, with a reason"))
        self.remark = button(_("Remark…"), self.ask_remark, icon="lock", role="quiet",
                             tooltip=_("For coordinators alone: sealed, not printed, not on the wall"))
        self.defer.setObjectName("supervision.defer")
        self.remark.setObjectName("supervision.remark")
        self.show_item("", None, _NO_WORDS)

    def show_item(self, meeting: str, item: Item | None, words: Words) -> None:
        """Offer what can be done with an item of a meeting; `words` are those about it."""
        self._meeting, self._item, self._words = meeting, item, words
        waits = item is not None and item.state is ItemState.DEFERRED
        self.defer.setText(_("Take it up again") if waits else _("Put off…"))
        self.defer.setEnabled(item is not None and not item.done)
        self.remark.setEnabled(item is not None)

    def put_off(self) -> None:
        """Ask why it waits; one that waits already is taken up again."""
        item, at = self._item, self._meeting
        if item is None or item.done:
            return
        if item.state is ItemState.DEFERRED:
            self._take_up(at, item)
            return
        desk = self._context.desk
        WordsDialog(self._page, self._context.tasks, _("Put this off?"),
                    _("It comes again at the next meeting. Why it waits is sealed, and stands in the minutes."),
                    _("Put it off"), lambda reason: meetings.put_off(desk, at, item.kind, item.ref, reason),
                    lambda _none: self._after_put_off(at, item)).open()

    def ask_remark(self) -> None:
        """Write or change the remark about the selected item; without words it goes."""
        item, at, desk = self._item, self._meeting, self._context.desk
        if item is not None:
            dialog = WordsDialog(self._page, self._context.tasks, _("Remark for coordinators"),
                                 _("Sealed to coordinators. It is never printed, and never on the wall."), _("Keep it"),
                                 lambda text: meetings.remark(desk, at, item.kind, item.ref, text),
                                 lambda _none: self._refresh())
            dialog.words.setPlainText(self._words.remark)
            dialog.open()

    def _after_put_off(self, at: str, item: Item) -> None:
        self._refresh()
        messages.say(self._page, _("It waits until the next meeting."), undo=lambda: self._take_up(at, item))

    def _take_up(self, at: str, item: Item) -> None:
        self._change(lambda desk: meetings.take_up(desk, at, item.kind, item.ref), lambda: None)
