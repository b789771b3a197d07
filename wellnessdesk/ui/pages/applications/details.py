"""One application beside its ratings: what was written, what is met, who recommends, interviews, one's own form."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.applications import (
    Cycle,
    Rating,
    Recommendation,
    State,
    came_label,
    strength_label,
)
from wellnessdesk.services.applications import Whole
from wellnessdesk.ui.kit.buttons import MenuEntry, button, menu_button
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.parts import Banner, Card, clear
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.wrapped_box import WrappedBox
from wellnessdesk.ui.pages.applications.rating_form import RatingForm

Act = Callable[[str], object]
"""What to do: `recommend`, `interview`, `reopen`, `remove`, `letter`."""
Rate = Callable[[Mapping[str, int], bool], object]
_FORM = 376


class Details(QWidget):
    """A hint until an application is chosen. At the left what was said, at the right one's own form."""

    def __init__(self, act: Act, rate: Rate, met: Callable[[frozenset[str]], object]) -> None:
        super().__init__()
        self._act, self._rate, self._met = act, rate, met
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_whole(self, cycle: Cycle, whole: Whole | None, names: Mapping[str, str]) -> None:
        """Show one."""
        clear(self._column)
        if whole is None:
            self._column.addWidget(label(_("Choose an application to read it."), "muted"))
            self._column.addStretch(1)
            return
        left, right = QWidget(), QWidget()
        _fill(left, self._head(cycle, whole), self._written(cycle, whole), self._met_card(cycle, whole),
              self._said(whole), self._interviews(whole))
        _fill(right, self._own(cycle, whole), *([self._others(cycle, whole, names)] if whole.waiting else []))
        right.setFixedWidth(_FORM)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(scrolling(left, "application.said"), 1)
        area = scrolling(right, "application.rated")
        area.setFixedWidth(_FORM + 14)
        row.addWidget(area)
        body = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        body.setLayout(row)
        self._column.addWidget(body)

    def _head(self, cycle: Cycle, whole: Whole) -> QWidget:
        one = whole.application
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(one.name, "heading", wrap=True))
        told = [came_label(one.came), formats.date(one.at.date())]
        if one.student is None:
            told.append(_("not on the roster"))
        texts.addWidget(label(" · ".join(told), "muted", small=True, wrap=True))
        row.addLayout(texts, 1)
        decided = one.state not in (State.DRAFT, State.SENT)
        entries = [MenuEntry("application.letter", _("Letter as PDF…"), partial(self._act, "letter"), "print")
                   ] if decided else [
            MenuEntry("application.reopen", _("Open it again for the applicant"), partial(self._act, "reopen"), "undo"),
            MenuEntry("application.remove", _("Entered by mistake: remove…"), partial(self._act, "remove"), "remove")]
        if not decided and (one.student is None or one.state is State.DRAFT):
            entries = entries[1:] if one.student is None else entries
        row.addWidget(menu_button(_("More"), entries, name="application.more"))
        return head

    def _written(self, cycle: Cycle, whole: Whole) -> Card:
        card, one = Card(_("What they wrote")), whole.application
        if one.problem:
            card.add(Banner(_("This cannot be read"), one.problem, "flag"))
        for question in cycle.criteria.questions:
            answer = one.answers.get(question.id, "")
            card.add(label(str(question.label), "strong", wrap=True))
            card.add(label(answer or _("no answer"), "" if answer else "muted", wrap=True, selectable=bool(answer)))
        return card

    def _met_card(self, cycle: Cycle, whole: Whole) -> Card:
        card = Card(_("What must be met"))
        boxes: dict[str, QCheckBox] = {}

        def tell() -> None:
            self._met(frozenset(id_ for id_, box in boxes.items() if box.isChecked()))

        for each in cycle.criteria.requirements:
            line = WrappedBox(str(each.label), f"application.met.{each.id}", on=each.id in whole.application.met)
            line.box.setEnabled(not whole.application.problem and cycle.ended_at is None)
            line.box.toggled.connect(lambda _on: tell())
            boxes[each.id] = line.box
            card.add(line)
        return card

    def _said(self, whole: Whole) -> Card:
        add = button(_("Add"), partial(self._act, "recommend"), icon="add")
        add.setObjectName("application.recommend")
        card = Card(_("Recommendations of staff"), add)
        for one in whole.recommendations:
            card.add(label(_recommended(one), "strong", wrap=True))
            if one.problem or one.words:
                card.add(label(one.problem or one.words, "flag" if one.problem else "", wrap=True))
        if not whole.recommendations:
            card.add(label(_("None yet."), "muted"))
        return card

    def _interviews(self, whole: Whole) -> Card:
        add = button(_("Add"), partial(self._act, "interview"), icon="add")
        add.setObjectName("application.interview")
        card = Card(_("Interview"), add)
        for one in whole.interviews:
            card.add(label(f"{one.author_name}, {formats.date(one.at.date())}", "strong", wrap=True))
            card.add(label(one.problem or one.words, "flag" if one.problem else "", wrap=True))
        if not whole.interviews:
            card.add(label(_("No notes yet."), "muted"))
        return card

    def _own(self, cycle: Cycle, whole: Whole) -> Card:
        card = Card(_("Your rating"))
        may = whole.application.state is not State.DRAFT and cycle.ended_at is None
        if whole.application.state is State.DRAFT:
            card.add(label(_("Rate once the application is sent."), "muted", wrap=True))
        card.add(RatingForm(cycle.criteria.skills, whole.own, whole.closed, self._rate, may=may))
        return card

    def _others(self, cycle: Cycle, whole: Whole, names: Mapping[str, str]) -> Card:
        card = Card(_("Others"))
        if not whole.others:
            card.add(label(ngettext("{n} other person has rated. You see how once you have.",
                                    "{n} others have rated. You see how once you have.", whole.waiting).format(
                                        n=formats.number(whole.waiting)), "muted", wrap=True))
        for form in whole.others:
            card.add(label(names.get(form.rater, "–"), "strong", wrap=True))
            card.add(label(_points(cycle, form), "muted", small=True, wrap=True))
        return card


def _recommended(one: Recommendation) -> str:
    return f"{one.who or '–'}: {strength_label(one.strength)}"


def _points(cycle: Cycle, form: Rating) -> str:
    given = "; ".join(f"{skill.label} {form.scores[skill.id]}" for skill in cycle.criteria.skills
                      if skill.id in form.scores)
    return _("Close to the applicant: does not count. {points}").format(points=given) if form.close else given


def _fill(part: QWidget, *cards: QWidget) -> None:
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 10, 0)
    column.setSpacing(14)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
