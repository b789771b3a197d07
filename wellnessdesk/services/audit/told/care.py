"""What the log tells of marked sessions and of wellbeing checks, compared with the records."""

from dataclasses import dataclass, field
from typing import ClassVar

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import MONTH, Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.services.session_marks import MARK
from wellnessdesk.services.wellbeing import WELLBEING, told_as
from wellnessdesk.store import sealed, session_marks, wellbeing
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives

_STANDS, _ENDED = "stands", "ended"


@dataclass(slots=True)
class _Mark(Made):
    """A mark: the fingerprint of its words, whether it stands, its session, and who set it."""

    session: str = ""
    by: str = ""


@dataclass(slots=True)
class ToldOfMarks(Gatherer):
    """Each mark by its id. What was sealed anew, for somebody with new keys, is as it was then."""

    for_coordinators: ClassVar[bool] = True
    _marks: dict[str, _Mark] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        session = deed.subject.removeprefix("session:")
        if deed.action == "mark.set":
            mark, _colon, print_ = deed.detail.partition(":")
            self._marks.setdefault(mark, _Mark(deed.number, print_, _STANDS, session, deed.by))
        elif deed.action == "mark.end" and deed.detail in self._marks:
            self._marks[deed.detail].state = _ENDED
        elif deed.action == "note.reseal":
            before, _space, after = deed.detail.partition(" ")
            for told in self._marks.values():
                if told.session == session and told.mark == before:
                    told.mark = after

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.SESSIONS:
            self._marks = {name: told for name, told in self._marks.items() if told.session not in gone.names}

    def differs(self, tx: Transaction) -> str:
        left = dict(self._marks)
        for row in session_marks.everything(tx):
            told, blob = left.pop(row.id, None), sealed.get(tx, MARK, row.id, 1) or b""
            if told is None or (told.session, told.by, told.mark, told.state == _ENDED) != (
                    str(row.session), row.by, primitives.digest(blob).hex(), row.ended):
                return _differs()
        return _differs() if left else ""


@dataclass(slots=True)
class ToldOfWellbeing(Gatherer):
    """Each check by its id: whose it is, its day, and the fingerprint of what was told."""

    _checks: dict[str, tuple[str, str]] = field(default_factory=dict)
    _until: str = ""
    """The last month that was destroyed: checks of it and before may be gone."""

    def add(self, deed: Deed) -> None:
        name = deed.subject.removeprefix("wellbeing:")
        if deed.action == "wellbeing.tell":
            self._checks.setdefault(name, (deed.by, deed.detail))
        elif deed.action == "note.reseal" and name in self._checks and deed.subject.startswith("wellbeing:"):
            by, told = self._checks[name]
            before, _space, after = deed.detail.partition(" ")
            day, _space, mark = told.partition(" ")
            self._checks[name] = (by, f"{day} {after}") if mark == before else (by, told)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.AGENDAS:
            self._until = max(self._until, gone.month)

    def differs(self, tx: Transaction) -> str:
        left = dict(self._checks)
        for check in wellbeing.everything(tx):
            blob = sealed.get(tx, WELLBEING, check.id, 1) or b""
            if left.pop(check.id, None) != (check.person, told_as(check, blob)):
                return _("A wellbeing check is not there as it was filled in.")
        kept = [told for _by, told in left.values() if told[:MONTH] > self._until]
        return _("A wellbeing check is not there as it was filled in.") if kept else ""


def _differs() -> str:
    return _("Which sessions are marked for supervision is not as the log says.")
