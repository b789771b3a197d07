"""Reads rule sets of pathways from TOML, the program's own and a school's; what is wrong is said with file and line."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.paths import resource
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.hours import Kind
from wellnessdesk.domain.pathways import Asks, Pathway, Requirement

LONGEST_FILE = 200_000
"""Characters: what is longer is no rule set."""
_ID = re.compile(r"[a-z0-9_]{1,40}")
_HEADER = re.compile(r"\s*\[\[\s*(pathway(?:\.\w+)?)\s*\]\]")
_KINDS = [kind.value for kind in Kind]


class RuleSetProblem(Problem):
    """A rule set cannot be used; the text names the file and the line."""


@cache
def shipped() -> tuple[Pathway, ...]:
    """The rule sets that the program brings. Raises `RuleSetProblem` where the file is wrong."""
    path = resource("catalogues", "pathways.toml")
    return parse(path.read_text(encoding="utf-8"), path.name, catalogues.training_modules().ids())


def parse(text: str, name: str, modules: Collection[str], *, own: bool = False,
          taken: Collection[str] = ()) -> tuple[Pathway, ...]:
    """The pathways in a file of this name; `modules` are the ids of the trainings there are, `taken` those of the
    pathways that stand elsewhere.

    Raises `RuleSetProblem` for bad TOML, a field that is missing or wrong, a module that is not there, a pathway that
    is there already, and versions that overlap: with file and line, and nothing is taken.
    """
    if len(text) > LONGEST_FILE:
        raise RuleSetProblem(_("“{file}” is too long for a rule set.").format(file=name))
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleSetProblem(_("“{file}” is not a valid TOML file: {reason}.").format(
            file=name, reason=error)) from None
    reader = _Reader(text, name, frozenset(modules))
    found = reader.pathways(raw, own)
    reader.require_apart(found, taken)
    return found


class _Reader:
    """Knows in which line of the file each table begins, which the parser of TOML does not tell."""

    def __init__(self, text: str, name: str, modules: frozenset[str]) -> None:
        self._name, self._modules = name, modules
        self._lines: dict[tuple[int, str, int], int] = {}
        pathway, counts = -1, dict[str, int]()
        for number, line in enumerate(text.splitlines(), 1):
            header = _HEADER.match(line)
            if header and header.group(1) == "pathway":
                pathway, counts = pathway + 1, {}
                self._lines[pathway, "", 0] = number
            elif header:
                part = header.group(1).partition(".")[2]
                self._lines[pathway, part, counts.get(part, 0)] = number
                counts[part] = counts.get(part, 0) + 1

    def pathways(self, raw: Mapping[str, Any], own: bool) -> tuple[Pathway, ...]:
        tables = raw.get("pathway")
        if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
            raise RuleSetProblem(_("“{file}” has no rule set. Each one begins with [[pathway]].").format(
                file=self._name))
        return tuple(self._pathway(place, one, own) for place, one in enumerate(tables))

    def require_apart(self, found: Sequence[Pathway], taken: Collection[str]) -> None:
        """Two versions of one pathway cannot begin on one day, nor bear one name, nor stand in two files."""
        for place, one in enumerate(found):
            if one.id in taken:
                raise self._wrong((place, "", 0), _("the pathway “{id}” is there already. Give it another id.").format(
                    id=one.id))
            if any(one.id == other.id and (one.since == other.since or one.version == other.version)
                   for other in found[:place]):
                raise self._wrong((place, "", 0), _("versions of “{id}” overlap.").format(id=one.id))

    def _pathway(self, place: int, raw: dict[str, Any], own: bool) -> Pathway:
        at = (place, "", 0)
        known = {"id", "version", "since", "label", "about", "source", "last_verified", "minimum_age", "young",
                 "renew_years", "requirement", "renewal"}
        self._require_known(at, raw, known)
        requirements = [self._requirement((place, "requirement", number), one)
                        for number, one in enumerate(self._tables(at, raw, "requirement"))]
        renewal = [self._requirement((place, "renewal", number), {**one, "kind": "hours"})
                   for number, one in enumerate(self._tables(at, raw, "renewal"))]
        if not requirements:
            raise self._wrong(at, _("it asks for nothing. Each requirement begins with [[pathway.requirement]]."))
        if len({one.id for one in requirements}) < len(requirements):
            raise self._wrong(at, _("two of its requirements have the same id."))
        self._require_facts(place, requirements)
        return Pathway(
            id=self._id(at, raw), version=self._text(at, raw, "version"), since=self._day(at, raw, "since"),
            label=self._words(at, raw, "label"), about=self._words(at, raw, "about"),
            source=self._text(at, raw, "source"), last_verified=self._day(at, raw, "last_verified"),
            minimum_age=self._number(at, raw, "minimum_age", 0, 99), renewal=tuple(renewal),
            young=self._words(at, raw, "young") if "young" in raw else None, requirements=tuple(requirements),
            renew_years=self._number(at, raw, "renew_years", 0, 20), own=own)

    def _requirement(self, at: tuple[int, str, int], raw: dict[str, Any]) -> Requirement:
        kind = raw.get("kind")
        if kind not in list(Asks):
            raise self._wrong(at, _("“{field}” must be one of: {choices}.").format(
                field="kind", choices=", ".join(Asks)))
        hours = {"of", "hours", "competency", "years", "after", "within"} if kind == Asks.HOURS else set[str]()
        self._require_known(at, raw, {"id", "kind", "label", "get", "modules"} | hours)
        made = Requirement(id=self._id(at, raw), asks=Asks(kind), label=self._words(at, raw, "label"),
                           get=self._words(at, raw, "get") if "get" in raw else None)
        if made.asks is Asks.HOURS:
            return self._of_hours(at, raw, made)
        return self._of_modules(at, raw, made) if made.asks is Asks.MODULES else made

    def _of_hours(self, at: tuple[int, str, int], raw: dict[str, Any], made: Requirement) -> Requirement:
        competency, of = raw.get("competency", ""), raw.get("of")
        if of not in _KINDS:
            raise self._wrong(at, _("“{field}” must be one of: {choices}.").format(
                field="of", choices=", ".join(_KINDS)))
        if competency and competency not in catalogues.load("competencies").ids():
            raise self._wrong(at, _("there is no competency “{id}”.").format(id=competency))
        return Requirement(id=made.id, asks=made.asks, label=made.label, get=made.get, of=Kind(of),
                           competency=competency, hours=self._number(at, raw, "hours", 1, 100_000),
                           years=self._number(at, raw, "years", 0, 50),
                           after=self._text(at, raw, "after") if "after" in raw else "",
                           within=self._number(at, raw, "within", 1, 50) if "after" in raw else 0)

    def _require_facts(self, place: int, requirements: Sequence[Requirement]) -> None:
        """Whatever has its time from a day on names a fact of the same pathway, which has that day."""
        facts = {one.id for one in requirements if one.asks is Asks.FACT}
        for number, one in enumerate(requirements):
            if one.after and one.after not in facts:
                raise self._wrong((place, "requirement", number), _("there is no fact “{id}” in this pathway.").format(
                    id=one.after))

    def _of_modules(self, at: tuple[int, str, int], raw: dict[str, Any], made: Requirement) -> Requirement:
        modules = raw.get("modules")
        if not isinstance(modules, list) or not modules or not all(isinstance(one, str) for one in modules):
            raise self._wrong(at, _("“{field}” must be a list of texts.").format(field="modules"))
        for one in modules:
            if one not in self._modules:
                raise self._wrong(at, _("there is no training module “{id}”.").format(id=one))
        return Requirement(id=made.id, asks=made.asks, label=made.label, get=made.get, modules=tuple(modules))

    def _tables(self, at: tuple[int, str, int], raw: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
        found = raw.get(field, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._wrong(at, _("“{field}” is not known here.").format(field=field))
        return found

    def _require_known(self, at: tuple[int, str, int], raw: Mapping[str, Any], known: Collection[str]) -> None:
        for field in raw:
            if field not in known:
                raise self._wrong(at, _("“{field}” is not known here.").format(field=field))

    def _id(self, at: tuple[int, str, int], raw: Mapping[str, Any]) -> str:
        found = raw.get("id")
        if not isinstance(found, str) or not _ID.fullmatch(found):
            raise self._wrong(at, _("“{field}” must be small letters, digits and _.").format(field="id"))
        return found

    def _text(self, at: tuple[int, str, int], raw: Mapping[str, Any], field: str) -> str:
        found = raw.get(field)
        if not isinstance(found, str) or not found.strip():
            raise self._wrong(at, _("“{field}” must be a text in quotes.").format(field=field))
        return found.strip()

    def _words(self, at: tuple[int, str, int], raw: Mapping[str, Any], field: str) -> Text:
        found = raw.get(field)
        if (not isinstance(found, dict) or set(found) != {"en", "es"}
                or not all(isinstance(one, str) and one.strip() for one in found.values())):
            raise self._wrong(at, _("“{field}” must be a text in English and Spanish.").format(field=field))
        return Text(found["en"], found["es"])

    def _day(self, at: tuple[int, str, int], raw: Mapping[str, Any], field: str) -> date:
        found = raw.get(field)
        if type(found) is not date:
            raise self._wrong(at, _("“{field}” must be a date, year first.").format(field=field))
        return found

    def _number(self, at: tuple[int, str, int], raw: Mapping[str, Any], field: str, least: int, most: int) -> int:
        found = raw.get(field, 0)
        if type(found) is not int or not least <= found <= most:
            raise self._wrong(at, _("“{field}” must be a whole number from {least} to {most}.").format(
                field=field, least=least, most=most))
        return found

    def _wrong(self, at: tuple[int, str, int], reason: str) -> RuleSetProblem:
        return RuleSetProblem(_("“{file}”, line {line}: {reason} Nothing was taken.").format(
            file=self._name, line=self._lines.get(at, 1), reason=reason))
