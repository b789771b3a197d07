"""A packet of one student's records for somebody who asked: what is in it, and what was decided on each part.

Every note is an education record. Each is included, or withheld on a ground that is written down (DOMAIN.md 3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import LANGUAGES, _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.disclosures import Ground
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.redaction import Hit, without
from wellnessdesk.domain.student_facts import Audience, Facts, name_for
from wellnessdesk.domain.student_file import Contact
from wellnessdesk.domain.students import Student

GROUNDS = (Ground.FAMILY, Ground.TRANSFER, Ground.CONSENT, Ground.COURT)
"""On which a whole record may go out."""


@dataclass(frozen=True, slots=True)
class Part:
    """A named text of an item, and where it may name somebody."""

    name: str
    text: str
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A part of the record on which a decision is due. `key` is what the log calls it (`session:5`).

    One that is `careful` says how somebody is kept safe: it is never decided on together with others. `helper` is who
    got to know of the student by it.
    """

    key: str
    title: str
    parts: tuple[Part, ...]
    careful: bool = False
    helper: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Include an item without the `hidden` places (part number, hit), or withhold it on a ground of the catalogue."""

    include: bool
    ground: str = ""
    hidden: frozenset[tuple[int, Hit]] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it: a table (its headings and rows), and named texts."""

    title: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    nothing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the disclosure log: on which `day`, `to` whom, `why` and `what`; `of` are the keys of the items that
    it would give away."""

    day: str
    to: str
    why: str
    what: str
    of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What there is, before anything is decided. `name` is the one this reader may see; `facts` go as they are, and
    the lines of the `log` but for what would give away what is withheld."""

    student: Student
    name: str
    facts: tuple[Section, ...]
    items: tuple[Item, ...]
    log: tuple[Line, ...] = ()


def proposed(item: Item) -> Decision:
    """Include it, with every likely name hidden; a proposal, no decision."""
    return Decision(include=True, hidden=frozenset(
        (number, hit) for number, part in enumerate(item.parts) for hit in part.hits if hit.likely))


def name_in_packet(student: Student, facts: Facts, ground: Ground) -> str:
    """The name in a packet: a caregiver reads the preferred one only if the student wishes it to caregivers, too."""
    for_family = ground is Ground.FAMILY and Audience.CAREGIVERS not in facts.audiences
    return name_for(student, Facts() if for_family else facts, Audience.PACKETS)


def may_read_preferred(facts: Facts, ground: Ground) -> bool:
    """Whether whoever asks on this ground may read the preferred name and the pronouns."""
    wished = Audience.PACKETS in facts.audiences
    return wished and (ground is not Ground.FAMILY or Audience.CAREGIVERS in facts.audiences)


def language_for(ground: Ground, recipient: str, contacts: Sequence[Contact], usual: str) -> str:
    """In which of our languages a packet is proposed to be: the caregiver's, where one asks; else the `usual` one.

    Of several caregivers it is who stands in `recipient`; of nobody in particular, the language all of them have.
    """
    typed = set(fold(recipient).split())
    words = {one: len(typed.intersection(fold(one.name).split())) for one in contacts}
    meant = [one for one in contacts if words[one] == max(words.values())]
    asked = {code for one in meant if (code := formats.language_code(one.language)) in LANGUAGES}
    return asked.pop() if ground is Ground.FAMILY and len(asked) == 1 else usual


def sections(draft: Draft, decisions: Mapping[str, Decision]) -> tuple[Section, ...]:
    """Exactly what leaves, in its order: shown before, and laid out on paper after."""
    included = tuple(_included(item, decisions[item.key]) for item in draft.items if decisions[item.key].include)
    withheld = tuple((item.title, catalogues.label("withholding_grounds", decisions[item.key].ground))
                     for item in draft.items if not decisions[item.key].include)
    left = (Section(_("Withheld"), texts=withheld),) if withheld else ()
    return (*draft.facts, *included, *left, _log(draft.log, {key for key, one in decisions.items() if not one.include}))


def undecided(draft: Draft, decisions: Mapping[str, Decision]) -> list[Item]:
    """The items on which there is no decision yet, or one to withhold without a ground."""
    return [item for item in draft.items
            if (made := decisions.get(item.key)) is None or not (made.include or made.ground)]


def what(draft: Draft, decisions: Mapping[str, Decision]) -> str:
    """What went, for the disclosure log."""
    kept = sum(not decisions[item.key].include for item in draft.items)
    given = len(draft.items) - kept
    text = ngettext("The student's record as PDF, with {n} entry", "The student's record as PDF, with {n} entries",
                    given).format(n=formats.number(given))
    more = ngettext("{n} withheld", "{n} withheld", kept).format(n=formats.number(kept))
    return f"{text}; {more}" if kept else text


def _log(lines: Sequence[Line], withheld: set[str]) -> Section:
    """With whom it was shared stands there by name, as the law wants it, and that it was shared stands there always;
    but whoever withholds a referral does not name its helper here."""
    rows = [(one.day, _("Withheld"), _("It belongs to something that is withheld."), "–") if one.of & withheld
            else (one.day, one.to, one.why, one.what) for one in lines]
    return Section(_("Disclosure log"), (_("Day"), _("To whom"), _("Why"), _("What")), tuple(rows),
                   nothing=_("Nothing of this record was given to anybody before."))


def _included(item: Item, decision: Decision) -> Section:
    texts = []
    for number, part in enumerate(item.parts):
        hidden = [hit for place, hit in decision.hidden if place == number]
        texts.append((part.name, without(part.text, hidden)))
    return Section(item.title, texts=tuple((name, text) for name, text in texts if text))
