"""What is different between the tables of two bundles: a correction and what it corrects, or a period and the last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.tables import Cell, Place, PublishedTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One number, then and now; None where the table, or its place in it, was or is not there."""

    table: str
    place: str
    before: Cell | None
    now: Cell | None


def changed(before: Sequence[PublishedTable], now: Sequence[PublishedTable]) -> list[Changed]:
    """Every number that differs, in the order of the tables as they are now."""
    then = {table.layout.name: table for table in before}
    found = [one for table in now for one in _of_table(then.pop(table.layout.name, None), table)]
    return found + [Changed(table=gone.layout.title, place=_("The whole table"), before=_grand(gone), now=None)
                    for gone in then.values()]


def totals(before: Sequence[PublishedTable], now: Sequence[PublishedTable]) -> list[Changed]:
    """The total of each table, then and now: of two different periods every number differs."""
    then = {table.layout.name: table for table in before}
    return [Changed(table=table.layout.title, place=_("Total"), now=_grand(table),
                    before=_grand(then[table.layout.name]) if table.layout.name in then else None) for table in now]


def place_label(table: PublishedTable, place: Place) -> str:
    """Where a number stands, in words."""
    parts = zip(table.layout.dimensions, table.layout.key(place), strict=True)
    said = [dict(column.labels).get(key, key) for column, key in parts if key is not None]
    return " · ".join(said) or _("Total")


def _of_table(before: PublishedTable | None, now: PublishedTable) -> Iterator[Changed]:
    if before is None:
        yield Changed(table=now.layout.title, place=_("The whole table"), before=None, now=_grand(now))
        return
    then = {before.layout.key(place): before.at(place) for place in before.places()}
    for place in now.places():
        was = then.pop(now.layout.key(place), None)
        if was != now.at(place):
            yield Changed(table=now.layout.title, place=place_label(now, place), before=was, now=now.at(place))


def _grand(table: PublishedTable) -> Cell | None:
    return table.grand_total
