"""The rules that put items on a supervision agenda: their numbers, as shipped and as a center changed them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.catalogues import SupervisionRule, supervision_rules

FIRST = 100
"""Heavier than anything that can be moved: a life may hang on an open flag (DOMAIN.md 2)."""
MOST_WEIGHT, MOST_MINUTES, MOST_DAYS, MOST_OF_YEAR = 99, 60, 60, 400
"""How far back is looked stays bounded, so that building an agenda takes no longer with the years; what holds for a
school year may hold a little longer."""
NUMBERS = ("weight", "minutes", "limit", "days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The numbers of one rule; 0 where it has no such number. What they mean stands in `supervision_rules.toml`."""

    id: str
    weight: int = 0
    minutes: int = 0
    limit: int = 0
    days: int = 0

    def plain(self) -> dict[str, object]:
        """As JSON data, for the settings."""
        return asdict(self)


class Rules:
    """All rules of a center, by id."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {rule.id: rule for rule in rules}

    def __getitem__(self, rule: str) -> Rule:
        return self._rules[rule]

    def all(self) -> tuple[Rule, ...]:
        """In the order of the catalogue."""
        return tuple(self._rules.values())

    def weight(self, rule: str) -> int:
        """How early what this rule brings up stands; what cannot be moved stands first."""
        return (self._rules[rule].weight or FIRST) if rule in self._rules else 0

    def weight_of_area(self, area: str) -> int:
        """How early a part of the agenda stands: as its heaviest rule; 0 where none is of it."""
        return max((self.weight(one.id) for one in supervision_rules() if one.area == area), default=0)


def of_entry(entry: SupervisionRule) -> Rule:
    """A rule as it is shipped."""
    return Rule(id=entry.id, weight=entry.weight, minutes=entry.minutes, limit=entry.limit, days=entry.days)


def overlaid(kept: object) -> Rules:
    """The shipped rules with what a center decided laid over them. What is spoiled in `kept` does not count."""
    own = {rule.id: rule for rule in _read(kept)}
    return Rules(own.get(entry.id, of_entry(entry)) for entry in supervision_rules())


def bounds(rule: str, number: str) -> tuple[int, int]:
    """The least and the most that one of `NUMBERS` can be; (0, 0) where the rule has no such number."""
    entry = supervision_rules().get(rule)
    if entry is None or (number != "limit" and not getattr(entry, number)):
        return 0, 0
    most = {"weight": MOST_WEIGHT, "minutes": MOST_MINUTES, "limit": entry.most,
            "days": MOST_OF_YEAR if entry.days > MOST_DAYS else MOST_DAYS}[number]
    return entry.least if number == "limit" else 1, most


def wrong(rule: Rule) -> dict[str, str]:
    """What cannot be, by number, as sentences; empty when it will do."""
    found = {}
    for number in NUMBERS:
        least, most = bounds(rule.id, number)
        if not least <= getattr(rule, number) <= most:
            found[number] = _("Choose between {least} and {most}.").format(
                least=formats.number(least), most=formats.number(most)) if most else _("This rule has no such number.")
    return found


def _read(kept: object) -> list[Rule]:
    lines = kept.get("rules") if isinstance(kept, Mapping) else None
    return [rule for line in lines if (rule := _one(line)) is not None] if isinstance(lines, list) else []


def _one(line: object) -> Rule | None:
    if not isinstance(line, Mapping) or supervision_rules().get(str(line.get("id"))) is None:
        return None
    numbers = {name: line.get(name) for name in NUMBERS}
    if not all(type(value) is int for value in numbers.values()):
        return None
    rule = replace(Rule(id=str(line["id"])), **numbers)  # type: ignore[arg-type]
    return None if wrong(rule) else rule
