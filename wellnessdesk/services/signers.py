"""Who sealed a record, held against the policy."""

from wellnessdesk.domain import access
from wellnessdesk.services.desk import Desk


def signed_within(desk: Desk, signer: str, act_name: str) -> bool:
    """Whether whoever sealed a record is one who may do that act; the seal alone says only that they are known.

    Who has another role now could when they had the one that may: a record does not say when it was sealed.
    """
    entry = desk.keys.directory.entry(signer)
    return entry is not None and any(access.allowed(role, act_name) for role in entry.roles)
