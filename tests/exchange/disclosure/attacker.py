"""Somebody with every bundle that has left, and a solver of whole-number programs: how much is left of each number?

Shares nothing with `wellnessdesk.exchange.disclosure`: not its model (here every number is a sum of the smallest
counts there are, those of one piece of time and one cell), not its search, not its solver's interface (scipy's).
"""

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

FAR = 1_000_000


class Attacker:
    """Knows sums of unknown whole numbers. A name is anything that can be a key; `truth` says what each really is."""

    def __init__(self, truth):
        self.index, self.true, self.rows = {}, [], []
        self._truth = truth

    def sum_is(self, names, low, high):
        """The sum of these (name, sign) is known to be from `low` to `high`. It had better be so."""
        row = self._row(names)
        assert low <= sum(sign * self.true[one] for one, sign in row) <= high, "an attacker who knows what is not so"
        self.rows.append((row, low, high))

    def narrowed(self, targets, enough=4):
        """Those of {what: names} of whose sum fewer than `enough` + 1 values are left: {what: (low, high)}."""
        wanted = {what: self._row(names) for what, names in targets.items()}
        sums, self._known = self._matrix(wanted.values()), LinearConstraint(
            self._matrix(row for row, _low, _high in self.rows),
            [low for _row, low, _high in self.rows], [high for _row, _low, high in self.rows])
        low = high = sums @ numpy.array(self.true)
        for which in range(len(wanted)):
            for sign in (-1, 1):
                if high[which] - low[which] < enough:
                    found = sums @ self._best(sign * sums[[which]].toarray()[0])
                    low, high = numpy.minimum(low, found), numpy.maximum(high, found)
        return {what: (int(least), int(most)) for what, least, most in zip(wanted, low, high, strict=True)
                if most - least < enough}

    def _best(self, cost):
        found = milp(cost, integrality=numpy.ones(len(cost)), bounds=Bounds(0, FAR), constraints=self._known)
        assert found.x is not None, found.message
        return found.x.round()

    def _row(self, names):
        return [(self._at(name), sign) for name, sign in names]

    def _at(self, name):
        if name not in self.index:
            self.index[name] = len(self.index)
            self.true.append(self._truth(name))
        return self.index[name]

    def _matrix(self, rows):
        rows = list(rows)
        places = [(which, one, sign) for which, row in enumerate(rows) for one, sign in row]
        down, across, signs = zip(*places, strict=True) if places else ((), (), ())
        return csr_array((numpy.array(signs, dtype=float), (down, across)), shape=(len(rows), len(self.index)))
