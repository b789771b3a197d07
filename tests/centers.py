"""Real centers in a few milliseconds: one is made (Argon2 and all) once a run, every test works on its own copy."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.support import NAMES, TestCenter, make_center
from wellnessdesk.base.clock import FixedClock
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck
from wellnessdesk.services import flags, sessions, telling, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import header_file
from wellnessdesk.vault.unlock import Unlocked

SECRET_WORDS = "zebrafinch marmalade"
FLAG_WORDS = "quicksilver lighthouse"
CLOSING_WORDS = "periwinkle anvil"
OWN_WORDS = "tangerine cathedral"
DECIDED = Closing(disposition="x", notify_caregiver=False, notify_reason="x", reported=False, outcome="x")
"""Everything a flag needs to close."""


@dataclass
class WorkedDay:
    """What `worked_center` holds: a signed note with a raised flag, a draft of the second peer, somebody waiting."""

    center: TestCenter
    signed: int
    draft: int
    flag: str
    waiting: int


def fresh_center(folder: Path) -> TestCenter:
    """A center with people and students and nothing done yet."""
    return _copied(_template(), folder)


def worked_center(folder: Path) -> WorkedDay:
    """A center in the middle of a day."""
    return work(fresh_center(folder))


def own_keys(keys: Unlocked) -> Unlocked:
    """The same keys in an object of its own, so that a test can spoil it."""
    return replace(keys, role_privates=dict(keys.role_privates))


def note(**changes: object) -> NoteBody:
    """A note with everything a signature asks for."""
    body = NoteBody(service=first("service_options"), topics=(first("topics"),), offers=(first("offers"),),
                    red_flag=RedFlagCheck.NOTHING, text=f"talked about {SECRET_WORDS}")
    return replace(body, **changes)


def first(catalogue: str) -> str:
    """The first id of a catalogue."""
    return next(iter(catalogues.load(catalogue))).id


def handed_over(center: TestCenter, student: int, peer: Desk, *, told: bool = True) -> int:
    """Check a student in and hand them over; the id of the session this begins. They are told what is shared."""
    visit = visits.check_in(center.front, student, reason=first("visit_reasons"), origin=first("visit_origins"))
    visits.hand_over(center.front, visit.id, peer.person.id)
    made = max(session.id for session in sessions.mine(peer))
    if told:
        telling.told(peer, made)
    return made


def work(center: TestCenter) -> WorkedDay:
    """Do a morning's work in a fresh center."""
    signed = handed_over(center, 1, center.peer)
    center.clock.advance(minutes=20)
    draft = handed_over(center, 2, center.desks["Otto Other"])
    sessions.save_draft(center.desks["Otto Other"], draft, note(text=f"half of {SECRET_WORDS}"))
    sessions.save_draft(center.peer, signed, note(red_flag=RedFlagCheck.RAISED))
    center.clock.advance(minutes=5)
    flag = flags.raise_flag(center.peer, signed, kind=first("red_flags"), urgency=Urgency.SAME_DAY, words=FLAG_WORDS)
    center.clock.advance(minutes=5)
    sessions.sign(center.peer, signed, note(red_flag=RedFlagCheck.RAISED))
    waiting = visits.check_in(center.front, 3, reason=first("visit_reasons"), origin=first("visit_origins"))
    return WorkedDay(center, signed, draft, flag.id, waiting.id)


@cache
def _template() -> TestCenter:
    folder = Path(tempfile.mkdtemp(prefix="wellnessdesk-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    center = make_center(folder / "center")
    center.admin.close()
    return center


def _copied(made: TestCenter, folder: Path) -> TestCenter:
    shutil.copytree(made.folder, folder)
    store = open_store(folder / header_file.STORE_NAME, made.admin.keys.store_key)
    clock = FixedClock()
    first_desk = made.desk(Role.ADMINISTRATOR)
    desks = {name: Desk(desk.person, own_keys(desk.keys), store, first_desk.center, clock, folder)
             for name, desk in made.desks.items()}
    assert set(NAMES.values()) < set(desks)
    return TestCenter(folder, made.created, desks, clock)
