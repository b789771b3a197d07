"""Pathways: which there are, who is on which, how far they are, and a school's own rule sets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.paths import resource
from wellnessdesk.domain import pathways as rules
from wellnessdesk.domain import training as training_rules
from wellnessdesk.domain.hours import Totals
from wellnessdesk.domain.pathway_files import RuleSetProblem, parse, shipped
from wellnessdesk.domain.pathways import Asks, Had, OnPathway, Pathway, Span, Standing
from wellnessdesk.services import hours, peer_marks
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.peers import require_peer
from wellnessdesk.store import pathways, peer_facts, people, settings, training
from wellnessdesk.store.transaction import Transaction

_MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A school's own rule sets as they came; `problem` says why one cannot be used any more."""

    name: str
    labels: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A renewal that comes, and whose it is."""

    person: str
    name: str
    words: str


@act("pathways.see")
def there(desk: Desk) -> list[Pathway]:
    """Every pathway that is in force today: those of the program, then the school's own."""
    with desk.reading() as tx:
        return list(_in_force(desk, tx).values())


@act("pathways.own")
def mine(desk: Desk) -> list[Standing]:
    """Where the peer who asks stands on the pathways they chose."""
    with desk.reading() as tx:
        return standings(desk, tx, desk.person.id)


@act("pathways.own")
def start(desk: Desk, pathway_id: str) -> None:
    """Take a pathway as one's own aim. Raises `Problem` for one that is not there."""
    with desk.change("pathways") as change:
        _start(desk, change, desk.person.id, pathway_id)


@act("pathways.own")
def stop(desk: Desk, pathway_id: str) -> None:
    """It is no aim of one's own any more; what was seen of it stays. Raises `Problem`."""
    with desk.change("pathways") as change:
        _keep(change, replace(_on(change.tx, desk.person.id, pathway_id), ended=True))


@act("pathways.of")
def of(desk: Desk, person_id: str) -> list[Standing]:
    """Where a peer stands, also one who has left."""
    with desk.reading() as tx:
        return standings(desk, tx, person_id)


@act("pathways.of")
def reminders(desk: Desk) -> list[Reminder]:
    """Every renewal that comes within half a year, or is over, of everybody, the most pressing first."""
    with desk.reading() as tx:
        names = people.names(tx)
        certified = {one.person for one in pathways.everything(tx) if one.certified_on and not one.ended}
        found = [(one, who) for who in certified for one in standings(desk, tx, who) if one.reminder()]
    found.sort(key=lambda pair: pair[0].renew_by or date.max)
    return [Reminder(who, names.get(who, ""), one.reminder()) for one, who in found]


@act("pathways.change")
def start_for(desk: Desk, person_id: str, pathway_id: str) -> None:
    """Put a peer on a pathway. Raises `Problem` for who is no peer, and for a pathway that is not there."""
    with desk.change("pathways") as change:
        require_peer(change.tx, person_id)
        _start(desk, change, person_id, pathway_id)


@act("pathways.change")
def set_fact(desk: Desk, person_id: str, pathway_id: str, requirement_id: str, day: date | None) -> None:
    """Say since when somebody meets what no other record tells; None takes it back. Raises `Problem`."""
    _require_past(desk, day)
    with desk.change("pathways") as change:
        one = _on(change.tx, person_id, pathway_id)
        pathway = _in_force(desk, change.tx).get(pathway_id)
        wanted = pathway.requirement(requirement_id) if pathway else None
        if wanted is None or wanted.asks is not Asks.FACT:
            raise Problem(_("This requirement is not in the rule set any more."))
        facts = {key: value for key, value in one.facts.items() if key != requirement_id}
        _keep(change, replace(one, facts=facts | ({requirement_id: day} if day else {})))


@act("pathways.change")
def certify(desk: Desk, person_id: str, pathway_id: str, day: date | None) -> None:
    """Say on which day somebody was certified, or renewed it last: the renewal counts from there. Raises `Problem`."""
    _require_past(desk, day)
    with desk.change("pathways") as change:
        _keep(change, replace(_on(change.tx, person_id, pathway_id), certified_on=day))


@act("pathways.rules")
def own_files(desk: Desk) -> list[RuleFile]:
    """The school's own rule sets, as files."""
    with desk.reading() as tx:
        return [_file(tx, name, text) for name, text in _files(tx).items()]


@act("pathways.rules")
def sample(desk: Desk) -> str:
    """The program's own rule sets as TOML, to see how one is written."""
    return resource("catalogues", "pathways.toml").read_text(encoding="utf-8")


@act("pathways.rules")
def take_in(desk: Desk, name: str, text: str) -> tuple[Pathway, ...]:
    """Take in a school's own rule sets; a file of the same name takes the place of the one before.

    Raises `RuleSetProblem` with file and line, also for a pathway that the program or another file has already.
    """
    with desk.change("pathways") as change:
        files = {one: each for one, each in _files(change.tx).items() if one != name}
        others = [one.id for each, words in files.items() for one in _read(change.tx, each, words)]
        found = parse(text, name, _module_ids(change.tx), own=True, taken={*others, *(one.id for one in shipped())})
        if len(files) >= _MOST_FILES:
            raise RuleSetProblem(_("There are {n} rule sets already. Remove one first.").format(n=_MOST_FILES))
        kept = _keep_files(change, files | {name: text})
        change.record("pathways.take_in", "center", kept)
        return found


@act("pathways.rules")
def remove(desk: Desk, name: str) -> None:
    """Take a school's own rule sets away; who is on one of them stays on it, should it come back. Raises `Problem`."""
    with desk.change("pathways") as change:
        files = _files(change.tx)
        if files.pop(name, None) is None:
            raise Problem(_("This rule set is not there any more."))
        change.record("pathways.remove", "center", _keep_files(change, files))


def standings(desk: Desk, tx: Transaction, person: str) -> list[Standing]:
    """Where a peer stands on the pathways they are on; inside a transaction of the caller."""
    found, today = _in_force(desk, tx), desk.today()
    chosen = [one for one in pathways.everything(tx, person) if not one.ended and one.pathway in found]
    if not chosen:
        return []
    had = _had(tx, person, {span for one in chosen for span in rules.spans(found[one.pathway], one, today)})
    return [rules.standing(found[one.pathway], one, had, today) for one in chosen]


def _start(desk: Desk, change: Act, person: str, pathway_id: str) -> None:
    if pathway_id not in _in_force(desk, change.tx):
        raise Problem(_("This pathway is not there any more."))
    before = pathways.get(change.tx, person, pathway_id)
    if before is not None and not before.ended:
        raise Problem(_("This pathway was chosen already."))
    _keep(change, replace(before, ended=False) if before
          else OnPathway(person=person, pathway=pathway_id, since=desk.today()))


def _keep(change: Act, one: OnPathway) -> None:
    pathways.put(change.tx, one, change.now)
    change.record("pathway.set", f"person:{one.person}", peer_marks.of(one))


def _on(tx: Transaction, person: str, pathway_id: str) -> OnPathway:
    found = pathways.get(tx, person, pathway_id)
    if found is None or found.ended:
        raise Problem(_("They are not on this pathway any more."))
    return found


def _require_past(desk: Desk, day: date | None) -> None:
    if day is not None and day > desk.today():
        raise Problem(_("This day is still to come."))


def _had(tx: Transaction, person: str, asked: Collection[Span]) -> Had:
    modules: dict[str, date | None] = {}
    for _who, module, lapses in training.counting(tx, person):
        before = modules.get(module, date.min)
        modules[module] = None if lapses is None or before is None else max(lapses, before)
    counted = {span: hours.totals(tx, *span, person).get(person, Totals()) for span in asked}
    titles = {one.id: one.label for one in training_rules.all_versions(training.modules(tx))}
    return Had(hours=counted, modules=modules, titles=titles, born=peer_facts.get(tx, person).born)


def _in_force(desk: Desk, tx: Transaction) -> dict[str, Pathway]:
    own = [one for name, text in _files(tx).items() for one in _read(tx, name, text)]
    return rules.in_force([*shipped(), *own], desk.today())


def _module_ids(tx: Transaction) -> frozenset[str]:
    return frozenset(one.id for one in training_rules.all_versions(training.modules(tx)))


def _files(tx: Transaction) -> dict[str, str]:
    kept = settings.get(tx, pathways.OWN)
    return {str(one["file"]): str(one["text"]) for one in kept if isinstance(one, Mapping)
            and {"file", "text"} <= set(one)} if isinstance(kept, list) else {}


def _keep_files(change: Act, files: Mapping[str, str]) -> str:
    kept = [{"file": name, "text": text} for name, text in sorted(files.items())]
    settings.put(change.tx, pathways.OWN, kept)
    return peer_marks.of_setting(pathways.OWN, kept)


def _read(tx: Transaction, name: str, text: str) -> tuple[Pathway, ...]:
    try:
        return parse(text, name, _module_ids(tx), own=True)
    except RuleSetProblem:
        return ()


def _file(tx: Transaction, name: str, text: str) -> RuleFile:
    try:
        return RuleFile(name, tuple(str(one.label) for one in parse(text, name, _module_ids(tx), own=True)))
    except RuleSetProblem as problem:
        return RuleFile(name, problem=str(problem))
