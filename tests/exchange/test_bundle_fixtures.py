"""A bundle of every format ever written stays readable: these files are never made anew."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.exchange.bundles import META, TEXTS
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.tables import Cell
from wellnessdesk.exchange import bundle_csv, datapackage
from wellnessdesk.vault import agefile, sshsig

BUNDLES = Path(__file__).parents[1] / "data" / "bundles"


def test_a_bundle_of_format_1_opens_verifies_and_says_what_it_said():
    identities = agefile.read_identities((BUNDLES / "district-key.txt").read_text())
    files = datapackage.read_zip(agefile.decrypt((BUNDLES / "format-1.age").read_bytes(), identities))
    ((principal, public),) = sshsig.read_allowed_signers((BUNDLES / "allowed_signers").read_text())
    sshsig.verify(files[datapackage.MANIFEST], files[datapackage.SIGNATURE], sshsig.BUNDLE_NAMESPACE, public)
    found = datapackage.contents(files)
    assert principal == found.meta.center_id
    assert found.meta == META
    assert [table.layout.name for table in found.tables] == ["visits_by_reason", "sessions", "texts", "years"]
    assert [cell.value for (cell,) in found.tables[2].cells] == [50] * len(TEXTS)
    assert [key for (key,) in found.tables[2].layout.row_keys] == list(TEXTS)
    assert found.tables[3].cells == ((Cell(None, "complement"),), (Cell(None, "small"),))


def test_the_csv_of_format_1_is_still_written_to_the_byte():
    identities = agefile.read_identities((BUNDLES / "district-key.txt").read_text())
    files = datapackage.read_zip(agefile.decrypt((BUNDLES / "format-1.age").read_bytes(), identities))
    assert files["sessions.csv"].decode().splitlines() == [
        "kind,month,tier,day,count,suppressed",
        "cell,2026-09,1,2026-09-01,,small",
        "cell,2026-09,1,2026-09-02,12,",
        "cell,2026-09,2,2026-09-01,,complement",
        "cell,2026-09,2,2026-09-02,0,",
        "row_total,2026-09,1,,,derived",
        "row_total,2026-09,2,,,derived",
        "column_total,,,2026-09-01,102,",
        "column_total,,,2026-09-02,12,",
        "grand_total,,,,114,",
    ]
    for table in datapackage.contents(files).tables:
        assert bundle_csv.encode(table) == files[bundle_csv.file_name(table.layout.name)]


COUNTS = {
    "visits_by_reason": (
        [["small", "complement", 60], ["complement", "complement", 80], [90, 95, 0]], [94, 175, 185], [119, 195, 140],
        [454]),
    "sessions": ([["small", 12], ["complement", 0]], ["derived", "derived"], [102, 12], [114]),
    "texts": ([[50]] * len(TEXTS), [], [], [900]),
    "years": ([["complement"], ["small"]], [], [], [55]),
}
"""What stands in every kept bundle of counts, of whatever format. Rows and packets get a table of their own."""


def said(cells):
    return [cell.why or cell.value for cell in cells]


@pytest.mark.parametrize("name", ["format-1", "format-2-month", "format-2-term", "format-2-year"])
def test_every_kept_bundle_of_counts_has_the_numbers_that_it_had(name):
    identities = agefile.read_identities((BUNDLES / "district-key.txt").read_text())
    _files, found = datapackage.read(agefile.decrypt((BUNDLES / f"{name}.age").read_bytes(), identities))
    assert {table.layout.name: ([said(row) for row in table.cells], said(table.row_totals), said(table.column_totals),
                                said([table.grand_total])) for table in found.tables} == COUNTS


@pytest.mark.parametrize(("name", "period"), [
    ("month", Period.month(2026, 9)), ("term", Period.term(date(2026, 8, 17), date(2026, 12, 18))),
    ("year", Period.school_year(2026))])
def test_a_bundle_of_format_2_opens_verifies_and_says_what_it_said(name, period):
    identities = agefile.read_identities((BUNDLES / "district-key.txt").read_text())
    files = datapackage.read_zip(agefile.decrypt((BUNDLES / f"format-2-{name}.age").read_bytes(), identities))
    ((principal, public),) = sshsig.read_allowed_signers((BUNDLES / "allowed_signers-2").read_text())
    sshsig.verify(files[datapackage.MANIFEST], files[datapackage.SIGNATURE], sshsig.BUNDLE_NAMESPACE, public)
    found = datapackage.contents(files)
    assert principal == found.meta.center_id
    assert found.meta == replace(META, period=period, version=2, supersedes="9d1c9a52-9a0e-4a53-8b7e-0d8f1a3b2c4d",
                                 recipient_keys=(agefile.fingerprint(agefile.public_of(identities[0])),))
    for table in found.tables:
        assert bundle_csv.encode(table) == files[bundle_csv.file_name(table.layout.name)]
