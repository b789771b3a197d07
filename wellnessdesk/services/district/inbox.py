"""The inbox: look at files or folders without keeping anything, then take all that was chosen, or nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain.bundles import BundleMeta
from wellnessdesk.domain.district import (
    AGGREGATE,
    CAN_BE_TAKEN,
    Chain,
    Receipt,
    Verdict,
    contradicted,
    in_force,
)
from wellnessdesk.domain.figures import figures_of
from wellnessdesk.services.district import centers, verdicts
from wellnessdesk.services.district.desk import DistrictDesk, district_act
from wellnessdesk.services.district.kept import Keeping
from wellnessdesk.services.district.opened import OpenedBundle, unreadable
from wellnessdesk.services.district.opened_rows import opened_any
from wellnessdesk.services.district.unpacking import Opened
from wellnessdesk.store.district import figures, received
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import agefile, sshsig

MOST_FILES = 20_000
ENDING = ".age"


class NoBundle(Problem):
    """There is none in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(_("There is no bundle in {folder}. A bundle's name ends in {ending}.").format(
            folder=folder, ending=ENDING))


class NotTaken(Problem):
    """Nothing was taken; `looked` is the file it is about."""

    def __init__(self, looked: "Looked") -> None:
        super().__init__(f"{looked.path.name}: {looked.sentence}")
        self.looked = looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at one file said. `meta` and `receipt` are there where it could be opened and was signed."""

    path: Path
    verdict: Verdict
    sentence: str
    meta: BundleMeta | None = None
    receipt: Receipt | None = None


@district_act("district.look")
def look(desk: DistrictDesk, paths: Sequence[Path], progress: Progress = NO_PROGRESS) -> list[Looked]:
    """A verdict on every file, and on every `.age` file in every folder. Keeps nothing.

    Several bundles of a center are judged one after the other, by their numbers, as if those before had been taken.
    Raises `NoBundle` for a folder without any: nobody is to take that for delivered.
    """
    found = list(_files(paths))
    with desk.reading() as tx:
        opener = _Opener(desk, tx)
    seen = []
    for number, path in enumerate(found):
        progress.check_cancelled()
        seen.append(opener.look(path, _part(progress, number, len(found))))
        progress.report(number + 1, len(found))
    return _in_order(seen, opener)


@district_act("district.take")
def take(desk: DistrictDesk, looked: Sequence[Looked], progress: Progress = NO_PROGRESS, *,
         despite: Collection[Verdict] = (), reason: str = "") -> list[Receipt]:
    """Take bundles that were looked at: all of them, or none. Every file is read and judged anew.

    Raises `NotTaken` at the first that is not good, unless its verdict is one of `despite` (of `CAN_BE_TAKEN` only);
    then `reason` says what the center explained.
    """
    allowed = CAN_BE_TAKEN & set(despite)
    if allowed and not reason.strip():
        raise Problem(_("Say what the center told you, for the record."))
    with Keeping(desk.folder) as keeping, desk.change() as tx:
        opener, taken = _Opener(desk, tx), []
        for number, one in enumerate(sorted(looked, key=_number)):
            progress.check_cancelled()
            share = _part(progress, number, len(looked))
            taken.append(_take(tx, opener, keeping, one, allowed, reason.strip(), share))
            progress.report(number + 1, len(looked))
        for center in {one.center_id for one in taken}:
            received.settle(tx, center, displaced=opener.displaced, counting=in_force(opener.chain(center).all))
    return taken


class _Opener:
    """What every file is judged by: the district's keys, the centers' keys, and their chains as they grow."""

    def __init__(self, desk: DistrictDesk, tx: Transaction) -> None:
        self._desk = desk
        self._own = {agefile.fingerprint(pair.public) for pair in desk.keys.pairs}
        known = [one for one in centers.known(tx) if one.ended_at is None]
        self._signers = dict(sshsig.parse_allowed_signers_line(one.line) for one in known)
        self._chains = {one.id: Chain(received.of_center(tx, one.id)) for one in known}
        self.displaced: set[str] = set()

    def chain(self, center: str) -> Chain:
        """What was taken from a center so far."""
        return self._chains[center]

    def look(self, path: Path, progress: Progress) -> Looked:
        """A file by itself."""
        return self.open(path, progress)[0]

    def open(self, path: Path, progress: Progress) -> tuple[Looked, Opened | None]:
        """A file by itself, and what is in it."""
        try:
            bundle = opened_any(path, self._desk.keys.secrets, self._signers, progress=progress)
        except Problem as problem:
            return Looked(path=path, verdict=verdicts.of_problem(problem), sentence=str(problem)), None
        receipt = _receipt(bundle, path.name, self._desk)
        meant = not self._own.isdisjoint(bundle.meta.recipient_keys)
        verdict = Verdict.GOOD if meant else Verdict.OTHER_RECIPIENT
        looked = Looked(path=path, verdict=verdict, meta=bundle.meta, receipt=receipt, sentence="")
        return self.told(looked, verdict), bundle

    def judged(self, looked: Looked) -> Looked:
        """The same, judged by what was taken from its center."""
        if looked.receipt is None or looked.verdict is not Verdict.GOOD:
            return looked
        return self.told(looked, self.chain(looked.receipt.center_id).judge(looked.receipt))

    def told(self, looked: Looked, verdict: Verdict) -> Looked:
        """With this verdict, in words."""
        if looked.receipt is None or looked.meta is None:
            return looked
        words = verdicts.sentence(verdict, looked.receipt, looked.meta, self.chain(looked.receipt.center_id))
        return replace(looked, verdict=verdict, sentence=words)

    def took(self, receipt: Receipt) -> None:
        """From now on it belongs to the chain, and what contradicts it does not."""
        chain = self.chain(receipt.center_id)
        gone = contradicted(chain.all, receipt)
        chain.all = [*(replace(one, displaced=True) if one.id in gone else one for one in chain.all), receipt]
        self.displaced |= gone


def _in_order(seen: Sequence[Looked], opener: _Opener) -> list[Looked]:
    """The verdicts by number, in the order the files came in."""
    told: dict[int, Looked] = {}
    for index in sorted(range(len(seen)), key=lambda index: _number(seen[index])):
        told[index] = one = opener.judged(seen[index])
        if one.verdict is Verdict.GOOD and one.receipt is not None:
            opener.took(one.receipt)
    return [told[index] for index in range(len(seen))]


def _take(tx: Transaction, opener: _Opener, keeping: Keeping, looked: Looked, allowed: Collection[Verdict],
          reason: str, progress: Progress) -> Receipt:
    now, bundle = opener.open(looked.path, progress)
    now = opener.judged(now)
    if now.receipt is None or bundle is None or now.verdict not in {Verdict.GOOD, *allowed}:
        raise NotTaken(now)
    if looked.receipt is not None and looked.receipt.hash != now.receipt.hash:
        raise NotTaken(replace(now, sentence=_("This file has changed since you looked at it. Look again.")))
    receipt = now.receipt
    if now.verdict is not Verdict.GOOD:
        receipt = replace(receipt, despite=now.verdict.value, reason=reason)
    opener.took(receipt)
    received.add(tx, receipt)
    if isinstance(bundle, OpenedBundle) and receipt.kind == AGGREGATE:
        received.add_body(tx, receipt.id, bundle.zipped)
        figures.add(tx, receipt.id, (figure for table in bundle.tables for figure in figures_of(table)))
    else:
        keeping.keep(looked.path, receipt.hash)
    return receipt


def _part(progress: Progress, number: int, files: int) -> Progress:
    """The stretch that belongs to one of so many files, which by itself may be long."""
    return Share(progress, 100 * number // files, 100 * (number + 1) // files)


def _number(looked: Looked) -> tuple[str, int]:
    return (looked.receipt.center_id, looked.receipt.sequence) if looked.receipt else ("", 0)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        else:
            yield path


def _in_folder(folder: Path) -> list[Path]:
    try:
        found = sorted(one for one in folder.iterdir() if one.suffix.lower() == ENDING)
    except OSError as error:
        raise unreadable(folder, error) from error
    if not found:
        raise NoBundle(folder)
    return found


def _receipt(bundle: Opened, name: str, desk: DistrictDesk) -> Receipt:
    meta = bundle.meta
    return Receipt(
        id=meta.id, center_id=meta.center_id, center=meta.center, school=meta.school, kind=meta.kind.value,
        period=meta.period.code, first_day=meta.first_day, last_day=meta.last_day, version=meta.version,
        sequence=meta.sequence, previous=meta.previous, hash=bundle.hash, size=bundle.size, supersedes=meta.supersedes,
        audit_sequence=meta.audit_sequence, audit_head=meta.audit_head, purpose=meta.purpose,
        authority=meta.authority, created=meta.created, program=meta.program, demo=meta.demo, file_name=name,
        taken_at=desk.now(), ends_on=meta.ends_on)
