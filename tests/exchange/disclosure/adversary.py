"""An attacker with nothing but a published table, plain trial and error, and patience: no flows, no graphs.

Independent of `wellnessdesk.exchange.disclosure` on purpose. It may be slow; tables in tests are small.
"""

FAR = 60


class Adversary:
    """Tries whole numbers for the blank cells until all visible totals fit."""

    def __init__(self, table):
        rows, columns = range(len(table.layout.row_keys)), range(len(table.layout.column_keys))
        self.places = [(row, column) for row in rows for column in columns]
        shown = {place: table.at(place) for place in table.places()}
        visible = [cell.value for cell in shown.values() if cell.value is not None]
        self.top = max([*visible, 11]) + 3 * FAR
        self.unknown = {place: (1, 10) if shown[place].why == "small" else (11, self.top)
                        for place in self.places if shown[place].why}
        self.equations = [(self._inside(place), cell.value - self._known(shown, place))
                          for place, cell in shown.items() if None in place and cell.value is not None]
        self.shown = shown

    def feasible(self, place, value):
        """Whether a blank cell or total can have this value."""
        cells = self._inside(place)
        unknown = dict(self.unknown)
        if None not in place:
            low, high = unknown[place]
            if not low <= value <= high:
                return False
            unknown[place] = (value, value)
        more = [(cells, value - self._known(self.shown, place))] if None in place else []
        return self._fits(unknown, [(list(cells), total) for cells, total in self.equations + more])

    def values(self, place, candidates):
        return [value for value in candidates if self.feasible(place, value)]

    def broken(self, true_table):
        """The blanks for which fewer than five whole numbers are left."""
        return [place for place, cell in self.shown.items() if cell.why and not self._five(place, true_table.at(place))]

    def _five(self, place, truth):
        near = range(max(0, truth - 4), truth + 5)
        return len(self.values(place, near)) >= 5

    def _inside(self, place):
        row, column = place
        return [one for one in self.places if row in (None, one[0]) and column in (None, one[1])]

    def _known(self, shown, place):
        return sum(shown[one].value or 0 for one in self._inside(place))

    def _fits(self, unknown, equations):
        """Depth first: fix one cell after the other, giving up where a total can no longer be met."""
        unknown = self._narrowed(unknown, equations)
        if unknown is None:
            return False
        loose = [place for place, (low, high) in unknown.items() if low < high]
        if not loose:
            return True
        tried = min(loose, key=lambda place: unknown[place][1] - unknown[place][0])
        low, high = unknown[tried]
        return any(self._fits({**unknown, tried: (value, value)}, equations) for value in range(low, high + 1))

    @staticmethod
    def _narrowed(unknown, equations):
        """Bounds that follow from each total by itself, or None when one cannot be met."""
        unknown, again = dict(unknown), True
        while again:
            again = False
            for cells, total in equations:
                mine = [place for place in cells if place in unknown]
                least = sum(unknown[place][0] for place in mine)
                most = sum(unknown[place][1] for place in mine)
                if not least <= total <= most:
                    return None
                for place in mine:
                    low, high = unknown[place]
                    tighter = max(low, total - most + high), min(high, total - least + low)
                    if tighter != (low, high):
                        unknown[place], again = tighter, True
                        least += tighter[0] - low
                        most += tighter[1] - high
        return unknown
