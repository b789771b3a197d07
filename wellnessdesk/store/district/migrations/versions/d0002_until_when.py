"""Until when a bundle may be kept, and that its content was deleted.

No day is known of what was taken before: it stands in the bundle, which is locked, and is written down when that is
opened.
"""

import sqlalchemy as sa
from alembic import op

revision = "d0002"
down_revision = "d0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("received", sa.Column("ends_on", sa.Date(), nullable=True))
    op.add_column("received", sa.Column("deleted_at", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("received", "deleted_at")
    op.drop_column("received", "ends_on")
