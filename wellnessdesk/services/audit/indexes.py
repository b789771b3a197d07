"""The blind indexes, held against what the records say under their seals: one that SQL exchanged would take a flag, a
referral or a contact out of its student's record, and out of what a family is given, while its seal still fits.

The log keeps nothing of them: who raises a flag cannot make its index. So a coordinator's keys make them once more.
"""

from collections.abc import Iterator

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.services import contacts, opened_flags, referrals
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import contacts as contact_rows
from wellnessdesk.store import flags as flag_rows
from wellnessdesk.store import referrals as referral_rows
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import VaultProblem


def differ(desk: Desk, tx: Transaction) -> str:
    """The first record that is not found under its student, as a sentence; empty when all are.

    What does not open is left out: whoever reads it is told why. Needs a coordinator's keys.
    """
    if not all(_flags(desk, tx)):
        return _("A red flag is not found under its student. Somebody changed where it belongs.")
    if not all(_referrals(desk, tx)):
        return _("A referral is not found under its student. Somebody changed where it belongs.")
    if not all(_contacts(desk, tx)):
        return _("A contact with a caregiver is not found under its student. Somebody changed where it belongs.")
    return ""


def _flags(desk: Desk, tx: Transaction) -> Iterator[bool]:
    """Those that nobody took on yet have no index, nor have those whose session does not bear them out: the latter are
    shown with that doubt, the former are all looked into."""
    there = {flag: (index, blob) for flag, index, blob in flag_rows.indexed(tx, opened_flags.FLAG)}
    for flag in opened_flags.several(desk, tx, list(flag_rows.everything(tx))):
        if flag.mark.id in there:
            yield _fits(desk, flag.student_id, flag.mark.id, *there[flag.mark.id])
        else:
            yield flag.mark.status is FlagStatus.RAISED or flag.doubt or not flag.student_id


def _referrals(desk: Desk, tx: Transaction) -> Iterator[bool]:
    """Those without an index are all looked into."""
    there = {referral: (index, blob) for referral, index, blob in referral_rows.indexed(tx, referrals.REFERRAL)}
    for one in referrals.all_opened(desk, tx, list(referral_rows.everything(tx))):
        if one.mark.id in there:
            yield _fits(desk, one.facts.student, one.mark.id, *there[one.mark.id])


def _contacts(desk: Desk, tx: Transaction) -> Iterator[bool]:
    there = {contact: (index, blob) for contact, index, blob in contact_rows.indexed(tx, contacts.CONTACT)}
    for one in contacts.all_opened(desk, tx, list(contact_rows.everything(tx))):
        if one.mark.id in there:
            yield _fits(desk, one.entry.student, one.mark.id, *there[one.mark.id])


def _fits(desk: Desk, student: int, record: str, index: bytes, blob: bytes) -> bool:
    """Whether a record lies where it belongs; one that does not open has no student, and is passed over."""
    try:
        expected = sealing.blind(desk.keys, str(student), record, blob)
    except VaultProblem:
        return True
    return not student or expected is None or primitives.same(expected, index)
