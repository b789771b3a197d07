"""The center edits its triggers: a coordinator says which kinds of red flag there are, how soon, and in which words."""

import hashlib
import json
import uuid
from dataclasses import replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.triggers import ALWAYS, Trigger, cleaned, entry_of, of_entry, overlaid, wrong
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import settings
from wellnessdesk.store.transaction import Transaction

KEY = "flags.triggers"


@act("flags.triggers")
def kinds(desk: Desk) -> list[Trigger]:
    """All kinds, in use and not."""
    with desk.reading() as tx:
        return _all(tx)


@act("flags.set_triggers")
def save(desk: Desk, trigger: Trigger) -> None:
    """Keep a kind as the center wants it; one with an empty `id` is new. Raises `StepProblem`, and `Problem` for one
    that cannot go out of use. A kind of the center's own is never removed either: flags are of it."""
    trigger = cleaned(trigger)
    found = wrong(trigger)
    if found:
        raise StepProblem(found)
    if trigger.id == ALWAYS and not trigger.used:
        raise Problem(_("This one stays in use: a flag raised in a hurry is of this kind."))
    new = trigger if trigger.id else _numbered(trigger)
    with desk.change("triggers") as change:
        there = _all(change.tx)
        known = [new if one.id == new.id else one for one in there]
        _keep(change.tx, known if new in known else [*known, new])
        change.record("triggers.set", "center", detail(settings.get(change.tx, KEY)))
    apply(desk)


@act("flags.set_triggers")
def as_shipped(desk: Desk, kind: str) -> None:
    """Take away what the center laid over a shipped kind. Raises `Problem` for one of the center's own."""
    shipped = catalogues.shipped_red_flags().get(kind)
    if shipped is None:
        raise Problem(_("This kind is the center's own: take it out of use instead."))
    with desk.change("triggers") as change:
        _keep(change.tx, [of_entry(shipped) if one.id == kind else one for one in _all(change.tx)])
        change.record("triggers.set", "center", detail(settings.get(change.tx, KEY)))
    apply(desk)


def apply(desk: Desk) -> None:
    """Make the catalogue say what this center decided, for every text from now on."""
    with desk.reading() as tx:
        all_kinds, day = _all(tx), desk.today()
    shipped = {entry.id: entry for entry in catalogues.shipped_red_flags() if of_entry(entry) in all_kinds}
    catalogues.use_red_flags([shipped.get(one.id) or entry_of(one, day) for one in all_kinds],
                             {one.id for one in all_kinds if one.used})


def detail(kept: object) -> str:
    """What the audit log keeps: the digest of all the center decided, so that nobody changes it behind the log."""
    whole = json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def _all(tx: Transaction) -> list[Trigger]:
    return overlaid(catalogues.shipped_red_flags(), settings.get(tx, KEY))


def _keep(tx: Transaction, all_kinds: list[Trigger]) -> None:
    """Only what differs from what is shipped: a later program's better words reach whoever changed nothing."""
    shipped = {entry.id: of_entry(entry) for entry in catalogues.shipped_red_flags()}
    settings.put(tx, KEY, {"kinds": [one.plain() for one in all_kinds if shipped.get(one.id) != one]})


def _numbered(trigger: Trigger) -> Trigger:
    return replace(trigger, id=f"own_{uuid.uuid4().hex[:12]}")
