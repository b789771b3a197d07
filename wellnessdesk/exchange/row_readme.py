"""README.txt of a bundle of rows: how anybody opens, verifies and loads it, and what must not be done with it."""

from collections.abc import Mapping, Sequence

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.bundles import BundleMeta
from wellnessdesk.exchange.bundle_readme import (
    checking,
    commands,
    head,
    opening,
    paragraph,
    title,
    verifying,
    whole,
)
from wellnessdesk.exchange.row_csv import RowLayout


def text(tables: Sequence[RowLayout], rows: Mapping[str, int], meta: BundleMeta, bundle_file: str) -> str:
    """The whole text, in the language in use; `rows` are how many each table has."""
    return whole([*head(meta), *_duties(meta), *opening(bundle_file), *verifying(meta), *checking(), *_load(tables),
                  title(_("Tables")), *(_table(one, rows[one.name]) for one in tables)])


def _duties(meta: BundleMeta) -> list[str]:
    until = formats.date_long(meta.ends_on) if meta.ends_on else ""
    return [
        title(_("What must not be done with it")),
        paragraph(_("The center gives these rows for one purpose: {purpose}. By whose word: {authority}. On {day} the "
                    "evaluation ends; by then destroy every copy.").format(
                        purpose=meta.purpose, authority=meta.authority, day=until)),
        paragraph(_("Do not try to find out who a student is, and do not join the rows with other records of students. "
                    "Whoever knows when somebody came may find their rows: the table k_anonymity says for how many "
                    "that is so. Counts of these rows are exact: before you publish any, blank those of 1 to 10, and "
                    "those that would give them away.")),
    ]


def _load(tables: Sequence[RowLayout]) -> list[str]:
    first = tables[0].file_name
    return [
        title(_("Load")),
        paragraph(_("The column student joins the tables. It is a pseudonym: the same in every bundle of a school "
                    "year for you, and another for anybody else. What the codes mean stands in datapackage.json, in "
                    "words.")),
        "R:", commands(f'read.csv("{first}", na.strings = "", fileEncoding = "UTF-8")'),
        "Python:", commands(f'pandas.read_csv("{first}", keep_default_na=False, na_values=[""])'),
        "DuckDB:", commands(f"SELECT * FROM read_csv('{first}')"),  # noqa: S608 - to be typed
    ]


def _table(layout: RowLayout, rows: int) -> str:
    return "\n".join((layout.file_name, paragraph(f"{layout.title}. {layout.description}"),
                      ngettext("{n} row.", "{n} rows.", rows).format(n=formats.number(rows))))
