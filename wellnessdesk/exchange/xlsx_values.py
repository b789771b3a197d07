"""What the cells of a workbook say, as it would stand in a CSV file."""

from collections.abc import Collection, Sequence
from datetime import datetime

from wellnessdesk.exchange.xlsx_rows import Cell


class Values:
    """Reads cells by the texts of their workbook, and by which of its styles show a number as a date."""

    def __init__(self, epoch: datetime, date_styles: Collection[int], texts: Sequence[str]) -> None:
        self._epoch = epoch
        self._date_styles = {str(style) for style in date_styles}
        self._texts = texts

    def row(self, cells: Sequence[Cell]) -> list[str]:
        """The cells of a row, with an empty one for each that the file leaves out. Raises what spoiled ones lead to."""
        row = [""] * max((cell.place for cell in cells), default=0)
        for cell in cells:
            row[cell.place - 1] = self._text(cell)
        return row

    def _text(self, cell: Cell) -> str:
        if cell.type == "n":
            return self._date(float(cell.said)) if cell.style in self._date_styles else _number(cell.said)
        if cell.type == "s":
            return _no_error(self._texts[_index(cell.said)])
        if cell.type == "b":
            return str(bool(int(cell.said)))
        if cell.type == "d":
            return cell.said.partition("T")[0]
        return _no_error(cell.said)

    def _date(self, number: float) -> str:
        """A number so large that there is no such date is nothing."""
        from openpyxl.utils.datetime import from_excel  # noqa: PLC0415 - see xlsx

        try:
            found = from_excel(number, self._epoch)
        except (OverflowError, ValueError):
            return ""
        return found.date().isoformat() if isinstance(found, datetime) else str(found)


def _index(said: str) -> int:
    number = int(said)
    if number < 0:
        raise IndexError(said)
    return number


def _number(said: str) -> str:
    """Excel keeps all numbers as fractions; a whole one is written as such."""
    if said.isascii() and said.isdigit():
        return str(int(said))
    number = float(said)
    return str(int(number)) if number.is_integer() else str(number)


def _no_error(said: str) -> str:
    """A formula's error ("#N/A") is nothing."""
    return "" if said.startswith("#") and said.rstrip("!?/").isupper() else said
