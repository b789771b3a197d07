"""The life of a referral against a small model of it, in any order of steps, right and wrong ones."""

import tempfile
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.centers import fresh_center
from tests.services.machines import patience, walk
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.referrals import Facts, Step, StepKind
from wellnessdesk.services import referrals
from wellnessdesk.services.audit import judge

LIFE = {
    "draft": {"change": "draft", "consent": "draft", "send": "sent", "revoke": "revoked"},
    "sent": {"consent": "sent", "hand_over": "sent", "accept": "accepted", "decline": "declined", "revoke": "revoked"},
    "accepted": {"consent": "accepted", "hand_over": "accepted", "decline": "declined", "attend": "attended",
                 "close": "closed", "revoke": "revoked"},
    "declined": {"close": "closed"}, "attended": {"close": "closed"}, "closed": {}, "revoked": {},
}
"""Written out by hand from the issue: status -> step -> status."""
MANY = 400
"""Examples in one center: its log grows with each, and is walked at the end."""
FACTS = Facts(student=1, kind="counseling", to="Valley", why="why", purpose="purpose")


class Life(RuleBasedStateMachine):
    """A center for some hundred examples; each example follows one referral of its own."""

    centers = None
    center = None
    examples = 0

    def __init__(self):
        super().__init__()
        if Life.examples % MANY == 0:
            Life.center = next(Life.centers)
        Life.examples += 1
        self.desk = self.center.coordinator
        self.mark = referrals.draft(self.desk, FACTS)
        self.status, self.agreed, self.steps = "draft", False, ["draft"]
        self.due, self.made = self.mark.due, self.desk.today()

    def take(self, kind, act):
        """Do it and follow the model: what it refuses is refused, and changes nothing."""
        goes_to = LIFE[self.status].get(kind)
        if goes_to is None or (kind == "send" and not self.agreed):
            with pytest.raises(Problem):
                act()
            return
        act()
        self.status, self.steps = goes_to, [*self.steps, kind]
        self.agreed |= kind == "consent"
        if goes_to in ("closed", "revoked"):
            self.due = None
        elif kind in ("accept", "decline", "attend"):
            self.due = weekdays_after(self.desk.today(), 10)

    @rule(kind=st.sampled_from([one.value for one in StepKind if one.value not in ("draft", "change")]),
          lacking=st.booleans())
    def step(self, kind, lacking):
        words = {"decline": "no", "close": "well", "revoke": "gone"}.get(kind, "")
        who = {"consent": "both", "hand_over": "Cora"}.get(kind, "")
        how = {"consent": "phone", "send": "email"}.get(kind, "")
        new = Step(kind=StepKind(kind), day=self.desk.today(), who=who, how=how, words=words)
        if lacking:
            new = Step(kind=StepKind(kind), day=self.made - timedelta(days=1), who=who, how=how, words=words)
            with pytest.raises(Problem):
                referrals.step(self.desk, self.mark.id, new)
            return
        self.take(kind, lambda: referrals.step(self.desk, self.mark.id, new))

    @rule(words=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Z"]), min_size=1, max_size=20))
    def change(self, words):
        facts = Facts(student=1, kind="health", to="Other", why=words, purpose="p")
        self.take("change", lambda: referrals.change_draft(self.desk, self.mark.id, facts))

    @rule(days=st.integers(0, 4))
    def time_goes_by(self, days):
        self.center.clock.advance(minutes=days * 24 * 60)

    @precondition(lambda self: self.status not in ("draft", "closed", "revoked"))
    @rule()
    def slip(self):
        assert referrals.slip(self.desk, self.mark.id).startswith(b"%PDF")

    @invariant()
    def it_is_as_the_model_says(self):
        found = referrals.get(self.desk, self.mark.id)
        assert found.problem == ""
        assert (found.mark.status, [one.kind.value for one in found.steps]) == (self.status, self.steps)
        assert (found.agreed is not None, found.mark.due, found.mark.ended) == (
            self.agreed, self.due, self.due is None)


def weekdays_after(day, number):
    """By counting, where the calendar keeps no term and no holiday."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def centers(folder):
    """One after another; the log of each must hold before the next begins."""
    for number in count():
        center = fresh_center(Path(folder) / str(number))
        try:
            yield center
            assert judge.verify(center.coordinator).sound
        finally:
            center.admin.close()


@patience(ci=30)
def test_a_referral_lives_as_the_model_says(monkeypatch, record_property):
    with tempfile.TemporaryDirectory() as folder:
        made = centers(folder)
        monkeypatch.setattr(Life, "centers", made)
        monkeypatch.setattr(Life, "examples", 0)
        walk(Life, "referrals", record_property, ci=30, steps=12)
        assert judge.verify(Life.center.coordinator).sound
        made.close()
        Life.center = None
