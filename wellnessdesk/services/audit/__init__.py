"""The audit log: `verify` it here; `log` looks at it page by page, `reading` opens its entries.

What its entries tell of the records of each feature, and whether they are still so, is in `told`.
"""

from wellnessdesk.services.audit.judge import verify

__all__ = ["verify"]
