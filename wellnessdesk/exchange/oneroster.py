"""Reads a OneRoster CSV export, 1.1 or 1.2, full or delta, from a zip or a folder. Nothing here writes."""

from datetime import date
from pathlib import Path

from wellnessdesk.base.clock import SystemClock
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.caregivers import Told
from wellnessdesk.domain.roster import RosterFile, RosterKind, RosterStudent, RosterUnreadable
from wellnessdesk.exchange import (
    archive,
    oneroster_caregivers,
    oneroster_classes,
    oneroster_lookups,
    roster_cells,
)
from wellnessdesk.exchange.csv_table import CsvTable, Row, Table
from wellnessdesk.exchange.findings import Findings
from wellnessdesk.exchange.oneroster_caregivers import Caregivers
from wellnessdesk.exchange.oneroster_lookups import Lookups, Roles
from wellnessdesk.exchange.roster_cells import RosterRole

__all__ = ["RosterUnreadable", "read"]

USERS = Table(
    "users.csv",
    wanted=(
        "sourcedId", "status", "enabledUser", "orgSourcedIds", "primaryOrgSourcedId", "role", "givenName",
        "familyName", "middleName", "preferredGivenName", "identifier", "grades", "email", "sms", "phone",
        "agentSourcedIds", "language", "relationship",
    ),
    needed=("sourcedId", "givenName", "familyName"),
    others=(
        "dateLastModified", "username", "userIds", "password", "userMasterIdentifier", "resourceSourcedIds",
        "preferredMiddleName", "preferredFamilyName", "pronouns",
    ),
    also=oneroster_caregivers.ALSO,
    most=300_000,
)  # fmt: skip

# Facts that are one cell of users.csv, as it stands there.
_CELLS = {
    "student_number": "identifier",
    "given": "givenName",
    "middle": "middleName",
    "family": "familyName",
    "preferred_given": "preferredGivenName",
}
_LONGEST_CELL = 255


def read(path: Path, progress: Progress = NO_PROGRESS, *, today: date | None = None) -> RosterFile:
    """Read all that a roster says of students, their caregivers and classes; staff are only counted.

    Takes the path of a zip, a folder or one users.csv; `today` (by default UTC's) judges dates of birth and
    whether a role has ended. Reports bytes to `progress`, whose `Cancelled` passes through. Raises
    `RosterUnreadable` when nothing can be taken. Rules: OneRoster CSV 1.1 and 1.2, kept as loosely as real
    exports keep them.
    """
    day = today or SystemClock().now().date()
    findings = Findings()
    tables = (USERS, *oneroster_lookups.TABLES, *oneroster_classes.TABLES)
    with archive.opened(path, {table.name for table in tables}, progress) as source:
        lookups = oneroster_lookups.load(source, findings, day)
        users = _Users(lookups, findings, source.label(USERS.name))
        with source.open(USERS.name) as stream:
            users.take_all(CsvTable(stream, USERS, source.label(USERS.name), findings))
        users.tell_of_the_whole()
        everybody = users.everybody if lookups.kind is RosterKind.BULK and lookups.classes_whole else None
        classes = oneroster_classes.read(source, findings, day, users.listed(), everybody)
    return RosterFile(
        kind=lookups.kind,
        version=lookups.version,
        source=lookups.source,
        students=tuple(users.students),
        role_unsaid=tuple(users.role_unsaid),
        caregivers=users.caregivers_told(),
        classes=classes,
        staff=users.staff,
        schools=users.schools(),
        not_taken=tuple(findings.not_taken),
        notes=tuple(findings.notes),
    )


class _Users:
    """The users of one roster, taken row by row."""

    def __init__(self, lookups: Lookups, findings: Findings, label: str) -> None:
        self.students: list[RosterStudent] = []
        self.role_unsaid: list[RosterStudent] = []
        self.staff = 0
        self.everybody: set[str] = set()
        self._caregivers = Caregivers(findings, label)
        self._lookups = lookups
        self._findings = findings
        self._label = label
        self._lines: dict[str, int] = {}
        self._orgs_met: set[str] = set()
        self._orgs_missed: set[str] = set()
        self._unsaid: dict[frozenset[str], frozenset[str]] = {}
        self._without_access = 0

    def take_all(self, rows: CsvTable) -> None:
        """Take every row; raises `RosterUnreadable` when a full roster never says who is a student."""
        if self._lookups.kind is RosterKind.BULK and not self._lookups.roles and "role" not in rows.columns:
            raise RosterUnreadable(
                _(
                    "{file} does not say who is a student: it has no column role, "
                    "and there is no roles.csv beside it. "
                    "Choose the whole folder or zip file, or ask for an export with roles."
                ).format(file=self._label)
            )
        for row in rows:
            self._take(row)

    def _take(self, row: Row) -> None:
        sourced_id = row.get("sourcedId")
        self.everybody.add(sourced_id)
        roles = self._lookups.roles.get(sourced_id)
        if roles:
            roles.met = True
        kind = self._kind(row, roles)
        deleted = roster_cells.is_to_be_deleted(row.get("status"))
        if row.trouble:
            self._refuse(row, row.trouble)
        elif not sourced_id:
            self._refuse(row, _("The id is missing."))
        elif kind is RosterRole.STAFF:
            self.staff += not deleted
        elif kind is RosterRole.CAREGIVER:
            self._take_caregiver(row, roles, deleted)
        elif kind is RosterRole.UNKNOWN and (row.get("role") or roles):
            self._refuse(row, _("The role is none that OneRoster knows."))
        elif kind is RosterRole.UNKNOWN and not deleted and self._lookups.kind is RosterKind.BULK:
            self._refuse(row, _("The role is missing: it is not said whether this is a student."))
        elif reason := self._obstacle(row, deleted):
            self._refuse(row, reason)
        else:
            self._lines[sourced_id] = row.line
            self._take_student(row, roles, deleted, said=kind is RosterRole.STUDENT)

    def _take_caregiver(self, row: Row, roles: Roles | None, deleted: bool) -> None:
        if not deleted and (reason := self._caregivers.obstacle(row)):
            self._refuse(row, reason)
        else:
            relation = roles.relation if roles else roster_cells.caregiver_role(row.get("role"))
            self._caregivers.take(row, relation, deleted=deleted)

    def _take_student(self, row: Row, roles: Roles | None, deleted: bool, *, said: bool) -> None:
        self._caregivers.remember_agents(row)
        (self.students if said else self.role_unsaid).append(self._student(row, roles, deleted))
        if not said:
            self._caregivers.take_unsaid(row, deleted=deleted)

    def _kind(self, row: Row, roles: Roles | None) -> RosterRole:
        """A person of several roles who is a student is a student to us, whatever else they are."""
        kinds = {roster_cells.read_role(entry) for entry in roster_cells.read_list(row.get("role"))}
        kinds |= roles.kinds if roles else set()
        return next((kind for kind in RosterRole if kind in kinds), RosterRole.UNKNOWN)

    def _obstacle(self, row: Row, deleted: bool) -> str:
        """Why this student cannot be taken, or ""."""
        if first := self._lines.get(row.get("sourcedId")):
            return _("The id is that of line {line}, which was taken.").format(line=first)
        if any(len(row.get(column)) > _LONGEST_CELL for column in ("sourcedId", "grades", *_CELLS.values())):
            return _("A name or number is far too long.")
        if deleted:
            return ""
        if "givenName" not in row.cells or "familyName" not in row.cells:
            return _("The line is too short: the name is cut off.")
        if not row.get("givenName") and not row.get("familyName"):
            return _("The name is missing.")
        return ""

    def _student(self, row: Row, roles: Roles | None, deleted: bool) -> RosterStudent:
        sourced_id = row.get("sourcedId")
        school = self._school(row, roles)
        inactive = roster_cells.is_inactive(row.get("status")) or _has_ended(roles)
        self._without_access += not inactive and roster_cells.is_no(row.get("enabledUser"))
        if row.short and not deleted:
            self._note(row, _("The line is short. What is there was taken."))
        if any(roster_cells.is_formula(row.get(column)) for column in _CELLS.values()):
            self._note(row, roster_cells.formula_taken())
        return RosterStudent(
            sourced_id=sourced_id,
            **{fact: row.get(column) for fact, column in _CELLS.items()},
            grade=self._grade(row),
            school=school,
            birth_date=self._lookups.births.get(sourced_id),
            active=not (deleted or inactive),
            to_delete=deleted,
            unsaid=self._unsaid_facts(row, school),
        )

    def _unsaid_facts(self, row: Row, school: str) -> frozenset[str]:
        columns = {**_CELLS, "grade": "grades"}
        unsaid = {fact for fact, column in columns.items() if column not in row.cells}
        facts = frozenset(unsaid if school else {*unsaid, "school"})
        return self._unsaid.setdefault(facts, facts)

    def _grade(self, row: Row) -> str:
        grades = roster_cells.read_list(row.get("grades"))
        if len(grades) > 1:
            self._note(row, _("The line has several grades. The first was taken."))
        return roster_cells.read_grade(grades[0]) if grades else ""

    def _school(self, row: Row, roles: Roles | None) -> str:
        """The name of the first school listed, or else of the first organization that has one, or ""."""
        ids = [roles.org] if roles and roles.org else []
        ids += [row.get("primaryOrgSourcedId"), *roster_cells.read_list(row.get("orgSourcedIds"))]
        known = [org_id for org_id in ids if org_id in self._lookups.orgs]
        if not known:
            self._note_missing_orgs(row, [org_id for org_id in ids if org_id])
            return ""
        chosen = next((org_id for org_id in known if self._lookups.orgs[org_id].is_school), known[0])
        self._orgs_met.add(chosen)
        return self._lookups.orgs[chosen].name

    def _note_missing_orgs(self, row: Row, ids: list[str]) -> None:
        if self._orgs_missed.issuperset(ids):
            return
        self._orgs_missed.update(ids)
        self._note(row, _("The school is not in orgs.csv, so it was left out, here and in later lines."))

    def listed(self) -> set[str]:
        """The roster ids of all who are, or may be, students."""
        return {student.sourced_id for student in (*self.students, *self.role_unsaid)}

    def caregivers_told(self) -> Told:
        """The caregivers, and whose they are."""
        whole = self._lookups.kind is RosterKind.BULK
        students = [student.sourced_id for student in (*self.students, *self.role_unsaid)]
        unknown = self._caregivers.agents() - self.everybody if whole else frozenset()
        return oneroster_caregivers.told(self._caregivers, self._caregivers.ties(students, unknown), whole=whole)

    def schools(self) -> dict[str, str]:
        """The schools by id: all organizations of that type, and those students belong to."""
        orgs = self._lookups.orgs.items()
        return {org_id: org.name for org_id, org in orgs if org.is_school or org_id in self._orgs_met}

    def tell_of_the_whole(self) -> None:
        """Remark on what only the whole file shows."""
        for user, roles in self._lookups.roles.items():
            if not roles.met:
                reason = _("The person of this role is not in users.csv.")
                self._findings.refuse(oneroster_lookups.ROLES.name, roles.line, reason, user)
        if n := self._without_access:
            # OneRoster: false "denotes that the record is active but system access is curtailed".
            text = ngettext(
                "{n} student has no access to school systems (enabledUser is false) and counts as active.",
                "{n} students have no access to school systems (enabledUser is false) and count as active.",
                n,
            )
            self._findings.note(self._label, None, text.format(n=n))

    def _refuse(self, row: Row, reason: str) -> None:
        self._findings.refuse(self._label, row.line, reason, row.get("sourcedId"))

    def _note(self, row: Row, text: str) -> None:
        self._findings.note(self._label, row.line, text)


def _has_ended(roles: Roles | None) -> bool:
    return roles is not None and RosterRole.STUDENT in roles.kinds and not roles.lasting
