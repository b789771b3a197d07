"""Restore drills: random days at the front desk and beyond, each backed up, restored, and compared row by row.

Usage: python -m tests.faults.drills FOLDER ROUNDS MODE. The dump of the center at the moment of the backup must be the
dump of the restored one, but for the two decisions that say that it was restored; and whoever signs in there reads
their notes. MODE `careless` is the control: there the last act came after the backup. Prints one JSON object.
"""

import json
import random
import shutil
import sys
from pathlib import Path

from sqlalchemy import text

from tests.centers import fresh_center, handed_over, note
from tests.support import PASSPHRASE, TestCenter, derived_once
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, backups, flags, locking, opening, restore, sessions, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.visits import AlreadyHere
from wellnessdesk.store.transaction import Store

_OF_THE_RESTORE = {"backups.restored", "keys.generation"}


def main() -> None:
    folder, rounds, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    dice, found = random.Random(rounds), {"tried": 0, "lost": 0, "rows": 0, "notes read": 0}
    center = fresh_center(folder / "center")
    backups.set_folders(center.admin, [])
    notes: dict[int, str] = {}
    for number in range(rounds):
        live(center, dice, notes, number)
        before = dump(center.admin.store)
        if mode == "careless":
            visits.check_in(center.front, new_student(center), reason="take_a_break", origin="walk_in")
        [made] = backups.make(center.admin)
        target = folder / f"restored-{number}"
        restore.restore(Path(made.folder) / made.name, " ".join(center.created.words_a), target, center.clock)
        desk = opening.sign_in(target, center.peer.person.id, PASSPHRASE, center.clock)
        found["tried"] += 1
        found["rows"] += len(before)
        found["notes read"] += len(notes)
        found["lost"] += not (dump(desk.store) == before and reads(desk, notes) and sound(center, target))
        desk.close()
        shutil.rmtree(target)
    sys.stdout.write(json.dumps(found))


def live(center: TestCenter, dice: random.Random, notes: dict[int, str], number: int) -> None:
    """Some acts of a day."""
    for _act in range(dice.randint(1, 6)):
        center.clock.advance(minutes=dice.randint(1, 90))
        student = dice.randint(1, 7)
        try:
            dice.choice((came, told, raised, decided))(center, student, notes, f"words {number} {dice.random()}")
        except AlreadyHere:
            left(center)


def came(center: TestCenter, student: int, _notes: dict[int, str], _words: str) -> None:
    visits.check_in(center.front, student, reason="take_a_break", origin="walk_in")


def left(center: TestCenter) -> None:
    queue = visits.queue(center.front)
    for visit in (*queue.waiting, *queue.with_peer):
        visits.check_out(center.front, visit.id)


def told(center: TestCenter, student: int, notes: dict[int, str], words: str) -> None:
    session = handed_over(center, student, center.peer)
    sessions.sign(center.peer, session, note(text=words))
    notes[session] = words


def raised(center: TestCenter, student: int, _notes: dict[int, str], words: str) -> None:
    session = handed_over(center, student, center.peer)
    flags.raise_flag(center.peer, session, kind="other", urgency=Urgency.SAME_DAY, words=words)
    sessions.save_draft(center.peer, session, note(text=words))


def decided(center: TestCenter, _student: int, _notes: dict[int, str], words: str) -> None:
    locking.set_minutes(center.admin, {Role.FRONT_DESK: (5, 10, 15)[len(words) % 3]})


def new_student(center: TestCenter) -> int:
    """Somebody who is not here now."""
    left(center)
    return 1


def dump(store: Store) -> list[tuple[str, ...]]:
    """Every row of every table, in no order, as it is read."""
    with store.reading() as tx:
        run = tx.session.execute
        names = run(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        rows = [(name, *map(repr, row)) for name in names for row in run(text(f"SELECT * FROM {name}"))]  # noqa: S608
    return sorted(row for row in rows if not (row[0] == "settings" and row[1].strip("'") in _OF_THE_RESTORE))


def reads(desk: Desk, notes: dict[int, str]) -> bool:
    """Whether the peer reads every note they wrote."""
    return all(sessions.read_note(desk, session).body.text == words for session, words in notes.items())


def sound(center: TestCenter, target: Path) -> bool:
    desk = opening.sign_in(target, center.coordinator.person.id, PASSPHRASE, center.clock)
    try:
        return audit.verify(desk).sound
    finally:
        desk.close()


if __name__ == "__main__":
    with derived_once():
        main()
