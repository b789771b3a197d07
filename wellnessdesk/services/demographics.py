"""Students tell about themselves at the kiosk, where the center turned that on: counts are kept, and nobody's answers.

The log says that somebody was asked, never whom nor what. Whoever holds the key of the store and kept two copies of the
file, from before and after a single answer, could subtract: no program that counts at all can prevent that.
"""

from collections.abc import Mapping

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import demographics as rules
from wellnessdesk.domain.self_ratings import school_year
from wellnessdesk.services import kiosk
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import demographics, settings


@act("demographics.set")
def is_on(desk: Desk) -> bool:
    """Whether students are asked at the kiosk."""
    with desk.reading() as tx:
        return settings.get(tx, demographics.ON) is True


@act("demographics.set")
def set_on(desk: Desk, *, on: bool) -> None:
    """From now on students are asked, or not any more; what was counted stays."""
    with desk.change("demographics") as change:
        settings.put(change.tx, demographics.ON, on)
        change.record("demographics.set", "center", "on" if on else "off")


@act("kiosk.demographics")
def asks(desk: Desk, number: str) -> bool:
    """Whether the student of this number is asked now: once a school year. Raises what `kiosk.find` raises."""
    with desk.reading() as tx:
        if settings.get(tx, demographics.ON) is not True:
            return False
        student = kiosk.whose_number(desk, tx, number)
        return not demographics.was_asked(tx, student.id, school_year(desk.today()))


@act("kiosk.demographics")
def give(desk: Desk, number: str, answers: Mapping[str, str]) -> None:
    """Count what a student chose (category -> option); what they left open is declined.

    Raises `Problem` for what cannot be chosen, where nobody is asked, and a second time in a school year.
    """
    found = rules.whole(answers)
    with desk.change("demographics") as change:
        year = school_year(desk.today())
        student = kiosk.whose_number(desk, change.tx, number)
        if settings.get(change.tx, demographics.ON) is not True or demographics.was_asked(change.tx, student.id, year):
            raise Problem(_("There is nothing to answer now. Thank you."))
        month, which = rules.month_of(desk.today()), rules.set_id()
        demographics.add(change.tx, month, which, found)
        demographics.asked(change.tx, student.id, year)
        change.record("demographics.give", f"demographics:{month}", f"{which} {len(found)}")
