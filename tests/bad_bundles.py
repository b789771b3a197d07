"""What a stranger could hand over as a bundle; and what must be said of it, with which verdict."""

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.districts import Sender
from tests.exchange import rows
from tests.exchange.bundles import rewritten, tables, with_csv, zipped
from wellnessdesk.domain.bundles import Kind
from wellnessdesk.domain.district import Verdict
from wellnessdesk.domain.tables import Column
from wellnessdesk.exchange import datapackage
from wellnessdesk.exchange.packet_schema import Basis
from wellnessdesk.exchange.row_csv import RowLayout
from wellnessdesk.vault import agefile, sshsig


@dataclass(frozen=True)
class Bad:
    """`made` by a center: the bytes of the file, or only how long it is (and it has holes); `words` of the refusal."""

    verdict: Verdict
    words: str
    made: Callable[[Sender], bytes | int]


def files(center):
    """Those of the center's next bundle, before it signs them."""
    return datapackage.build(tables(), center.meta())


def whole(center):
    """The center's next bundle, as it should be."""
    return packed(center, center.signed(files(center)))


def packed(center, content):
    """Any files, for the district."""
    return center.locked(zipped(content))


def with_more(center, name, data=b"x"):
    """A good bundle with one file too many."""
    with warnings.catch_warnings(action="ignore"):  # of a name that is there twice
        return packed(center, [*center.signed(files(center)).items(), (name, data)])


def with_less(center, name):
    """A good bundle without one of its files."""
    return packed(center, {one: data for one, data in center.signed(files(center)).items() if one != name})


def signed_after(center, change):
    """The center itself signs a manifest that it never would."""
    return packed(center, center.signed(rewritten(files(center), change)))


def flipped(center):
    data = bytearray(whole(center))
    data[len(data) // 2] ^= 1
    return bytes(data)


def many_stanzas(center):
    head, line, rest = whole(center).partition(b"\n-> X25519 ")
    return head + (line + b"A" * 43 + b"\n" + b"A" * 43) * 1_000 + line + rest


def lying_bomb(center):
    """Both its directories say 1,000 bytes, of 3 million."""
    data = bytearray(zipped({**files(center), "zeros.csv": bytes(3_000_000)}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rindex(mark)
        data[place + offset:place + offset + 4] = (1_000).to_bytes(4, "little")
    return center.locked(bytes(data))


def borrowed_signature(center):
    """The center did sign, but another bundle."""
    other = center.signed(datapackage.build(tables(), center.meta(purpose="another")))
    return packed(center, {**files(center), datapackage.SIGNATURE: other[datapackage.SIGNATURE]})


def forged(center):
    """Somebody else signs in its name."""
    made = files(center)
    signature = sshsig.sign(made[datapackage.MANIFEST], bytes(32), sshsig.BUNDLE_NAMESPACE)
    return packed(center, {**made, datapackage.SIGNATURE: signature.encode()})


def with_formula(center):
    """A text that a spreadsheet takes for a formula, without the apostrophe that it must have."""
    made = files(center)
    return packed(center, center.signed(with_csv(made, "texts.csv", made["texts.csv"].replace(b"'=1+1", b"=1+1"))))


def row_files(center, change=None, made=rows.ROWS, layout=rows.LAYOUT):
    """Those of the center's next bundle, of rows: (name, bytes) in their order; it signs what `change` made of it."""
    return rows.files(made, layout, center.meta(kind=Kind.ROWS, ends_on=date(2027, 8, 31)), change)


def of_rows(center, change=None, **more):
    """The center's next bundle, of rows."""
    return center.locked(rows.zip_of(row_files(center, change, **more)))


def of_table(center, **words):
    """The same, which says something else of its table."""
    return of_rows(center, lambda manifest: manifest["resources"][0].update(words))


def with_endless_pattern(center):
    """Codes that are there twice, forty times in a line that does not fit: there are 2^40 ways to see that."""
    codes = (("ab", ""), ("ab", ""))
    columns = [Column(name=f"c{number}", title="", description="", labels=codes) for number in range(40)]
    layout = RowLayout(name="visits", title="", description="", columns=tuple(columns))
    return of_rows(center, made=[("ab",) * 39 + ("no",)], layout=layout)


def with_lying_size(center):
    """Behind its first file stands another size."""
    data = bytearray(rows.zip_of(row_files(center)))
    data[data.index(b"PK\x07\x08") + 12] ^= 1
    return center.locked(bytes(data))


def packet_files(center, record=b"%PDF-1.4 a record"):
    """Those of the center's next bundle, of one student's records, before it signs them."""
    basis = Basis(ground="court", legal_basis="Court order", decided_by="Cora Diaz", included=3, withheld=1)
    return datapackage.build_packet(record, basis, center.meta(kind=Kind.PACKET))


def of_packet(center, change=lambda _manifest: None, **more):
    """The center's next bundle, of one student's records; it signs what `change` made of it."""
    return packed(center, center.signed(rewritten(packet_files(center, **more), change)))


def on_basis(center, **words):
    """The same, on another basis."""
    return of_packet(center, lambda manifest: manifest["resources"][0].update(words))


def as_kind(kind, made):
    """What `made` makes, which the center signs as being of this kind."""
    return lambda center: made(center, lambda manifest: manifest["bundle"].update(kind=kind))


def streamed(content):
    """The files in a zip as only one of rows is."""
    return rows.zip_of(content.items())


NOT_OF_THE_FORMAT = "datapackage.json does not follow"
BAD = {
    "no age file": Bad(Verdict.NOT_A_BUNDLE, "does not begin", lambda _center: b"PK\x03\x04 hello"),
    "nothing": Bad(Verdict.NOT_A_BUNDLE, "does not begin", lambda _center: b""),
    "cut short": Bad(Verdict.NOT_A_BUNDLE, "was cut off", lambda center: whole(center)[:-40]),
    "one bit flipped": Bad(Verdict.NOT_A_BUNDLE, "is damaged", flipped),
    "a thousand recipients": Bad(Verdict.NOT_A_BUNDLE, "far too many recipients", many_stanzas),
    "ten gigabytes with holes": Bad(Verdict.UNREADABLE, "far larger than any bundle", lambda _center: 10 * 2**30),
    "for another key": Bad(Verdict.OTHER_KEY, "not encrypted for this key",
                           lambda center: agefile.encrypt(whole(center), [agefile.generate()[1]])),
    "no zip inside": Bad(Verdict.DAMAGED, "not a whole bundle", lambda center: center.locked(b"hello")),
    "a zip bomb": Bad(Verdict.DAMAGED, "far larger than any honest",
                      lambda center: with_more(center, "zeros.csv", bytes(50 * 2**20))),
    "a zip bomb that lies": Bad(Verdict.DAMAGED, "not a whole bundle", lying_bomb),
    "a path that climbs": Bad(Verdict.DAMAGED, "forbidden name", lambda center: with_more(center, "../../evil.csv")),
    "one name twice": Bad(Verdict.DAMAGED, "forbidden name", lambda center: with_more(center, "years.csv")),
    "one file more": Bad(Verdict.DAMAGED, "does not declare: more.csv", lambda center: with_more(center, "more.csv")),
    "one file less": Bad(Verdict.DAMAGED, "years.csv is missing", lambda center: with_less(center, "years.csv")),
    "another hash": Bad(Verdict.DAMAGED, "years.csv was changed", lambda center: packed(center, center.signed(
        {**files(center), "years.csv": files(center)["years.csv"] + b"\r\n"}))),
    "a formula": Bad(Verdict.DAMAGED, "texts.csv does not follow", with_formula),
    "an older format than any": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: signed_after(
        center, lambda manifest: manifest["bundle"].update(format=0))),
    "a newer format": Bad(Verdict.NEWER, "newer version", lambda center: signed_after(
        center, lambda manifest: manifest["bundle"].update(format=99, more="things"))),
    "another manifest's signature": Bad(Verdict.FORGED, "does not fit", borrowed_signature),
    "somebody else's signature": Bad(Verdict.FORGED, "another key than the one", forged),
    "no signature": Bad(Verdict.FORGED, "missing", lambda center: packed(center, files(center))),
    "a number beyond any database": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: signed_after(
        center, lambda manifest: manifest["bundle"].update(version=2**63))),
    "counts that end": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: signed_after(
        center, lambda manifest: manifest["bundle"].update(ends_on="2027-08-31"))),
    "counts as rows": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, as_kind("rows", signed_after)),
    "counts as a packet": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, as_kind("packet", signed_after)),
    "counts with their sizes behind": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: center.locked(
        streamed(center.signed(files(center))))),
    "rows as counts": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, as_kind("aggregate", of_rows)),
    "rows as a packet": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, as_kind("packet", of_rows)),
    "rows with their sizes in front": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: packed(
        center, row_files(center))),
    "rows with another size behind": Bad(Verdict.DAMAGED, "not a whole bundle", with_lying_size),
    "rows cut short": Bad(Verdict.DAMAGED, "not a whole bundle", lambda center: center.locked(
        rows.zip_of(row_files(center))[:-5])),
    "a row too many": Bad(Verdict.DAMAGED, "visits.csv does not follow", lambda center: of_table(center, rows=1)),
    "a row too few": Bad(Verdict.DAMAGED, "visits.csv does not follow", lambda center: of_table(center, rows=3)),
    "rows of another hash": Bad(Verdict.DAMAGED, "visits.csv was changed", lambda center: of_table(
        center, hash="sha256:" + 64 * "0")),
    "a formula among rows": Bad(Verdict.DAMAGED, "visits.csv does not follow", lambda center: of_rows(
        center, made=[("a" * 26, "2026-09-14", "=1+1", "1")])),
    "rows squeezed a thousandfold": Bad(Verdict.DAMAGED, "far larger than any honest", lambda center: of_rows(
        center, made=rows.ROWS[:1] * 20_000)),
    "rows that take forever to read": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, with_endless_pattern),
    "rows that nobody must destroy": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: of_rows(
        center, lambda manifest: manifest["bundle"].update(ends_on=""))),
    "rows without a signature": Bad(Verdict.FORGED, "missing", lambda center: center.locked(
        rows.zip_of(row_files(center)[:-1]))),
    "a packet as counts": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, as_kind("aggregate", of_packet)),
    "a packet as rows": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, as_kind("rows", of_packet)),
    "a packet with its sizes behind": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: center.locked(
        streamed(center.signed(packet_files(center))))),
    "a record that is no PDF": Bad(Verdict.DAMAGED, "record.pdf does not follow", lambda center: of_packet(
        center, record=b"<script>alert(1)</script>")),
    "a record of another hash": Bad(Verdict.DAMAGED, "record.pdf was changed", lambda center: on_basis(
        center, hash="sha256:" + 64 * "0")),
    "a record squeezed a thousandfold": Bad(Verdict.DAMAGED, "far larger than any honest", lambda center: of_packet(
        center, record=b"%PDF-1.4" + bytes(2**20))),
    "fewer entries than none": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: on_basis(center, withheld=-1)),
    "entries beyond counting": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: on_basis(
        center, included=10**4_000)),
    "a ground that is no code": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: on_basis(
        center, ground="because I say so")),
    "a ground that nobody knows": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: on_basis(
        center, ground="curiosity")),
    "records that nobody decided on": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: on_basis(
        center, decided_by="")),
    "records that a blank decided on": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: on_basis(
        center, decided_by=" \t\u2003")),
    "a basis that moves the cursor": Bad(Verdict.DAMAGED, NOT_OF_THE_FORMAT, lambda center: on_basis(
        center, legal_basis="\x1b[2J")),
}
"""By what it is. What depends on the bundles before it (gap, fork, replay …) is in tests/services/district."""


def written(center, path, name):
    """The path, with what has this name written there."""
    made = BAD[name].made(center)
    with path.open("wb") as file:
        if isinstance(made, bytes):
            file.write(made)
        else:
            file.truncate(made)
    return path


def slug(name):
    """The name as that of a file."""
    return re.sub(r"\W+", "-", name) + ".age"
