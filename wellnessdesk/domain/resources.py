"""The directory of who can help: adult professionals and agencies. Nothing in it is about any student."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.names import matches, search_key, tidy

STALE_AFTER = timedelta(days=180)
"""A number nobody called for half a year may be nobody's any more (DOMAIN.md 3, as crisis lines)."""
LONGEST = 120
LONGEST_TEXT = 600
TEXTS = ("name", "about", "for_whom", "cost_note", "contact", "phone", "email", "web", "address", "hours")
"""What somebody types; `about`, `for_whom` and `hours` may be longer than a line."""
_LONG = frozenset({"about", "for_whom", "hours", "address"})
_NOTE = ": "
"""Between the id of the cost and the words beside it, as the store keeps them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """An entry of the directory; `id` is 0 until it is kept.

    `kind`, `cost` and `supports` are ids of the catalogues `resource_kinds`, `resource_costs` and `identity_supports`;
    `languages` are codes, or names of languages that have no code we know.
    """

    id: int = 0
    kind: str = "other"
    name: str = ""
    about: str = ""
    for_whom: str = ""
    languages: tuple[str, ...] = ()
    cost: str = ""
    cost_note: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    address: str = ""
    hours: str = ""
    supports: tuple[str, ...] = ()
    verified: date | None = None
    active: bool = True

    def stale(self, today: date) -> bool:
        """Whether nobody checked it for too long, or ever."""
        return self.verified is None or today - self.verified > STALE_AFTER

    def plain(self) -> dict[str, object]:
        """As JSON data."""
        day = self.verified.isoformat() if self.verified else ""
        return asdict(self) | {"languages": list(self.languages), "supports": list(self.supports), "verified": day}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; what is empty does not matter. `retired`: also those who no longer help."""

    words: str = ""
    kind: str = ""
    language: str = ""
    cost: str = ""
    support: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What a change of the directory needs to be taken back: entries as they were, and the ids of new ones."""

    before: tuple[Resource, ...] = ()
    added: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A line of a file that is left out, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a file, read: an entry, with the columns the file has for it."""

    line: int
    resource: Resource
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: entries that come, (old, new) of those that change, and lines left out."""

    adds: tuple[Resource, ...] = ()
    changes: tuple[tuple[Resource, Resource], ...] = ()
    same: int = 0
    not_taken: tuple[NotTaken, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it would write nothing."""
        return not (self.adds or self.changes)


def found(directory: Iterable[Resource], wanted: Wanted) -> list[Resource]:
    """The entries that fit, by name."""
    return sorted((one for one in directory if _fits(one, wanted)), key=lambda one: one.name.casefold())


def tidied(resource: Resource) -> Resource:
    """With single spaces and no signs that turn a screen around; languages as codes where there is one."""
    texts = {name: tidy(getattr(resource, name)) for name in TEXTS}
    languages = tuple(dict.fromkeys(formats.language_code(one) or tidy(one) for one in resource.languages if tidy(one)))
    return replace(resource, **texts, languages=languages, supports=tuple(dict.fromkeys(resource.supports)))  # type: ignore[arg-type]


def wrong(resource: Resource, today: date) -> Mapping[str, str]:
    """What cannot be kept, by field, as sentences; empty when all can be."""
    faults = {name: _("This is longer than {n} characters. Shorten it.").format(n=_most(name))
              for name in TEXTS if len(getattr(resource, name)) > _most(name)}
    if not resource.name:
        faults["name"] = _("Give it a name.")
    if catalogues.load("resource_kinds").get(resource.kind) is None:
        faults["kind"] = _("Choose what kind of help it is.")
    if resource.cost and catalogues.load("resource_costs").get(resource.cost) is None:
        faults["cost"] = _("Choose one of the costs in the list.")
    if not all(catalogues.load("identity_supports").get(one) for one in resource.supports):
        faults["supports"] = _("Choose from the list.")
    if resource.email and "@" not in resource.email:
        faults["email"] = _("An email address has an @ in it.")
    if resource.verified is not None and resource.verified > today:
        faults["verified"] = _("This day is still to come.")
    return faults


def compared(directory: Iterable[Resource], lines: Iterable[FileLine], today: date) -> Preview:
    """What a file would change. An entry is known by its name; columns a file does not have stay as they are."""
    known: dict[str, list[Resource]] = {}
    for one in directory:
        known.setdefault(_key(one), []).append(one)
    adds, changes, refused, same, seen = [], [], [], 0, set()
    for read in lines:
        key, there = _key(read.resource), known.get(_key(read.resource), [])
        new = _merged(there[0], read) if len(there) == 1 else read.resource
        reason = _refusal(key in seen, len(there), wrong(new, today))
        seen.add(key)
        if reason:
            refused.append(NotTaken(read.line, reason))
        elif not there:
            adds.append(new)
        elif new != there[0]:
            changes.append((there[0], new))
        else:
            same += 1
    return Preview(tuple(adds), tuple(changes), same, tuple(refused))


def differing(old: Resource, new: Resource) -> list[str]:
    """The fields in which two states of an entry differ."""
    return [field.name for field in fields(Resource) if getattr(old, field.name) != getattr(new, field.name)]


def languages_text(resource: Resource) -> str:
    """The languages by their names."""
    return ", ".join(formats.language_name(code) for code in resource.languages)


def cost_text(resource: Resource) -> str:
    """The cost, and what was written beside it."""
    known = catalogues.label("resource_costs", resource.cost) if resource.cost else ""
    return ". ".join(part for part in (known, resource.cost_note) if part)


def field_label(name: str) -> str:
    """The name of a field as a person reads it."""
    return {
        "kind": _("Kind of help"), "name": _("Name"), "about": _("What they do"), "for_whom": _("For whom"),
        "languages": _("Languages"), "cost": _("Cost"), "cost_note": _("About the cost"),
        "contact": _("How to reach them"),
        "phone": _("Telephone"), "email": _("Email"), "web": _("Web"), "address": _("Address"), "hours": _("Hours"),
        "supports": _("A home for"), "verified": _("Last checked"), "active": _("Retired"),
    }[name]


def fingerprint(resource: Resource) -> str:
    """What the audit log keeps of an entry, so that nobody can put another number there in the store alone."""
    text = json.dumps(resource.plain(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def joined_cost(resource: Resource) -> str:
    """Cost and note as the store keeps them in one text."""
    return f"{resource.cost}{_NOTE}{resource.cost_note}" if resource.cost_note else resource.cost


def parted_cost(kept: str) -> tuple[str, str]:
    """The other way around."""
    cost, _mark, note = kept.partition(_NOTE)
    return cost, note


def _fits(one: Resource, wanted: Wanted) -> bool:
    return ((one.active or wanted.retired) and wanted.kind in ("", one.kind) and wanted.cost in ("", one.cost)
            and (not wanted.language or wanted.language in one.languages)
            and (not wanted.support or wanted.support in one.supports)
            and (not wanted.words.strip() or matches(wanted.words, _words(one))))


def _words(one: Resource) -> str:
    kind = catalogues.label("resource_kinds", one.kind)
    supports = " ".join(catalogues.label("identity_supports", each) for each in one.supports)
    more = (one.about, one.for_whom, kind, supports, one.contact, one.address)
    return search_key(given=one.name, family=" ".join(more))


def _key(one: Resource) -> str:
    return " ".join(search_key(given=one.name, family="").split())


def _merged(there: Resource, read: FileLine) -> Resource:
    return replace(there, **{name: getattr(read.resource, name) for name in read.columns})


def _refusal(twice: bool, known: int, faults: Mapping[str, str]) -> str:
    if twice:
        return _("The same name stands in the file twice.")
    if known > 1:
        return _("The directory has several entries of this name. Change them by hand.")
    return " ".join(f"{field_label(name)}: {sentence}" for name, sentence in faults.items())


def _most(name: str) -> int:
    return LONGEST_TEXT if name in _LONG else LONGEST
