"""A bundle of rows as the files of a zip, made while it leaves: what describes and signs the tables stands behind them.

The hash of a table is known when its last row has passed, so `datapackage.json` comes after the tables.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import BundleMeta
from wellnessdesk.exchange import bundle_schema, row_readme, row_schema
from wellnessdesk.exchange.datapackage import MANIFEST, README, SIGNATURE, sha256
from wellnessdesk.exchange.row_csv import RowLayout
from wellnessdesk.exchange.zip_stream import Part, Parts, at_hand

MAX_BYTES = 2**31 - 2**24
"""Of all tables together, before they are squeezed: some 30 million rows, and no need of ZIP64."""


class TooManyRows(Problem):
    """More than a reader of ours takes."""


def files(tables: Iterable[tuple[RowLayout, Parts]], meta: BundleMeta, bundle_file: str,
          sign: Callable[[bytes], bytes]) -> Iterator[tuple[str, Parts]]:
    """The files of a bundle in the order in which they leave, each to be used up before the next is asked for.

    Raises `TooManyRows`, and what the tables and `sign` raise.
    """
    layouts, resources, rows, left = list[RowLayout](), list[dict[str, object]](), dict[str, int](), MAX_BYTES
    for layout, parts in tables:
        passing = _Passing(parts, left)
        yield layout.file_name, passing
        left -= passing.size
        layouts.append(layout)
        rows[layout.name] = passing.lines - 1
        resources.append(row_schema.resource(layout, passing.size, f"sha256:{passing.digest.hexdigest()}",
                                             rows[layout.name]))
    readme = row_readme.text(layouts, rows, meta, bundle_file).encode()
    described = bundle_schema.manifest(
        meta, resources, {"path": README, "bytes": len(readme), "hash": sha256(readme)})
    if not bundle_schema.fits(described, bundle_schema.manifest_shape(bundle_schema.FORMAT, row_schema.RESOURCE)):
        raise ValueError("a bundle that we would not accept ourselves")
    manifest = json.dumps(described, indent=2, ensure_ascii=False).encode() + b"\n"
    yield README, at_hand(readme)
    yield MANIFEST, at_hand(manifest)
    yield SIGNATURE, at_hand(sign(manifest))


class _Passing:
    """The parts of a file, and what of them must be known afterwards."""

    def __init__(self, parts: Parts, most: int) -> None:
        self._parts, self._most = parts, most
        self.digest, self.size, self.lines = hashlib.sha256(), 0, 0

    def __iter__(self) -> Iterator[Part]:
        return (partial(self._passed, part) for part in self._parts)

    def _passed(self, make: Part) -> bytes:
        part = make()
        self.digest.update(part)
        self.size += len(part)
        self.lines += part.count(b"\n")
        if self.size > self._most:
            raise TooManyRows(_("These are more rows than one bundle may hold. Choose a shorter period."))
        return part
