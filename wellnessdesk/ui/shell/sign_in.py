"""Sign in: pick a name (or type it, where this computer has no keyring), type the passphrase. Imports no service."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.fields import PassphraseField, TextField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.icons import IconLabel, icon
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label

_WIDTH = 420
_NAME_ROW, _NAMES_SHOWN = 38, 6


class SignInScreen(QWidget):
    """Emits `submitted(who, passphrase)`: `who` is an id when names are shown, else the name as typed.

    Where the center does not open it can offer ways out: `restore_asked`, and `kit_asked(secret_gone)` when somebody
    wants to use recovery kit A.
    """

    submitted = Signal(str, str)
    restore_asked = Signal()
    kit_asked = Signal(bool)

    def __init__(self, title: str, *, demo: bool) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._names: QListWidget | None = None
        self._demo = demo  # nobody has the paper of a made-up center
        self._typed = TextField()
        self._typed.setObjectName("signin.name")
        self._passphrase = PassphraseField(_("Passphrase"))
        self._passphrase.edit.setObjectName("signin.passphrase")
        self._enter = button(_("Sign in"), self._submit, icon="key", role="primary")
        self._enter.setObjectName("signin.enter")
        self._form = Form(width=_WIDTH)
        self._who = self._form.field(_("Your name"), self._typed)
        self._field = self._form.field(_("Passphrase"), self._passphrase)
        self._banner = Banner()
        self._restore = button(_("Restore a backup…"), self.restore_asked.emit, icon="undo")
        self._restore.setObjectName("signin.restore")
        self._kit = button(_("Use recovery kit A…"), lambda: self.kit_asked.emit(True), icon="key")
        self._kit.setObjectName("signin.kit")
        self._foot = button(_("Use recovery kit A…"), lambda: self.kit_asked.emit(False), role="link",
                            tooltip=_("For an administrator who forgot their passphrase"))
        self._foot.setObjectName("signin.foot")
        self._card = Card()
        self._card.setFixedWidth(_WIDTH)
        self._lay_out(title, demo)
        self._passphrase.submitted.connect(self._submit)
        self._typed.returnPressed.connect(self._field.focus)
        self._typed.setFocus()

    def show_names(self, names: Sequence[tuple[str, str]]) -> None:
        """Let the person pick among (id, name); with none, they go on typing their name."""
        if not names:
            return
        self._names = QListWidget()
        self._names.setObjectName("signin.names")
        self._names.setAccessibleName(_("Your name"))
        self._names.setProperty("role", "pick")
        for person, name in names:
            item = QListWidgetItem(icon("person", "muted"), name, self._names)
            item.setData(Qt.ItemDataRole.UserRole, person)
            item.setSizeHint(QSize(0, _NAME_ROW))
        self._names.setFixedHeight(min(len(names), _NAMES_SHOWN) * _NAME_ROW + 12)
        self._names.setCurrentRow(0)
        if self._typed.value():
            self._names.keyboardSearch(self._typed.value())
        self._names.itemActivated.connect(lambda _item: self._field.focus())
        self._names.itemClicked.connect(lambda _item: self._field.focus())
        self._names_above.addWidget(label(_("Who are you?"), "strong"))
        self._names_above.addWidget(self._names)
        self._names.show()  # what is not on the screen yet takes no focus
        if not self._passphrase.value():  # whoever is that quick, and typed their name, goes on undisturbed
            self._names.setFocus()
        self._who.hide()

    @property
    def has_names(self) -> bool:
        """Whether people pick their name here rather than type it."""
        return self._names is not None

    def show_title(self, title: str) -> None:
        """The center's name, once it is known."""
        if title:
            self._title.setText(title)

    def choose(self, person: str) -> None:
        """Pick a name by its id, and go on to the passphrase."""
        if self._names is None:
            return
        for row in range(self._names.count()):
            if self._names.item(row).data(Qt.ItemDataRole.UserRole) == person:
                self._names.setCurrentRow(row)
                self._field.focus()

    def show_busy(self, busy: bool) -> None:
        """While the passphrase is being tried."""
        self._enter.setEnabled(not busy)
        self._enter.setText(_("Signing in …") if busy else _("Sign in"))
        self._passphrase.setEnabled(not busy)

    def forget_passphrase(self) -> None:
        """Let it be typed anew: somebody else may come back to this screen."""
        self._passphrase.clear()

    def show_problem(self, sentence: str) -> None:
        """Say above everything what is wrong with the center or this computer."""
        self._banner.say(sentence, tone="flag")
        (self._field if self._names is not None or self._typed.value() else self._who).focus()

    def show_news(self, sentence: str) -> None:
        """Say above everything what was just put right."""
        self._banner.say(sentence, tone="ok")

    def offer(self, *, restore: bool = False, kit: bool = False) -> None:
        """Offer what puts right what was just said to be wrong; else kit A is but a few words at the foot."""
        self._restore.setVisible(restore)
        self._kit.setVisible(kit)
        self._foot.setVisible(not kit and not self._demo)

    def show_wrong_passphrase(self, sentence: str) -> None:
        """Say so at the passphrase, and let it be typed anew."""
        self._passphrase.clear()
        self._field.set_error(sentence)
        self._field.focus()

    def show_wrong_name(self, sentence: str) -> None:
        """Say so at the name; the passphrase stays, for it may be right."""
        if self._names is not None:
            self.show_problem(sentence)
            return
        self._who.set_error(sentence)
        self._who.focus()
        self._typed.selectAll()

    def _submit(self) -> None:
        item = self._names.currentItem() if self._names is not None else None
        who = str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else self._typed.value()
        if not who:
            self._who.set_error(_("Type your name."))
            self._who.focus()
        elif not self._passphrase.value():
            self._field.set_error(_("Type your passphrase."))
            self._field.focus()
        else:
            self._banner.say("")
            self.offer()
            self.show_busy(True)
            self.submitted.emit(who, self._passphrase.value())

    def _lay_out(self, title: str, demo: bool) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel("heart", "accent", 34))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self._title = label(title or "WellnessDesk", "title", wrap=True)
        texts.addWidget(self._title)
        texts.addWidget(label(_("Sign in to start") if title else _("Wellness center desk"), "muted"))
        head.addLayout(texts, 1)
        self._names_above = QVBoxLayout()
        self._names_above.setSpacing(5)
        self._card.add(head)
        self._card.add(self._banner)
        self._card.add(self._restore)
        self._card.add(self._kit)
        if demo:
            self._card.add(Banner(_("Demo center"), _("Everybody here is made up. The passphrase of each name: "
                                                      "demo and the first name, in small letters, as in demo ada."),
                                  "info"))
        self._card.add(self._names_above)
        self._card.add(self._form)
        self._card.add(ButtonRow(self._enter, left=(self._foot,)))
        self.offer()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

