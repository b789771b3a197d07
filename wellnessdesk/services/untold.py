"""Who was not told yet what is shared of their sessions, and with whom: no note about them is signed before."""

from collections.abc import Sequence

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.session_facts import Attendance, Participant
from wellnessdesk.store import session_students, student_facts
from wellnessdesk.store.transaction import Transaction

KIND = "what_is_shared"
"""The entry of the catalogue `acknowledgements`; a new version of it is told anew."""


def not_told(tx: Transaction, session_id: int) -> tuple[Participant, ...]:
    """Who of a session was not told the version in force; who did not come need not be."""
    there = [one for one in session_students.of_session(tx, session_id) if one.attendance is Attendance.CAME]
    heard = student_facts.who_acknowledged(tx, KIND, version(), [one.student_id for one in there])
    return tuple(one for one in there if one.student_id not in heard)


def sentence(untold: Sequence[Participant]) -> str:
    """Why a note cannot be signed yet."""
    if len(untold) == 1:
        return _("Tell {name} first what is shared, and with whom.").format(name=untold[0].student)
    return ngettext("Tell {n} student first what is shared, and with whom.",
                    "Tell the {n} students first what is shared, and with whom.", len(untold)).format(
                        n=formats.number(len(untold)))


def version() -> str:
    """The version in force."""
    entry = catalogues.acknowledgements().get(KIND)
    return entry.version if entry else ""
