"""A center in the middle of a busy day, and every act that can be done in it, for the tests that hinder them.

The scene is made once and lies closed on the disk; each trial works on a copy of its own (`stage`), with the keys that
a sign-in would have opened. What an act did is read from the whole file (`facts`), of which only what is the same in
two undisturbed runs can be compared: identifiers and seals are random.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from tests.centers import CLOSING_WORDS, OWN_WORDS, first, handed_over, note, own_keys, work
from tests.faults import scene_care, scene_meeting
from tests.store.stores import raw
from tests.support import PASSPHRASE, SECOND_PEER, TestCenter, make_center, quick_keys
from wellnessdesk.domain.bundles import Asked, Kind, Period
from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.flag_steps import Step, StepKind
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.places import Place
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.roster import RosterFile, RosterKind, RosterStudent, plan
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import (
    backups,
    bundle_rows,
    bundles,
    destruction,
    district,
    flag_steps,
    flags,
    leaving,
    locking,
    passphrases,
    people,
    places,
    recipients,
    recovery,
    retention,
    roster,
    sessions,
    supervision,
    visits,
)
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.opening import Newcomer
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import header_file

SEPTEMBER = Period.month(2026, 9)
HOLD_WORDS = "saffron driftwood"
CLOSING = Closing(disposition=CLOSING_WORDS, notify_caregiver=False, notify_reason="x", outcome="x", reported=False)


@dataclass
class Scene:
    """The closed center on the disk, and what in it the acts are done to."""

    center: TestCenter
    recipient: str
    signed: int
    draft: int
    raised: str
    taken_on: str
    waiting: int
    with_peer: int
    care: scene_care.Care
    meeting: scene_meeting.Held

    def stage(self, folder: Path) -> "Scene":
        """The same scene in a copy of its own, open, on a clock of its own."""
        shutil.copytree(self.center.folder, folder)
        return self.opened(folder)

    def opened(self, folder: Path) -> "Scene":
        """The scene as it lies in `folder`, opened with the keys of everybody."""
        some = self.center.admin
        store = open_store(folder / header_file.STORE_NAME, some.keys.store_key)
        clock = replace(self.center.clock)
        desks = {name: Desk(desk.person, own_keys(desk.keys), store, some.center, clock, folder)
                 for name, desk in self.center.desks.items()}
        made = replace(self, center=TestCenter(folder, self.center.created, desks, clock))
        made.out.mkdir(exist_ok=True)  # the stick is there before the act: its folder is not the program's to make
        return made

    @property
    def out(self) -> Path:
        """The stick that bundles are written to."""
        return self.center.folder.parent / "stick"


def set_up(folder: Path) -> Scene:
    """Make the scene in `folder` and close it."""
    day = work(make_center(folder))
    center = day.center
    cora, pia = center.coordinator, center.peer
    other = flags.raise_flag(pia, day.signed, kind=first("red_flags"), urgency=Urgency.IMMEDIATE)
    flags.acknowledge(cora, other.id)
    handed_over(center, 4, pia)
    with_peer = max(visit.id for visit in visits.queue(center.front).with_peer)
    supervision.build(cora)
    supervision.add_own(cora, supervision.read(cora).meeting.id, OWN_WORDS)
    meeting = scene_meeting.begin(center)
    recipient = recipients.add(cora, "Harbor Unified", district.new_key_pair()[1], compared=True, kinds=tuple(Kind))
    care = scene_care.begin(center)
    center.admin.close()
    return Scene(center, recipient.id, day.signed, day.draft, day.flag, other.id, day.waiting, with_peer, care,
                 meeting)


Act = Callable[[Scene], object]


def _roster() -> RosterFile:
    students = tuple(RosterStudent(sourced_id=f"n{number}", student_number=f"30000{number}", given="Nia",
                                   family=f"New{number}", grade="9", school="Oak High School") for number in range(40))
    return RosterFile(kind=RosterKind.BULK, students=students)


def _add_person(scene: Scene) -> object:
    with quick_keys():
        return people.add(scene.center.admin, Newcomer(name="Nina New", role=Role.PEER, passphrase=PASSPHRASE))


def _change_passphrase(scene: Scene) -> object:
    with quick_keys():
        return passphrases.change_passphrase(scene.center.peer, PASSPHRASE, "another set of random words")


def _write_bundle(scene: Scene) -> object:
    scene.center.clock.advance(days=20)
    return bundles.write(scene.center.coordinator, scene.recipient, SEPTEMBER, purpose="Report", folder=scene.out)


def _write_rows(scene: Scene) -> object:
    scene.center.clock.advance(days=20)
    desk = scene.center.coordinator
    asked = Asked(recipient=scene.recipient, kind=Kind.ROWS, period=SEPTEMBER, purpose="Does it help?",
                  authority="Agreement 7", ends_on=desk.today() + timedelta(days=90), about=Grain.WEEK)
    return bundle_rows.write(desk, asked, folder=scene.out, shown=bundle_rows.preview(desk, asked))


def _destroy(scene: Scene) -> object:
    scene.center.clock.advance(days=500)  # by then only drafts are due: one month, one part
    cora = scene.center.coordinator
    return destruction.destroy(cora, retention.preview(cora), PASSPHRASE)


def _own_item(scene: Scene) -> object:
    cora = scene.center.coordinator
    return supervision.add_own(cora, supervision.read(cora).meeting.id, "New sofa")


def _tick(scene: Scene) -> object:
    cora = scene.center.coordinator
    return supervision.tick(cora, supervision.read(cora).meeting.id, ItemKind.NOTE, str(scene.signed), done=True)


def _raise(scene: Scene) -> object:
    return flags.raise_flag(scene.center.desks[SECOND_PEER], scene.draft, kind=first("red_flags"),
                            urgency=Urgency.SAME_DAY, words="x")


ACTS: dict[str, Act] = {
    "check in": lambda s: visits.check_in(s.center.front, 5, reason=first("visit_reasons"),
                                          origin=first("visit_origins")),
    "hand over": lambda s: visits.hand_over(s.center.front, s.waiting, s.center.peer.person.id),
    "check out": lambda s: visits.check_out(s.center.front, s.with_peer),
    "take a step back": lambda s: visits.undo(s.center.front, s.waiting),
    "keep a draft": lambda s: sessions.save_draft(s.center.desks[SECOND_PEER], s.draft, note(text="more of it")),
    "sign a note": lambda s: sessions.sign(s.center.desks[SECOND_PEER], s.draft, note()),
    "read a note": lambda s: sessions.read_note(s.center.coordinator, s.signed),
    "co-sign a note": lambda s: sessions.cosign(s.center.coordinator, s.signed),
    "raise a flag": _raise,
    "take a flag on": lambda s: flags.acknowledge(s.center.coordinator, s.raised),
    "write about a flag": lambda s: flag_steps.add(s.center.coordinator, s.taken_on, Step(
        kind=StepKind.DISPOSITION, text="Walked over"), seen=0),
    "withdraw a flag": lambda s: flags.withdraw(s.center.coordinator, s.raised, "A mistake"),
    "close a flag": lambda s: flags.close(s.center.coordinator, s.taken_on, CLOSING),
    "build the agenda": lambda s: supervision.build(s.center.coordinator),
    "add to the agenda": _own_item,
    "tick an item": _tick,
    "accept a roster": lambda s: roster.accept(s.center.admin, plan([], _roster())),
    "add a person": _add_person,
    "add a district": lambda s: recipients.add(s.center.admin, "Elm Unified", DISTRICT, compared=True),
    "write a bundle": _write_bundle,
    "write rows": _write_rows,
    "set the lock": lambda s: locking.set_minutes(s.center.admin, {Role.PEER: 3}),
    "keep a place": lambda s: places.remember(s.center.peer, Place("sessions", f"session:{s.signed}")),
    "try kit A": lambda s: recovery.drill(s.center.admin, KitName.A, " ".join(s.center.created.words_a)),
    "make a backup": lambda s: backups.make(s.center.admin),
    "change one's passphrase": _change_passphrase,
    "remove a person": lambda s: leaving.deactivate(s.center.admin, s.center.desks[SECOND_PEER].person.id),
    "set a period": lambda s: retention.set_period(s.center.admin, Records.VISITS, 4),
    "place a hold": lambda s: retention.place_hold(s.center.coordinator, 3, HOLD_WORDS),
    "destroy what is due": _destroy,
    **scene_care.ACTS,
    **scene_meeting.ACTS,
}
"""Name -> the act, done by whoever may. Each can be done again after it failed, and once only after it was done."""
DISTRICT = district.new_key_pair()[1]


# ---------------------------------------------------------------------------------------------- what the file says

Facts = dict[str, list[str]]
_ROWS_LEFT = "SELECT recipient_id FROM bundles WHERE state = 'written' AND kind = 'rows'"
_COUNT = {"pseudonym_keys": f" WHERE recipient_id IN ({_ROWS_LEFT})",
          "sealed": f" WHERE kind != 'pseudonym key' OR EXISTS ({_ROWS_LEFT})",
          "bundles": " WHERE state = 'written'",
          "bundle_tables": " WHERE bundle_id IN (SELECT id FROM bundles WHERE state = 'written')",
          "backups": " WHERE state = 'verified' AND reason != 'rotation'"}


def facts(path: Path, key: bytes) -> Facts:
    """Everything in the file but the log, a sorted column each.

    Bundles and backups that came to nothing do not count, nor does the backup that comes before a rotation: it stays.
    So does a key for pseudonyms, made before the first rows leave.
    """
    connection = raw(path, key)
    found: Facts = {}
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if table == "audit":
            continue
        where = _COUNT.get(table, "")
        cursor = connection.execute(f"SELECT * FROM {table}{where}")  # noqa: S608 - the file's own names
        rows = cursor.fetchall()
        for number, column in enumerate(cursor.description):
            found[f"{table}.{column[0]}"] = sorted(repr(row[number]) for row in rows)
    connection.close()
    return found


def same_in(one: Facts, other: Facts) -> set[str]:
    """The columns that two runs of one act leave alike, and so can be compared with a third."""
    return {column for column in one if one[column] == other[column]}


def broken(path: Path, key: bytes) -> bool:
    """Whether either of the two integrity checks finds something."""
    connection = raw(path, key)
    sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    connection.close()
    return not sound or bool(pages)
