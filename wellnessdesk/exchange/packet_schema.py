"""What the data dictionary of a bundle says of one student's records: the file, on which ground, and who decided.

It names no student: the record itself does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.disclosures import Ground
from wellnessdesk.exchange import bundle_schema

RECORD, BEGINNING = "record.pdf", b"%PDF-"
RESOURCE = {
    "name": re.compile("record"), "title": bundle_schema.TEXT, "description": bundle_schema.TEXT,
    "path": re.compile(re.escape(RECORD)), "format": re.compile("pdf"), "mediatype": re.compile("application/pdf"),
    "bytes": int, "hash": bundle_schema.HASH, "ground": re.compile("|".join(Ground)),
    "legal_basis": bundle_schema.TEXT, "decided_by": bundle_schema.SOME_TEXT, "approved_by": bundle_schema.TEXT,
    "included": int, "withheld": int,
}
"""Another ground needs another number of the format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """On which ground a record goes (its code, and in words), who decided on its entries and who approved that, and how
    many entries are in it and how many are not."""

    ground: str
    legal_basis: str
    decided_by: str
    approved_by: str = ""
    included: int
    withheld: int


def resource(basis: Basis, size: int, digest: str) -> dict[str, Any]:
    """The description of a record of `size` bytes with this SHA-256."""
    return {
        "name": "record", "title": _("One student's records"),
        "description": _("The record as PDF. Names of others are hidden in it, and it says what is withheld and why."),
        "path": RECORD, "format": "pdf", "mediatype": "application/pdf", "bytes": size, "hash": digest,
        "ground": basis.ground, "legal_basis": basis.legal_basis, "decided_by": basis.decided_by,
        "approved_by": basis.approved_by, "included": basis.included, "withheld": basis.withheld,
    }


def basis_of(found: Mapping[str, Any]) -> Basis:
    """What a description of the right shape says."""
    return Basis(ground=found["ground"], legal_basis=found["legal_basis"], decided_by=found["decided_by"],
                 approved_by=found["approved_by"], included=found["included"], withheld=found["withheld"])
