"""What is due today: how much of each class of record would go, what stays and why."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.retention import Destruction, Due, Preview, label
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label as text
from wellnessdesk.ui.pages.retention.wording import ICONS, days, number_or_none, stays_because, total, why_it_stays


class DuePart(QWidget):
    """The preview, and for a coordinator the way to destroy what it shows. Nothing happens by looking."""

    def __init__(self, destroy: Callable[[], object] | None, save: Callable[[Destruction], object]) -> None:
        super().__init__()
        self.setObjectName("retention.due")
        self.setAccessibleName(_("What is due"))
        self._last: Destruction | None = None
        self.table = _table()
        self.save = button(_("Save certificate…"), lambda: save(self._last) if self._last else None, icon="print")
        self.save.setObjectName("retention.savelast")
        self.result = Banner("", "", "ok", self.save, icon="ok")
        self.stays = Banner()
        self.destroy_button = button(_("Destroy…"), destroy, icon="remove", role="danger")
        self.destroy_button.setObjectName("retention.destroy")
        self.destroy_button.setVisible(False)
        self._may_destroy = destroy is not None
        self._card = Card(_("Counting…"), self.destroy_button)
        self._card.add(self.table, 1)
        self._card.add(text(
            _("What stays for reports: how many visits, students, sessions, flags and referrals there were each month, "
              "without names. The audit log is never destroyed."), "muted", wrap=True, small=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for part in (self.result, self.stays):
            column.addWidget(part)
        column.addWidget(self._card, 1)

    def show_preview(self, shown: Preview) -> None:
        """Show what is due today."""
        going = total(shown.lines)
        today = formats.date(shown.day)
        self._card.heading.setText(
            ngettext("{n} record can be destroyed today, {date}", "{n} records can be destroyed today, {date}",
                     going).format(n=formats.number(going), date=today)
            if going else _("Nothing can be destroyed today, {date}").format(date=today))
        self.stays.say(*stays_because(shown), "info")
        self.destroy_button.setVisible(self._may_destroy and bool(going))
        self.table.set_records([line for line in shown.lines if line.going or line.held or line.waiting])

    def show_result(self, made: Destruction | None) -> None:
        """Say that it is done, and offer the certificate at once; None takes it back."""
        self._last = made
        if made is None:
            self.result.say("")
            return
        number = sum(line.number for line in made.lines)
        self.result.say(
            ngettext("{n} record was destroyed", "{n} records were destroyed", number).format(n=formats.number(number)),
            _("Save the certificate and file it. It can be printed again at any time."), "ok", "ok")


def _table() -> RecordTable[Due]:
    columns = [
        Column[Due](title=_("Records"), text=lambda one: label(one.records), strong=True, stretch=True,
                    icon=lambda one: ICONS[one.records], sort=lambda one: list(ICONS).index(one.records)),
        Column[Due](title=_("Will go"), text=lambda one: number_or_none(one.going), align="right", width=90,
                    sort=lambda one: one.going),
        Column[Due](title=_("Stay"), text=lambda one: number_or_none(one.held + one.waiting), align="right", width=80,
                    sort=lambda one: one.held + one.waiting),
        Column[Due](title=_("Why they stay"), text=why_it_stays, width=240, tooltip=why_it_stays,
                    tone=lambda _one: "muted"),
        Column[Due](title=_("Of the days"), text=lambda one: days(one.oldest, one.newest), width=230,
                    sort=lambda one: one.oldest),
    ]
    empty = EmptyState(_("Nothing is due"), _("Records come up here when their period is over, most of them when a "
                                              "school year ends. Until then there is nothing to do."), "ok")
    return RecordTable[Due](_("What is due"), columns, lambda one: one.records, empty=empty)
