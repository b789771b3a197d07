"""The agenda of a supervision meeting: what gets on it, in which order, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.agenda_rules import Rules, overlaid
from wellnessdesk.domain.meetings import Meeting


class Section(StrEnum):
    """The parts of an agenda; their ids are the areas of the rules, whose weights order them. Red flags always lead: a
    life may hang on them, and somebody out there waits for the second (DOMAIN.md 2)."""

    FLAGS = "flags"
    REFERRALS = "referrals"
    ACTIONS = "actions"
    """What somebody took on in an earlier meeting and has not done."""
    CARRIED = "carried"
    PEERS = "peers"
    SESSIONS = "sessions"
    NOTES_TO_WRITE = "notes_to_write"
    NOTES_TO_REVIEW = "notes_to_review"
    AGREEMENTS = "agreements"
    CONCERNS = "concerns"
    GOOD_NEWS = "good_news"
    ANNOUNCEMENTS = "announcements"
    OWN = "own"


def section_title(section: Section) -> str:
    """The heading of a part of the agenda."""
    return {
        Section.REFERRALS: _("Overdue referrals"),
        Section.FLAGS: _("Red flags"),
        Section.ACTIONS: _("Taken on and not done"),
        Section.CARRIED: _("Carried over"),
        Section.PEERS: _("How the Wellness Peers are"),
        Section.SESSIONS: _("Sessions to talk about"),
        Section.AGREEMENTS: _("Agreements about to lapse"),
        Section.NOTES_TO_WRITE: _("Notes not signed"),
        Section.NOTES_TO_REVIEW: _("Notes to review"),
        Section.CONCERNS: _("Boundaries and scope"),
        Section.GOOD_NEWS: _("Good news"),
        Section.ANNOUNCEMENTS: _("Announcements"),
        Section.OWN: _("Also to talk about"),
    }[section]


class ItemKind(StrEnum):
    """What an item points to."""

    FLAG = "flag"
    NOTE = "note"
    REFERRAL = "referral"
    ACTION = "action"
    SESSION = "session"
    PEER = "peer"
    AGREEMENT = "agreement"
    """All of them together: one line, not thirty."""
    OWN = "own"


class ItemState(StrEnum):
    """What became of an item."""

    OPEN = "open"
    TALKED = "talked"
    DEFERRED = "deferred"
    """Put off to the next meeting, with a reason."""


class Audience(StrEnum):
    """Who may see an item that is not closed to them anyway: names and ids are another matter."""

    GROUP = "group"
    """Everybody at the meeting: it may stand on a wall."""
    PAPER = "paper"
    """Coordinators, on their paper, too."""
    COORDINATORS = "coordinators"
    """Coordinators, on their screen alone."""


def item_state_label(state: ItemState) -> str:
    """What became of an item, in words."""
    return {ItemState.OPEN: _("Still open"), ItemState.TALKED: _("Talked through"),
            ItemState.DEFERRED: _("Put off")}[state]


@dataclass(frozen=True, slots=True)
class Why:
    """Why an item is on the agenda: the id of the rule that put it there, and its facts in words.

    `private` is what is for the coordinators' screen alone: it is not printed, nor shown on a wall.
    """

    rule: str
    fact: str
    private: str = ""

    @property
    def label(self) -> str:
        """The rule by its name."""
        return catalogues.label("supervision_rules", self.rule)


def reason_of(why: Iterable[Why]) -> str:
    """All facts in one line, for everybody who may see the item."""
    return "; ".join(one.fact for one in why if one.fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One point of an agenda.

    `ref` is the id of the flag, session, referral, peer or own item. `who` are initials and an id, for print; `name` is
    for the screen of a coordinator only. `reason` says why the item is here, `carried` counts the meetings it was
    carried over from, `minutes` is the time set aside, `seconds` the time it took so far. `written` says that
    words of it are sealed: its outcome, its decision, a remark. What says nothing of its `audience` is not for a wall.
    `why` is empty for what somebody added, and for what is settled meanwhile.
    """

    section: Section
    kind: ItemKind
    ref: str
    title: str
    reason: str
    who: str = ""
    name: str = ""
    minutes: int = 3
    carried: int = 0
    state: ItemState = ItemState.OPEN
    urgent: bool = False
    written: bool = False
    seconds: int = 0
    audience: Audience = Audience.PAPER
    why: tuple[Why, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it was talked about."""
        return self.state is ItemState.TALKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The agenda of a meeting."""

    meeting: Meeting
    built_at: datetime
    built_by: str
    items: tuple[Item, ...]

    @property
    def minutes(self) -> int:
        """The time all open items ask for."""
        return sum(item.minutes for item in self.items if item.state is ItemState.OPEN)


def assemble(fresh: list[Item], before: list[Item], same: list[Item], rules: Rules | None = None) -> list[Item]:
    """The items of an agenda, in the order of the rules, by default the shipped ones.

    `fresh` comes from the facts; `before` are the items of the last agenda; `same` those of an agenda already
    built for this meeting, whose order, minutes and ticks are kept. What was left open is carried over once more: an
    own item as it is, another one while its fact still holds. An own item that was carried over by an agenda built
    early, and talked about since, leaves again.
    """
    open_before = {(item.kind, item.ref): item for item in before if not item.done}
    kept = {(item.kind, item.ref): item for item in same}
    carried = [replace(item, section=Section.CARRIED, carried=item.carried + 1, state=ItemState.OPEN,
                       written=False, seconds=0)
               for item in open_before.values() if item.kind is ItemKind.OWN]
    items = [_carry(item, open_before) for item in fresh]
    items += [item for item in carried if (item.kind, item.ref) not in kept]
    talked = {(item.kind, item.ref) for item in before if item.done}
    items += [item for item in same if item.kind is ItemKind.OWN
              and not (_untouched(item) and (item.kind, item.ref) in talked)]
    merged = {(item.kind, item.ref): _keep(item, kept) for item in items}
    ordered = [merged.pop(key) for key in kept if key in merged]
    known = overlaid(None) if rules is None else rules
    places = {section: _place(known, section) for section in Section}
    return placed(ordered, sorted(merged.values(), key=lambda new: (
        places[new.section], new.urgent, -_weight(known, new), -new.carried)), known)


def _untouched(item: Item) -> bool:
    """Carried over, and nothing became of it in the new meeting yet."""
    return bool(item.carried) and item.state is ItemState.OPEN and not item.written


def placed(ordered: Iterable[Item], new: Iterable[Item], rules: Rules) -> list[Item]:
    """The items in their order, with each new one in its section."""
    items, places = list(ordered), {section: _place(rules, section) for section in Section}
    for item in new:
        items.insert(_where(items, item, places), item)
    return items


def _where(ordered: list[Item], item: Item, places: dict[Section, tuple[int, int]]) -> int:
    """A new item goes to the end of its section, an urgent one to its beginning; sections keep their order."""
    same = [at for at, other in enumerate(ordered) if other.section is item.section]
    if same:
        return same[0] if item.urgent else same[-1] + 1
    later = (at for at, other in enumerate(ordered) if places[other.section] > places[item.section])
    return next(later, len(ordered))


_WEIGHTS = {Section.CARRIED: 75, Section.CONCERNS: 70}
"""Of what no rule is about. What was carried over comes after what somebody took on, and concerns after that; what else
people added comes last."""


def _place(rules: Rules, section: Section) -> tuple[int, int]:
    weight = _WEIGHTS[section] if section in _WEIGHTS else rules.weight_of_area(section.value)
    return -weight, list(Section).index(section)


def _weight(rules: Rules, item: Item) -> int:
    return max((rules.weight(one.rule) for one in item.why), default=0)


def _carry(item: Item, open_before: dict[tuple[ItemKind, str], Item]) -> Item:
    last = open_before.get((item.kind, item.ref))
    return replace(item, carried=last.carried + 1, minutes=last.minutes) if last else item


def _keep(item: Item, kept: dict[tuple[ItemKind, str], Item]) -> Item:
    now = kept.get((item.kind, item.ref))
    return replace(item, minutes=now.minutes, carried=now.carried, state=now.state, written=now.written,
                   seconds=now.seconds) if now else item
