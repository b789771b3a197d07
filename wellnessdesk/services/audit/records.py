"""The records held against the log: every feature gathers what the entries tell of its own, and then compares."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import destroyed
from wellnessdesk.services.audit.told.applications import ToldOfApplications
from wellnessdesk.services.audit.told.bundles import ToldOfBundles
from wellnessdesk.services.audit.told.care import ToldOfMarks, ToldOfWellbeing
from wellnessdesk.services.audit.told.center import ToldOfCenter
from wellnessdesk.services.audit.told.contacts import ToldOfContacts, ToldOfRules
from wellnessdesk.services.audit.told.demographics import ToldOfDemographics
from wellnessdesk.services.audit.told.disclosures import ToldOfDisclosures
from wellnessdesk.services.audit.told.drop_ins import ToldOfDropIns
from wellnessdesk.services.audit.told.emergencies import ToldOfEmergencies
from wellnessdesk.services.audit.told.flags import ToldOfFlags
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.audit.told.kiosk import ToldOfKiosk
from wellnessdesk.services.audit.told.meetings import ToldOfMeetings
from wellnessdesk.services.audit.told.note_trail import ToldOfNoteTrail
from wellnessdesk.services.audit.told.notes import ToldOfNotes
from wellnessdesk.services.audit.told.peer_program import ToldOfPeerProgram
from wellnessdesk.services.audit.told.peers import ToldOfPeers
from wellnessdesk.services.audit.told.pseudonyms import ToldOfPseudonyms
from wellnessdesk.services.audit.told.referrals import ToldOfReferrals
from wellnessdesk.services.audit.told.resources import ToldOfResources
from wellnessdesk.services.audit.told.retention import ToldOfRetention
from wellnessdesk.services.audit.told.roster import ToldOfRoster
from wellnessdesk.services.audit.told.self_ratings import ToldOfSelfRatings
from wellnessdesk.services.audit.told.sessions import ToldOfSessions
from wellnessdesk.services.audit.told.shifts import ToldOfShifts
from wellnessdesk.services.audit.told.student_facts import ToldOfStudentFacts
from wellnessdesk.services.audit.told.supervision import ToldOfSupervision
from wellnessdesk.services.audit.told.visits import ToldOfVisits
from wellnessdesk.services.audit.told.week import ToldOfWeek
from wellnessdesk.store import sealed_owners
from wellnessdesk.store.transaction import Transaction

GATHERERS: tuple[type[Gatherer], ...] = (
    ToldOfNotes,
    ToldOfNoteTrail,
    ToldOfSessions,
    ToldOfFlags,
    ToldOfReferrals,
    ToldOfContacts,
    ToldOfRules,
    ToldOfStudentFacts,
    ToldOfRetention,
    ToldOfVisits,
    ToldOfDropIns,
    ToldOfBundles,
    ToldOfPseudonyms,
    ToldOfCenter,
    ToldOfSupervision,
    ToldOfMeetings,
    ToldOfMarks,
    ToldOfWellbeing,
    ToldOfEmergencies,
    ToldOfDisclosures,
    ToldOfPeers,
    ToldOfWeek,
    ToldOfShifts,
    ToldOfRoster,
    ToldOfKiosk,
    ToldOfResources,
    ToldOfPeerProgram,
    ToldOfSelfRatings,
    ToldOfDemographics,
    ToldOfApplications,
)
"""In the order in which they are compared: the first that differs is what the verdict says."""

_DESTROY = "retention.destroy"


class Told:
    """Gathers the entries of a chain in their order, for all features."""

    def __init__(self) -> None:
        self._gatherers = [make() for make in GATHERERS]

    def add(self, deed: Deed) -> None:
        """What one more entry says was done."""
        for gatherer in self._gatherers:
            gatherer.add(deed)
        gone = destroyed.told(deed.detail) if deed.action == _DESTROY else None
        if gone is not None:
            for gatherer in self._gatherers:
                gatherer.destroy(gone)

    def differs(self, tx: Transaction, *, with_sealed: bool) -> str:
        """The first record that is not as the entries say, as a sentence; empty when there is none.

        `with_sealed` when the sealed entries were among those that were added: only coordinators can open them.
        """
        compared = (one for one in self._gatherers if with_sealed or not one.for_coordinators)
        return next((finding for one in compared if (finding := one.differs(tx))), "") or _sealed_alone(tx)


def _sealed_alone(tx: Transaction) -> str:
    if sealed_owners.stray(tx):
        return _("A sealed text is there that belongs to no record. Somebody put an old one back.")
    if sealed_owners.missing(tx):
        return _("A sealed text is missing from its record. Somebody took it out.")
    return ""
