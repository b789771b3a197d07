"""Bundles as files: tables to CSV, data dictionary, README and one zip; and strictly back, from any stranger.

The zip of a bundle holds `datapackage.json`, its signature (added by whoever has the key), `README.txt`
and one CSV a table. The hash of every file is in `datapackage.json`, so that its signature covers them
all.
"""

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wellnessdesk.domain.bundles import BundleMeta, Kind
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import bundle_csv, bundle_readme, bundle_schema, packet_readme, packet_schema
from wellnessdesk.exchange.bundle_problems import (
    BundleAltered,
    BundleBadName,
    BundleFileMissing,
    BundleFileUndeclared,
    BundleMalformed,
    BundleNotAZip,
    BundleOfRows,
    BundleTooLarge,
    BundleTooNew,
)
from wellnessdesk.exchange.packet_schema import Basis

PackageFiles = dict[str, bytes]
"""The files of a bundle by name. Order says nothing."""

MANIFEST, SIGNATURE, README = "datapackage.json", "datapackage.json.sig", "README.txt"

# A year of monthly tables of a large center is under 1 MB. A reader needs some 20 times the bytes as memory.
MAX_ZIP_BYTES = 8 * 2**20
MAX_UNPACKED_BYTES = 8 * 2**20
MAX_FILES = 64
MAX_RATIO = 200

_NAME = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_END = struct.Struct("<4s4H2LH")
_MODE = 0o100644
_SIZES_BEHIND = 0x08
_MAX_ENTRY_BYTES = 256
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle says about itself, and its tables; or of one student's records, on which basis they go."""

    meta: BundleMeta
    tables: tuple[PublishedTable, ...] = ()
    basis: Basis | None = None


def build(tables: Sequence[PublishedTable], meta: BundleMeta, bundle_file: str = "bundle.age") -> PackageFiles:
    """All files of a bundle but the signature; the same input gives the same bytes.

    `bundle_file` is what the encrypted bundle will be called: README.txt names it. Raises `ValueError`
    for no table, two of one name, or a dimension that takes the name of a column of ours.
    """
    names = [table.layout.name for table in tables]
    reserved = {*bundle_csv.FIRST, *bundle_csv.LAST}
    if not tables or len(set(names)) != len(names) or any(
            column.name in reserved for table in tables for column in table.layout.dimensions):
        raise ValueError("tables that cannot stand in one bundle")
    files = {bundle_csv.file_name(table.layout.name): bundle_csv.encode(table) for table in tables}
    resources = [bundle_schema.resource(table, len(data), sha256(data))
                 for table, data in zip(tables, files.values(), strict=True)]
    return _described(files, resources, meta, bundle_readme.text(tables, meta, bundle_file))


def build_packet(record: bytes, basis: Basis, meta: BundleMeta, bundle_file: str = "bundle.age") -> PackageFiles:
    """The same for one student's records as PDF."""
    described = packet_schema.resource(basis, len(record), sha256(record))
    return _described({packet_schema.RECORD: record}, [described], meta, packet_readme.text(meta, bundle_file))


def _described(files: PackageFiles, resources: Sequence[Mapping[str, Any]], meta: BundleMeta,
               readme: str) -> PackageFiles:
    text = readme.encode()
    manifest = bundle_schema.manifest(meta, resources, {"path": README, "bytes": len(text), "hash": sha256(text)})
    if not bundle_schema.fits(manifest, bundle_schema.manifest_shape(bundle_schema.FORMAT, _shape_of(meta.kind))):
        raise ValueError("a bundle that we would not accept ourselves")
    return {MANIFEST: json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n", README: text, **files}


def contents(files: Mapping[str, bytes]) -> Contents:
    """What is in the files of a bundle, everything checked but the signature.

    Raises `BundleTooNew`, `BundleFileMissing`, `BundleFileUndeclared`, `BundleAltered`, `BundleMalformed`.
    """
    found = manifest_of(files)
    described = {entry["path"]: entry for entry in found["resources"]}
    _check_files(files, {**described, README: found["bundle"]["readme"]})
    if len(described) != len(found["resources"]) or not described:
        raise BundleMalformed(MANIFEST)
    try:
        meta = bundle_schema.meta_of(found)
        if meta.kind is Kind.PACKET and len(described) == 1:
            if not files[packet_schema.RECORD].startswith(packet_schema.BEGINNING):
                raise BundleMalformed(packet_schema.RECORD)
            return Contents(meta, basis=packet_schema.basis_of(found["resources"][0]))
        tables = tuple(_table(entry, files[path]) for path, entry in described.items())
    except ValueError as error:
        raise BundleMalformed(MANIFEST) from error
    if meta.kind is not Kind.AGGREGATE or meta.ends_on is not None:
        raise BundleMalformed(MANIFEST)
    return Contents(meta, tables)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip; the same files give the same bytes (order, times and rights are fixed)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, _MODE << 16
            archive.writestr(info, files[name])
    return out.getvalue()


def read(data: bytes) -> tuple[PackageFiles, Contents]:
    """The files in a bundle's zip and what is in them, everything checked but the signature. Nothing is written to the
    disk.

    Raises `BundleNotAZip`, `BundleTooLarge`, `BundleBadName`, and what `contents` raises.
    """
    _check_end(data)
    if is_streamed(data):
        raise BundleOfRows
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            files = {member.filename: archive.read(member) for member in members}
    except _BROKEN as error:
        raise BundleNotAZip from error
    return files, contents(files)


def read_zip(data: bytes) -> PackageFiles:
    """The files alone; raises what `read` raises."""
    return read(data)[0]


def is_name(name: str) -> bool:
    """Whether a file of a bundle may be called that."""
    return _NAME.fullmatch(name) is not None


def is_streamed(data: bytes) -> bool:
    """Whether a zip was made while it left, as that of a bundle of rows is: its sizes stand behind its files."""
    return data[:4] == b"PK\x03\x04" and bool(int.from_bytes(data[6:8], "little") & _SIZES_BEHIND)


def sha256(data: bytes) -> str:
    """The hash as the manifest has it: `sha256:` and 64 digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _check_end(data: bytes) -> None:
    """The last bytes of a plain zip, and nothing behind them: no comment, no ZIP64, no second directory."""
    if len(data) > MAX_ZIP_BYTES:
        raise BundleTooLarge
    if not data.startswith(b"PK\x03\x04") or len(data) < _END.size:
        raise BundleNotAZip
    mark, disk, first_disk, here, count, size, start, comment = _END.unpack(data[-_END.size:])
    if mark != b"PK\x05\x06" or disk or first_disk or here != count or comment or start + size + _END.size != len(data):
        raise BundleNotAZip
    if count > MAX_FILES or size > MAX_FILES * _MAX_ENTRY_BYTES:
        raise BundleTooLarge


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise BundleTooLarge
    if any(member.file_size > MAX_RATIO * max(member.compress_size, 1) for member in members):
        raise BundleTooLarge
    names = [member.orig_filename for member in members]
    plain_files = all(member.external_attr >> 16 == _MODE and not member.flag_bits for member in members)
    if len({name.lower() for name in names}) != len(names) or not all(map(is_name, names)) or not plain_files:
        raise BundleBadName


def manifest_of(files: Mapping[str, bytes], resource: Any = None) -> dict[str, Any]:
    """`datapackage.json` of a bundle whose files are described in this shape, by default in that of its kind.

    Raises `BundleFileMissing`, `BundleMalformed`, `BundleTooNew`.
    """
    if MANIFEST not in files:
        raise BundleFileMissing(MANIFEST)
    try:
        found = json.loads(files[MANIFEST].decode(), object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError) as error:
        raise BundleMalformed(MANIFEST) from error
    bundle = found.get("bundle") if isinstance(found, dict) else None
    version = bundle.get("format") if isinstance(bundle, dict) else None
    if isinstance(version, int) and version > bundle_schema.FORMAT:
        raise BundleTooNew
    if type(version) is not int or version not in bundle_schema.FORMATS:
        raise BundleMalformed(MANIFEST)
    shape = resource or _shape_of(found["bundle"].get("kind"))
    if not bundle_schema.fits(found, bundle_schema.manifest_shape(version, shape)):
        raise BundleMalformed(MANIFEST)
    return dict(found)


def _shape_of(kind: object) -> dict[str, Any]:
    return packet_schema.RESOURCE if kind == Kind.PACKET else bundle_schema.RESOURCE


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice: two readers could read two different things")
    return found


def _check_files(files: Mapping[str, bytes], declared: Mapping[str, Mapping[str, Any]]) -> None:
    for name in files.keys() - declared.keys() - {MANIFEST, SIGNATURE}:
        raise BundleFileUndeclared(name)
    for name, entry in declared.items():
        if name not in files:
            raise BundleFileMissing(name)
        if len(files[name]) != entry["bytes"] or sha256(files[name]) != entry["hash"]:
            raise BundleAltered(name)


def _table(entry: Mapping[str, Any], data: bytes) -> PublishedTable:
    table = bundle_csv.decode(data, bundle_schema.layout_of(entry, data))
    if bundle_schema.resource(table, entry["bytes"], entry["hash"])["counts"] != entry["counts"]:
        raise BundleMalformed(MANIFEST)
    return table
