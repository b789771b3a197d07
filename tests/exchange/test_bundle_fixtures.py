"""A bundle of every format ever written stays readable: these files are never made anew."""

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.exchange.bundles import META, TEXTS
from wellnessdesk.domain.bundles import BundleMeta, Kind, Period
from wellnessdesk.domain.tables import Cell
from wellnessdesk.exchange import bundle_csv, datapackage
from wellnessdesk.exchange.packet_schema import RECORD, Basis
from wellnessdesk.services import district
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
"""What stands in every kept bundle of counts, of whatever format."""
ROWS = {
    "k_anonymity": """file,known,classes,smallest,students,few
sessions,every_time,1,1,1,1
sessions,week,1,1,1,1
sessions,week_and_grade,1,1,1,1
students,grade,1,3,3,3
students,grade_and_language,1,3,3,3
visits,every_time,1,3,3,3
visits,week,1,3,3,3
visits,week_and_grade,1,3,3,3
""",
    "sessions": """student,week,service,mtss_tier,origin,took,together
lklfz7466pyhlnn577vkx6xcpm,2026-09-14,peer_counseling,2,walk_in,15_to_29,alone
lklfz7466pyhlnn577vkx6xcpm,2026-09-14,peer_counseling,2,walk_in,15_to_29,alone
""",
    "students": """student,grade,language
3smazzfh2zaouugss2dkqzhghy,,
lklfz7466pyhlnn577vkx6xcpm,,
zq5rsfghvaazzxhjyxmhzyfeua,,
""",
    "visits": """student,week,reason,origin,waited,stayed
3smazzfh2zaouugss2dkqzhghy,2026-09-14,take_a_break,walk_in,,15_to_29
lklfz7466pyhlnn577vkx6xcpm,2026-09-14,take_a_break,walk_in,,15_to_29
lklfz7466pyhlnn577vkx6xcpm,2026-09-14,take_a_break,walk_in,,15_to_29
lklfz7466pyhlnn577vkx6xcpm,2026-09-14,talk_with_peer,walk_in,under_5,15_to_29
lklfz7466pyhlnn577vkx6xcpm,2026-09-14,talk_with_peer,walk_in,under_5,15_to_29
zq5rsfghvaazzxhjyxmhzyfeua,2026-09-14,take_a_break,walk_in,,15_to_29
""",
}
"""What stands in the kept bundle of rows, table by table."""
PACKET = BundleMeta(
    id="371c617c-9642-4e4a-8ceb-a94c56d5fd6a", kind=Kind.PACKET, sequence=1, previous="", audit_sequence=33,
    audit_head="dfcf78b39070b8e5d77aa9a8cb6eb3427b7367dfc14359f8ce3592e82871e673", period=Period.month(2026, 9),
    recipient="Superior Court", recipient_keys=("crumble oyster nice biology gas matrix",),
    center_id="9f74928a8f5e40cc9dd8c033eaede590", center="Oak Wellness Center", school="Oak High School",
    purpose="Subpoena of October 5", authority="Court order or subpoena (34 CFR 99.31(a)(9)). Case 7",
    created=datetime(2026, 9, 14, 18, 50, tzinfo=UTC), program="WellnessDesk 0.1.0", demo=True)
"""What the kept packet, of a student who is made up, says of itself. The kept rows are its center's next bundle."""


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


def kept(name, out=None):
    """A bundle of the center that wrote one of rows and one of a student's records, as its recipient opens it."""
    return district.open_any(BUNDLES / f"{name}.age", (BUNDLES / "district-key.txt").read_text(),
                             (BUNDLES / "allowed_signers-2-whole").read_text(), out)


def test_the_kept_bundle_of_rows_opens_verifies_and_has_the_rows_that_it_had(tmp_path):
    found = kept("format-2-rows", tmp_path)

    assert (found.signed_by, found.hash) == (
        PACKET.center_id, "3493dea06e1f5576c0da6628a5e46b6978beeff9de511cc1d83f7c8aa4b616fd")
    assert found.meta == replace(
        PACKET, id="2b28872e-da5a-4253-b584-91fbbcf0d2e0", kind=Kind.ROWS, sequence=2, ends_on=date(2027, 8, 31),
        previous="a9e2370122c26bf684d18ac3cfcb84b5a07a104da4471c59f8e30a2c9fa0cb35", audit_sequence=39,
        audit_head="43b9accd90cff1693e1124612652f8651b985f7e1b12a4532d304b6c2a9a1176", purpose="Does it help?",
        authority="Agreement 7 of the board", created=datetime(2026, 10, 14, 18, 50, tzinfo=UTC))
    assert [(layout.name, rows) for layout, rows in found.tables] == [
        ("visits", 6), ("sessions", 2), ("students", 3), ("k_anonymity", 8)]
    assert {path.stem: path.read_bytes() for path in tmp_path.glob("*.csv")} == {
        name: text.replace("\n", "\r\n").encode() for name, text in ROWS.items()}


def test_the_kept_packet_opens_verifies_and_has_the_record_that_it_had(tmp_path):
    found = kept("format-2-packet")

    assert (found.meta, found.signed_by, found.hash) == (
        PACKET, PACKET.center_id, "a9e2370122c26bf684d18ac3cfcb84b5a07a104da4471c59f8e30a2c9fa0cb35")
    assert found.basis == Basis(
        ground="court", legal_basis="Court order or subpoena (34 CFR 99.31(a)(9))", decided_by="Cora Coordinator",
        included=2, withheld=1)
    (tmp_path / RECORD).write_bytes(found.files[RECORD])
    text = subprocess.run(["pdftotext", "-raw", tmp_path / RECORD, "-"], capture_output=True, text=True,
                          check=True).stdout
    assert text.split() == (BUNDLES / "format-2-packet.txt").read_text().split()
