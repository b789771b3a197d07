"""What somebody with a whole chain of bundles can work out, by a model of their own.

They know of every number (of a period that was told of, or of the days between) whether it was the same when two
bundles left, but nothing of what else was corrected: each time has counts of its own, of the smallest pieces of time.
"""

from itertools import combinations, groupby

from tests.exchange.disclosure.attacker import FAR, Attacker

MARKS = {"small": (1, 10), "complement": (11, FAR), "derived": (1, FAR)}


def found_out(chain):
    """Numbers of 1 to 10 that must not be found out and of which fewer than five values are left:
    {what: (true, low, high)}.

    What was corrected after the last bundle that tells of events is not counted: that it was corrected is all that
    anybody has of it, and no bundle could have kept it back.
    """
    reader = _Reader(chain)
    last = max((when for when, one in enumerate(chain) if any(
        table.layout.counted != "enrolled" for table in one.tables)), default=-1)
    targets = {(what, when): names for what, when, names in reader.different()
               if 1 <= reader.true(names) <= 10 and (when <= last or what[0] == "roster")}
    return {what: (reader.true(targets[what]), *left)
            for what, left in reader.attacker.narrowed(targets).items()}


class _Reader:
    def __init__(self, chain):
        self.chain = chain
        self.grades = range(len(chain[0].then.roster))
        self.reasons = range(1 + max(reason for _piece, reason, _grade in chain[0].then.visits))
        self.attacker = Attacker(self._truth)
        for when, one in enumerate(chain):
            self._shown(when, one)
            self._within(when)
            self._attended(when)
            self._people(when)
        self._unchanged()

    def true(self, names):
        return sum(sign * self._truth(name) for name, sign in names)

    def numbers(self, when):
        """(what, names) of every number there was then."""
        for days in (*self._days(when), *self._apart(when)):
            for reasons in self._each(self.reasons):
                for grades in self._each(self.grades):
                    yield ("visits", days, reasons, grades), self._visits(when, days, reasons, grades)
            for origins in self._each((0, 1)):
                yield ("origins", days, origins), self._origins(when, days, origins)
                yield ("sessions", days, origins), self._sessions(when, days, origins)
            for wait in (0, 1):
                yield ("waited", days, wait), self._waited(when, days, wait)
        for days in self._days(when):
            for grades in self._each(self.grades):
                yield ("came", days, grades), [(("came", when, days, grade), 1) for grade in grades]
        for grades in self._each(self.grades):
            yield ("roster", grades), [(("roster", when, grade), 1) for grade in grades]

    def _truth(self, name):
        what, when, *where = name
        then = self.chain[when].then
        if what == "came":
            days, grade = where
            return len(frozenset().union(*(then.came[piece, grade] for piece in days)))
        if what == "roster":
            return then.roster[where[0]]
        return {"visits": then.visits, "origins": then.origins, "without": then.without,
                "beside": then.beside}[what][tuple(where)]

    def _shown(self, when, one):
        for table in one.tables:
            for place in table.places():
                cell = table.at(place)
                low, high = MARKS[cell.why] if cell.why else (cell.value, cell.value)
                self.attacker.sum_is(self._meant(when, one.pieces, table.layout.name, *place), low, high)

    def _meant(self, when, days, name, row, col):
        def of(index, every):
            return tuple(every) if index is None else (index,)

        if name == "visits_by_reason":
            return self._visits(when, days, of(row, self.reasons), of(col, self.grades))
        if name == "visits_by_origin":
            return self._origins(when, days, of(row, (0, 1)))
        if name == "sessions_by_origin":
            return self._sessions(when, days, of(row, (0, 1)))
        if name == "visits_by_wait":
            return self._origins(when, days, (0, 1)) if row is None else self._waited(when, days, row)
        if name == "students_by_grade":
            return [(("came", when, days, grade), 1) for grade in of(row, self.grades)]
        return [(("roster", when, grade), 1) for grade in of(row, self.grades)]

    def _within(self, when):
        """Origins and reasons tell of the same visits; students are no more than visits, nor than the roster."""
        for days in self._days(when):
            every = self._visits(when, days, self.reasons, self.grades)
            self.attacker.sum_is([*self._origins(when, days, (0, 1)), *_minus(every)], 0, 0)
            for grade in self.grades:
                came = (("came", when, days, grade), 1)
                self.attacker.sum_is([came, *_minus(self._visits(when, days, self.reasons, (grade,)))], -FAR, 0)
            known = [[(("came", when, days, grade), 1), (("roster", when, grade), -1)] for grade in self.grades]
            for one in (here for here in known if self.true(here) <= 0):
                self.attacker.sum_is(one, -FAR, 0)
            if all(self.true(one) <= 0 for one in known):
                self.attacker.sum_is([term for one in known for term in one], -FAR, 0)

    def _attended(self, when):
        """A visit was without a Wellness Peer or began a session. Of a period that no other began is known where so."""
        for days in self._days(when):
            beside = self._by_origin("beside", when, days, (0, 1))
            if days in self.chain[when].then.told and not self.true(beside):
                self.attacker.sum_is(beside, 0, 0)
            for piece in days:
                for origin in (0, 1):
                    without = ("without", when, piece, origin), 1
                    self.attacker.sum_is([without, (("origins", when, piece, origin), -1)], -FAR, 0)

    def _people(self, when):
        """Who came in a month came in its year; who came in the year came in some days of whatever makes it up."""
        for whole in self._days(when):
            parts = [days for days in self._days(when) if days < whole]
            for grade in self.grades:
                came = ("came", when, whole, grade)
                for part in parts:
                    self.attacker.sum_is([(("came", when, part, grade), 1), (came, -1)], -FAR, 0)
                for size in range(2, len(parts) + 1):
                    for cover in combinations(parts, size):
                        if sum(map(len, cover)) == len(whole) and frozenset().union(*cover) == whole:
                            self.attacker.sum_is(
                                [(came, 1), *((("came", when, part, grade), -1) for part in cover)], -FAR, 0)

    def _unchanged(self):
        """A number that was the same the last time is one number."""
        for _what, _when, names, before in self._all():
            if before is not None and self.true(before) == self.true(names):
                self.attacker.sum_is([*names, *_minus(before)], 0, 0)

    def different(self):
        """Every number once for as long as it is the same: (what, from when on, names)."""
        for what, when, names, before in self._all():
            if before is None or self.true(before) != self.true(names):
                yield what, when, names

    def _all(self):
        """Every number at every time, and what it was the last time."""
        last = {}
        for when in range(len(self.chain)):
            for what, names in self.numbers(when):
                yield what, when, names, last.get(what)
                last[what] = names

    def _days(self, when):
        """The periods told of by then, the pieces into which they cut each other, and periods made of such pieces."""
        then = self.chain[when].then
        runs = [frozenset(run) for run in self._runs(then.told)]
        made = [period for period in then.periods
                if period == frozenset().union(*(run for run in runs if run <= period))]
        return list(dict.fromkeys([*then.told, *runs, *made]))

    def _apart(self, when):
        """Pieces that are no period and lie in the same periods, though apart, together."""
        told, found = self.chain[when].then.told, {}
        for run in self._runs(told):
            if frozenset(run) not in told:
                found.setdefault(tuple(run[0] in one for one in told), []).append(run)
        return [frozenset(piece for run in group for piece in run) for group in found.values() if len(group) > 1]

    def _runs(self, told):
        pieces = sorted(frozenset().union(*told))
        every = sorted({piece for piece, _reason, _grade in self.chain[0].then.visits})
        inside = [tuple(piece in one for one in told) for piece in every]
        runs = [[piece for piece, _in in run] for _key, run in groupby(
            zip(every, inside, strict=True), key=lambda pair: pair[1])]
        return [run for run in runs if run[0] in pieces]

    def _visits(self, when, days, reasons, grades):
        return [(("visits", when, piece, reason, grade), 1) for piece in sorted(days) for reason in reasons
                for grade in grades]

    def _origins(self, when, days, origins):
        return self._by_origin("origins", when, days, origins)

    def _waited(self, when, days, wait):
        """With a Wellness Peer after a while, or (1) without one."""
        without = self._by_origin("without", when, days, (0, 1))
        return without if wait else [*self._origins(when, days, (0, 1)), *_minus(without)]

    def _sessions(self, when, days, origins):
        return [*self._origins(when, days, origins), *_minus(self._by_origin("without", when, days, origins)),
                *self._by_origin("beside", when, days, origins)]

    @staticmethod
    def _by_origin(what, when, days, origins):
        return [((what, when, piece, origin), 1) for piece in sorted(days) for origin in origins]

    @staticmethod
    def _each(every):
        return [*((one,) for one in every), tuple(every)]


def _minus(names):
    return [(name, -sign) for name, sign in names]
