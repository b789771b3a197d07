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
    parts = [*_head(meta), *_open(bundle_file), *_verify(meta), *_check(), *_load(tables), *_tables(tables)]
    return "\r\n".join("\n\n".join(parts).splitlines()) + "\r\n"


def packet_text(meta: BundleMeta, bundle_file: str) -> str:
    """The same for a bundle of one student's records."""
    about = _("{center}. Bundle number {number}, for {recipient}.").format(
        center=meta.place, number=meta.sequence, recipient=meta.recipient)
    parts = [*_title_of(about, meta), *_open(bundle_file), *_verify(meta), *_check(), *_read()]
    return "\r\n".join("\n\n".join(parts).splitlines()) + "\r\n"


def _read() -> list[str]:
    return [
        _title(_("Read")),
        _paragraph(_("The record is the file record.pdf. It is about one student, by name, and it is confidential: "
                     "show it only to who needs it for the purpose in datapackage.json, and destroy it when that is "
                     "done. Names of others are hidden in it. What was withheld stands at its end, with the legal "
                     "ground.")),
    ]


def _head(meta: BundleMeta) -> list[str]:
    about = _("{center}. From {first} to {last}. Bundle number {number}, for {recipient}.").format(
        center=meta.place, first=formats.date_long(meta.first_day),
        last=formats.date_long(meta.last_day), number=meta.sequence, recipient=meta.recipient)
    return _title_of(about, meta)


def _title_of(about: str, meta: BundleMeta) -> list[str]:
    demo = [_paragraph(_("All of it is made up: this is a demo center."))] if meta.demo else []
    return ["WELLNESSDESK", _paragraph(about), *demo]


def _open(bundle_file: str) -> list[str]:
    return [
        _title(_("Open")),
        _paragraph(_("You need your secret age key (here: key.txt) and the program age. In a folder of its own:")),
        _commands(f"age --decrypt --identity key.txt --output bundle.zip {bundle_file}", "unzip bundle.zip"),
    ]


def _verify(meta: BundleMeta) -> list[str]:
    return [
        _title(_("Verify who made it")),
        _paragraph(_("The center gave you the file allowed_signers when you agreed on bundles. It is never inside a "
                     "bundle. The answer must begin with Good; if it does not, do not use the tables.")),
        _commands(f"ssh-keygen -Y verify -f allowed_signers -I {meta.center_id} -n {BUNDLE_NAMESPACE} "
                  "-s datapackage.json.sig < datapackage.json"),
    ]


def _check() -> list[str]:
    return [
        _title(_("Verify that no table was changed")),
        _paragraph(_("The signed file datapackage.json has the SHA-256 of every table. The program frictionless "
                     "compares them, and checks every value:")),
        _commands("frictionless validate datapackage.json"),
    ]


def _load(tables: Sequence[PublishedTable]) -> list[str]:
    first = file_name(tables[0].layout.name)
    return [
        _title(_("Load")),
        _paragraph(_("Every table has one number a line. For a total take the line of kind “grand_total”, "
                     "“row_total” or “column_total”. Do not add up: cells come to less where some are blank, and to "
                     "more with totals among them. A blank count is not a zero: the column suppressed says why it is "
                     "blank. What the codes mean stands in datapackage.json, in words.")),
        _paragraph(_("Excel: Data, From Text/CSV, file origin “65001: Unicode (UTF-8)”, Load.")),
        "R:", _commands(f'read.csv("{first}", na.strings = "", fileEncoding = "UTF-8")'),
        "Python:", _commands(f'pandas.read_csv("{first}", keep_default_na=False, na_values=[""])'),
    ]


def _tables(tables: Sequence[PublishedTable]) -> list[str]:
    reasons = [f"{reason}: {why_text(reason)}" for reason in BLANK_REASONS]
    return [_title(_("Tables")), *map(_table, tables), _title(_("Why a count is blank")), *map(_paragraph, reasons)]


def _table(table: PublishedTable) -> str:
    numbers, blanks = len(list(table.places())), len(table.blanks())
    return "\n".join((
        file_name(table.layout.name),
        _paragraph(f"{table.layout.title}. {table.layout.description}"),
        _("{blanks} of {numbers} numbers are blank.").format(blanks=blanks, numbers=numbers),
    ))


def _title(words: str) -> str:
    return f"{words}\n{'-' * len(words)}"


def _paragraph(words: str) -> str:
    return textwrap.fill(words, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _commands(*lines: str) -> str:
    return "\n".join(f"    {line}" for line in lines)
