"""Students who may be somebody the center already has: side by side, for a person to say who is who."""

from collections.abc import Callable, Sequence
from functools import partial

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.roster import KnownStudent, LookAlike, RosterPlan, RosterStudent, name_of
from wellnessdesk.domain.roster_choices import Choices, Pair, pair_of
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.pages.roster.sections import Section

Decide = Callable[[Sequence[Pair], bool], object]


class LookAlikes(Section):
    """The table of look-alikes; `decide` is told which are one person and which two."""

    def __init__(self, plan: RosterPlan, choices: Callable[[], Choices], decide: Decide | None) -> None:
        self._choices = choices
        self.table = RecordTable[LookAlike](_("Look-alikes"), self._columns(), pair_of, many=True)
        super().__init__(
            "alike", _("Look-alikes"), len(plan.look_alikes),
            _("Born on the same day and called almost the same. One person keeps their visits and notes, and gets the "
              "roster's facts; two people stay apart."), self.table)
        self.table.set_records(plan.look_alikes)
        if decide is not None:
            self._add_buttons(decide)
            self.table.selectRow(0)

    def _add_buttons(self, decide: Decide) -> None:
        for name, text, same in (("same", _("One person"), True), ("apart", _("Two people"), False)):
            made = button(text, partial(self._decide, decide, same))
            made.setObjectName(f"roster.alike.{name}")
            self.head.addWidget(made)

    def _decide(self, decide: Decide, same: bool) -> None:
        """Of the selected ones; of all when none is."""
        chosen = self.table.selected() or list(self.table.records_model.records())
        decide([pair_of(one) for one in chosen], same)
        self.table.viewport().update()

    def _columns(self) -> list[Column[LookAlike]]:
        return [
            Column[LookAlike](title=_("In the roster"), text=lambda one: _told(one.student), strong=True, stretch=True,
                              tooltip=lambda one: _told(one.student)),
            Column[LookAlike](title=_("Already here"), text=lambda one: _told(one.known), stretch=True,
                              tooltip=lambda one: _told(one.known)),
            Column[LookAlike](title=_("Born"), text=lambda one: _born(one), tone=lambda _one: "muted", width=110),
            Column[LookAlike](title=_("Who is who"), text=self._decision, tone=self._tone, icon=self._icon, badge=True,
                              width=170),
        ]

    def _decision(self, one: LookAlike) -> str:
        choices = self._choices()
        if pair_of(one) in choices.same:
            return _("One person")
        return _("Two people") if pair_of(one) in choices.apart else _("To be decided")

    def _tone(self, one: LookAlike) -> Tone:
        choices = self._choices()
        return "ok" if pair_of(one) in choices.same | choices.apart else "flag"

    def _icon(self, one: LookAlike) -> str:
        choices = self._choices()
        if pair_of(one) in choices.same:
            return "person"
        return "people" if pair_of(one) in choices.apart else "warning"


def _told(one: RosterStudent | KnownStudent) -> str:
    grade = _("grade {grade}").format(grade=one.grade) if one.grade else ""
    number = f"…{one.student_number[-3:]}" if one.student_number else ""
    return ", ".join(part for part in (name_of(one), grade, number) if part)


def _born(one: LookAlike) -> str:
    return formats.date(one.known.birth_date) if one.known.birth_date else ""
