"""What a center knows of a Wellness Peer beside their name: the languages they speak, when they were born and graduate.

The day of birth decides from when on a credential is open to them (DOMAIN.md 5), the day of graduation when they leave.
"""

from dataclasses import dataclass
from datetime import date

from wellnessdesk.base.i18n import _
from wellnessdesk.base.months import add_months
from wellnessdesk.domain import catalogues

YOUNGEST, OLDEST, AHEAD = 12, 99, 8
"""Years: of age, and until they graduate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerFacts:
    """Of one peer; empty or None is not known. `languages` are ids of the catalogue."""

    person: str
    languages: tuple[str, ...] = ()
    born: date | None = None
    graduates: date | None = None

    def age(self, day: date) -> int | None:
        """How old they are on a day, in whole years; None where nobody wrote down when they were born."""
        if self.born is None:
            return None
        had = (day.month, day.day) >= (self.born.month, self.born.day)
        return day.year - self.born.year - (0 if had else 1)


def tidy(facts: PeerFacts) -> PeerFacts:
    """Each language once, in the order of the catalogue; one that is not in it is left out."""
    known = catalogues.load("languages").ids()
    return PeerFacts(person=facts.person, languages=tuple(one for one in known if one in facts.languages),
                     born=facts.born, graduates=facts.graduates)


def wrong(facts: PeerFacts, today: date) -> dict[str, str]:
    """What cannot be, by field (`born`, `graduates`), as sentences; empty when it will do."""
    found = {}
    age = facts.age(today)
    if age is not None and not YOUNGEST <= age <= OLDEST:
        found["born"] = _("Look at this day again: it would make them {n} years old.").format(n=age)
    if facts.graduates is not None and facts.graduates > add_months(today, 12 * AHEAD):
        found["graduates"] = _("Look at this day again: it is more than {n} years away.").format(n=AHEAD)
    if facts.born is not None and facts.graduates is not None and facts.graduates <= facts.born:
        found["graduates"] = _("Nobody graduates before they are born.")
    return found


def languages_text(facts: PeerFacts) -> str:
    """The languages by their names."""
    return ", ".join(catalogues.label("languages", one) for one in facts.languages)
