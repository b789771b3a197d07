"""The desk: who is signed in, with which keys, at which store; and the frame of every act.

`act` puts the policy before a service function; `Desk.change` puts a change and its audit entry into one transaction.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from wellnessdesk.base.clock import Clock
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain import audit as audit_rules
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.people import Person
from wellnessdesk.services.anchors import Keeper
from wellnessdesk.services.changes import Change, Changes
from wellnessdesk.store import audit, audit_log, emergencies
from wellnessdesk.store.errors import StoreProblem, Unconfirmed
from wellnessdesk.store.transaction import Store, Transaction
from wellnessdesk.vault import header_file, primitives, sealed_entries
from wellnessdesk.vault.unlock import Unlocked

P = ParamSpec("P")
R = TypeVar("R")


class TimeIsOver(Denied):
    """A substitute whose hours are over."""


class Act:
    """A change under way: the transaction, and the pen of the audit log."""

    def __init__(self, desk: "Desk", tx: Transaction) -> None:
        self.tx = tx
        self.now = desk.clock.now()
        self.head: audit_rules.Head | None = None
        self.actions: list[str] = []
        self._desk = desk

    def record(self, action: str, subject: str, detail: str = "") -> audit_rules.Head:
        """Write the audit entry; `subject` is a kind and an id, and neither it nor `detail` names a student."""
        identity = self._desk.keys.identity
        return self._append(self._desk.person.id, action, subject, detail,
                            lambda data: primitives.sign(identity.sign_seed, data))

    def record_sealed(self, action: str, subject: str, detail: str = "") -> audit_rules.Head:
        """Write an entry that only coordinators can read, its author included: nobody may join a flag to its raiser."""
        closed, sign = sealed_entries.close(self._desk.keys, audit_rules.words(action, subject, detail))
        return self._append(audit_rules.NOBODY, audit_rules.SEALED, "", closed, sign)

    def _append(self, actor: str, action: str, subject: str, detail: str, sign: audit.Sign) -> audit_rules.Head:
        self.actions.append(action)
        self.head = audit.append(self.tx, self._desk.clock, sign, actor=actor, action=action, subject=subject,
                                 detail=detail)
        return self.head

    @property
    def recorded(self) -> bool:
        """Whether the log has an entry of this change."""
        return self.head is not None


@dataclass(slots=True)
class Desk:
    """One signed-in person at one open store. Lives until they lock or close."""

    person: Person
    keys: Unlocked = field(repr=False)
    store: Store
    center: Center
    clock: Clock
    folder: Path
    changes: Changes = field(default_factory=Changes)
    sittings: set[str] = field(default_factory=set)
    """What was already audited once in this sitting (drafts)."""
    cache: dict[str, object] = field(default_factory=dict, repr=False)
    """What is kept in memory between two calls; dropped with the change that makes it stale."""
    keeper: Keeper | None = None
    """Remembers in the keyring how far the log goes; None where there is none, and for made-up centers."""
    ends: datetime | None = None
    """The moment after which a substitute may do nothing more; None for everybody else."""
    host: "Desk | None" = field(default=None, repr=False)
    """The desk of the session in which an adult acts as themselves; None at one's own."""

    @contextmanager
    def change(self, *features: str, audited: bool = True) -> Iterator[Act]:
        """One change: commit with its audit entry, then tell who shows these features.

        `audited=False` only for autosaves, which are recorded once a sitting. Raises `Unconfirmed` where the change is
        in the file and the disk does not say that it will stay there.
        """
        act: Act | None = None
        try:
            with self.store.transaction() as tx:
                act = Act(self, tx)
                yield act
                if audited and not act.recorded:
                    raise AssertionError("a change without an audit entry")
        except StoreProblem:
            if act is None or not self._kept_all_the_same(act):
                raise
        if act.head is not None:
            self.moved(act.head, *act.actions)
        for feature in features:
            self.cache.pop(feature, None)
        self.changes.announce(Change(frozenset(features), self.person.id))

    def _kept_all_the_same(self, act: Act) -> bool:
        """Whether a change whose commit failed is in the file: its last step, to sync the folder, comes after that.

        Then nobody may be told that it was not saved, as long as the folder can be synced now.
        """
        there = False
        try:
            with self.reading() as tx:
                there = act.head is not None and audit_log.hash_of(tx, act.head.sequence) == act.head.hash
            if there:
                header_file.sync_folder(self.folder)
        except (StoreProblem, OSError) as error:
            if there:
                raise Unconfirmed from error
        return there

    def moved(self, head: audit_rules.Head, *actions: str) -> None:
        """The log goes as far as this now, after these actions; for whoever writes it otherwise than by `change`."""
        if self.keeper is not None:
            self.keeper.moved(self.keys, head, *actions)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One consistent look."""
        with self.store.reading() as tx:
            yield tx

    def require_time(self) -> None:
        """Raise `TimeIsOver` once it is, by the clock or by the newest entry of the log: a clock can be put back."""
        if self.ends is None:
            return
        with self.reading() as tx:
            newest = emergencies.newest_moment(tx)
        if max(self.clock.now(), newest or self.clock.now()) >= self.ends:
            raise TimeIsOver(_("The time for which you stand in is over. Ask a coordinator."))

    def require_no_substitute(self) -> None:
        """Raise `Denied` for who only stands in: they let nobody in, destroy nothing, and do not judge themselves."""
        if self.ends is not None:
            raise Denied(_("Whoever stands in cannot do this. It is left to a coordinator."))

    def require_own(self) -> None:
        """Raise `Problem` inside somebody else's session: a change of keys would leave that one with the old ones."""
        if self.host is not None:
            raise Problem(_("Sign in with your own name to do this."))

    def today(self) -> date:
        """The center's calendar day."""
        return self.center.day(self.clock.now())

    def local(self, moment: datetime) -> datetime:
        """A moment in the center's own time."""
        return self.center.local(moment)

    def close(self) -> None:
        """Close the store, remember how far the log went, and let go of the keys."""
        self.store.close()
        if self.keeper is not None:
            self.keeper.finish()
        self.cache.clear()


def act(name: str) -> Callable[[Callable[Concatenate[Desk, P], R]], Callable[Concatenate[Desk, P], R]]:
    """Declare which act of `domain.access` a service function is; it raises `Denied` before anything else happens."""

    def declare(function: Callable[Concatenate[Desk, P], R]) -> Callable[Concatenate[Desk, P], R]:
        @functools.wraps(function)
        def checked(desk: Desk, *args: P.args, **kwargs: P.kwargs) -> R:
            access.require(desk.person.role, name)
            desk.require_time()
            return function(desk, *args, **kwargs)

        checked.act = name  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[Desk, P], R], checked)

    return declare
