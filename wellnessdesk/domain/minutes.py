"""What is written down in a meeting: words about each item, actions with their owners, and the signed minutes.

Minutes name initials and ids only: they are printed, and shown on a wall.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import Attendance, Meeting
from wellnessdesk.domain.plain_text import clean
from wellnessdesk.domain.supervision import Audience, Item, ItemKind, ItemState, Section

LONGEST_WORDS, LONGEST_ACTION = 4_000, 500
"""Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said about an item. `put_off` is why it was deferred; `remark` is the coordinators' own and never
    printed."""

    outcome: str = ""
    decision: str = ""
    put_off: str = ""
    remark: str = ""

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return any(asdict(self).values())

    def plain(self) -> dict[str, object]:
        """As JSON data, for sealing."""
        return dict(asdict(self))


def tidy(words: Words) -> Words:
    """The words without signs that cannot be seen."""
    return Words(**{name: clean(text) for name, text in asdict(words).items()})


def words_from(raw: Mapping[str, object]) -> Words:
    """Back from JSON data; what is no text counts as none."""
    return Words(**{one.name: text for one in fields(Words) if isinstance(text := raw.get(one.name), str)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What somebody took on. `problem` stands in place of words that do not match their seal."""

    id: str
    meeting: str
    day: date
    """Of the meeting."""
    kind: ItemKind
    ref: str
    owner: str
    owner_name: str
    text: str = ""
    due: date | None = None
    done: bool = False
    problem: str = ""

    def overdue(self, today: date) -> bool:
        """Whether its day is over."""
        return self.due is not None and not self.done and self.due < today


@dataclass(frozen=True, slots=True)
class Said:
    """An item of a meeting with the words about it and the actions it led to."""

    item: Item
    words: Words = Words()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who belongs to a meeting. `state` is None until their attendance was taken."""

    person: str
    name: str
    leads: bool
    state: Attendance | None = None
    minutes: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A meeting as it goes on: who is there, and everything that was said so far."""

    meeting: Meeting
    begun_at: datetime | None
    seats: tuple[Seat, ...]
    items: tuple[Said, ...]

    @property
    def missing(self) -> str:
        """What is still needed before the minutes are signed, as a sentence; empty when nothing is. Whoever is not
        active any more need not be asked for: without a word about them they are not in the minutes."""
        unseen = [seat.name for seat in self.seats if seat.state is None and seat.active]
        if unseen:
            return _("Say of everybody whether they were there. Missing: {names}.").format(names=", ".join(unseen))
        return ""


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to signed minutes."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Signed minutes, and what was added since. `problem` is set where a seal does not hold."""

    meeting: Meeting
    signed_at: datetime
    signed_by: str
    begun_at: datetime
    seats: tuple[Seat, ...] = ()
    items: tuple[Said, ...] = ()
    added: tuple[Addendum, ...] = ()
    problem: str = ""


def said_plain(said: Said) -> dict[str, object]:
    """An item with its words and actions as JSON data; no name goes with it."""
    item = said.item
    return {"section": item.section.value, "kind": item.kind.value, "ref": item.ref, "title": item.title,
            "reason": item.reason, "who": item.who, "minutes": item.minutes, "carried": item.carried,
            "state": item.state.value, "seconds": item.seconds, "urgent": item.urgent,
            "audience": item.audience.value, **said.words.plain(),
            "actions": [{"id": one.id, "owner": one.owner, "text": one.text,
                         "due": one.due.isoformat() if one.due else ""} for one in said.actions]}


def said_from(raw: Mapping[str, object], meeting: Meeting, names: Mapping[str, str]) -> Said:
    """Back from that. Raises `ValueError`, `KeyError` or `TypeError` for what it did not write."""
    kind, ref = ItemKind(str(raw["kind"])), str(raw["ref"])
    item = Item(section=Section(str(raw["section"])), kind=kind, ref=ref, title=str(raw["title"]),
                reason=str(raw["reason"]), who=str(raw["who"]), state=ItemState(str(raw["state"])),
                urgent=bool(raw["urgent"]), minutes=_whole(raw["minutes"]), carried=_whole(raw["carried"]),
                seconds=_whole(raw["seconds"]), audience=Audience(str(raw.get("audience", Audience.PAPER.value))))
    listed = raw["actions"]
    if not isinstance(listed, list):
        raise TypeError("a list of actions")
    actions = tuple(Action(
        id=str(one["id"]), meeting=meeting.id, day=meeting.day, kind=kind, ref=ref, owner=str(one["owner"]),
        owner_name=names.get(str(one["owner"]), ""), text=str(one["text"]),
        due=date.fromisoformat(str(one["due"])) if one["due"] else None) for one in listed)
    return Said(item, words_from(raw), actions)


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a whole number")
    return value


def on_wall(said: Said) -> Said:
    """As it is shown on a wall: initials and ids, and no remark; of what is not for everybody there, what kind of thing
    it is, and its id."""
    if said.item.audience is Audience.GROUP:
        return replace(said, item=replace(said.item, name="", why=()), words=replace(said.words, remark=""))
    return Said(replace(_closed(said.item), who=_id_of(said.item)))


def on_paper(said: Said) -> Said:
    """As it is printed: without what is for the screen of a coordinator alone."""
    if said.item.audience is Audience.COORDINATORS:
        return Said(_closed(said.item))
    return replace(said, item=replace(said.item, name="", why=()), words=replace(said.words, remark=""))


def _closed(item: Item) -> Item:
    return replace(item, title=kind_label(item.section), name="", reason="", urgent=False, why=())


def _id_of(item: Item) -> str:
    """The id alone, of initials and an id."""
    return item.who.rpartition(" · ")[2] if " · " in item.who else ""


def kind_label(section: Section) -> str:
    """One of a section, when nothing more of it may be seen."""
    return {Section.FLAGS: _("A red flag"), Section.REFERRALS: _("A referral"),
            Section.CONCERNS: _("A concern about boundaries or scope")}.get(section, _("For coordinators"))
