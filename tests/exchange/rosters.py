"""Makes small OneRoster exports for tests, well-formed and otherwise."""

import csv
import io
import zipfile
from datetime import date

from wellnessdesk.exchange import oneroster

TODAY = date(2026, 9, 14)
COLUMNS = (
    "sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role", "username", "userIds",
    "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades",
    "password",
)  # fmt: skip
PASSWORD = "Canary-Secret-1"
MANIFEST = "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n"
ORGS = "sourcedId,name,type\no1,Oak High School,school\no2,Elm Middle School,school\nd1,Oak District,district\n"


def user(number=1, **cells):
    """One student's cells by column; anything can be set otherwise."""
    return {
        "sourcedId": f"u{number}", "status": "active", "enabledUser": "true", "orgSourcedIds": "o1",
        "role": "student", "givenName": "Ana", "familyName": "Ruiz", "identifier": f"10{number}", "grades": "09",
        "password": PASSWORD, **cells,
    }  # fmt: skip


def users_csv(*users, columns=COLUMNS, end="\n"):
    """The text of a users.csv."""
    text = io.StringIO()
    lines = ([one.get(name, "") for name in columns] for one in users)
    csv.writer(text, lineterminator=end).writerows([columns, *lines])
    return text.getvalue()


def write_zip(path, files, folder=""):
    """A zip of these files, text in UTF-8."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content)
    return path


def write_folder(path, files):
    """A folder of these files, text in UTF-8."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_users(folder, users, **files):
    """What is read of an export with this users.csv (text, bytes or rows), a manifest and three organizations."""
    text = users_csv(*users) if isinstance(users, list) else users
    tables = {"manifest": MANIFEST, "orgs": ORGS, **files, "users": text}
    kept = {f"{name}.csv": content for name, content in tables.items() if content is not None}
    return oneroster.read(write_folder(folder / "export", kept), today=TODAY)


def refused(roster):
    """The lines not taken, as (line, reason)."""
    return [(line.line, line.reason) for line in roster.not_taken]


def noted(roster):
    """The remarks, as (line, text)."""
    return [(note.line, note.text) for note in roster.notes]
