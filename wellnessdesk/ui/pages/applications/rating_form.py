"""One's own form: 1 to 4 points for each skill, with what they look like; kept as soon as it is touched."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import POINTS, Rating, Skill
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.wrapped_box import WrappedBox

Save = Callable[[Mapping[str, int], bool], object]
_POINT_WIDTH, _TWO_LINES = 42, 42


class RatingForm(QWidget):
    """Calls `save(points by skill, close)`. A second press on a point takes it away."""

    def __init__(self, skills: tuple[Skill, ...], own: Rating, closed: bool, save: Save, *, may: bool) -> None:
        super().__init__()
        self._skills, self._scores, self._save = skills, dict(own.scores), save
        self._points: dict[tuple[str, int], QPushButton] = {}
        self._levels: dict[str, QLabel] = {}
        self.warning = Banner(tone="flag")
        close = WrappedBox(_("I am close to this applicant: a relative, a friend of the family"), "rating.close",
                           on=own.close)
        self.close_box = close.box
        self.close_box.setEnabled(may)
        self.close_box.toggled.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.warning)
        column.addLayout(self._grid(may))
        column.addWidget(close)
        self._warn(closed)

    def _grid(self, may: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, skill in enumerate(self._skills):
            name = label(str(skill.label), "strong", wrap=True)
            name.setMinimumHeight(_TWO_LINES)  # a grid does not ask how high a text is that wraps
            grid.addWidget(name, 2 * place, 0)
            group = QButtonGroup(self)
            group.setExclusive(False)
            for points in POINTS:
                grid.addWidget(self._point(skill, points, may), 2 * place, points)
            self._levels[skill.id] = label("", "muted", small=True, wrap=True)
            grid.addWidget(self._levels[skill.id], 2 * place + 1, 0, 1, 1 + len(POINTS))
            self._say(skill)
        return grid

    def _point(self, skill: Skill, points: int, may: bool) -> QPushButton:
        level = str(skill.levels[points - 1])
        made = button(formats.number(points), partial(self._press, skill, points), checkable=True, tooltip=level)
        made.setObjectName(f"rating.{skill.id}.{points}")
        made.setAccessibleName(f"{skill.label}: {points}. {level}")
        made.setFixedWidth(_POINT_WIDTH)
        made.setChecked(self._scores.get(skill.id) == points)
        made.setEnabled(may)
        self._points[skill.id, points] = made
        return made

    def _press(self, skill: Skill, points: int) -> None:
        if self._scores.get(skill.id) == points:
            del self._scores[skill.id]
        else:
            self._scores[skill.id] = points
        for each in POINTS:
            self._points[skill.id, each].setChecked(self._scores.get(skill.id) == each)
        self._say(skill)
        self._tell()

    def _say(self, skill: Skill) -> None:
        points = self._scores.get(skill.id)
        self._levels[skill.id].setText(str(skill.levels[points - 1]) if points else _("not rated"))

    def _tell(self) -> None:
        self._warn(False)
        self._save(dict(self._scores), self.close_box.isChecked())

    def _warn(self, closed: bool) -> None:
        if self.close_box.isChecked():
            self.warning.say(_("Your form is shown and does not count"),
                             _("You are close to this applicant. Let others rate and interview them."), "flag")
        elif closed:
            self.warning.say(_("You once declared that you are close to this student"),
                             _("Tick the box below if that still holds: your form then does not count."), "flag")
        else:
            self.warning.say("")
