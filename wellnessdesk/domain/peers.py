"""What a Wellness Peer may do, and whose record is closed to them.

A conflict of interest closes a student's record to a peer: their own, a friend's, a relative's (DOMAIN.md 3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.visits import Visit


class ConflictKind(StrEnum):
    """Why a record is closed to a peer."""

    SELF = "self"
    """The student is the peer."""
    FRIEND = "friend"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A student whose record is closed to a peer, as the coordinator reads it."""

    student_id: int
    student: str
    grade: str
    kind: ConflictKind
    declared_at: datetime
    declared_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerChoice:
    """A peer for a visit that waits. `why_not` is a sentence, empty where the visit can be handed over to them.

    `on_shift` is None where nobody's shifts are kept for today. `with_visits` are those they are with now. `closed`:
    the student's record is closed to them, and so they are never chosen; `may_give` says whether they may give a
    service that answers the visit's reason.
    """

    person: Person
    on_shift: bool | None
    with_visits: tuple[Visit, ...] = ()
    may_give: bool = True
    closed: bool = False
    why_not: str = ""

    @property
    def free(self) -> bool:
        """Whether they could take the visit now."""
        return not self.with_visits and not self.why_not and self.on_shift is not False


_NAMED = 2
"""So many peers are named where a student cannot be with several."""
Services = frozenset[str] | None
"""Ids of `service_options` that a peer may give; None where the coordinator keeps no list: every one."""


def kind_label(kind: ConflictKind) -> str:
    """The kind as a person reads it."""
    return {ConflictKind.SELF: _("This is the peer"), ConflictKind.FRIEND: _("A friend"),
            ConflictKind.RELATIVE: _("A relative")}[kind]


def services_of_reason(reason: str) -> tuple[str, ...]:
    """Which services answer a reason of `visit_reasons`; none where whoever is there may help."""
    entry = catalogues.visit_reasons().get(reason)
    return entry.services if entry else ()


def may_give(services: Services, wanted: Iterable[str]) -> bool:
    """Whether one of the wanted services is on the peer's list; nothing wanted is given by everybody."""
    listed = tuple(wanted)
    return services is None or not listed or any(service in services for service in listed)


def why_not(name: str, services: Services, wanted: Iterable[str], *, closed: bool) -> str:
    """Why a peer of this name cannot take a student, as a sentence; empty when they can."""
    listed = tuple(wanted)
    if closed:
        return _("{peer} cannot be with this student: their record is closed to this peer. Choose somebody else."
                 ).format(peer=name)
    if not may_give(services, listed):
        named = ", ".join(catalogues.label("service_options", service) for service in listed)
        return _("{peer} does not give this service: {services}. Choose somebody else.").format(
            peer=name, services=named)
    return ""


def not_with(names: Sequence[str]) -> str:
    """With whom of the peers on shift a student cannot be; empty where with everybody. Never why (DOMAIN.md 3)."""
    if len(names) > _NAMED:
        more = len(names) - _NAMED
        return ngettext("Not with {peers} and {n} more", "Not with {peers} and {n} more", more).format(
            peers=", ".join(names[:_NAMED]), n=formats.number(more))
    return _("Not with {peers}").format(peers=", ".join(names)) if names else ""


def order(choice: PeerChoice) -> tuple[bool, bool, int]:
    """Sorts the free ones on shift first, then the others who can, at the end who cannot."""
    return (bool(choice.why_not), choice.on_shift is False, len(choice.with_visits))
