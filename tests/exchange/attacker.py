"""Somebody with every bundle that has left, and a solver of whole-number programs: how much is left of each blank?

Shares nothing with `wellnessdesk.exchange.disclosure`: not its model (here every number is a sum of the smallest
counts there are, those of one piece of time and one cell), not its search, not its solver's interface (scipy's).
"""

from collections import defaultdict

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

FAR = 1_000_000


class Attacker:
    """Knows sums of unknown whole numbers; a name is anything that can be a key."""

    def __init__(self):
        self.index, self.low, self.high, self.rows = {}, [], [], []

    def unknown(self, name, low=0, high=FAR):
        """The number of this name, from now on known to be from `low` to `high`."""
        if name not in self.index:
            self.index[name] = len(self.index)
            self.low.append(0)
            self.high.append(FAR)
        one = self.index[name]
        self.low[one], self.high[one] = max(self.low[one], low), min(self.high[one], high)
        return one

    def sum_is(self, names, low, high):
        """The sum of these is known to be from `low` to `high`; one with a minus before it counts against it."""
        terms = defaultdict(int)
        for name, sign in names:
            terms[self.unknown(name)] += sign
        self.rows.append((dict(terms), low, high))

    def left(self, names):
        """The least and the greatest that the sum of these can be; None for something impossible."""
        cost = numpy.zeros(len(self.index))
        for name, sign in names:
            cost[self.unknown(name)] += sign
        return self._best(cost, 1), self._best(cost, -1)

    def _best(self, cost, sign):
        matrix, low, high = self._matrix()
        found = milp(sign * cost, integrality=numpy.ones(len(cost)), bounds=Bounds(self.low, self.high),
                     constraints=LinearConstraint(matrix, low, high) if self.rows else ())
        return None if found.x is None else round(sign * found.fun)

    def _matrix(self):
        places = [(which, one, sign) for which, (terms, _low, _high) in enumerate(self.rows)
                  for one, sign in terms.items()]
        rows, columns, signs = zip(*places, strict=True) if places else ((), (), ())
        return (csr_array((signs, (rows, columns)), shape=(len(self.rows), len(self.index))),
                [low for _terms, low, _high in self.rows], [high for _terms, _low, high in self.rows])
