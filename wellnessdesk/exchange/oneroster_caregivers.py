"""The caregivers among the users of a OneRoster export, and whose they are: either side may say it."""

from collections.abc import Iterable
from sys import intern

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import caregivers
from wellnessdesk.domain.caregivers import RosterCaregiver, Tie
from wellnessdesk.exchange import roster_cells
from wellnessdesk.exchange.csv_table import Row
from wellnessdesk.exchange.findings import Findings

COLUMNS = {
    "given": "givenName",
    "family": "familyName",
    "email": "email",
    "phone": "phone",
    "sms": "sms",
    "language": "language",
}
"""Facts that are one cell of users.csv, as it stands there. Of a student none of these contacts is ever kept."""
ALSO = {
    "preferredLanguage": "language",
    "homeLanguage": "language",
    "primaryLanguage": "language",
    "correspondenceLanguage": "language",
    "metadata.language": "language",
    "relation": "relationship",
    "metadata.relationship": "relationship",
}
"""Names under which systems give what the standard has no column for."""
_LONGEST = 255
_LONGEST_RELATION = 40


class Caregivers:
    """Collects the caregivers of one export."""

    def __init__(self, findings: Findings, label: str) -> None:
        self.taken: list[RosterCaregiver] = []
        self.unsaid: list[RosterCaregiver] = []
        self._findings = findings
        self._label = label
        self._agents: dict[str, str] = {}
        self._relations: dict[str, str] = {}
        self._unsaid: dict[frozenset[str], frozenset[str]] = {}

    def obstacle(self, row: Row) -> str:
        """Why this caregiver cannot be taken, or ""."""
        if row.get("sourcedId") in self._relations:
            return _("The id is that of an earlier line, which was taken.")
        if not row.get("givenName") and not row.get("familyName"):
            return _("The name is missing.")
        if any(len(row.get(column)) > _LONGEST for column in ("sourcedId", *COLUMNS.values())):
            return _("A name, an address or a number is far too long.")
        return ""

    def take(self, row: Row, relation: str, *, deleted: bool) -> None:
        """A sound line of a caregiver."""
        self._relations[row.get("sourcedId")] = (row.get("relationship") or relation).casefold()[:_LONGEST_RELATION]
        self.remember_agents(row)
        if any(roster_cells.is_formula(row.get(column)) for column in ("givenName", "familyName", "email")):
            self._findings.note(self._label, row.line, roster_cells.formula_taken())
        self.taken.append(self._caregiver(row, deleted=deleted))

    def take_unsaid(self, row: Row, *, deleted: bool) -> None:
        """A line that does not say whether it is a student's or a caregiver's."""
        self.unsaid.append(self._caregiver(row, deleted=deleted))

    def remember_agents(self, row: Row) -> None:
        """Whom a line names as belonging to this person."""
        if agents := row.get("agentSourcedIds"):
            self._agents[row.get("sourcedId")] = agents  # as they stand there: parted, they take three times the room

    def ties(self, students: Iterable[str], unknown: frozenset[str]) -> tuple[Tie, ...]:
        """Who belongs to whom, each pair once. Agents who are neither are teachers; `unknown` ones are told of."""
        found: dict[tuple[str, str], Tie] = {}
        lost = 0
        for student in students:
            for agent in self._agents_of(student):
                self._tie(found, student, agent)
                lost += agent in unknown
        listed = set(students)
        for caregiver in self._relations:
            for student in self._agents_of(caregiver):
                if student in listed:
                    self._tie(found, student, caregiver)
        if lost:
            text = ngettext("{n} agent of a student could not be taken or is not in the file. They were left out.",
                            "{n} agents of students could not be taken or are not in the file. They were left out.",
                            lost)
            self._findings.note(self._label, None, text.format(n=lost))
        return tuple(found.values())

    def agents(self) -> frozenset[str]:
        """Everybody whom somebody names."""
        return frozenset(agent for person in self._agents for agent in self._agents_of(person))

    def _agents_of(self, person: str) -> list[str]:
        return roster_cells.read_list(self._agents.get(person, ""))

    def _tie(self, found: dict[tuple[str, str], Tie], student: str, caregiver: str) -> None:
        if caregiver in self._relations:
            found.setdefault((student, caregiver), Tie(student, intern(caregiver), self._relations[caregiver]))

    def _caregiver(self, row: Row, *, deleted: bool) -> RosterCaregiver:
        unsaid = frozenset(fact for fact, column in COLUMNS.items() if column not in row.cells)
        facts = {fact: row.get(column) for fact, column in COLUMNS.items()}
        facts["language"] = roster_cells.read_language(facts["language"])
        return RosterCaregiver(
            sourced_id=row.get("sourcedId"),
            **facts,
            active=not deleted and not roster_cells.is_inactive(row.get("status")),
            unsaid=self._unsaid.setdefault(unsaid, unsaid),
        )


def told(found: Caregivers, ties: tuple[Tie, ...], *, whole: bool) -> caregivers.Told:
    """All that was found. An export that ties nobody to a student is one that does not tell of caregivers."""
    return caregivers.Told(tuple(found.taken), tuple(found.unsaid), ties, whole=whole and bool(ties))
