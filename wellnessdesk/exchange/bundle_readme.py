"""README.txt of a bundle: how anybody opens, verifies and loads it with ordinary programs."""

import textwrap
from collections.abc import Sequence

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleMeta
from wellnessdesk.domain.tables import BLANK_REASONS, BUNDLE_NAMESPACE, PublishedTable, why_text
from wellnessdesk.exchange.bundle_csv import file_name

_WIDTH = 88


def text(tables: Sequence[PublishedTable], meta: BundleMeta, bundle_file: str) -> str:
    """The whole text, in the language in use; lines that begin with four spaces are to be typed as they stand."""
    return whole([*head(meta), *opening(bundle_file), *verifying(meta), *checking(), *_load(tables), *_tables(tables)])


def whole(parts: Sequence[str]) -> str:
    """The text of these parts, as Windows shows it too."""
    return "\r\n".join("\n\n".join(parts).splitlines()) + "\r\n"


def head(meta: BundleMeta, about: str = "") -> list[str]:
    """Whose bundle it is, of when, and for whom; or something else `about` it."""
    about = about or _("{center}. From {first} to {last}. Bundle number {number}, for {recipient}.").format(
        center=meta.place, first=formats.date_long(meta.first_day),
        last=formats.date_long(meta.last_day), number=meta.sequence, recipient=meta.recipient)
    demo = [paragraph(_("All of it is made up: this is a demo center."))] if meta.demo else []
    return ["WELLNESSDESK", paragraph(about), *demo]


def opening(bundle_file: str) -> list[str]:
    """How it is opened."""
    return [
        title(_("Open")),
        paragraph(_("You need your secret age key (here: key.txt) and the program age. In a folder of its own:")),
        commands(f"age --decrypt --identity key.txt --output bundle.zip {bundle_file}", "unzip bundle.zip"),
    ]


def verifying(meta: BundleMeta) -> list[str]:
    """How it is found out who made it."""
    return [
        title(_("Verify who made it")),
        paragraph(_("The center gave you the file allowed_signers when you agreed on bundles. It is never inside a "
                     "bundle. The answer must begin with Good; if it does not, do not use the tables.")),
        commands(f"ssh-keygen -Y verify -f allowed_signers -I {meta.center_id} -n {BUNDLE_NAMESPACE} "
                  "-s datapackage.json.sig < datapackage.json"),
    ]


def checking() -> list[str]:
    """How it is found out whether a table was changed."""
    return [
        title(_("Verify that no table was changed")),
        paragraph(_("The signed file datapackage.json has the SHA-256 of every table. The program frictionless "
                     "compares them, and checks every value:")),
        commands("frictionless validate datapackage.json"),
    ]


def _load(tables: Sequence[PublishedTable]) -> list[str]:
    first = file_name(tables[0].layout.name)
    return [
        title(_("Load")),
        paragraph(_("Every table has one number a line. For a total take the line of kind “grand_total”, "
                     "“row_total” or “column_total”. Do not add up: cells come to less where some are blank, and to "
                     "more with totals among them. A blank count is not a zero: the column suppressed says why it is "
                     "blank. What the codes mean stands in datapackage.json, in words.")),
        paragraph(_("Excel: Data, From Text/CSV, file origin “65001: Unicode (UTF-8)”, Load.")),
        "R:", commands(f'read.csv("{first}", na.strings = "", fileEncoding = "UTF-8")'),
        "Python:", commands(f'pandas.read_csv("{first}", keep_default_na=False, na_values=[""])'),
    ]


def _tables(tables: Sequence[PublishedTable]) -> list[str]:
    reasons = [f"{reason}: {why_text(reason)}" for reason in BLANK_REASONS]
    return [title(_("Tables")), *map(_table, tables), title(_("Why a count is blank")), *map(paragraph, reasons)]


def _table(table: PublishedTable) -> str:
    numbers, blanks = len(list(table.places())), len(table.blanks())
    return "\n".join((
        file_name(table.layout.name),
        paragraph(f"{table.layout.title}. {table.layout.description}"),
        _("{blanks} of {numbers} numbers are blank.").format(blanks=blanks, numbers=numbers),
    ))


def title(words: str) -> str:
    """A heading."""
    return f"{words}\n{'-' * len(words)}"


def paragraph(words: str) -> str:
    """Lines of even length."""
    return textwrap.fill(words, _WIDTH, break_long_words=False, break_on_hyphens=False)


def commands(*lines: str) -> str:
    """What is to be typed as it stands."""
    return "\n".join(f"    {line}" for line in lines)
