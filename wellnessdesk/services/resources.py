"""The directory of who can help: everybody who is signed in looks things up there, a coordinator keeps it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, language, speaking
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.resources import Done, NotTaken, Preview, Resource, compared, fingerprint, tidied, wrong
from wellnessdesk.exchange import resources_csv
from wellnessdesk.reports import resource_card as report
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import resources

MOST_ON_PAPER = 60
"""Entries of one printing: more is no card, but the directory."""


@act("resources.see")
def directory(desk: Desk) -> list[Resource]:
    """All entries, retired ones too; `domain.resources.found` looks among them."""
    with desk.reading() as tx:
        return resources.everything(tx)


@act("resources.change")
def save(desk: Desk, resource: Resource) -> tuple[Resource, Done]:
    """Keep an entry, new or changed, and what takes that back. Raises `Problem` for what cannot be kept."""
    new = tidied(resource)
    faults = wrong(new, desk.today())
    if faults:
        raise Problem("\n".join(faults.values()))
    with desk.change("resources") as change:
        before = _there(change, new.id) if new.id else None
        kept = _write(change, new)
        change.record("resource.save", f"resource:{kept.id}", fingerprint(kept))
    return kept, Done((before,) if before else (), () if before else (kept.id,))


@act("resources.change")
def checked(desk: Desk, resource_id: int) -> tuple[Resource, Done]:
    """Somebody called there today: it is as the entry says."""
    return _change(desk, resource_id, verified=desk.today())


@act("resources.change")
def retire(desk: Desk, resource_id: int) -> tuple[Resource, Done]:
    """They help no longer: the entry is out of sight, and stays for the referrals that name it."""
    return _change(desk, resource_id, active=False)


@act("resources.change")
def bring_back(desk: Desk, resource_id: int) -> tuple[Resource, Done]:
    """They help again."""
    return _change(desk, resource_id, active=True)


@act("resources.change")
def take_back(desk: Desk, done: Done) -> None:
    """Put entries back as they were before a change; those that were new are retired."""
    with desk.change("resources") as change:
        again = (*done.before, *(replace(_there(change, each), active=False) for each in done.added))
        for one in again:
            resources.put(change.tx, one)
        change.record("resource.take_back", "resources", _told(again))


@act("resources.import")
def preview(desk: Desk, path: Path) -> Preview:
    """What a CSV file would change; nothing is written. Raises `UnreadableDirectory`."""
    lines, refused = resources_csv.read(path)
    tidy = [replace(line, resource=tidied(line.resource)) for line in lines]
    with desk.reading() as tx:
        seen = compared(resources.everything(tx), tidy, desk.today())
    together: list[NotTaken] = sorted([*refused, *seen.not_taken], key=lambda one: one.line)
    return replace(seen, not_taken=tuple(together))


@act("resources.import")
def accept(desk: Desk, seen: Preview) -> Done:
    """Write what a preview showed. Raises `Problem` where the directory was changed in the meantime."""
    with desk.change("resources") as change:
        if any(_there(change, old.id) != old for old, _new in seen.changes):
            raise Problem(_("The directory was changed in the meantime. Look at the file again."))
        kept = [_write(change, new) for new in (*seen.adds, *(new for _old, new in seen.changes))]
        change.record("resource.import", "resources", _told(kept))
    return Done(tuple(old for old, _new in seen.changes), tuple(one.id for one in kept[: len(seen.adds)]))


@act("resources.export")
def export(desk: Desk, path: Path) -> Path:
    """Write the directory to a CSV file; gives the file, with its ending. Raises `Problem` where that cannot be."""
    target = path if path.suffix.lower() == ".csv" else path.with_name(f"{path.name}.csv")
    with desk.change() as change:
        entries = sorted(resources.everything(change.tx), key=lambda one: one.name.casefold())
        change.record("resource.export", "resources", str(len(entries)))
    try:
        target.write_bytes(resources_csv.text(entries))
    except OSError as error:
        raise Problem(_("The file could not be saved there. Choose another folder, or make room on the disk."))\
            from error
    return target


@act("resources.print")
def card(desk: Desk, ids: Sequence[int], spoken: str = "", paper: Paper = Paper.LETTER) -> bytes:
    """Chosen entries as PDF, to be given away, in the language `spoken` (`en`, `es`; else the one in use).

    Raises `Problem` for none, or too many.

    Sealed in the log, without saying which: who prints a page in the minute of a flag need not stand beside it.
    """
    if not 0 < len(ids) <= MOST_ON_PAPER:
        raise Problem(_("Choose from 1 to {n} entries to print.").format(n=MOST_ON_PAPER))
    with desk.change() as change:
        entries = [_there(change, each) for each in dict.fromkeys(ids)]
        change.record_sealed("resource.print", "resources", str(len(entries)))
    with speaking(spoken or language()):
        return report.card_pdf(entries, center=desk.center, today=desk.today(), paper=paper)


def _change(desk: Desk, resource_id: int, **values: object) -> tuple[Resource, Done]:
    with desk.change("resources") as change:
        before = _there(change, resource_id)
        kept = _write(change, replace(before, **values))  # type: ignore[arg-type]
        change.record("resource.save", f"resource:{kept.id}", fingerprint(kept))
    return kept, Done((before,))


def _there(change: Act, resource_id: int) -> Resource:
    found = resources.get(change.tx, resource_id)
    if found is None:
        raise Problem(_("This entry is not there any more."))
    return found


def _write(change: Act, resource: Resource) -> Resource:
    if not resource.id:
        return replace(resource, id=resources.add(change.tx, resource))
    resources.put(change.tx, resource)
    return resource


def _told(entries: Sequence[Resource]) -> str:
    return " ".join(f"{one.id}:{fingerprint(one)}" for one in entries)
