"""The life of a flag against a small model of it: any order of acts, right and wrong ones, with clocks set anyhow."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.centers import fresh_center, handed_over
from tests.services.machines import patience, walk
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.flag_steps import DECISIONS, Step, StepKind
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.services import flag_steps, flags
from wellnessdesk.services.audit import judge

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Z", "M"]), min_size=1, max_size=12)


_OF_A_CENTER = 5
"""A flag's life names the student's others: so many examples, and another center begins."""


class Life(RuleBasedStateMachine):
    """Each example follows one flag of its own."""

    folder, center, session, made = None, None, 0, 0

    def __init__(self):
        super().__init__()
        if Life.made % _OF_A_CENTER == 0:
            begin_again()
        Life.made += 1
        self.desk = self.center.coordinator
        self.flag = flags.raise_flag(self.center.peer, self.session, kind="eating", urgency=Urgency.SAME_DAY).id
        self.status, self.steps, self.decided, self.had = "raised", [], {}, False

    def take(self, act, *, allowed):
        """Do it; what the model does not allow is refused and changes nothing. Whether it was done."""
        if not allowed:
            with pytest.raises(Problem):
                act()
            return False
        act()
        return True

    @rule()
    def acknowledge(self):
        if self.take(lambda: flags.acknowledge(self.desk, self.flag), allowed=self.status == "raised"):
            self.status, self.had = "acknowledged", True

    @rule(kind=st.sampled_from(DECISIONS), text=TEXT, yes=st.booleans(), stale=st.booleans(), lacking=st.booleans())
    def decide(self, kind, text, yes, stale, lacking):
        step = self._step(kind, "" if lacking and kind is not StepKind.REPORT else text,
                          None if lacking and kind is StepKind.REPORT else yes)
        allowed = self.status in ("acknowledged", "closed") and not stale and not lacking
        seen = len(self.steps) + (1 if stale else 0)
        if self.take(lambda: flag_steps.add(self.desk, self.flag, step, seen=seen), allowed=allowed):
            self.steps.append((kind, step.text))
            self.decided[kind] = step

    @rule()
    def close(self):
        allowed = self.status == "acknowledged" and set(self.decided) == set(DECISIONS)
        if self.take(lambda: flags.close(self.desk, self.flag), allowed=allowed):
            self.status = "closed"
            self.steps.append((StepKind.CLOSED, ""))

    @rule(reason=st.one_of(TEXT, st.just(" \n\u202e")))
    def withdraw(self, reason):
        allowed = self.status in ("raised", "acknowledged") and reason.strip() not in ("", "\u202e")
        if self.take(lambda: flags.withdraw(self.desk, self.flag, reason), allowed=allowed):
            self.status = "withdrawn"
            self.steps.append((StepKind.WITHDRAWN, reason))

    @rule(minutes=st.integers(-3000, 3000))
    def the_clock_is_set(self, minutes):
        self.center.clock.advance(minutes=minutes)

    @invariant()
    def it_is_as_the_model_says(self):
        life = flags.life(self.desk, self.flag)
        mark = life.flag.mark
        assert (mark.status, [(one.step.kind, one.step.text) for one in life.steps]) == (self.status, self.steps)
        assert (mark.acknowledged_at is not None, mark.closed_at is not None) == (
            self.had, self.status in ("closed", "withdrawn"))
        assert life.closing.disposition == self._text(StepKind.DISPOSITION)
        assert life.closing.outcome == self._text(StepKind.OUTCOME)
        assert (self.flag in {one.id for one in flags.adult_needed(self.center.front)}) == (self.status == "raised")
        assert mark.minutes_to_acknowledge(self.center.clock.now()) >= 0

    def teardown(self):
        """The list of open flags stays short."""
        if self.status in ("raised", "acknowledged"):
            flags.withdraw(self.desk, self.flag, "over")

    def _text(self, kind):
        return self.decided[kind].text if kind in self.decided else ""

    def _step(self, kind, text, yes):
        if kind is StepKind.REPORT:
            day = self.desk.today() - timedelta(days=1)
            return Step(kind=kind, yes=yes, text=text, day=day if yes else None, agency="County" if yes else "",
                        adult="Ms. Lee" if yes else "")
        return Step(kind=kind, text=text, yes=yes if kind is StepKind.CAREGIVER else None)


def begin_again():
    """The log of the center so far is judged, and a new one takes its place."""
    end()
    Life.center = fresh_center(Life.folder / f"center{Life.made}")
    Life.session = handed_over(Life.center, 1, Life.center.peer)


def end():
    """Whatever was done, log and records agree."""
    if Life.center is not None:
        assert judge.verify(Life.center.coordinator).sound
        Life.center.admin.close()
    Life.center = None


@patience(ci=15)
def test_a_flag_lives_as_the_model_says(record_property):
    with tempfile.TemporaryDirectory() as folder:
        Life.folder, Life.made = Path(folder), 0
        try:
            walk(Life, "flags", record_property, ci=15, steps=12)
            end()
        finally:
            if Life.center is not None:
                Life.center.admin.close()
                Life.center = None
