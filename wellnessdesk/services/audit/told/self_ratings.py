"""What the log tells of self-ratings, compared with the records: each that was given, and that the counts fit them.

The log knows no answer, so of the counts it can only say that they are of as many people as gave theirs. A round that
was closed must stay closed: opened again, the next answer could be read from the difference.
"""

from collections import Counter
from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import MONTH, Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.self_ratings import CHANGE, Moment
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.self_ratings import SELF_RATING, told_as
from wellnessdesk.store import sealed, self_ratings
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfSelfRatings(Gatherer):
    """Each that stands by its id: whose it is, and what the log keeps of it."""

    _given: dict[str, tuple[str, str]] = field(default_factory=dict)
    _closed: set[str] = field(default_factory=set)
    _until: str = ""
    """The last month that was destroyed: those of it and before may be gone; their counts stay."""

    def add(self, deed: Deed) -> None:
        if deed.action == "self_rating.give":
            year, moment, day, mark, *before = deed.detail.split()
            for one in before:
                self._given.pop(one, None)
            self._given[deed.subject.removeprefix("self_rating:")] = (deed.by, f"{year} {moment} {day} {mark}")
        elif deed.action == "self_rating.close":
            self._closed.add(deed.subject.removeprefix("self_ratings:"))

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.AGENDAS:
            self._until = max(self._until, gone.month)

    def differs(self, tx: Transaction) -> str:
        left = dict(self._given)
        for row in self_ratings.everything(tx):
            blob = sealed.get(tx, SELF_RATING, row.id, 1) or b""
            if left.pop(row.id, None) != (row.person, told_as(row, row.at.date(), blob)):
                return _("A self-rating is not there as it was given.")
        if any(told.split()[2][:MONTH] > self._until for _by, told in left.values()):
            return _("A self-rating is not there as it was given.")
        if set(self_ratings.closed(tx)) != self._closed or not self._fits(tx):
            return _("The counts of self-ratings are not as the log says.")
        return ""

    def _fits(self, tx: Transaction) -> bool:
        people = Counter(told.rsplit(" ", 2)[0] for _by, told in self._given.values())
        for (year, what, _item), counts in self_ratings.counts(tx).items():
            moment = Moment.END.value if what == CHANGE else what
            if sum(counts.values()) != people[f"{year} {moment}"] or min(counts.values()) < 1:
                return False
        return True
