"""“Talk about it in supervision”: marks the session whose note is on the screen, and takes the mark back."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.session_marks import Mark
from wellnessdesk.services import session_marks
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.words_dialog import WordsDialog

MARK_KEYS = "Ctrl+M"


def ask_mark(parent: QWidget, context: PageContext, session: int, done: object = None) -> WordsDialog:
    """The dialog in which a session is marked, shown; words are wished for and not asked for."""
    desk = context.desk

    def marked(_mark: Mark) -> None:
        messages.say(parent, _("Marked: it stands on the next supervision agenda."))
        if callable(done):
            done()

    made = WordsDialog(
        parent, context.tasks, _("Talk about it in supervision"),
        _("Coordinators read what you write here. The group sees only that the session is to be talked about: no name, "
          "and none of these words. You can leave it empty."),
        _("Mark the session"), lambda words: session_marks.mark(desk, session, words), marked)
    made.open()
    return made


class MarkButton(QWidget):
    """Says whether the session is marked by whoever is signed in; pressed, it marks it, or takes the mark back."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._session: int | None = None
        self._marked = False
        self._button = button(_("For supervision…"), self.press, icon="supervision", tooltip=self._tip())
        self._button.setObjectName("mark.session")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._button)

    def show_session(self, session: int | None) -> None:
        """Ask whether it is marked; None for no session."""
        self._session = session
        self._button.setEnabled(False)
        if session is not None:
            desk = self._context.desk
            self._context.tasks.latest("mark.own", lambda: session_marks.own(desk, session), self._show,
                                       lambda _error: self._show(None), owner=self)

    def press(self) -> None:
        """Mark it, with words if wished; or take one's own mark back."""
        session, desk = self._session, self._context.desk
        if session is None or not self._button.isEnabled():
            return
        if not self._marked:
            ask_mark(self, self._context, session, lambda: self.show_session(self._session))
            return
        self._button.setEnabled(False)
        self._context.tasks.run(lambda: session_marks.take_back(desk, session), lambda _none: self._taken_back(),
                                self._failed, owner=self)

    def _tip(self) -> str:
        keys = QKeySequence(MARK_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        said = _("It is marked to be talked about ({keys})") if self._marked else (
            _("I want to talk about this in supervision ({keys})"))
        return said.format(keys=keys)

    def _taken_back(self) -> None:
        messages.say(self, _("The mark is taken back."))
        self.show_session(self._session)

    def _failed(self, error: Exception) -> None:
        messages.failure(self, error)
        self.show_session(self._session)

    def _show(self, mark: Mark | None) -> None:
        self._marked = mark is not None
        text = _("Take the mark back") if self._marked else _("For supervision…")
        self._button.setText(text)
        self._button.setAccessibleName(text)
        self._button.setToolTip(self._tip())
        self._button.setEnabled(True)
