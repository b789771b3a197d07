"""How the applicants stand, and what is decided about them: one, or many at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.application_ranking import Ranked
from wellnessdesk.domain.applications import DECISIONS, Skill, State, state_label
from wellnessdesk.services.application_ratings import Ranking
from wellnessdesk.ui.kit.buttons import ButtonRow, MenuEntry, button, menu_button
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Banner, EmptyState, clear
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_TONES: dict[State, Tone] = {State.CHOSEN: "ok", State.WAITING: "info", State.NOT_NOW: "muted", State.SENT: "ink"}
_ACROSS, _TWO_LINES = 4, 36


class RankPart(QWidget):
    """Calls `decide(state)` and `letters(language, all of them)`; the table says for whom."""

    def __init__(self, decide: Callable[[State], object], letters: Callable[[str, bool], object]) -> None:
        super().__init__()
        self._places = label("", "strong", wrap=True)
        self._told = Banner(tone="flag")
        self._said = label("", "muted", small=True, wrap=True)
        self._rows: tuple[Ranked, ...] = ()
        self._skill = ChoiceList([])
        self._skill.setObjectName("rank.skill")
        self._skill.setAccessibleName(_("Skill"))
        self._skill.changed.connect(lambda: self.table.set_records(self._rows))
        self.table: RecordTable[Ranked] = _table(lambda: self._skill.value() or "")
        self.table.current_changed.connect(self._say)
        self._profile = QGridLayout()
        self._profile.setHorizontalSpacing(18)
        self._profile.setVerticalSpacing(6)
        self._skills: tuple[Skill, ...] = ()
        self._buttons = [_decision(state, decide) for state in DECISIONS]
        self._back = button(_("Take back"), partial(decide, State.SENT), icon="undo")
        self._back.setObjectName("rank.sent")
        self._letters = menu_button(_("Letters"), (
            MenuEntry("rank.letters", _("To the chosen lines, each in their language…"), partial(letters, "", False),
                      "print"),
            MenuEntry("rank.letters.en", _("To the chosen lines, in English…"), partial(letters, "en", False)),
            MenuEntry("rank.letters.es", _("To the chosen lines, in Spanish…"), partial(letters, "es", False)),
            MenuEntry("rank.letters.all", _("To all that are decided on, in one file…"), partial(letters, "", True))),
            name="rank.letters.menu_button", icon="print")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self._told)
        self._column.addWidget(self.table, 1)
        self._column.addLayout(self._profile)
        told = QHBoxLayout()
        told.addWidget(self._said, 1)
        told.addWidget(label(_("The last column shows"), "muted", small=True))
        told.addWidget(self._skill)
        self._column.addLayout(told)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._places, 1)
        below.addWidget(ButtonRow(self._buttons[0], *reversed(self._buttons[1:]), self._back, self._letters))
        self._column.addLayout(below)

    def show_ranking(self, ranking: Ranking) -> None:
        """Show how all stand; another round may have other skills."""
        if ranking.cycle.criteria.skills != self._skills:
            self._skills = ranking.cycle.criteria.skills
            self._skill.blockSignals(True)
            self._skill.clear()
            for skill in self._skills:
                self._skill.addItem(str(skill.label), skill.id)
            self._skill.blockSignals(False)
        self._rows = ranking.rows
        self.table.set_records(ranking.rows)
        self._count(ranking)
        for each in (*self._buttons, self._back):
            each.setEnabled(ranking.cycle.ended_at is None and bool(ranking.rows))
        self._letters.setEnabled(any(row.application.state in DECISIONS for row in ranking.rows))
        self._say(self.table.current())

    def _count(self, ranking: Ranking) -> None:
        chosen = sum(row.application.state is State.CHOSEN for row in ranking.rows)
        places = ranking.cycle.places
        self._places.setText(_("{chosen} of {places} places given").format(
            chosen=formats.number(chosen), places=formats.number(places)))
        over = chosen - places
        told = ngettext("{n} more is chosen than there are places.", "{n} more are chosen than there are places.",
                        max(over, 1)).format(n=formats.number(over))
        self._told.say(told if over > 0 else "", tone="flag")

    def _say(self, one: Ranked | None) -> None:
        """Of the line that is selected, what stands out."""
        clear(self._profile)
        for place, skill in enumerate(self._skills if one is not None else ()):
            assert one is not None  # noqa: S101 - for the type checker
            self._profile.addWidget(_in_skill(skill, one), place // _ACROSS, place % _ACROSS)
        parts: list[str] = []
        names = {skill.id: str(skill.label) for skill in self._skills}
        if one is not None and one.apart:
            parts.append(_("Raters are far apart on: {skills}.").format(
                skills=", ".join(names[each] for each in one.apart)))
        if one is not None and one.missing:
            parts.append(_("Not rated yet: {skills}.").format(skills=", ".join(names[each] for each in one.missing)))
        if one is not None and one.close:
            parts.append(_("A rater is close to this applicant; their form does not count."))
        self._said.setText(" ".join(parts) or _("Shift with the arrow keys selects several lines. ≠ means that raters "
                                                "are far apart."))



def _in_skill(skill: Skill, one: Ranked) -> QWidget:
    """A skill's mean and, where there are several raters, their range."""
    tile = QWidget()
    column = QVBoxLayout(tile)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    least, most = one.ranges.get(skill.id, (0, 0))
    told = _mean(one.by_skill.get(skill.id))
    if one.raters > 1 and most:
        told = f"{told} ({least}–{most})" if most > least else f"{told} ({least})"
    name = label(str(skill.label), "muted", wrap=True, small=True)
    name.setMinimumHeight(_TWO_LINES)
    name.setAlignment(Qt.AlignmentFlag.AlignBottom)
    column.addWidget(name)
    column.addWidget(label(f"{told} ≠" if skill.id in one.apart else told, "flag" if skill.id in one.apart
                           else "strong"))
    return tile


def _decision(state: State, decide: Callable[[State], object]) -> QPushButton:
    words = {State.CHOSEN: _("Choose"), State.WAITING: _("Waiting list"), State.NOT_NOW: _("Not this year")}
    made = button(words[state], partial(decide, state), role="primary" if state is State.CHOSEN else "secondary")
    made.setObjectName(f"rank.{state.value}")
    return made


def _mean(value: float | None) -> str:
    return formats.number(round(value, 1)) if value is not None else "–"


def _table(skill: Callable[[], str]) -> RecordTable[Ranked]:
    """`skill` gives the id of the one that the last column is about."""
    def by(one: Ranked) -> float:
        return one.by_skill.get(skill(), 0.0)

    def shown(one: Ranked) -> str:
        return f"{_mean(one.by_skill.get(skill()))}{' ≠' if skill() in one.apart else ''}"

    columns = [
        Column[Ranked](title=_("Applicant"), text=lambda one: one.application.name, strong=True, stretch=True),
        Column[Ranked](title=_("Stands"), text=lambda one: state_label(one.application.state), badge=True, width=134,
                       tone=lambda one: _TONES.get(one.application.state, "ink")),
        Column[Ranked](title=_("Mean"), text=lambda one: _mean(one.mean), align="right", strong=True, width=80,
                       sort=lambda one: one.mean or 0),
        Column[Ranked](title=_("Apart"), text=lambda one: formats.number(one.spread) if one.raters > 1 else "–",
                       align="right", width=92, sort=lambda one: one.spread,
                       tone=lambda one: "flag" if one.apart else "ink"),
        Column[Ranked](title=_("Raters"), text=lambda one: formats.number(one.raters), align="right", width=92,
                       sort=lambda one: one.raters, tone=lambda one: "ink" if one.raters > 1 else "flag"),
        Column[Ranked](title=_("Staff"), text=lambda one: _mean(one.strength), align="right", width=92,
                       sort=lambda one: one.strength or 0,
                       tooltip=lambda one: ngettext("{n} recommendation", "{n} recommendations",
                                                    one.recommended).format(n=formats.number(one.recommended))),
        Column[Ranked](title=_("In this skill"), text=shown, align="right", width=146, sort=by,
                       tone=lambda one: "flag" if skill() in one.apart else "ink")]
    empty = EmptyState(_("Nobody has sent an application yet"),
                       _("Hand the computer over to applicants, or enter applications from paper or a file."), "people")
    made = RecordTable[Ranked](_("How the applicants stand"), columns, lambda one: one.application.id, empty=empty,
                               many=True)
    made.setObjectName("rank.table")
    return made
