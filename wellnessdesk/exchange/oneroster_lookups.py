"""What the users of a OneRoster export refer to: manifest, schools, who has which role, dates of birth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.roster import RosterKind
from wellnessdesk.exchange import roster_cells
from wellnessdesk.exchange.archive import Source
from wellnessdesk.exchange.csv_table import CsvTable, Row, Table, UnusableTable
from wellnessdesk.exchange.findings import Findings
from wellnessdesk.exchange.roster_cells import RosterRole

MANIFEST = Table("manifest.csv", ("propertyName", "value"), ("propertyName", "value"))
ORGS = Table(
    "orgs.csv",
    wanted=("sourcedId", "name", "type"),
    needed=("sourcedId", "name"),
    others=("status", "dateLastModified", "identifier", "parentSourcedId"),
    most=20_000,
)
ROLES = Table(
    "roles.csv",
    wanted=("userSourcedId", "role", "roleType", "status", "orgSourcedId", "endDate"),
    needed=("userSourcedId", "role"),
    others=("sourcedId", "dateLastModified", "beginDate", "userProfileSourcedId"),
    most=600_000,
)
DEMOGRAPHICS = Table(
    "demographics.csv",
    wanted=("sourcedId", "userSourcedId", "birthDate", "status"),
    needed=("birthDate",),
    others=("dateLastModified", "sex"),
    most=300_000,
)
TABLES = (MANIFEST, ORGS, ROLES, DEMOGRAPHICS)
_LONGEST, _LONGEST_SOURCE = 255, 60


@dataclass(frozen=True, slots=True)
class Org:
    """A school, a district or a department."""

    name: str
    is_school: bool


@dataclass(slots=True)
class Roles:
    """What roles.csv says of one person, from which line on. `lasting`: a student's role that has not ended.

    `relation` is the word for a caregiver's role.
    """

    line: int
    kinds: set[RosterRole] = field(default_factory=set)
    lasting: bool = False
    org: str = ""
    relation: str = ""
    met: bool = False


@dataclass(slots=True)
class Lookups:
    """All of it; the dictionaries are by id."""

    kind: RosterKind = RosterKind.BULK
    classes_whole: bool = True
    version: str = ""
    source: str = ""
    orgs: dict[str, Org] = field(default_factory=dict)
    roles: dict[str, Roles] = field(default_factory=dict)
    births: dict[str, date] = field(default_factory=dict)


def load(source: Source, findings: Findings, today: date) -> Lookups:
    """Read the small tables. One that is missing or unusable is remarked on, never fatal."""
    manifest = _manifest(source, findings)
    return Lookups(
        kind=_kind(manifest, findings),
        classes_whole=manifest.get("file.enrollments", "").casefold() != RosterKind.DELTA,
        version=manifest.get("oneroster.version", "")[:_LONGEST_SOURCE] or ("1.2" if ROLES.name in source else "1.1"),
        source=(manifest.get("source.systemname") or manifest.get("source.systemcode", ""))[:_LONGEST_SOURCE],
        orgs=_orgs(source, findings),
        roles=_roles(source, findings, today),
        births=_births(source, findings, today),
    )


def rows(source: Source, table: Table, findings: Findings) -> Iterator[Row]:
    """The sound rows of a table that may be missing."""
    if table.name not in source:
        return
    label = source.label(table.name)
    with source.open(table.name) as stream:
        try:
            found = CsvTable(stream, table, label, findings)
        except UnusableTable as problem:
            findings.note(label, None, str(problem))
            return
        for row in found:
            if row.trouble:
                findings.refuse(label, row.line, row.trouble)
            else:
                yield row


def _manifest(source: Source, findings: Findings) -> dict[str, str]:
    said = {row.get("propertyName").casefold(): row.get("value") for row in rows(source, MANIFEST, findings)}
    return {name: value for name, value in said.items() if value.casefold() != "absent"}


def _kind(manifest: dict[str, str], findings: Findings) -> RosterKind:
    said = manifest.get("file.users", "").casefold()
    if said in set(RosterKind):
        return RosterKind(said)
    text = _("It is not said whether users.csv is full or only what changed. It was read as the full roster.")
    findings.note(MANIFEST.name, None, text)
    return RosterKind.BULK


def _orgs(source: Source, findings: Findings) -> dict[str, Org]:
    orgs: dict[str, Org] = {}
    for row in rows(source, ORGS, findings):
        if len(row.get("name")) > _LONGEST:
            findings.refuse(source.label(ORGS.name), row.line, _("A name or number is far too long."))
        elif row.get("sourcedId") and row.get("name"):
            org = Org(row.get("name"), row.get("type").casefold() == "school")
            orgs.setdefault(row.get("sourcedId"), org)
        else:
            findings.refuse(source.label(ORGS.name), row.line, _("The id or the name is missing."))
    return orgs


def _roles(source: Source, findings: Findings, today: date) -> dict[str, Roles]:
    roles: dict[str, Roles] = {}
    for row in rows(source, ROLES, findings):
        if user := row.get("userSourcedId"):
            _add_role(roles.setdefault(user, Roles(row.line)), row, today)
        else:
            findings.refuse(source.label(ROLES.name), row.line, _("The id of the person is missing."))
    return roles


def _add_role(roles: Roles, row: Row, today: date) -> None:
    kind = roster_cells.read_role(row.get("role"))
    roles.kinds.add(kind)
    if kind is RosterRole.CAREGIVER:
        roles.relation = roles.relation or row.get("role").casefold()
    end = roster_cells.read_date(row.get("endDate"), today) or today
    if kind is not RosterRole.STUDENT or end < today or roster_cells.is_to_be_deleted(row.get("status")):
        return
    roles.lasting = True
    if not roles.org or row.get("roleType").casefold() == "primary":
        roles.org = row.get("orgSourcedId")


def _births(source: Source, findings: Findings, today: date) -> dict[str, date]:
    births: dict[str, date] = {}
    for row in rows(source, DEMOGRAPHICS, findings):
        user = row.get("userSourcedId") or row.get("sourcedId")
        cell = row.get("birthDate")
        if day := roster_cells.read_birth_date(cell, today):
            births[user] = day
        elif cell:
            text = _("The date of birth is no date, or not a possible one. It was left out.")
            findings.note(source.label(DEMOGRAPHICS.name), row.line, text)
    return births
