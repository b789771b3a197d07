"""One peer: for which services they are cleared and what is missing, what they signed, and their caregiver's papers."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.agreements import ToSign, kind_label
from wellnessdesk.domain.clearance import ANY, Clearance, service_label
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Badge, Card, clear
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.training.facts import Standing

Act = Callable[[str, str], object]
"""What to do (`allow`, `end`, `print`, `unsign`, `paper`, `of_age`, `scan`, `unpaper`), and with which service,
agreement, kind of paper or paper."""


class Details(QWidget):
    """Empty until somebody is chosen."""

    def __init__(self, act: Act) -> None:
        super().__init__()
        self._act = act
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(14)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(self._body, "training.details"))

    def show_peer(self, one: Standing | None) -> None:
        """Show where somebody stands."""
        clear(self._column)
        if one is not None:
            self._column.addWidget(self._services(one))
            self._column.addWidget(self._signed(one))
            self._column.addWidget(self._papers(one))
        self._column.addStretch(1)

    def _services(self, one: Standing) -> Card:
        card = Card(_("Cleared for"))
        for service in one.services:
            card.add(self._service(one, service))
        return card

    def _service(self, one: Standing, found: Clearance) -> QWidget:
        if found.until is not None:
            told, tone, icon = _("exception until {day}").format(day=formats.date(found.until)), "flag", "warning"
        else:
            told, tone, icon = (_("cleared"), "ok", "ok") if found.cleared else (_("not yet"), "muted", "info")
        do = None
        if found.until is not None and found.service in one.overrides:
            do = self._button(_("End"), "end", one.overrides[found.service].id, found.service)
        elif not found.cleared:
            do = self._button(_("Exception…"), "allow", found.service, found.service)
        return _line(service_label(found.service), Badge(told, _tone(tone), icon), do, _lacks(one, found))

    def _signed(self, one: Standing) -> Card:
        card = Card(_("Signatures"))
        for each in one.signed:
            card.add(self._agreement(each))
        return card

    def _agreement(self, each: ToSign) -> QWidget:
        signed = each.signed
        if signed is None:
            return _line(kind_label(each.text.kind), Badge(_("to sign"), "muted", "info"), None, "")
        if not signed.holds:
            badge = Badge(_("does not fit its words"), "danger", "warning")
        elif not each.counts:
            badge = Badge(_("lapsed"), "flag", "warning")
        else:
            badge = Badge(_("until {day}").format(day=formats.date(signed.lapses_on)) if signed.lapses_on
                          else _("signed"), "ok", "ok")
        return _line(kind_label(each.text.kind), badge, self._button(_("PDF…"), "print", signed.id, each.text.kind),
                     "", self._button(_("End"), "unsign", signed.id, each.text.kind))

    def _papers(self, one: Standing) -> Card:
        card = Card(_("Caregiver's papers"))
        for kind in catalogues.load("caregiver_paper_kinds").ids():
            paper = next((each for each in one.papers if each.kind == kind), None)
            title = catalogues.label("caregiver_paper_kinds", kind)
            if paper is None:
                card.add(_line(title, Badge(_("missing"), "muted", "info"), self._button(
                    _("Record paper…"), "paper", kind, kind), "", self._button(_("18 or older"), "of_age", kind, kind)))
            else:
                told = _("18 or older") if paper.of_age else _("on file")
                said = _("Signed by {name}, {day}").format(name=paper.signed_by, day=formats.date(paper.day))
                below = paper.problem or (said if paper.signed_by else "")
                scan = self._button(_("Scan…"), "scan", paper.id, kind) if paper.scan_name else None
                card.add(_line(title, Badge(told, "ok", "ok"), scan, below,
                               self._button(_("End"), "unpaper", paper.id, kind)))
        return card

    def _button(self, text: str, what: str, which: str, name: str) -> QPushButton:
        made = button(text, partial(self._act, what, which))
        made.setObjectName(f"training.{what}.{name}")
        return made


def _lacks(one: Standing, found: Clearance) -> str:
    """What is missing for a service; of what every contact asks for, only once."""
    common = () if found.service == ANY else next(each.missing for each in one.services if each.service == ANY)
    own = [lack.sentence() for lack in found.missing if lack not in common]
    if common and any(lack in common for lack in found.missing):
        own.append(_("what every contact with students needs") if not own else _(
            "and what every contact with students needs"))
    return "; ".join(own)


def _tone(tone: str) -> Tone:
    return "flag" if tone == "flag" else "ok" if tone == "ok" else "muted"


def _line(title: str, badge: Badge, do: QPushButton | None, below: str, *more: QPushButton) -> QWidget:
    line = QWidget()
    column = QVBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label(title, wrap=True), 1)
    row.addWidget(badge)
    for each in (do, *more):
        if each is not None:
            row.addWidget(each)
    column.addLayout(row)
    if below:
        column.addWidget(label(below, "muted", small=True, wrap=True))
    return line
