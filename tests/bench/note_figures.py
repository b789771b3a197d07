"""Writing a note: the frames of somebody who types while it is saved by itself, and the signature."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.measure import Figure, figure, note, timed
from tests.bench.stores import BenchStore
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck
from wellnessdesk.services import begun_sessions, sessions, telling

SECONDS = 20
SIGNED = 60


def autosave(store: BenchStore, in_a_process: Callable[..., str]) -> Iterator[Figure]:
    """Milliseconds from a key to the painted field, while every two seconds a draft is sealed and written."""
    with store.copy() as folder:
        _begin_one(store, folder)
        told = json.loads(in_a_process("writing", folder, *store.people[Role.PEER.value], SECONDS))
    note(f"{told['saves']} autosaves, the slowest {max(told['save'], default=0):.0f} ms on the worker; "
         f"longest frame {max(told['frame']):.1f} ms, over 32 ms: {sum(one > 32 for one in told['frame'])}")
    yield figure("autosave.frame", store.visits, told["frame"])


def sign(store: BenchStore) -> Iterator[Figure]:
    """A note of a group session is sealed, signed and recorded, durably."""
    body = NoteBody(service="peer_counseling", topics=("friends",), offers=("listened",), text="Some words. " * 60,
                    red_flag=RedFlagCheck.NOTHING)
    with store.copy() as folder:
        ids = _students(store, folder)
        desk = store.sign_in(folder, Role.PEER)
        now, values = desk.clock.now(), []
        for _turn in range(SIGNED):
            made = begun_sessions.begin(desk, NewSession(students=ids[:1], started_at=now, place="library"))
            telling.told(desk, made.id)
            values.append(timed(lambda number=made.id: sessions.sign(desk, number, body)))
        desk.close()
    yield figure("note.sign", store.visits, values)


def _begin_one(store: BenchStore, folder: Path) -> None:
    ids = _students(store, folder)
    desk = store.sign_in(folder, Role.PEER)
    begun_sessions.begin(desk, NewSession(students=ids[:1], started_at=desk.clock.now(), place="library"))
    desk.close()


def _students(store: BenchStore, folder: Path) -> tuple[int, ...]:
    """Of whom no record is closed to the peer: those who were with them before."""
    desk = store.sign_in(folder, Role.PEER)
    known = begun_sessions.choices(desk).students
    desk.close()
    return tuple(number for number, _name in known)
