"""Checking one student in: why they are here, how they came, what else was said, and one button. Enter is enough."""

import time
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import Catalogue, Entry
from wellnessdesk.domain.students import Student, told_apart
from wellnessdesk.domain.visits import Facts
from wellnessdesk.ui.kit import spoken
from wellnessdesk.ui.kit.buttons import CardButton, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.icons import icon
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.visits.facts_box import FactsFields
from wellnessdesk.ui.pages.visits.rows import ORIGIN_ICONS, OTHER_ICON, REASON_ICONS
from wellnessdesk.ui.pages.visits.shortcuts import quick_button

USUAL_REASON = "talk_with_peer"
USUAL_ORIGIN = "walk_in"
APPOINTMENT = "appointment"
_KEYS = "123456789"
_CARD_HEIGHT = 34
_FASTER_THAN_HANDS = 0.05
"""Seconds between two digits of a card scanner, which types like a keyboard."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What is to be written: a student, ids of the catalogues of reasons and origins, and what else was said."""

    student: Student
    reason: str
    origin: str
    facts: Facts = Facts()


@dataclass(frozen=True, slots=True)
class _Digit:
    """The last digit typed, the reason chosen before it, and when (monotonic seconds)."""

    digit: str
    reason: str | None
    at: float


class CheckInPanel(Card):
    """The panel. It stays as it is, whatever goes wrong, until the check-in is done or somebody closes it."""

    submitted = Signal(object)
    """An `Entered`; nothing more comes until `fail`, `clear` or `open_for` was called."""
    closed = Signal()
    scanned = Signal(str)
    """The first digits of a card; the rest goes to whatever takes the focus."""

    def __init__(self) -> None:
        super().__init__(margin=12)
        self.setAccessibleName(_("Check in"))
        self._student: Student | None = None
        self.sent: Entered | None = None
        """What was submitted and is not answered yet."""
        self._digit = _Digit("", None, 0.0)
        self._name = label("", "heading", wrap=True)
        self._detail = label("", "muted", wrap=True, small=True)
        self._due = label("", "accent", wrap=True)
        self._due.setObjectName("checkin.due")
        self._not_with = label("", "flag", wrap=True)
        self._not_with.setObjectName("checkin.not_with")
        self._due.hide()
        self._not_with.hide()
        self._problem = Banner(tone="flag")
        self._reasons = _cards(_("Reason"), catalogues.visit_reasons(), REASON_ICONS, "checkin.reason")
        self._origins = _cards(_("How they came"), catalogues.visit_origins(), ORIGIN_ICONS, "checkin.origin")
        self._submit = button(_("Check in"), self._send, icon="check-in", role="primary",
                              tooltip=_("Check this student in (Enter)"))
        self._facts = FactsFields("checkin")
        self._more = quick_button("checkin.more", _("More"), None, icon="down", shortcut="Ctrl+M", checkable=True,
                                  tooltip=_("Pass, feeling, language and what helps: nobody has to say"))
        self._more.toggled.connect(self._unfold)
        self._close = button(_("Close without checking in (Esc)"), self.close_panel, icon="close", role="quiet",
                             icon_only=True)
        self._lay_out()
        self._number_the_reasons()
        # A shortcut, because on some desktops Enter presses whatever button has the focus.
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            enter.setAutoRepeat(False)
            enter.activated.connect(self._enter)

    @property
    def student(self) -> Student | None:
        """Who is being checked in."""
        return self._student

    def open_for(self, student: Student) -> None:
        """Begin with a student; the usual reason and origin are chosen already."""
        self._student, self.sent = student, None
        self._name.setText(student.name)
        self._detail.setText(told_apart(student))
        spoken.announce(self, f"{student.name}, {told_apart(student)}")
        self.say_what_is_known("", "")
        self._problem.say("")
        self._reasons.set_value(_usual(catalogues.visit_reasons(), USUAL_REASON))
        self._origins.set_value(_usual(catalogues.visit_origins(), USUAL_ORIGIN))
        self._facts.set_value(Facts())
        self._more.setChecked(False)
        self.focus_reason()

    def say_what_is_known(self, due: str, not_with: str) -> None:
        """For which appointment they come, which is then how they came; and with which peers they cannot be."""
        for shown, sentence in ((self._due, due), (self._not_with, not_with)):
            shown.setText(sentence)
            shown.setVisible(bool(sentence))
        if due and self._origins.value() == USUAL_ORIGIN and APPOINTMENT in catalogues.visit_origins().ids():
            self._origins.set_value(APPOINTMENT)
        if due or not_with:
            spoken.announce(self, f"{due} {not_with}".strip())

    def focus_reason(self) -> None:
        """The cursor stands on the reason that is chosen."""
        self._reasons.card(self._reasons.value() or USUAL_REASON).setFocus(Qt.FocusReason.OtherFocusReason)

    def fail(self, sentence: str) -> None:
        """Say why this student was not checked in; everything entered stays."""
        self.sent = None
        self._problem.say(sentence, tone="flag")

    def clear(self) -> None:
        """Be free for the next student."""
        self._student = self.sent = None
        self._problem.say("")

    def close_panel(self) -> None:
        """Nobody is to be checked in after all."""
        if self.sent is None:
            self.clear()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.text().isdecimal():
            self._take_digit(event.text())
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self._close.hasFocus():
            self.close_panel()
        elif self._more.hasFocus():
            self._more.toggle()
        else:
            self._send()

    def _send(self) -> None:
        reason, origin = self._reasons.value(), self._origins.value()
        if self._student is not None and reason and origin and self.sent is None:
            self.sent = Entered(self._student, reason, origin, self._facts.value())
            self.submitted.emit(self.sent)

    def _take_digit(self, digit: str) -> None:
        """A digit chooses a reason, unless more follow faster than hands type: then a card is being scanned."""
        before, now = self._digit, time.monotonic()
        if now - before.at < _FASTER_THAN_HANDS:
            self._reasons.set_value(before.reason)
            self.scanned.emit(before.digit + digit)
        else:
            self._digit = _Digit(digit, self._reasons.value(), now)
            self._choose_by_number(digit)

    def _choose_by_number(self, digit: str) -> None:
        reasons = dict(zip(_KEYS, catalogues.visit_reasons().ids(), strict=False))
        if digit in reasons:
            self._reasons.set_value(reasons[digit])
            self.focus_reason()

    def _unfold(self, on: bool) -> None:
        self._facts.setVisible(on)
        self._more.setIcon(icon("up" if on else "down", "ink", "accent"))
        if on:
            self._facts.focus_first()
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self._facts, 0))

    def _number_the_reasons(self) -> None:
        for key, reason in zip(_KEYS, catalogues.visit_reasons(), strict=False):
            card = self._reasons.card(reason.id)
            _add_number(card, key)
            card.setToolTip(_("{about} (key {key})").format(about=reason.about, key=key))

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._detail)
        names.addWidget(self._due)
        names.addWidget(self._not_with)
        head = QHBoxLayout()
        head.addLayout(names, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._submit.setObjectName("checkin.submit")
        self._close.setObjectName("checkin.close")
        self._submit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.setSpacing(6)
        self.add(head)
        self.add(self._problem)
        self._facts.hide()
        self._scroll = _scrolling_if_need_be(_titled(_("Why are they here?"), self._reasons),
                                             _titled(_("How did they come?"), self._origins), self._facts)
        self._scroll.setObjectName("checkin.scroll")
        self.add(self._scroll, 1)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._more)
        foot.addWidget(self._submit, 1)
        self.add(foot)


def _cards(name: str, entries: Catalogue[Entry], icons: dict[str, str], prefix: str) -> ChoiceCards:
    """Two columns of low cards with an icon and a word."""
    choices = [Choice(entry.id, str(entry.label), icons.get(entry.id, OTHER_ICON)) for entry in entries]
    made = ChoiceCards(name, choices, columns=2)
    layout = made.layout()
    if isinstance(layout, QGridLayout):
        layout.setSpacing(5)
        for row in range(layout.rowCount()):
            layout.setRowMinimumHeight(row, _CARD_HEIGHT)
    for choice in choices:
        card = made.card(choice.key)
        card.setObjectName(f"{prefix}.{choice.key}")
        card.face.setContentsMargins(8, 3, 26, 3)
        card.face.setSpacing(7)
    return made


def _add_number(card: CardButton, key: str) -> None:
    """At the right, where the tick stands while the card is on."""
    number = label(key, "muted", small=True)
    policy = number.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    number.setSizePolicy(policy)
    card.face.setContentsMargins(8, 3, 8, 3)
    card.face.addWidget(number)
    card.let_clicks_through()
    card.toggled.connect(number.setHidden)


def _titled(title: str, part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addWidget(label(title, "strong"))
    column.addWidget(part)
    return column


def _scrolling_if_need_be(*parts: QVBoxLayout | QWidget) -> QScrollArea:
    """On a low screen, or in a language of long words, rather than cutting them off."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    body.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def _usual(entries: Catalogue[Entry], usual: str) -> str:
    """The usual entry, or the first where a center has another catalogue."""
    return usual if usual in entries.ids() else entries.ids()[0]
