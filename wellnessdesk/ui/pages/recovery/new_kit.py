"""A new kit in the place of a lost one: agreed to, made, printed, and two of its words asked back."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import recovery_kits
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.act_dialog import ConsentDialog
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.layouts import stacked
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.recovery.ask_back import AskBack
from wellnessdesk.ui.pages.recovery.paper import KitPaper

_PAPER_WIDTH = 860


class NewKitDialog(ConsentDialog):
    """Says what a new kit means, and makes it once a coordinator agrees."""

    def __init__(self, parent: QWidget, context: PageContext, kit: KitName, coordinators: Sequence[Person],
                 done: Callable[[list[str]], object]) -> None:
        super().__init__(parent, context, _("Make a new kit {letter}?").format(letter=kit.letter), _("Make new kit"),
                         _("A kit decides who can open the center. One of the coordinators types their own passphrase "
                           "here; you do not need to know it."))
        self._kit, self._done = kit, done
        self.consent.offer(coordinators)
        self.lay_out(_("Do this when the paper is lost, or when somebody may have seen its words. The old paper opens "
                       "nothing that is written from now on."), *_what_it_means(kit))
        self.look()
        self.consent.focus_first()

    def act(self) -> None:
        """Make it; from then on it is the one in use."""
        desk, kit, agreed = self.desk, self._kit, self.consent.value()
        self.run(lambda progress: recovery_kits.replace_kit(desk, kit, agreed, progress), self._done,
                 _("All records get a new key") if kit is KitName.A else _("Making the new kit"))


class NewPaperDialog(Dialog):
    """The words of the kit just made. It is in use already, so this is not left without paper by accident."""

    def __init__(self, parent: QWidget, context: PageContext, kit: KitName, words: Sequence[str],
                 done: Callable[[], object]) -> None:
        super().__init__(parent, _("Print the new kit {letter} now").format(letter=kit.letter), width=_PAPER_WIDTH)
        self._done = done
        self.paper = KitPaper(context.desk, context.tasks, kit, words, self._look)
        self._ask = AskBack({kit: self.paper.words}, self._finish)
        self._on = button(_("Continue"), self._show_questions, role="primary")
        self._on.setObjectName("newkit.next")
        self._on.setEnabled(False)
        self._leave = button(_("Cancel"), self.reject)
        self._leave.setObjectName("newkit.cancel")
        self._back = button(_("Show the words again"), self._show_words, icon="back")
        self._back.setObjectName("newkit.back")
        self._finished = button(_("Done"), self._finish, role="primary")
        self._finished.setObjectName("newkit.done")
        self._delete = QCheckBox(_("Delete the file from this computer: the paper is what counts"))
        self._delete.setObjectName("newkit.delete")
        self._delete.setChecked(True)
        self._first = stacked(self.paper, ButtonRow(self._on, self._leave))
        self._second = stacked(self._ask, self._delete, ButtonRow(self._finished, self._back))
        self._heading, self._about = label("", "heading", wrap=True), label("", wrap=True)
        self._what_then = _what_then(kit)
        for part in (self._heading, self._about, self._first, self._second):
            self.body.addWidget(part)
        self._show_words()

    def reject(self) -> None:
        """Escape, the cross and Cancel: nobody could open with this kit, and the old one is no use either."""
        if messages.confirm(
                self, _("Leave without the paper?"),
                _("The new kit is in use already, and its words are shown only now. Without the paper you have to make "
                  "another new kit."), _("Leave without paper"), danger=True):
            self.paper.delete_file()
            super().reject()

    def _look(self) -> None:
        self._on.setEnabled(self.paper.printed)

    def _show_words(self) -> None:
        self._second.hide()
        self._heading.setText(self.windowTitle())
        self._about.setText(self._what_then)
        self._first.show()
        self.paper.focus_first()

    def _show_questions(self) -> None:
        self._first.hide()
        self._heading.setText(_("Read two words from the paper"))
        self._about.setText(_("So that you know the page is whole and easy to read."))
        self._second.show()
        self._ask.focus_first()

    def _finish(self) -> None:
        if not self._ask.valid():
            return
        if self._delete.isChecked():
            self.paper.delete_file()
        self.accept()
        self._done()



def _what_then(kit: KitName) -> str:
    return {
        KitName.A: _("It is shown only once. When it is in its envelope, make a new backup: only older backups open "
                     "with the old paper. Destroy it once none of them is needed."),
        KitName.B: _("It is shown only once. Destroy the old paper when the new one is in its envelope."),
    }[kit]


def _what_it_means(kit: KitName) -> list[str]:
    return {
        KitName.A: [_("All records get a new key; that can take some seconds. Backups made until now open only with "
                      "the old paper: make a new backup afterwards.")],
        KitName.B: [_("The coordinators get a new key for notes and flags. The principal must be here, and takes the "
                      "new paper: you must not keep it.")],
    }[kit]
