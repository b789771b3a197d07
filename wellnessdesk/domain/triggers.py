"""What a center makes of the red flags that are shipped: which it uses, how soon an adult must know, in which words.

A shipped one is never lost: the center's own words lie over it, and can be taken away again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.catalogues import RedFlag, Text
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.plain_text import clean

LONGEST_LABEL, LONGEST_WORDS = 60, 400
"""Characters: a peer reads it with somebody beside them."""
ALWAYS = "other"
"""Always in use: a flag raised in two actions is of this kind."""
_SOURCE = "The center's own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A kind of red flag as this center has it. `shipped` is false for one of the center's own."""

    id: str
    label_en: str = ""
    label_es: str = ""
    urgency: Urgency = Urgency.SAME_DAY
    signs_en: str = ""
    signs_es: str = ""
    say_en: str = ""
    say_es: str = ""
    used: bool = True
    shipped: bool = False

    def plain(self) -> dict[str, object]:
        """As JSON data, for the settings."""
        kept = asdict(self) | {"urgency": self.urgency.value}
        del kept["shipped"]
        return kept


_WORDS = ("label_en", "label_es", "signs_en", "signs_es", "say_en", "say_es")


def of_entry(entry: RedFlag) -> Trigger:
    """A shipped kind, as it is shipped."""
    return Trigger(id=entry.id, label_en=entry.label.en, label_es=entry.label.es, urgency=Urgency(entry.urgency),
                   signs_en=entry.signs.en, signs_es=entry.signs.es, say_en=entry.say.en, say_es=entry.say.es,
                   shipped=True)


def entry_of(trigger: Trigger, day: date) -> RedFlag:
    """The kind as an entry of the catalogue. `day` is when the center last changed anything."""
    return RedFlag(id=trigger.id, label=Text(trigger.label_en, trigger.label_es), urgency=trigger.urgency.value,
                   signs=Text(trigger.signs_en, trigger.signs_es), say=Text(trigger.say_en, trigger.say_es),
                   source=_SOURCE, last_verified=day)


def overlaid(shipped: Iterable[RedFlag], kept: object) -> list[Trigger]:
    """All kinds a center has: the shipped ones in their order, then its own. What is spoiled in `kept` is left out."""
    own = {trigger.id: trigger for trigger in _read(kept)}
    there = [replace(own.pop(entry.id, of_entry(entry)), shipped=True) for entry in shipped]
    return [replace(one, used=True) if one.id == ALWAYS else one for one in (*there, *own.values())]


def cleaned(trigger: Trigger) -> Trigger:
    """Without signs nobody sees, each text in one line."""
    return replace(trigger, **_words({name: " ".join(clean(getattr(trigger, name)).split()) for name in _WORDS}))


def wrong(trigger: Trigger) -> dict[str, str]:
    """What is missing or too long, by field, as sentences; empty when it will do."""
    found = {}
    for name in _WORDS:
        most = LONGEST_LABEL if name.startswith("label") else LONGEST_WORDS
        if not getattr(trigger, name):
            found[name] = _("Write it in both languages: peers read either.")
        elif len(getattr(trigger, name)) > most:
            found[name] = _("At most {n} characters.").format(n=formats.number(most))
    return found


def _read(kept: object) -> list[Trigger]:
    lines = kept.get("kinds") if isinstance(kept, Mapping) else None
    return [trigger for line in lines if (trigger := _one(line)) is not None] if isinstance(lines, list) else []


def _one(line: object) -> Trigger | None:
    if not isinstance(line, Mapping) or not isinstance(line.get("id"), str):
        return None
    words = {name: line.get(name) for name in _WORDS}
    if line.get("urgency") not in set(Urgency) or not all(isinstance(text, str) and text for text in words.values()):
        return None
    return Trigger(id=str(line["id"]), urgency=Urgency(str(line["urgency"])), used=bool(line.get("used", True)),
                   **_words(words))


def _words(texts: dict[str, Any]) -> dict[str, Any]:
    """Only the texts of a trigger."""
    return {name: str(texts[name]) for name in _WORDS}
