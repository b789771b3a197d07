"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

_UNFINISHED = sa.text("note IN ('to_write', 'draft', 'signed')")


def upgrade() -> None:
    """Apply."""

    op.create_table('audit',
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('at', sa.Integer(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('detail', sa.String(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.Column('signature', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sequence', name=op.f('pk_audit'))
    )
    op.create_table('center',
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('school', sa.String(), nullable=False),
    sa.Column('time_zone', sa.String(), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('directory_serial', sa.Integer(), nullable=False),
    sa.CheckConstraint('row = 1', name=op.f('ck_center_one')),
    sa.PrimaryKeyConstraint('row', name=op.f('pk_center'))
    )
    op.create_table('people',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('added_at', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people'))
    )
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_people_role'), ['role'], unique=False)

    op.create_table('sealed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('record', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('blob', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sealed')),
    sa.UniqueConstraint('kind', 'record', 'version', name=op.f('uq_sealed_kind_record_version'))
    )
    op.create_table('students',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sourced_id', sa.String(), nullable=True),
    sa.Column('student_number', sa.String(), nullable=False),
    sa.Column('given', sa.String(), nullable=False),
    sa.Column('middle', sa.String(), nullable=False),
    sa.Column('family', sa.String(), nullable=False),
    sa.Column('roster_preferred', sa.String(), nullable=False),
    sa.Column('preferred_given', sa.String(), nullable=False),
    sa.Column('grade', sa.String(), nullable=False),
    sa.Column('school', sa.String(), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_students')),
    sa.UniqueConstraint('sourced_id', name=op.f('uq_students_sourced_id'))
    )
    with op.batch_alter_table('students', schema=None) as batch_op:
        batch_op.create_index('ix_students_number', ['student_number'], unique=False)

    op.create_table('agendas',
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('built_at', sa.Integer(), nullable=False),
    sa.Column('built_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['built_by'], ['people.id'], name=op.f('fk_agendas_built_by')),
    sa.PrimaryKeyConstraint('week', name=op.f('pk_agendas'))
    )
    op.create_table('flags',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('urgency', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('raised_at', sa.Integer(), nullable=False),
    sa.Column('acknowledged_at', sa.Integer(), nullable=True),
    sa.Column('acknowledged_by', sa.String(), nullable=True),
    sa.Column('closed_at', sa.Integer(), nullable=True),
    sa.Column('student_index', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['acknowledged_by'], ['people.id'], name=op.f('fk_flags_acknowledged_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flags'))
    )
    with op.batch_alter_table('flags', schema=None) as batch_op:
        batch_op.create_index('ix_flags_day', ['day'], unique=False)
        batch_op.create_index('ix_flags_open', ['raised_at'], unique=False, sqlite_where=sa.text('closed_at IS NULL'))
        batch_op.create_index('ix_flags_student', ['student_index'], unique=False)

    op.create_table('recipients',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('age_key', sa.String(), nullable=False),
    sa.Column('added_at', sa.Integer(), nullable=False),
    sa.Column('added_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['added_by'], ['people.id'], name=op.f('fk_recipients_added_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recipients')),
    sa.UniqueConstraint('age_key', name=op.f('uq_recipients_age_key'))
    )
    op.create_table('visits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('arrived_at', sa.Integer(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('peer_id', sa.String(), nullable=True),
    sa.Column('handed_at', sa.Integer(), nullable=True),
    sa.Column('left_at', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['peer_id'], ['people.id'], name=op.f('fk_visits_peer_id')),
    sa.ForeignKeyConstraint(['student_id'], ['students.id'], name=op.f('fk_visits_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index('ix_visits_day', ['day'], unique=False)
        batch_op.create_index('ix_visits_student', ['student_id', 'day'], unique=False)

    op.create_table('agenda_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('ref', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('carried', sa.Integer(), nullable=False),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['week'], ['agendas.week'], name=op.f('fk_agenda_items_week')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_items'))
    )
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.create_index('ix_agenda_items_week', ['week', 'position'], unique=False)

    op.create_table('bundles',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('recipient_id', sa.String(), nullable=False),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('previous_hash', sa.String(), nullable=False),
    sa.Column('written_at', sa.Integer(), nullable=False),
    sa.Column('written_by', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['recipient_id'], ['recipients.id'], name=op.f('fk_bundles_recipient_id')),
    sa.ForeignKeyConstraint(['written_by'], ['people.id'], name=op.f('fk_bundles_written_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundles')),
    )
    op.create_table('sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('peer_id', sa.String(), nullable=False),
    sa.Column('service', sa.String(), nullable=False),
    sa.Column('tier', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('started_at', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.Integer(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('signed_at', sa.Integer(), nullable=True),
    sa.Column('reviewed_at', sa.Integer(), nullable=True),
    sa.Column('reviewed_by', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['peer_id'], ['people.id'], name=op.f('fk_sessions_peer_id')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['people.id'], name=op.f('fk_sessions_reviewed_by')),
    sa.ForeignKeyConstraint(['student_id'], ['students.id'], name=op.f('fk_sessions_student_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_sessions_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.create_index('ix_sessions_day', ['day'], unique=False)
        batch_op.create_index('ix_sessions_peer', ['peer_id', 'day'], unique=False)
        batch_op.create_index('ix_sessions_unfinished', ['note', 'started_at'], unique=False, sqlite_where=_UNFINISHED)
        batch_op.create_index('ix_sessions_visit', ['visit_id'], unique=False)




def downgrade() -> None:
    """Take back."""

    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_index('ix_sessions_visit')
        batch_op.drop_index('ix_sessions_unfinished', sqlite_where=_UNFINISHED)
        batch_op.drop_index('ix_sessions_peer')
        batch_op.drop_index('ix_sessions_day')

    op.drop_table('sessions')
    op.drop_table('bundles')
    with op.batch_alter_table('agenda_items', schema=None) as batch_op:
        batch_op.drop_index('ix_agenda_items_week')

    op.drop_table('agenda_items')
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index('ix_visits_student')
        batch_op.drop_index('ix_visits_day')

    op.drop_table('visits')
    op.drop_table('recipients')
    with op.batch_alter_table('flags', schema=None) as batch_op:
        batch_op.drop_index('ix_flags_student')
        batch_op.drop_index('ix_flags_open', sqlite_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index('ix_flags_day')

    op.drop_table('flags')
    op.drop_table('agendas')
    with op.batch_alter_table('students', schema=None) as batch_op:
        batch_op.drop_index('ix_students_number')

    op.drop_table('students')
    op.drop_table('sealed')
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_people_role'))

    op.drop_table('people')
    op.drop_table('center')
    op.drop_table('audit')

