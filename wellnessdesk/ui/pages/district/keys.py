"""Keys: the public key to give out, the older ones, a fresh pair, and the passphrase."""

from PySide6.QtCore import Qt

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import DistrictKey
from wellnessdesk.services.district import keys
from wellnessdesk.services.district.desk import FEATURE
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.district.context import DistrictContext
from wellnessdesk.ui.pages.district.key_dialogs import PassphraseDialog, RotateDialog
from wellnessdesk.ui.pages.district.public_key import PublicKeyCard

_FRAME = 6


class KeysPage(Page):
    """The newest key first; it is the one the centers are to use."""

    features = frozenset({FEATURE})

    def __init__(self, context: DistrictContext) -> None:
        super().__init__(_("Keys"), _("Centers lock bundles with the public key; your passphrase opens them."))
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self._passphrase = button(_("Change the passphrase…"), self.change_passphrase, icon="lock")
        self._rotate = button(_("Make a new key…"), self.rotate, icon="key")
        self._passphrase.setObjectName("keys.passphrase")
        self._rotate.setObjectName("keys.rotate")
        self.add_action(self._passphrase)
        self.add_action(self._rotate)
        self.card: PublicKeyCard | None = None
        self._older = Card(_("Older keys"))
        self._older.add(label(_("They still open bundles that were made for them. Centers must not use them any more."),
                              "muted", wrap=True))
        self.table = _table()
        self._older.add(self.table)
        self._older.hide()
        self.add(self._older)
        self.add_stretch()

    def refresh(self) -> None:
        """Ask for the keys."""
        desk = self._desk
        self._tasks.latest("keys.shown", lambda: keys.listed(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """The newest key."""
        if self.card is not None:
            self.card.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def rotate(self) -> None:
        """Ask for the passphrase, and make a fresh pair."""
        RotateDialog(self, self._context, self._rotated).open()

    def change_passphrase(self) -> None:
        """Ask for the old and the new one."""
        PassphraseDialog(self, self._context, lambda: messages.say(
            self, _("Your new passphrase counts from now on."))).open()

    def _rotated(self) -> None:
        self.refresh()
        messages.say(self, _("The new key is made. Give it to every center."))

    def _show(self, shown: list[DistrictKey]) -> None:
        newest, *older = shown
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
        self.card = PublicKeyCard(newest)
        self.content.insertWidget(0, self.card)
        self.table.set_records(older)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + ROW_HEIGHT * len(older) + _FRAME)
        self._older.setVisible(bool(older))


def _table() -> RecordTable[DistrictKey]:
    columns = [
        Column[DistrictKey](title=_("Made"), text=lambda one: formats.date(one.made), sort=lambda one: one.made,
                         width=140),
        Column[DistrictKey](title=_("Its six words"), text=lambda one: one.words, stretch=True,
                         tooltip=lambda one: one.public),
    ]
    return RecordTable[DistrictKey](_("Older keys"), columns, lambda one: one.public)
