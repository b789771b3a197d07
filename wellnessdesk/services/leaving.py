"""Who leaves, and who changes their role: nothing opens any more for them that they have no right to.

Nobody is deleted. A person who leaves loses their slot, and the store key is exchanged for one they never had; where a
coordinator leaves, or is one no longer, a new role key begins. What they could read before stays readable to them if
they copied it, and the screen says so.
"""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.people import Role, kiosk_is_nobody
from wellnessdesk.services import consents, key_changes, rotation
from wellnessdesk.services.consents import Agreement
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import people
from wellnessdesk.vault import people_keys
from wellnessdesk.vault.directory import Entry


@act("people.deactivate")
def deactivate(desk: Desk, person_id: str, consent: Agreement | None = None, progress: Progress = NO_PROGRESS) -> None:
    """Let somebody sign in no more, and exchange the store key. Takes seconds on a large store.

    For a coordinator it needs `consent` of another one, or kit B. Raises `Problem` for oneself, for the last
    administrator or coordinator, or for who is gone already; what `consents.agreed` and `rotation.rotate` raise.
    """
    entry = _somebody_else(desk, person_id)
    _keep_one(desk, entry)
    coordinator = entry.role is Role.COORDINATOR
    agreed = _agreed(desk, entry, consent, needed=coordinator)

    def record(change: Act) -> None:
        people.set_active(change.tx, person_id, False)
        change.record("people.deactivate", f"person:{person_id}", entry.role.value + (agreed.detail if agreed else ""))

    rotation.rotate(
        desk, lambda number, key: people_keys.remove(desk.keys, person_id, number, key,
                                                     agreed.holder if agreed else None),
        record, "people", progress=progress)


@act("people.change_role")
def change_role(desk: Desk, person_id: str, role: Role, consent: Agreement | None = None) -> None:
    """Give somebody who is there another role, with its keys.

    To make a coordinator, or one who is to be none any more, it needs `consent` as `deactivate` does. Raises `Problem`
    for oneself, for the last of their role, or where nothing would change.
    """
    entry = _somebody_else(desk, person_id)
    if role is Role.KIOSK:
        raise Problem(kiosk_is_nobody())
    if entry.role is role:
        raise Problem(_("This person has that role already."))
    _keep_one(desk, entry)
    agreed = _agreed(desk, entry, consent, needed=Role.COORDINATOR in (entry.role, role))
    number = key_changes.newest(desk)
    after = people_keys.change_role(desk.keys, person_id, role, number, agreed.holder if agreed else None)
    with key_changes.taking_effect(desk, after, number, "people") as change:
        people.set_role(change.tx, person_id, role)
        change.record("people.change_role", f"person:{person_id}",
                      f"{entry.role.value} {role.value}" + (agreed.detail if agreed else ""))


@act("people.new_epoch")
def new_epoch(desk: Desk, consent: Agreement) -> None:
    """A new role key for the coordinators that are there; after a substitute has left (`emergencies.epoch_due`)."""
    agreed = consents.agreed(desk, consent)
    number = key_changes.newest(desk)
    after = people_keys.new_epoch(desk.keys, agreed.holder)
    with key_changes.taking_effect(desk, after, number, "people", "emergencies") as change:
        change.record("people.new_epoch", f"epoch:{after.verified().epoch}", agreed.detail.strip())


def _somebody_else(desk: Desk, person_id: str) -> Entry:
    if person_id == desk.person.id:
        raise Problem(_("You cannot do this to yourself. Ask another administrator."))
    entry = next((one for one in desk.keys.directory.entries if one.person == person_id), None)
    if entry is None or not entry.active:
        raise Problem(_("This person cannot sign in any more."))
    return entry


def _keep_one(desk: Desk, entry: Entry) -> None:
    if len(desk.keys.directory.active(entry.role)) > 1:
        return
    if entry.role is Role.ADMINISTRATOR:
        raise Problem(_("This is the only administrator. Add another one first: without one, nobody can add people or "
                        "restore a backup."))
    if entry.role is Role.COORDINATOR:
        raise Problem(_("This is the only coordinator. Add another one first: without one, nobody can read notes or "
                        "take on red flags."))


def _agreed(desk: Desk, entry: Entry, consent: Agreement | None, *, needed: bool) -> consents.Agreed | None:
    """It must be another coordinator who agrees: whom it is about could refuse for ever."""
    found = consents.required(desk, consent, needed=needed)
    if found is not None and found.who == entry.person:
        raise Problem(_("Another coordinator must agree to this."))
    return found

