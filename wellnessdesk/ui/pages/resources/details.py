"""All that the directory says of the entry that is selected."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.resources import Resource, cost_text, field_label, languages_text
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Badge, Card
from wellnessdesk.ui.kit.texts import label

_WIDTH = 330


class Details(Card):
    """The entry, and for a coordinator what is done with it; `act(key)` with `checked`, `edit`, `retire`, `back`."""

    def __init__(self, act: Callable[[str], object] | None) -> None:
        super().__init__(margin=16)
        self.setFixedWidth(_WIDTH)
        self._name = label("", "heading", wrap=True, selectable=True)
        self._kind = label("", "accent", wrap=True)
        self._status = Badge("")
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.viewport().setAutoFillBackground(False)
        self._buttons = self._make_buttons(act) if act is not None else {}
        for part in (self._name, self._kind, self._status):
            self.add(part)
        self.add(self._scroll, 1)
        if self._buttons:
            self.add(_in_rows(self._buttons))

    def show_entry(self, one: Resource | None, today: date) -> None:
        """Show this one; None where nothing is selected."""
        self._name.setText(one.name if one else _("Who can help"))
        self._kind.setText(catalogues.label("resource_kinds", one.kind) if one else
                           _("Choose an entry to see all about it."))
        self._status.setVisible(one is not None)
        if one is not None:
            self._status.show_status(*status(one, today))
        body = _lines(one)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)  # which `setWidget` turned on
        for key, each in self._buttons.items():
            each.setVisible(one is not None and (key == "edit" or one.active == (key != "back")))

    def _make_buttons(self, act: Callable[[str], object]) -> dict[str, QPushButton]:
        made = {"checked": button(_("Checked today"), lambda: act("checked"), icon="ok",
                                  tooltip=_("You called or looked: it is as it stands here.")),
                "edit": button(_("Change…"), lambda: act("edit"), icon="note"),
                "retire": button(_("Retire"), lambda: act("retire"), icon="remove", role="quiet"),
                "back": button(_("Bring back"), lambda: act("back"), icon="undo")}
        for key, each in made.items():
            each.setObjectName(f"resources.{key}")
        return made


def _in_rows(buttons: Mapping[str, QPushButton]) -> QVBoxLayout:
    """What is done most often stands above, for there is no room for all beside each other."""
    column = QVBoxLayout()
    column.setSpacing(8)
    row = QHBoxLayout()
    row.setSpacing(8)
    for key, each in buttons.items():
        if key == "checked":
            column.addWidget(each)
        else:
            row.addWidget(each)
    row.addStretch(1)
    column.addLayout(row)
    return column


def status(one: Resource, today: date) -> tuple[str, Tone, str]:
    """Words, tone and icon of how fresh an entry is."""
    if not one.active:
        return _("Retired"), "muted", "remove"
    if one.verified is None:
        return _("Never checked"), "flag", "warning"
    day = formats.date(one.verified)
    if one.stale(today):
        return _("Checked {date}: long ago").format(date=day), "flag", "warning"
    return _("Checked {date}").format(date=day), "ok", "ok"


def _lines(one: Resource | None) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(2)
    for name, words in _facts(one) if one else ():
        if words:
            column.addWidget(label(name, "muted", small=True))
            column.addWidget(label(words, wrap=True, selectable=True))
            column.addSpacing(6)
    column.addStretch(1)
    return body


def _facts(one: Resource) -> list[tuple[str, str]]:
    supports = ", ".join(catalogues.label("identity_supports", each) for each in one.supports)
    values = {"about": one.about, "phone": one.phone, "email": one.email, "web": one.web, "contact": one.contact,
              "address": one.address, "hours": one.hours, "languages": languages_text(one), "cost": cost_text(one),
              "for_whom": one.for_whom, "supports": supports}
    return [(field_label(name), words) for name, words in values.items()]
