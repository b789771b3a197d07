"""Every sealed record has its owner, and every owner all its sealed records: exactly as many as it counts."""

import pytest

from tests.store.stores import DAY, NOW, new_store, session, visit, with_people
from wellnessdesk.store import sealed, sealed_owners
from wellnessdesk.store.rows import (
    CaregiverContactRow,
    NoteAddendumRow,
    NoteReturnRow,
    ReferralRow,
    SessionStudentRow,
)

OWNERS = {
    "referral": ("r1", lambda: ReferralRow(id="r1", kind="counselor", status="sent", day=DAY, steps=2)),
    "caregiver contact": ("c1", lambda: CaregiverContactRow(id="c1", day=DAY, steps=2)),
    "participant": ("1:1", lambda: SessionStudentRow(session_id=1, student_id=1, attendance="there", remarks=2)),
    "addendum": ("1", lambda: [NoteAddendumRow(session_id=1, number=number, at=NOW, by="pia") for number in (1, 2)]),
    "return": ("1", lambda: [NoteReturnRow(session_id=1, number=number, at=NOW, by="pia") for number in (1, 2)]),
}


@pytest.fixture
def tx(tmp_path):
    store = new_store(tmp_path)
    with store.transaction() as tx:
        with_people(tx)
        session(tx, visit(tx))
        yield tx
    store.close()


@pytest.fixture
def owned(tx, request):
    kind = request.param
    record, make = OWNERS[kind]
    made = make()
    tx.session.add_all(made if isinstance(made, list) else [made])
    tx.session.flush()
    for version in (1, 2):
        sealed.add(tx, kind, record, version, b"sealed")
    return kind, record


each = pytest.mark.parametrize("owned", OWNERS, indirect=True)


@each
def test_one_with_all_its_versions_is_whole(tx, owned):
    assert not sealed_owners.stray(tx)
    assert not sealed_owners.missing(tx)


@each
@pytest.mark.parametrize("version", [0, 3])
def test_a_version_more_than_it_counts_is_stray(tx, owned, version):
    sealed.add(tx, *owned, version, b"older")
    assert sealed_owners.stray(tx)


@each
def test_one_of_another_record_is_stray(tx, owned):
    sealed.add(tx, owned[0], "nobody", 1, b"older")
    assert sealed_owners.stray(tx)


@each
def test_one_that_lost_its_versions_is_found(tx, owned):
    sealed.remove(tx, *owned)
    assert sealed_owners.missing(tx)
    assert not sealed_owners.stray(tx)


def test_a_kind_nobody_knows_is_stray(tx):
    sealed.add(tx, "diary", "1", 1, b"")
    assert sealed_owners.stray(tx)
