"""A bundle that was written: where it lies, how to recognize it, and what to do with it now."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QGridLayout

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundle_words import kind_label, period_label
from wellnessdesk.domain.bundles import Bundle, Kind, Period
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.bundles.own_copy import became_of_it
from wellnessdesk.ui.pages.bundles.receipts import SaveReceipt
from wellnessdesk.ui.pages.bundles.wording import grouped


class ResultCard(Card):
    """Made anew for each bundle."""

    def __init__(self, context: PageContext, bundle: Bundle, folder: Path, own: Path | None) -> None:
        super().__init__()
        self.bundle = bundle
        about = _("Hand the file to {district}, as you agreed with them. Only they can open it, so a stick or an email "
                  "will do. The hash lets them see that it is this very file.").format(district=bundle.recipient.name)
        self.add(Banner(_("The bundle is written"), about, "ok"))
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(20)
        self._facts.setVerticalSpacing(10)
        self._facts.setColumnStretch(1, 1)
        self._fact(_("File"), bundle.file_name, "export.result.file")
        self._fact(_("Folder"), str(folder), "export.result.folder")
        self._fact(_("What it is"), kind_label(bundle.kind))
        if bundle.kind is not Kind.PACKET:
            self._fact(_("Period"), period_label(Period.of(bundle.period)))
        self._fact(_("Number"), _("{number} for this district").format(number=formats.number(bundle.sequence)))
        self._fact(_("Hash (SHA-256)"), grouped(bundle.hash), "export.result.hash")
        if own is not None:
            self._fact(_("Our own copy"), became_of_it(bundle, own), "export.result.owncopy")
        self.add(self._facts)
        copy = button(_("Copy hash"), self._copy, icon="note")
        copy.setObjectName("export.copyhash")
        self.receipt = SaveReceipt(self, context, "export.receipt")
        self.receipt.bundle = bundle
        self.add(ButtonRow(self.receipt.button, copy))

    def _fact(self, name: str, value: str, object_name: str = "") -> None:
        row = self._facts.rowCount()
        text = label(value, "strong", wrap=True, selectable=True)
        text.setAccessibleName(f"{name}: {value}")
        text.setObjectName(object_name)
        self._facts.addWidget(label(name, "muted"), row, 0)
        self._facts.addWidget(text, row, 1)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.bundle.hash)
        messages.say(self, _("The hash is copied."))
