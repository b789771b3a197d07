"""Recovery kits: their paper, and the drill each quarter that shows that they still open what they should."""

from collections.abc import Sequence
from datetime import date

from wellnessdesk.base.errors import Denied
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Drill, KitName, Paper, Sheet, due_on
from wellnessdesk.reports import recovery_kit as report
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import people, settings
from wellnessdesk.store import recovery as setup
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import header_file, kits, recovery
from wellnessdesk.vault.errors import BadWords as BadWords  # the dialog tells it at its own field
from wellnessdesk.vault.kits import WrongKit as WrongKit  # and this one

_KEY = "recovery.drills"
_TRIED_BY = {KitName.A: Role.ADMINISTRATOR, KitName.B: Role.COORDINATOR}


@act("recovery.print")
def sheet(desk: Desk, kit: KitName, words: Sequence[str], paper: Paper = Paper.LETTER) -> bytes:
    """The paper of the kit of these words, as PDF of one page. Recorded.

    Raises `BadWords` or `WrongKit` for words that are not of the kit in use: no paper is made that opens nothing.
    """
    made = recovery.from_words(kit, " ".join(words))
    _open(desk, made)
    with desk.change() as change:
        change.record("kit.print", f"kit:{kit.letter}", made.mark)
    printed = Sheet(
        kit=kit, words=tuple(made.words), code=made.code(desk.center.id), mark=made.mark, center=desk.center.name,
        school=desk.center.school, printed_on=desk.today(), demo=desk.center.demo)
    return report.kit_pdf(printed, paper)


@act("recovery.drills")
def drills(desk: Desk) -> list[Drill]:
    """Both kits: the mark of the one in use, when and by whom it was last tried, and whether that is due again."""
    directory = desk.keys.directory
    with desk.reading() as tx:
        return [_drill(desk, tx, KitName.A, recovery.mark(directory.recovery_a)),
                _drill(desk, tx, KitName.B, recovery.mark(directory.recovery_b))]


@act("recovery.drills")
def due_here(desk: Desk) -> list[Drill]:
    """The drills that are due and that whoever is signed in is the one to do."""
    return [drill for drill in drills(desk) if drill.due and _TRIED_BY[drill.kit] is desk.person.role]


@act("recovery.drill")
def drill(desk: Desk, kit: KitName, typed: str) -> Drill:
    """Try a kit: open everything it should open, with what was typed or scanned, and record it.

    Kit A is the administrator's to try, kit B a coordinator's, with the principal. Raises `BadWords`, `WrongKit`, or
    `KitOpensNothing` when the right kit does not open the center's present keys.
    """
    found = recovery.read(kit, typed, desk.center.id)
    if _TRIED_BY[kit] is not desk.person.role:
        raise Denied(_("Kit A is checked by an administrator, kit B by a coordinator together with the principal."))
    _open(desk, found)
    with desk.change("recovery") as change:
        remember_tried(desk, change.tx, kit, found.mark)
        change.record("kit.drill", f"kit:{kit.letter}", found.mark)
        return _drill(desk, change.tx, kit, found.mark)


def remember_tried(desk: Desk, tx: Transaction, kit: KitName, mark: str) -> None:
    """Keep that the kit of this mark was tried today; for `drill`, and for a kit that was made and read back."""
    decided = settings.get(tx, _KEY)
    kept = dict(decided) if isinstance(decided, dict) else {}
    kept[kit.value] = {"on": desk.today().isoformat(), "by": desk.person.id, "mark": mark}
    settings.put(tx, _KEY, kept)


def _open(desk: Desk, kit: recovery.Kit) -> None:
    """Really open what is in the file now, and hold it against the keys in use."""
    header = header_file.read(desk.folder).header
    if kit.name == KitName.B:
        kits.open_b(header, kit)
        return
    opened = kits.open_a(header, kit)
    if (opened.store_key, opened.device_secret) != (desk.keys.store_key, desk.keys.device_secret):
        raise kits.KitOpensNothing


def _drill(desk: Desk, tx: Transaction, kit: KitName, mark: str) -> Drill:
    last, by = _last(tx, kit, mark)
    due = due_on(last or desk.center.day(setup.founded_at(tx)))
    person = people.get(tx, by) if by else None
    return Drill(kit=kit, mark=mark, due_on=due, due=desk.today() >= due, last_on=last,
                 last_by=person.name if person else "")


def _last(tx: Transaction, kit: KitName, mark: str) -> tuple[date | None, str]:
    """When and by whose id this very kit was last tried; what is not as we write it does not count."""
    decided = settings.get(tx, _KEY)
    kept = decided.get(kit.value) if isinstance(decided, dict) else None
    if not isinstance(kept, dict) or kept.get("mark") != mark:
        return None, ""
    try:
        return date.fromisoformat(str(kept["on"])), str(kept["by"])
    except (KeyError, ValueError):
        return None, ""
