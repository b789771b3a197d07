"""What adults decide about a flag, one part after another: what is kept stands there, what is missing is asked for."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flag_steps import DECISIONS, FlagLife, Step, StepKind, Written, steps_of
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.parts import Card, separator
from wellnessdesk.ui.pages.overview import wording
from wellnessdesk.ui.pages.overview.step_part import StepPart


class StepsCard(Card):
    """The four decisions. Each is saved by itself, so whoever is called away loses only the line they were writing."""

    saved = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("What adults decide"))
        self._desk = desk
        self.parts = {kind: StepPart(kind, desk.today()) for kind in DECISIONS}
        for number, part in enumerate(self.parts.values()):
            if number:
                self.add(separator())
            self.add(part)
            part.saved.connect(self.saved)

    def show_life(self, life: FlagLife) -> None:
        """Show what is decided so far; what is being written stays."""
        rule = catalogues.caregiver_rules().get(life.flag.kind)
        self.parts[StepKind.CAREGIVER].show_advice(f"{rule.label}. {rule.about}" if rule is not None else "")
        standing = {step.kind: step for step in steps_of(life.closing)}
        for kind, part in self.parts.items():
            part.show_standing(standing.get(kind), self._said(life.steps, kind, kind in standing))

    def empty(self) -> None:
        """For another flag."""
        for part in self.parts.values():
            part.empty()

    def unsaved(self) -> list[Step]:
        """What was entered and is not kept yet, in order."""
        return [step for part in self.parts.values() if (step := part.unsaved()) is not None]

    def enter(self, steps: Sequence[Step]) -> None:
        """What was entered before, into its fields again."""
        for step in steps:
            self.parts[step.kind].correct(step)

    def show_missing(self) -> bool:
        """Say at each part what it lacks, and go to the first; whether one lacks something."""
        lacking = [part for part in self.parts.values() if (not part.done or part.unsaved()) and part.show_wrong()]
        if lacking:
            lacking[0].show_wrong()
        return bool(lacking)

    def focus_first(self) -> None:
        """To the first thing that is not decided yet."""
        next((part for part in self.parts.values() if not part.done), self.parts[StepKind.OUTCOME]).focus_first()

    def _said(self, steps: Sequence[Written], kind: StepKind, done: bool) -> str:
        written = next((one for one in reversed(steps) if one.step is not None and one.step.kind is kind), None)
        if written is None or written.at is None:
            return _("Done") if done else _("To do")
        return _("{moment}, by {peer}").format(moment=wording.moment(self._desk, written.at), peer=written.by)
