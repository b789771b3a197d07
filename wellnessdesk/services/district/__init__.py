"""The district's side: its desk, the centers it knows, its inbox, what it received; and bundles without any desk."""

from wellnessdesk.services.district.opened import (
    CenterUnknown,
    OpenedBundle,
    fingerprint,
    new_key_pair,
    open_bundle,
)
from wellnessdesk.services.district.opened_rows import OpenedRows, open_any

__all__ = ["CenterUnknown", "OpenedBundle", "OpenedRows", "fingerprint", "new_key_pair", "open_any", "open_bundle"]
