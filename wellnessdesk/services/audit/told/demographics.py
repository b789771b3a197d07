"""What the log tells of students' answers about themselves, compared with the counts: of as many people as were asked.

The log knows no answer, so it can only say that every question of a month has as many as the log has deeds.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from wellnessdesk.base.i18n import _
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import demographics, settings
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfDemographics(Gatherer):
    """How many were asked, by month, set of options and number of questions; and whether anybody is."""

    _given: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    _on: bool = False

    def add(self, deed: Deed) -> None:
        if deed.action == "demographics.give":
            which, questions = deed.detail.split()
            self._given[deed.subject.removeprefix("demographics:"), which, int(questions)] += 1
        elif deed.action == "demographics.set":
            self._on = deed.detail == "on"

    def differs(self, tx: Transaction) -> str:
        counted = dict[tuple[str, str], Counter[str]]()
        for one in demographics.counts(tx, date.min, date.max):
            counted.setdefault((one.month, one.set_id), Counter())[one.category] += one.n
        told = {(month, which): [asked] * questions for (month, which, questions), asked in self._given.items()}
        if {key: list(sums.values()) for key, sums in counted.items()} != told:
            return _("The counts of what students said of themselves are not as the log says.")
        if (settings.get(tx, demographics.ON) is True) != self._on:
            return _("Whether students are asked about themselves is not as the log says.")
        return ""
