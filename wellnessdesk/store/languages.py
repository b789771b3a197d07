"""Which languages the students on the roster and their families speak, as named queries."""

from sqlalchemy import select, union

from wellnessdesk.store.rows import CaregiverRow, StudentCaregiverRow, StudentFactsRow, StudentRow
from wellnessdesk.store.transaction import Transaction


def of_students(tx: Transaction) -> list[tuple[int, str]]:
    """(student, language) of everybody active, each once, as it was written: what they told, and of their caregivers.
    """
    told = (select(StudentRow.id, StudentFactsRow.language).join(StudentFactsRow,
                                                                 StudentFactsRow.student_id == StudentRow.id)
            .where(StudentRow.active, StudentFactsRow.language != ""))
    at_home = (select(StudentRow.id, CaregiverRow.language)
               .join(StudentCaregiverRow, StudentCaregiverRow.student_id == StudentRow.id)
               .join(CaregiverRow, CaregiverRow.id == StudentCaregiverRow.caregiver_id)
               .where(StudentRow.active, CaregiverRow.active, CaregiverRow.language != ""))
    return [(row[0], row[1]) for row in tx.session.execute(union(told, at_home))]
