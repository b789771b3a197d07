"""Before the first session with a student of a made-up center they are told what is shared; the log has it too."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from wellnessdesk.domain.student_facts import Acknowledged, Facts, written_as
from wellnessdesk.services import untold

Known = dict[int, tuple[Facts, list[Acknowledged]]]
"""What the center knows of students, by their ids."""
_SOON = timedelta(seconds=50)


class Telling:
    """Remembers who heard it. `record` writes a sealed entry: moment, the person's key, words."""

    def __init__(self, record: Callable[[datetime, str, str], None], known: Known) -> None:
        self._record, self._known, self._version = record, known, untold.version()
        self._heard = {student for student, (_facts, given) in known.items()
                       if any(one.kind == untold.KIND for one in given)}

    def rows(self, day: date, at: datetime, student: int, peer: str, person: str) -> Iterator[dict[str, object]]:
        """The row of a student who hears it in a session that begins at `at`; none where they heard it before."""
        if student in self._heard:
            return
        self._heard.add(student)
        facts, given = self._known.get(student, (Facts(), []))
        row = {"student_id": student, "kind": untold.KIND, "version": self._version, "day": day, "recorded_by": person}
        told = Acknowledged(kind=untold.KIND, version=self._version, day=day, by=person)
        self._record(at + _SOON, peer, f"student.told student:{student} {written_as(facts, [*given, told])}")
        yield row
