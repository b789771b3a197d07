"""What was built later, for the tests with a scene: a group, notes that go back and forth, referrals, caregivers.

Each function of `ACTS` takes a `scene.Scene`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from tests.centers import first, note
from tests.families import LUIS, ROSA, add_families
from tests.support import SECOND_PEER, TestCenter
from wellnessdesk.domain.contacts import Entry, RuleKind
from wellnessdesk.domain.disclosures import Ground, NewDisclosure
from wellnessdesk.domain.referrals import Facts, Step, StepKind
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.services import (
    begun_sessions,
    caregivers,
    contacts,
    disclosures,
    note_addenda,
    note_returns,
    referrals,
    sessions,
    telling,
)

JOSE, ANNA = 1, 2
WORDS = {
    "participant": "sorrel teasel", "addendum": "rowan larch", "return": "linden bracken", "referral": "ibis curlew",
    "caregiver contact": "avocet godwit", "contact rule": "sandpiper ruff", "disclosure": "whimbrel snipe",
}
"""The kind of a sealed record -> the words in it."""
_FACTS = Facts(student=JOSE, to="A clinic", why=WORDS["referral"], purpose="Somebody to talk to")
_CONTACT = Entry(student=JOSE, caregiver=ROSA, channel="phone", spoke="Cora", summary=WORDS["caregiver contact"])


@dataclass(frozen=True)
class Care:
    """What is there for the acts: a session with a group whose note waits, a draft of a referral, a contact, a rule."""

    group: int
    referral: str
    contact: str
    rule: str


def begin(center: TestCenter) -> Care:
    """Make it; the group is Pia's, and Otto was there too."""
    add_families(center)
    cora, pia, now = center.coordinator, center.peer, center.clock.now()
    group = begun_sessions.begin(pia, NewSession(
        students=(JOSE, ANNA), started_at=now - timedelta(minutes=40), ended_at=now, place="library",
        service="support_groups", second_peer_id=center.desks[SECOND_PEER].person.id)).id
    telling.told(pia, group)
    referral = referrals.draft(cora, replace(_FACTS, kind=first("resource_kinds"))).id
    contact = contacts.write(cora, _CONTACT).mark.id
    caregivers.set_rule(cora, JOSE, LUIS, RuleKind.DO_NOT_CONTACT, WORDS["contact rule"])
    (rule,) = caregivers.family(cora, JOSE).rules
    return Care(group, referral, contact, rule.id)


def _sign_of_group(scene: Any) -> object:
    body = note(service="support_groups", remarks=((JOSE, WORDS["participant"]),))
    return sessions.sign(scene.center.peer, scene.care.group, body)


def _consent(scene: Any) -> object:
    cora = scene.center.coordinator
    return referrals.step(cora, scene.care.referral, Step(kind=StepKind.CONSENT, day=cora.today(), who="student",
                                                          how="in_person", words="agreed"))


def _disclose(scene: Any) -> object:
    cora = scene.center.coordinator
    return disclosures.record(cora, JOSE, NewDisclosure(
        day=cora.today(), recipient="A clinic", ground=Ground.CONSENT, purpose=WORDS["disclosure"], what="A letter"))


def _begin_group(scene: Any) -> object:
    now = scene.center.clock.now()
    return begun_sessions.begin(scene.center.peer, NewSession(
        students=(JOSE, ANNA), started_at=now - timedelta(minutes=5), place="gym"))


ACTS: dict[str, Callable[[Any], object]] = {
    "begin a group": _begin_group,
    "sign a group's note": _sign_of_group,
    "give a note back": lambda s: note_returns.give_back(s.center.coordinator, s.signed, WORDS["return"]),
    "add to a note": lambda s: note_addenda.add(s.center.peer, s.signed, WORDS["addendum"]),
    "refer": lambda s: referrals.draft(s.center.coordinator, replace(_FACTS, kind=first("resource_kinds"))),
    "take a step of a referral": _consent,
    "write down a contact": lambda s: contacts.write(s.center.coordinator, _CONTACT),
    "correct a contact": lambda s: contacts.correct(s.center.coordinator, s.care.contact,
                                                    replace(_CONTACT, summary="otherwise")),
    "set a rule": lambda s: caregivers.set_rule(s.center.coordinator, JOSE, ROSA, RuleKind.ASK_FIRST, "x"),
    "end a rule": lambda s: caregivers.end_rule(s.center.coordinator, s.care.rule),
    "write down a disclosure": _disclose,
}
