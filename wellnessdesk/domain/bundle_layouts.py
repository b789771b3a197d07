"""What the tables have in common: columns of codes, and tables that count by one or two of them."""

from collections import Counter
from collections.abc import Iterable, Mapping

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import Catalogue, Entry
from wellnessdesk.domain.tables import Column, CountTable, Layout

OTHER, NOT_RECORDED = "other", "not_recorded"
Labels = tuple[tuple[str, str], ...]


def column(name: str, title: str, description: str, labels: Labels) -> Column:
    """A column of codes. The last of them stands for every code that is not among them."""
    return Column(name=name, title=title, description=description, labels=labels)


def one_way(name: str, title: str, description: str, *, counted: str, by: Column, found: Mapping[str, int],
            total: int | None = None) -> CountTable:
    """A table by one column: every code is a row. What `found` has less than `total` stands in the last one."""
    counts = added((known(by, code), number) for code, number in found.items())
    if total is not None:
        counts[by.labels[-1][0]] += total - counts.total()
    layout = Layout(name=name, title=title, description=description, counted=counted, rows=(by,), row_keys=keys(by))
    return CountTable.of(layout, {((code,), ""): number for code, number in counts.items()})


def two_way(name: str, title: str, description: str, *, counted: str, rows: Column, columns: Column,
            found: Iterable[tuple[str, str, int]]) -> CountTable:
    """A table by two columns, of (code of the row, code of the column, number)."""
    counts: Counter[tuple[tuple[str, ...], str]] = Counter()
    for row, across, number in found:
        counts[(known(rows, row),), known(columns, across)] += number
    layout = Layout(name=name, title=title, description=description, counted=counted, rows=(rows,),
                    row_keys=keys(rows), columns=columns, column_keys=tuple(code for code, _label in columns.labels))
    return CountTable.of(layout, counts)


def added(found: Iterable[tuple[str, int]]) -> Counter[str]:
    """Numbers of the same code together."""
    counts: Counter[str] = Counter()
    for code, number in found:
        counts[code] += number
    return counts


def known(by: Column, code: str) -> str:
    """The code, or the last one where it is not among them."""
    return code if code in dict(by.labels) else by.labels[-1][0]


def keys(by: Column) -> tuple[tuple[str, ...], ...]:
    """A row for each code."""
    return tuple((code,) for code, _label in by.labels)


def labels(entries: Catalogue[Entry], *more: tuple[str, str]) -> Labels:
    """A catalogue's entries, and what is none of them."""
    return (*((entry.id, str(entry.label)) for entry in entries), *more)


def with_other(entries: Catalogue[Entry]) -> Labels:
    """A catalogue's entries; `OTHER` is the last, whether it has one or not."""
    rest = next((str(entry.label) for entry in entries if entry.id == OTHER), _("Other"))
    return (*((code, label) for code, label in labels(entries) if code != OTHER), (OTHER, rest))


def not_recorded() -> tuple[str, str]:
    """The last code, where nothing may have been written down."""
    return NOT_RECORDED, _("Not recorded")


def grades() -> Column:
    """The grade of a student; no record keeps the one they had then."""
    return column("grade", _("Grade"), _("The student's grade when the bundle was made."),
                  with_other(catalogues.grade_bands()))


def languages() -> Column:
    """The language of a student."""
    return column("language", _("Language"),
                  _("What the student told, or else what the roster says of a caregiver."), language_labels())


def language_labels() -> Labels:
    """The languages of the catalogue, any other, and none."""
    return labels(catalogues.load("languages"), (OTHER, _("Another language")), not_recorded())
