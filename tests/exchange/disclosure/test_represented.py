"""Who came beside who is on the roster, by grade and by language, visits and sessions by several codes: put together.

The attacker knows more than the proof does: that grades and languages are of the same students, each of whom is of one
grade and one language; that a service has one tier; and that each visit with a Wellness Peer is one session, of the
same grade and origin, so that sessions are those and others beside them.
"""

import random
from datetime import date

import pytest

from tests.exchange.disclosure.attacker import FAR, Attacker
from tests.exchange.disclosure.test_together import by_proof, without_complements
from tests.exchange.tables import column, one_way, two_way
from tests.faults.figures import rounds
from wellnessdesk.domain.bundles import Counted, Earlier, Period
from wellnessdesk.exchange.disclosure import knowledge, together

MARKS = {"small": (1, 10), "complement": (11, FAR), "derived": (1, FAR)}
GRADES, LANGUAGES, WAITS, ORIGINS = 3, 3, 3, 2
OTHER, NOBODY = GRADES - 1, WAITS - 1
"""The grade of who gave no name, and the wait of a visit without a Wellness Peer."""
CODES = {("grade", OTHER): "other", ("waited", NOBODY): "not_recorded"}
TIERS = (0, 0, 1, 1)
"""By service."""
MONTHS = (Period.month(2026, 9), Period.month(2026, 10))
TERM = Period.term(date(2026, 9, 1), date(2026, 10, 31))
OF = {(period.first, period.last): period for period in (*MONTHS, TERM)}
"""The period of some days."""
CENTERS = rounds(ci=24, full=1_000)
CONTROLS = 8


class Center:
    """`roster[student]` is (grade, language); `came[month]` the students; visits are (wait, origin, grade), sessions
    (service, origin, grade), one for each visit with a Wellness Peer and some, or none, beside."""

    def __init__(self, chance):
        grades = chance.choice((range(OTHER), range(GRADES)))
        self.roster = [(chance.choice(grades), chance.choice((0, 0, 0, 0, 1, 1, 2)))
                       for _ in range(chance.choice((20, 60, 150)))]
        some = [student for student in range(len(self.roster)) if chance.random() < 0.6]
        waits = chance.choice(((0, 0, 0, 1, 1, NOBODY), (0, 0, 1, NOBODY, NOBODY), (0,) * 9 + (1, 1, NOBODY)))
        beside = chance.choice((0, 0, 1, 3, 20))
        self.came, self.visits, self.beside, self.sessions = {}, {}, {}, {}
        for month in MONTHS:
            self.came[month] = {student for student in some if chance.random() < 0.7}
            named = [(chance.choice(waits), chance.randrange(ORIGINS), self.roster[student][0])
                     for student in sorted(self.came[month]) for _ in range(chance.choice((1, 1, 2)))]
            nameless = [(NOBODY, chance.randrange(ORIGINS), OTHER) for _ in range(chance.choice((0, 0, 3)))]
            self.visits[month] = named + nameless
            self.beside[month] = [(chance.randrange(ORIGINS), chance.randrange(GRADES)) for _ in range(beside)]
            self.sessions[month] = [(chance.choice((0, 2, 2, 2, 3)), *where) for where in [
                *(where for wait, *where in self.visits[month] if wait != NOBODY), *self.beside[month]]]

    def truth(self, name):
        """What a smallest count is."""
        what, *codes = name
        if what in ("visit", "beside", "service"):
            month, *codes = codes
            its = {"visit": self.visits, "beside": self.beside, "service": self.sessions}[what][Period.of(month)]
            return sum(one[:len(codes)] == tuple(codes) for one in its)
        who = range(len(self.roster)) if what == "roster" else self._came(Period.of(what))
        return sum(self.roster[one] == tuple(codes) for one in who)

    def _came(self, period):
        return set().union(*(self.came[month] for month in MONTHS if period in (month, TERM)))

    def tables(self, period):
        months = [month for month in MONTHS if period in (month, TERM)]
        came = self._came(period)
        visits = [visit for month in months for visit in self.visits[month]]
        sessions = [one for month in months for one in self.sessions[month]]
        return [
            *(self._by(name, "visits", place, size, visits) for place, (name, size) in enumerate(
                (("waited", WAITS), ("origin", ORIGINS), ("grade", GRADES)))),
            *(self._by(name, "sessions", place, size, sessions) for place, (name, size) in enumerate(
                (("origin", ORIGINS), ("grade", GRADES)), 1)),
            *(self._by(name, counted, place, size, [self.roster[one] for one in who])
              for counted, who in (("students", came), ("enrolled", range(len(self.roster))))
              for place, (name, size) in enumerate((("grade", GRADES), ("language", LANGUAGES)))),
            two_way([[sum(1 for one, *_where in sessions if one == service and TIERS[one] == tier) for tier in (0, 1)]
                     for service in range(len(TIERS))], name="sessions", counted="sessions", rows=(column("service"),),
                    row_keys=tuple((str(one),) for one in range(len(TIERS))), columns=column("tier"),
                    column_keys=("0", "1"))]

    @staticmethod
    def _by(name, counted, place, size, found):
        return one_way([sum(1 for one in found if one[place] == code) for code in range(size)],
                       name=f"{counted}_by_{name}", counted=counted, rows=(column(name),),
                       row_keys=tuple((CODES.get((name, code), str(code)),) for code in range(size)))


def meant(period, table, place):
    """The smallest counts that a number is the sum of; those of a term are its months', but for students."""
    key = dict(zip((one.name for one in table.layout.dimensions), table.layout.key(place), strict=True))
    months = [month.code for month in MONTHS if period in (month, TERM)]

    def codes(name, size):
        wanted = key.get(name)
        return [code for code in range(size) if wanted in (None, CODES.get((name, code), str(code)))]

    counted, where = table.layout.counted, (codes("origin", ORIGINS), codes("grade", GRADES))
    if counted == "visits":
        return _visits(months, codes("waited", WAITS), *where)
    if counted == "sessions" and not key.keys() & {"service", "tier"}:
        return [*_visits(months, range(NOBODY), *where),
                *((("beside", month, origin, grade), 1) for month in months for origin in where[0]
                  for grade in where[1])]
    if counted == "sessions":
        return [(("service", month, service), 1) for month in months for service in codes("service", len(TIERS))
                if TIERS[service] in codes("tier", 2)]
    of = "roster" if counted == "enrolled" else period.code
    return [((of, grade, language), 1) for grade in codes("grade", GRADES) for language in codes("language", LANGUAGES)]


def _visits(months, waits, origins, grades):
    return [(("visit", month, wait, origin, grade), 1) for month in months for wait in waits for origin in origins
            for grade in grades]


def found_out(seed, suppress):
    """Counts of 1 to 10 of which fewer than five values are left: (what, (low, high))."""
    chance, chain = random.Random(seed), []
    center = Center(chance)
    for period in chance.sample((*MONTHS, TERM), chance.randint(1, 3)):
        told = [one.period for one in chain]
        counted = tuple(Counted(days=days, told=whole, tables=tuple(center.tables(OF[days])))
                        for days, whole in together.to_count(_days(period), map(_days, told), OF))
        out = tuple(suppress(counted, chain))
        chain.append(Earlier(bundle=str(len(chain)), period=period, version=1, tables=out, counted=counted))
    attacker = attack(center, chain)
    secret = {(seed, one.period.code, table.layout.name, place): meant(one.period, table, place)
              for one in chain for table in one.tables for place in table.blanks()}
    small = {what: names for what, names in secret.items() if sum(center.truth(name) for name, _sign in names) <= 10}
    return attacker.narrowed(small)


def _days(period):
    return period.first, period.last


def attack(center, chain):
    attacker = Attacker(center.truth)
    for one_bundle in chain:
        period = one_bundle.period
        for table in one_bundle.tables:
            for place in table.places():
                cell = table.at(place)
                attacker.sum_is(meant(period, table, place), *(MARKS[cell.why] if cell.why else (cell.value,) * 2))
        everybody = [(period.code, grade, language) for grade in range(GRADES) for language in range(LANGUAGES)]
        for one in everybody:
            attacker.sum_is([(one, 1), (("roster", *one[1:]), -1)], -FAR, 0)
        _visits_and_sessions(center, attacker, [month.code for month in MONTHS if period in (month, TERM)], period)
    for grade in range(GRADES):
        for language in range(LANGUAGES):
            months = [(month.code, grade, language) for month in MONTHS]
            whole = TERM.code, grade, language
            for month in months:
                attacker.sum_is([(month, 1), (whole, -1)], -FAR, 0)
            attacker.sum_is([(whole, 1), *((month, -1) for month in months)], -FAR, 0)
    return attacker


def _visits_and_sessions(center, attacker, months, period):
    """Each session is of some service; students came at least once; of a grade of which none came, nobody had a
    Wellness Peer. That all sessions began with a visit is known where it is so."""
    every = range(NOBODY), range(ORIGINS), range(GRADES)
    beside = [(("beside", month, origin, grade), 1) for month in months for origin in every[1] for grade in every[2]]
    services = [(("service", month, service), -1) for month in months for service in range(len(TIERS))]
    attacker.sum_is([*_visits(months, *every), *beside, *services], 0, 0)
    if not any(map(center.truth, (name for name, _sign in beside))):
        attacker.sum_is(beside, 0, 0)
    for grade in range(GRADES):
        came = [((period.code, grade, language), 1) for language in range(LANGUAGES)]
        visits = _visits(months, range(WAITS), every[1], [grade])
        attacker.sum_is([*came, *((name, -1) for name, _sign in visits)], -FAR, 0)
        if not any(map(center.truth, (name for name, _sign in came))):
            attacker.sum_is(_visits(months, every[0], every[1], [grade]), 0, 0)


@pytest.mark.timeout(3_600)
def test_no_small_count_is_found_out_from_all_of_them_together():
    assert [found for seed in range(CENTERS) if (found := found_out(seed, by_proof))] == []


def test_the_attacker_finds_some_where_nothing_else_is_blank():
    assert sum(bool(found_out(seed, without_complements)) for seed in range(CONTROLS)) > CONTROLS // 2


def test_the_attacker_finds_some_where_visits_and_sessions_are_not_held_against_each_other(monkeypatch):
    monkeypatch.setattr(knowledge, "OFTEN_EQUAL", ())
    monkeypatch.setattr(knowledge._World, "_without", lambda *_world: None)
    assert any(found_out(seed, by_proof) for seed in range(CENTERS))
