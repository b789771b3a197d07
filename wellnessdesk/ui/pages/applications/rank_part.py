"""How the applicants stand, and what is decided about them: one, or many at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.application_ranking import Ranked
from wellnessdesk.domain.applications import DECISIONS, Skill, State, state_label
from wellnessdesk.services.application_ratings import Ranking
from wellnessdesk.ui.kit.buttons import ButtonRow, MenuEntry, button, menu_button
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Banner, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_TONES: dict[State, Tone] = {State.CHOSEN: "ok", State.WAITING: "info", State.NOT_NOW: "muted", State.SENT: "ink"}
_SKILL = 62


class RankPart(QWidget):
    """Calls `decide(state)` and `letters(language, all of them)`; the table says for whom."""

    def __init__(self, decide: Callable[[State], object], letters: Callable[[str, bool], object]) -> None:
        super().__init__()
        self._places = label("", "strong", wrap=True)
        self._told = Banner(tone="flag")
        self._said = label("", "muted", small=True, wrap=True)
        self.table: RecordTable[Ranked] = _table(())
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
        self._column.addWidget(self._said)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._places, 1)
        below.addWidget(ButtonRow(self._buttons[0], *reversed(self._buttons[1:]), self._back, self._letters))
        self._column.addLayout(below)

    def show_ranking(self, ranking: Ranking) -> None:
        """Show how all stand; another round may have other skills."""
        if ranking.cycle.criteria.skills != self._skills:
            self._skills = ranking.cycle.criteria.skills
            old, self.table = self.table, _table(self._skills)
            self._column.replaceWidget(old, self.table)
            old.deleteLater()
            self.table.current_changed.connect(self._say)
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



def _decision(state: State, decide: Callable[[State], object]) -> QPushButton:
    words = {State.CHOSEN: _("Choose"), State.WAITING: _("Waiting list"), State.NOT_NOW: _("Not this year")}
    made = button(words[state], partial(decide, state), role="primary" if state is State.CHOSEN else "secondary")
    made.setObjectName(f"rank.{state.value}")
    return made


def _mean(value: float | None) -> str:
    return formats.number(round(value, 1)) if value is not None else "–"


def _skill_cell(skill: str, one: Ranked) -> str:
    mean = _mean(one.by_skill.get(skill))
    return f"{mean} ≠" if skill in one.apart else mean


def _skill_tone(skill: str, one: Ranked) -> Tone:
    return "flag" if skill in one.apart else "muted" if skill in one.missing else "ink"


def _table(skills: tuple[Skill, ...]) -> RecordTable[Ranked]:
    columns = [
        Column[Ranked](title=_("Applicant"), text=lambda one: one.application.name, strong=True, stretch=True),
        Column[Ranked](title=_("Stands"), text=lambda one: state_label(one.application.state), badge=True, width=116,
                       tone=lambda one: _TONES.get(one.application.state, "ink")),
        Column[Ranked](title=_("Mean"), text=lambda one: _mean(one.mean), align="right", strong=True, width=66,
                       sort=lambda one: one.mean or 0),
        Column[Ranked](title=_("Apart"), text=lambda one: formats.number(one.spread) if one.raters > 1 else "–",
                       align="right", width=62, sort=lambda one: one.spread,
                       tone=lambda one: "flag" if one.apart else "ink"),
        Column[Ranked](title=_("Raters"), text=lambda one: formats.number(one.raters), align="right", width=66,
                       sort=lambda one: one.raters, tone=lambda one: "ink" if one.raters > 1 else "flag"),
        Column[Ranked](title=_("Staff"), text=lambda one: _mean(one.strength), align="right", width=58,
                       sort=lambda one: one.strength or 0,
                       tooltip=lambda one: ngettext("{n} recommendation", "{n} recommendations",
                                                    one.recommended).format(n=formats.number(one.recommended))),
        *(_skill_column(skill) for skill in skills)]
    empty = EmptyState(_("Nobody has sent an application yet"),
                       _("Hand the computer over to applicants, or enter applications from paper or a file."), "people")
    made = RecordTable[Ranked](_("How the applicants stand"), columns, lambda one: one.application.id, empty=empty,
                               many=True)
    made.setObjectName("rank.table")
    return made


def _skill_column(skill: Skill) -> Column[Ranked]:
    return Column[Ranked](title=_short(skill), text=partial(_skill_cell, skill.id), align="right", width=_SKILL,
                          tone=partial(_skill_tone, skill.id), tooltip=lambda _one: str(skill.label),
                          sort=lambda one: one.by_skill.get(skill.id, 0.0))


def _short(skill: Skill) -> str:
    """The beginning of a skill's first word: there are eight columns, and the tooltip says the rest."""
    return str(skill.label).split()[0][:7]
