"""Made-up OneRoster exports of any size for the benchmark, and the least that reading and writing one costs."""

import csv
import io
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.bench.stores import BenchStore
from wellnessdesk.domain.people import Role
from wellnessdesk.store import engine
from wellnessdesk.vault import header_file

_GIVEN = ("Ana", "José", "Minh", "Łukasz", "Aaliyah", "Zoë", "Bo", "Fatima", "Noah", "Mei")
_FAMILY = ("Núñez", "O'Neil", "Nguyễn", "Wójcik", "Brown", "García-López", "Li", "Haddad", "Smith", "Xiong")
_CLASSES = 6
"""As many a student has, one in each period."""


def write(path: Path, students: int, grade: int = 9) -> Path:
    """An export with that many students, a caregiver for each, their birthdays and their classes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.csv", "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n")
        packed.writestr("orgs.csv", "sourcedId,name,type\no1,Oak High School,school\n")
        for name, lines in (("users.csv", _users(students, grade)), ("demographics.csv", _births(students)),
                            ("classes.csv", _classes(students)), ("enrollments.csv", _enrollments(students))):
            with packed.open(name, "w") as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as text:
                csv.writer(text).writerows(lines)
    return path


def read_plainly(path: Path) -> int:
    """Every cell of an export through Python's own reader, and nothing done with it."""
    cells = 0
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            with packed.open(name) as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as text:
                cells += sum(len(row) for row in csv.reader(text))
    return cells


class RawRosters:
    """The rows of an import through raw sqlcipher3, durable; each call adds as many students as it says."""

    def __init__(self, store: BenchStore, folder: Path, students: int) -> None:
        desk = store.sign_in(folder, Role.ADMINISTRATOR)
        key = desk.keys.store_key
        desk.close()
        self._connection = engine.connect(folder / header_file.STORE_NAME, key)
        self._students = students
        self._next = count(10_000_000, students)

    def add(self) -> None:
        """One transaction with the students, caregivers, ties and classes of an import."""
        first = next(self._next)
        ids = range(first, first + self._students)
        run, many = self._connection.execute, self._connection.executemany
        run("BEGIN IMMEDIATE")
        many("INSERT INTO students VALUES (?,?,?,'Ana','','Núñez','','','9','Oak High School','2011-05-04',1)",
             [(id_, f"raw-{id_}", f"{id_}") for id_ in ids])
        many("INSERT INTO caregivers VALUES (?,?,'Rosa','Núñez','','555-0100','','es',1)",
             [(id_, f"raw-{id_}") for id_ in ids])
        many("INSERT INTO student_caregivers VALUES (?,?,'parent')", [(id_, id_) for id_ in ids])
        many("INSERT INTO student_classes VALUES (?,?,'Algebra I')",
             [(id_, str(period)) for id_ in ids for period in range(_CLASSES)])
        run("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _users(students: int, grade: int) -> Iterator[tuple[object, ...]]:
    yield ("sourcedId", "status", "enabledUser", "orgSourcedIds", "role", "givenName", "familyName", "identifier",
           "email", "phone", "agentSourcedIds", "grades", "password")
    for n in range(students):
        given, family = _GIVEN[n % 10], f"{_FAMILY[n // 10 % 10]} {n // 100}"
        yield (f"stu-{n}", "active", "true", "o1", "student", given, family, f"{500_000 + n}", f"s{n}@example.org", "",
               f"par-{n}", f"{grade + n % 4:02}", "secret")
        yield (f"par-{n}", "active", "true", "o1", "parent", "Rosa", family, "", f"p{n}@example.org", f"555-{n:07}",
               f"stu-{n}", "", "secret")


def _births(students: int) -> Iterator[tuple[object, ...]]:
    yield "sourcedId", "birthDate"
    for n in range(students):
        yield f"stu-{n}", f"{2008 + n % 4}-{n // 4 % 12 + 1:02}-{n // 48 % 28 + 1:02}"


def _classes(students: int) -> Iterator[tuple[object, ...]]:
    yield "sourcedId", "title", "periods", "termSourcedIds"
    for n in range(max(1, students // 30)):
        for period in range(1, _CLASSES + 1):
            yield f"cls-{n}-{period}", f"Class {n} of period {period}", period, "t1"


def _enrollments(students: int) -> Iterator[tuple[object, ...]]:
    yield "sourcedId", "status", "classSourcedId", "userSourcedId", "role"
    rooms = max(1, students // 30)
    for n in range(students):
        for period in range(1, _CLASSES + 1):
            yield f"enr-{n}-{period}", "active", f"cls-{n % rooms}-{period}", f"stu-{n}", "student"
