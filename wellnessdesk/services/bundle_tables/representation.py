"""Whom the center reaches: students who came, beside all students on the roster and the Wellness Peers."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import coarse
from wellnessdesk.domain.bundle_layouts import added, grades, languages, one_way
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.retention import school_year_end
from wellnessdesk.domain.tables import CountTable
from wellnessdesk.store import center, coded_counts, peer_facts, people, roster_imports, visits
from wellnessdesk.store.transaction import Transaction

_SENIOR = 12
"""The grade in which students graduate."""


def tables(tx: Transaction, period: Period, today: date) -> list[CountTable]:
    """Those of a period: of the roster and the peers only while they are those of its school year."""
    came = visits.students_by_grade(tx, period.first, period.last)
    once = _("Every student who came at least once is counted once.")
    year = school_year_end(period.first)
    return [
        one_way("students_by_grade", _("Students by grade"), once, counted="students", by=grades(),
                found=added((coarse.grade_band(grade), n) for grade, n in came.items())),
        one_way("students_by_language", _("Students by language"), once, counted="students", by=languages(),
                found=coded_counts.read(tx, coded_counts.STUDENT_LANGUAGES, period.first, period.last),
                total=sum(came.values())),
        *(_standing(tx, year) if year == school_year_end(_day_of_roster(tx, today)) else ())]


def _standing(tx: Transaction, year: date) -> Iterator[CountTable]:
    on_roster = _("Every student on the roster when the bundle was made is counted once.")
    yield one_way("enrolled_by_grade", _("Students on the roster, by grade"), on_roster, counted="enrolled",
                  by=grades(), found=coded_counts.enrolled_by_grade(tx))
    yield one_way("enrolled_by_language", _("Students on the roster, by language"), on_roster, counted="enrolled",
                  by=languages(), found=coded_counts.enrolled_by_language(tx))
    yield one_way("peers_by_grade", _("Wellness Peers by grade"),
                  _("Everybody who was a Wellness Peer when the bundle was made is counted once. The grade follows "
                    "from the year in which they graduate."), counted="peers", by=grades(), found=_peers(tx, year))


def _peers(tx: Transaction, year: date) -> Counter[str]:
    known = peer_facts.everything(tx)
    days = [known[peer.id].graduates if peer.id in known else None for peer in people.in_role(tx, Role.PEER)]
    return added((coarse.grade_band(str(_SENIOR - (school_year_end(day).year - year.year)) if day else ""), 1)
                 for day in days)


def _day_of_roster(tx: Transaction, today: date) -> date:
    """A roster is of the school year in which it came; one that was written by hand, of this one."""
    taken = roster_imports.last_of(tx)
    return center.get(tx).day(taken) if taken else today
