"""Puts back pages and records of another time or place, as somebody can who writes files or SQL, and looks who notices.

Usage: python -m tests.faults.swapping FOLDER ROUNDS MODE. A round is one of four: a page of an older copy of the file
in the place of the present one; two sealed records exchanged; a sealed record given to another student, person or
flag; an older version of one in the place of the newest. It is noticed when the opening refuses it, when a reader is
told, or when the verification of the audit log says so. Only a page that leaves every row as it was need not be. MODE
`unread` is the control: there the log is not verified, and seals bind nothing. Prints one JSON object.
"""

import json
import random
import shutil
import sys
from collections import Counter
from pathlib import Path
from unittest import mock

from tests.centers import first, note
from tests.faults.scene import ACTS, Facts, Scene, set_up
from tests.faults.scene_care import ANNA, JOSE
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.clearance import ANY
from wellnessdesk.domain.wellbeing import Told
from wellnessdesk.services import (
    audit,
    caregiver_papers,
    caregivers,
    clearance,
    contacts,
    disclosures,
    flags,
    meetings,
    minutes,
    note_addenda,
    note_returns,
    own_items,
    referrals,
    retention,
    session_marks,
    sessions,
    supervision,
    supervision_actions,
    telling,
    wellbeing,
)
from wellnessdesk.vault import header_file, primitives, sealing
from wellnessdesk.vault.errors import Tampered

PAGE = 4096
UNTOLD = {"places", "sqlite_sequence"}
"""Where somebody was last, and SQLite's own counters: nobody is told anything by them."""
WHICH = {"settings": " WHERE key != 'wellbeing.asked'"}
"""When a peer was asked last how they are: with an older day, they are asked again."""
HISTORY = ("check in", "keep a draft", "raise a flag", "hand over", "take a flag on", "sign a note",
           "add to the agenda", "place a hold", "close a flag", "tick an item", "co-sign a note", "check out",
           "add a person", "set the lock", "begin a group", "sign a group's note", "give a group's note back",
           "add to a group's note", "take a step of a referral", "refer", "correct a contact", "write down a contact",
           "set a rule", "end a rule", "write down a disclosure", "write in a meeting", "take something on",
           "bring to supervision", "add to the minutes", "mark a session", "tell how it is", "make an exception",
           "keep a caregiver's paper")
MORE = {
    "give a group's note back": lambda s: note_returns.give_back(s.center.coordinator, s.care.group, "Which class?"),
    "add to a group's note": lambda s: note_addenda.add(s.center.peer, s.care.group, "Biology."),
    "mark a session": lambda s: session_marks.mark(s.center.peer, s.signed, "It stays with me"),
    "tell how it is": lambda s: wellbeing.tell(s.center.peer, Told(words="Tired")),
    "make an exception": lambda s: clearance.override(s.center.coordinator, s.center.peer.person.id, ANY,
                                                      s.center.coordinator.today(), "Otto is ill"),
    "keep a caregiver's paper": lambda s: caregiver_papers.keep(
        s.center.coordinator, s.center.peer.person.id, first("caregiver_paper_kinds"), s.center.coordinator.today(),
        "Rosa"),
}


class Past:
    """A center at the end of its day, and copies of its file from all along it."""

    def __init__(self, folder: Path) -> None:
        self.scene = set_up(folder / "center")
        self.key = self.scene.center.admin.keys.store_key
        self.path = self.scene.center.folder / header_file.STORE_NAME
        self.olds: list[bytes] = []
        live = self.scene.opened(self.scene.center.folder)
        for act in HISTORY:
            self.olds.append(self.path.read_bytes())
            live.center.clock.advance(minutes=2)
            {**ACTS, **MORE}[act](live)
        again(live)
        for desk in self.scene.center.desks.values():
            desk.keys.header = live.center.admin.keys.header
        live.center.admin.close()
        self.now = self.path.read_bytes()
        self.rows = everything(self.path, self.key)

    def put(self, data: bytes) -> None:
        """What somebody else wrote, in the place of the file."""
        self.path.write_bytes(data)


def again(scene: Scene) -> None:
    """A second signed note of another student, so that there is something to exchange."""
    pia = scene.center.peer
    session = next(one.id for one in sessions.mine(pia) if one.id not in (scene.signed, scene.draft))
    telling.told(pia, session)
    sessions.sign(pia, session, note(text="another"))


def everything(path: Path, key: bytes) -> Facts:
    """Every row of the file, the log included."""
    connection = raw(path, key)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
             if name not in UNTOLD]
    rows = {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}{WHICH.get(name, '')}").fetchall()))  # noqa: S608
            for name in names}
    connection.close()
    return rows


# ------------------------------------------------------------------------------------------------------- what is done


def splice(past: Past, dice: random.Random) -> str:
    """A page of an older copy: its seal fits, for key and number are the same."""
    old = dice.choice(past.olds)
    pages = [at for at in range(0, min(len(old), len(past.now)), PAGE) if old[at:at + PAGE] != past.now[at:at + PAGE]]
    at = dice.choice(pages)
    past.put(past.now[:at] + old[at:at + PAGE] + past.now[at + PAGE:])
    return f"page {at // PAGE + 1} of copy {past.olds.index(old)}"


def exchange(past: Past, dice: random.Random) -> str:
    """Two sealed records of any kinds."""
    connection = raw(past.path, past.key)
    rows = connection.execute("SELECT rowid, kind, blob FROM sealed").fetchall()
    one, other = dice.sample(rows, 2)
    for row, blob in ((one[0], other[2]), (other[0], one[2])):
        connection.execute("UPDATE sealed SET blob = ? WHERE rowid = ?", (blob, row))
    connection.close()
    return f"{one[1]} with {other[1]}"


GIVEN = (("sessions", "student_id"), ("sessions", "peer_id"), ("sessions", "second_peer_id"),
         ("legal_holds", "student_id"), ("session_students", "student_id"), ("contact_rules", "student_id"),
         ("disclosures", "student_id"), ("note_addenda", "by"), ("note_returns", "by"), ("session_marks", "by"),
         ("supervision_actions", "owner_id"), ("wellbeing_checks", "person_id"), ("clearance_overrides", "person_id"),
         ("caregiver_papers", "person_id"))
"""Who or whose something is, where it stands in the clear."""


def give_away(past: Past, dice: random.Random) -> str:
    """A note to another student or peer, a hold, a rule, a group or a disclosure to another student, what somebody took
    on or told, or what counts for them, to somebody else."""
    connection = raw(past.path, past.key)
    table, column = dice.choice(GIVEN)
    where = "note NOT IN ('to_write', 'not_needed') AND student_id > 0" if table == "sessions" else "1"
    row, now = dice.choice(connection.execute(f'SELECT rowid, "{column}" FROM {table} WHERE {where}').fetchall())  # noqa: S608
    people = "SELECT id FROM students" if column == "student_id" else "SELECT id FROM people"
    other = dice.choice([value for (value,) in connection.execute(people).fetchall() if value != now])
    connection.execute(f'UPDATE OR REPLACE {table} SET "{column}" = ? WHERE rowid = ?', (other, row))  # noqa: S608
    connection.close()
    return f"{table}.{column} of row {row}"


def older_version(past: Past, dice: random.Random) -> str:
    """A record as an older copy of the file has it, or under another version's number."""
    name = past.path.with_name("older.db")
    name.write_bytes(dice.choice(past.olds))
    older, connection = raw(name, past.key), raw(past.path, past.key)
    rows = connection.execute("SELECT kind, record, version, blob FROM sealed").fetchall()
    before = {row[:3]: row[3] for row in older.execute("SELECT kind, record, version, blob FROM sealed").fetchall()}
    changed = [row[:3] for row in rows if before.get(row[:3], row[3]) != row[3]]
    older.close()
    name.unlink()
    if changed and dice.random() < 0.5:
        place = dice.choice(changed)
        connection.execute("UPDATE sealed SET blob = ? WHERE kind = ? AND record = ? AND version = ?",
                           (before[place], *place))
    else:
        place = dice.choice(rows)[:3]
        taken = {row[2] for row in rows if row[:2] == place[:2]}  # of a flag there are several steps
        other = dice.choice([number for number in range(12) if number not in taken])
        connection.execute("UPDATE sealed SET version = ? WHERE kind = ? AND record = ? AND version = ?",
                           (other, *place))
    connection.close()
    return f"{place[0]} {place[2]}"


TRICKS = {"pages": splice, "exchanged": exchange, "given away": give_away, "versions": older_version}


# --------------------------------------------------------------------------------------------------------- who notices


def noticed(past: Past) -> str:
    """Who noticed; empty when nobody did. In the end every reader has looked at everything."""
    try:
        scene = past.scene.opened(past.path.parent)
    except Problem:
        return "opening"
    try:
        return by_reading(scene) or ("" if audit.verify(scene.center.coordinator).sound else "log")
    except Problem:
        return "reading"
    finally:
        scene.center.admin.close()


def by_reading(scene: Scene) -> str:
    """Whether any reader of notes, drafts, flags and their steps, holds, referrals, contacts, rules, disclosures,
    supervision and what counts for a peer is told."""
    cora, told = scene.center.coordinator, str(Tampered())
    with cora.reading() as tx:
        signed = "SELECT id FROM sessions WHERE note IN ('signed', 'returned', 'cosigned')"
        ids = [row[0] for row in raw_rows(tx, signed)]
        closed = [row[0] for row in raw_rows(tx, "SELECT id FROM flags WHERE status = 'closed'")]
    for flag in closed:
        for written in flags.life(cora, flag).steps:
            if written.problem:
                return "a step is not as it was sealed"
    for session in ids:
        found = sessions.read_note(cora, session)
        if told in repr((found.addenda, found.returns)):
            return "what was added to a note is not as it was sealed"
    for peer in (scene.center.peer, scene.center.desks[SECOND_PEER]):
        for session in sessions.mine(peer):
            if session.peer_id == peer.person.id:
                sessions.read_draft(peer, session.id)
    shown = [flags.not_closed(cora), supervision.read(cora), retention.holds(cora),
             referrals.under_way(cora)]
    for look in (contacts.of_student, caregivers.family, disclosures.of_student):
        shown += [look(cora, student) for student in (JOSE, ANNA)]
    shown += of_supervision(scene)
    return "reading" if told in repr(shown) else ""


def of_supervision(scene: Scene) -> list[object]:
    """What a coordinator and a peer see of meetings, of what was brought and taken on, and of peers themselves."""
    cora, pia = scene.center.coordinator, scene.center.peer
    me = pia.person.id
    return [meetings.look(cora, scene.meeting.now), minutes.read(cora, scene.meeting.signed), own_items.brought(pia),
            supervision_actions.mine(pia), session_marks.own(pia, scene.signed), wellbeing.of_peer(cora, me),
            clearance.overrides(cora), caregiver_papers.of_peer(cora, me)]


def raw_rows(tx: object, statement: str) -> list:
    return tx.session.connection().exec_driver_sql(statement).fetchall()


def main() -> None:
    folder, rounds, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    if mode == "unread":
        blind()
    past, dice = Past(folder), random.Random(rounds)
    assert not noticed(past), "nothing was done yet"
    found, examples = Counter(tried=rounds, lost=0), []
    for number in range(rounds):
        trick = list(TRICKS)[number % len(TRICKS)]
        past.put(past.now)
        how = TRICKS[trick](past, dice)
        changed = changes(past)
        by = noticed(past)
        found[f"{trick}: {by or ('unnoticed' if changed else 'no row changed')}"] += 1
        if changed and not by:
            found["lost"] += 1
            examples.append(f"{trick}, {how}: {changed}")
    shutil.rmtree(folder / "center", ignore_errors=True)
    sys.stdout.write(json.dumps({**found, "examples": examples[:40]}))


def changes(past: Past) -> list[str]:
    """The tables whose rows are not as they were; what does not even open counts as changed."""
    try:
        rows = everything(past.path, past.key)
    except Exception:  # noqa: BLE001 - SQLite's own, and text that is none
        return ["unreadable"]
    return [name for name in past.rows if rows.get(name) != past.rows[name]]


def blind() -> None:
    """The control's faults."""
    for module, name, answer in ((primitives, "signed_by", True), (sealing, "_bound", b"anything"),
                                 (audit, "verify", mock.Mock(sound=True))):
        mock.patch.object(module, name, return_value=answer).start()


if __name__ == "__main__":
    main()
