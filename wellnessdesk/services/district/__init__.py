"""The district's side: its desk, the centers it knows, its inbox, what it received; and bundles without any desk."""

from wellnessdesk.services.district.opened import (
    CenterUnknown,
    OpenedBundle,
    fingerprint,
    new_key_pair,
    open_bundle,
)

__all__ = ["CenterUnknown", "OpenedBundle", "fingerprint", "new_key_pair", "open_bundle"]
