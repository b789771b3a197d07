"""One student's records as a bundle: each entry decided on, then exactly what leaves, then the file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Asked, Bundle, Recipient
from wellnessdesk.domain.students import Student
from wellnessdesk.services import bundle_packets
from wellnessdesk.services.bundle_packets import Packet
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.packet_dialog import PacketDialog


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketOrder:
    """To whom and what for it goes, and where the center's own copy goes."""

    recipient: Recipient
    purpose: str
    authority: str
    own_copy: Path | None
    needs_approval: bool


class PacketBundleDialog(PacketDialog):
    """The dialog of a packet, at whose end a bundle is written, or a second person is asked first."""

    def __init__(self, parent: QWidget, context: PageContext, student: Student, order: PacketOrder,
                 choose_folder: Callable[[], Path | None], written: Callable[[Bundle, Path], object],
                 asked: Callable[[object], object]) -> None:
        super().__init__(parent, context, student, given=(order.recipient.name, order.purpose),
                         finish=_("Ask for approval") if order.needs_approval else _("Write bundle…"))
        self._order, self._choose_folder, self._written, self._told = order, choose_folder, written, asked

    def finish(self) -> None:
        """Write it where the person says, or ask a second coordinator to look at exactly this."""
        if self._order.needs_approval:
            self._ask_for_approval()
            return
        folder = self._choose_folder()
        if folder is None:
            return
        desk, packet, own = self._desk, self._packet(), self._order.own_copy
        asked = self._asked(packet)
        self.next.setEnabled(False)
        self._tasks.run(lambda: bundle_packets.write(desk, asked, packet, folder=folder, own_copy=own),
                        lambda bundle: self._done(lambda: self._written(bundle, folder)), self.failed, owner=self)

    def _ask_for_approval(self) -> None:
        desk, packet = self._desk, self._packet()
        asked = self._asked(packet)
        self.next.setEnabled(False)
        self._tasks.run(lambda: bundle_packets.ask(desk, asked, packet),
                        lambda request: self._done(lambda: self._told(request)), self.failed, owner=self)

    def _done(self, tell: Callable[[], object]) -> None:
        self.accept()
        tell()

    def _packet(self) -> Packet:
        return Packet(student=self._student.id, ground=self.request.ground(), decisions=self.decisions(),
                      language=self.request.reader_language())

    def _asked(self, packet: Packet) -> Asked:
        return bundle_packets.asked_for(self._desk, self._order.recipient.id, self._order.purpose, packet,
                                        self._order.authority)
