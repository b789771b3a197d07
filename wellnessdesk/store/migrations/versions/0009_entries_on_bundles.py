"""The entries of the log on bundles are found by an index: all of them are read before each bundle leaves."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ON_BUNDLES = "audit.action GLOB 'approval.*' OR audit.action GLOB 'bundle.*' OR audit.action GLOB 'recipient.*'"


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_audit_bundles", "audit", ["sequence"], sqlite_where=sa.text(_ON_BUNDLES))


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_audit_bundles", "audit")
