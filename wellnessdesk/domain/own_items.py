"""What somebody brings to supervision in their own words: what it can be, and who may bring what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.supervision import Audience, ItemState, Section

LONGEST = 2_000
"""Characters."""


class About(StrEnum):
    """What it is."""

    TOPIC = "topic"
    GOOD_NEWS = "good_news"
    CONCERN = "concern"
    """About boundaries, or what a Wellness Peer does and does not do."""
    ANNOUNCEMENT = "announcement"


def about_label(about: About) -> str:
    """What it is, in words."""
    return {
        About.TOPIC: _("Something to talk about"), About.GOOD_NEWS: _("Good news"),
        About.CONCERN: _("A concern about boundaries or scope"), About.ANNOUNCEMENT: _("An announcement"),
    }[about]


def section_of(about: About) -> Section:
    """The part of an agenda it stands in."""
    return {About.TOPIC: Section.OWN, About.GOOD_NEWS: Section.GOOD_NEWS, About.CONCERN: Section.CONCERNS,
            About.ANNOUNCEMENT: Section.ANNOUNCEMENTS}[about]


def audience_of(about: About) -> Audience:
    """A concern is often about somebody who sits there, too."""
    return Audience.COORDINATORS if about is About.CONCERN else Audience.GROUP


def choices(role: Role) -> tuple[About, ...]:
    """What somebody of this role may bring: only coordinators announce."""
    return tuple(about for about in About if role is Role.COORDINATOR or about is not About.ANNOUNCEMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItem:
    """What somebody brought. `author` is a Wellness Peer, who may read it, too; empty where a coordinator added it.
    `problem` stands in place of words that do not match their seal."""

    ref: str
    text: str
    about: About = About.TOPIC
    author: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What somebody brought, and the newest meeting on whose agenda it is. `free` says that it may be taken back."""

    item: OwnItem
    meeting: str
    day: date
    state: ItemState
    carried: int
    free: bool
