"""Which pages there are, for whom, in which order: a new page is one line here."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Role
from wellnessdesk.ui.pages.applications.page import ApplicationsPage
from wellnessdesk.ui.pages.appointments.page import WeekPage
from wellnessdesk.ui.pages.audit.page import AuditPage
from wellnessdesk.ui.pages.backups.page import BackupsPage
from wellnessdesk.ui.pages.bundles.page import BundlesPage
from wellnessdesk.ui.pages.calendar.page import CalendarPage
from wellnessdesk.ui.pages.charts.page import ChartsPage
from wellnessdesk.ui.pages.overview.page import OverviewPage
from wellnessdesk.ui.pages.peers.page import PeersPage
from wellnessdesk.ui.pages.people.page import PeoplePage
from wellnessdesk.ui.pages.program.page import ProgramPage
from wellnessdesk.ui.pages.recovery.page import RecoveryPage
from wellnessdesk.ui.pages.referrals.page import ReferralsPage
from wellnessdesk.ui.pages.resources.page import ResourcesPage
from wellnessdesk.ui.pages.retention.page import RetentionPage
from wellnessdesk.ui.pages.roster.page import RosterPage
from wellnessdesk.ui.pages.sessions.page import MyDayPage
from wellnessdesk.ui.pages.settings.page import SettingsPage
from wellnessdesk.ui.pages.supervision.own_page import OwnSupervisionPage
from wellnessdesk.ui.pages.supervision.page import SupervisionPage
from wellnessdesk.ui.pages.training.page import TrainingPage
from wellnessdesk.ui.pages.visits.page import TodayPage
from wellnessdesk.ui.shell.page_list import Place


def _places() -> tuple[Place, ...]:
    front, peer, coordinator, admin = Role.FRONT_DESK, Role.PEER, Role.COORDINATOR, Role.ADMINISTRATOR
    seldom = frozenset({coordinator})  # they have many pages, and most days need half of them
    return (
        Place("overview", lambda: _("Overview"), "overview", frozenset({coordinator}), OverviewPage),
        Place("myday", lambda: _("My day"), "sessions", frozenset({peer}), MyDayPage),
        Place("today", lambda: _("Today"), "today", frozenset({front, coordinator}), TodayPage),
        Place("week", lambda: _("Week"), "appointment", frozenset({front, peer, coordinator}), WeekPage),
        Place("supervision", lambda: _("Supervision"), "supervision", frozenset({coordinator}), SupervisionPage),
        Place("supervision", lambda: _("Supervision"), "supervision", frozenset({peer}), OwnSupervisionPage),
        Place("referrals", lambda: _("Referrals"), "next", frozenset({coordinator}), ReferralsPage),
        Place("resources", lambda: _("Resources"), "heart", frozenset({front, peer, coordinator}), ResourcesPage),
        Place("program", lambda: _("My path"), "up", frozenset({peer}), ProgramPage),
        Place("people", lambda: _("People"), "people", frozenset({admin}), PeoplePage),
        Place("roster", lambda: _("Roster"), "roster", frozenset({coordinator, admin}), RosterPage, seldom),
        Place("export", lambda: _("Export"), "export", frozenset({coordinator, admin}), BundlesPage, seldom),
        Place("calendar", lambda: _("School calendar"), "clock", frozenset({coordinator, admin}), CalendarPage, seldom),
        Place("backups", lambda: _("Backups"), "backup", frozenset({admin}), BackupsPage),
        Place("recovery", lambda: _("Recovery"), "recovery", frozenset({coordinator, admin}), RecoveryPage, seldom),
        Place("retention", lambda: _("Retention"), "retention", frozenset({coordinator, admin}), RetentionPage, seldom),
        Place("audit", lambda: _("Audit"), "shield", frozenset({coordinator, admin}), AuditPage, seldom),
        Place("peers", lambda: _("Peers"), "group", frozenset({coordinator}), PeersPage),
        Place("training", lambda: _("Training"), "training", frozenset({coordinator}), TrainingPage),
        Place("applications", lambda: _("Applications"), "sign", frozenset({coordinator}), ApplicationsPage, seldom),
        Place("charts", lambda: _("Charts"), "charts", frozenset({front, coordinator, admin}), ChartsPage),
        Place("resources", lambda: _("Resources"), "heart", frozenset({admin}), ResourcesPage),
        Place("settings", lambda: _("Settings"), "settings", frozenset({admin}), SettingsPage),
        Place("people", lambda: _("People"), "people", frozenset({coordinator}), PeoplePage, seldom),
        Place("settings", lambda: _("Settings"), "settings", frozenset({coordinator}), SettingsPage, seldom),
    )


def places_for(role: Role) -> tuple[Place, ...]:
    """The pages of a role; the first is where they land."""
    return tuple(place for place in _places() if role in place.roles)
