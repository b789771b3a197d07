"""The district's public key, as the centers may take it: text, file, QR code, and six words to compare."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QVBoxLayout

from wellnessdesk.base import files
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import DistrictKey
from wellnessdesk.services.district import keys
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.qr import QrCode
from wellnessdesk.ui.kit.texts import breakable, label

FILE_NAME = "district-key.txt"


class PublicKeyCard(Card):
    """`choose_file` can be set by tests."""

    def __init__(self, shown: DistrictKey) -> None:
        super().__init__(_("Your district's public key"))
        self.choose_file: Callable[[], Path | None] = self._ask_for_file
        self._shown = shown
        self.key = label(breakable(shown.public), "strong", wrap=True, selectable=True)
        self.key.setAccessibleName(_("Public key"))
        self.code = QrCode(_("The public key as a QR code"))
        self.code.show_rows(keys.code(shown.public))
        self.copy = button(_("Copy"), self._copy, icon="note")
        self.save = button(_("Save as file…"), self._save, icon="folder")
        self.copy.setObjectName("key.copy")
        self.save.setObjectName("key.save")
        self._lay_out()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(10)
        texts.addWidget(label(_("Send this to every center, by e-mail or on a stick. Whoever has it can write bundles "
                                "to you; it opens none."), wrap=True))
        texts.addWidget(self.key)
        texts.addWidget(Banner(self._shown.words, _("When a center adds the key, read them these six words on the "
                                                    "phone. If one differs, it is not your key."), icon="phone"))
        texts.addWidget(ButtonRow(self.save, self.copy))
        texts.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.add(row)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._shown.public)
        messages.say(self, _("The public key is on the clipboard."))

    def _save(self) -> None:
        path = self.choose_file()
        if path is None:
            return
        try:
            files.write_anew(path, f"# {self._shown.words}\n{self._shown.public}\n".encode())
        except OSError:
            messages.problem(self, _("The file could not be saved there. Choose another folder, or copy the key."))
            return
        messages.say(self, _("Saved as {file}.").format(file=path.name))

    def _ask_for_file(self) -> Path | None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save the public key"), FILE_NAME)
        return Path(name) if name else None
