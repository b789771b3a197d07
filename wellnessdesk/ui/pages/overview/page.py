"""The coordinator's first page: what is urgent, what waits for review; reading, acknowledging, closing, co-signing."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QStackedWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.flag_steps import FlagLife
from wellnessdesk.domain.flags import Flag
from wellnessdesk.domain.sessions import NoteState, Session, SignedNote
from wellnessdesk.services import flags, sessions
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.open_work import OpenWorkDialog
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.overview import wording
from wellnessdesk.ui.pages.overview.by_peer import ByPeerDialog
from wellnessdesk.ui.pages.overview.ended_flags import EndedFlagsDialog
from wellnessdesk.ui.pages.overview.facts import Facts, gather
from wellnessdesk.ui.pages.overview.find_notes import Reading
from wellnessdesk.ui.pages.overview.flag_view import FlagView
from wellnessdesk.ui.pages.overview.home import Home
from wellnessdesk.ui.pages.overview.review import Review


class OverviewPage(Page):
    """Four views in one place: the overview, one flag, the review of notes, a note found. Escape leads back."""

    features = frozenset({"flags", "sessions", "visits", "appointments", "people", "note_limits", "referrals",
                          "supervision", "supervision_rules", "marks", "wellbeing", "peers", "clearance", "training",
                          "agreements"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Overview"), scroll=False)
        self._context = context
        self._facts = Facts()
        self._away = False
        self._landed = False
        self._wanted = ""
        self._titles = ("", "")
        self._home = Home(context)
        self._flag = FlagView(context)
        self._review = Review(context)
        self._reading = Reading(context)
        self._views = QStackedWidget()
        for view in (self._home, self._flag, self._review, self._reading):
            self._views.addWidget(view)
        self.add(self._views, 1)
        self._back = button(_("Back to the overview"), self.show_home, icon="back")
        self._back.setObjectName("overview.back")
        self._agenda = button(_("Supervision agenda"), lambda: context.go_to("supervision"), icon="supervision")
        self._agenda.setObjectName("overview.agenda")
        self.add_action(self._back)
        self.add_action(self._agenda)
        self._connect()
        self._show_titles()

    def refresh(self) -> None:
        """Ask for the facts anew; selection, focus and what is half-entered stay."""
        desk = self._context.desk
        self._context.tasks.latest("overview.facts", lambda: gather(desk), self._show_facts, owner=self)
        self._home.taken_on.refresh()

    def tick(self) -> None:
        """Move the clocks on."""
        now = self._now()
        self._home.tick(now)
        self._flag.tick(now)

    def leave(self) -> None:
        """Another page is shown, or the program locks: come back to the same place."""
        self._away = True

    def focus_first(self) -> None:
        """Coming back leads to where one was; asking for the overview while on it leads to its first view."""
        if self._views.currentWidget() is self._home or not self._away:
            self.show_home()
        elif self._views.currentWidget() is self._flag:
            self._flag.focus_first()
        elif self._views.currentWidget() is self._review:
            self._review.focus_first()
        else:
            self._reading.focus_first()
        self._away = False

    def place(self) -> str:
        """The flag that is read. Not a note: coming back must not count as reading it once more."""
        at_flag = self._views.currentWidget() is self._flag and self._flag.flag_id is not None
        return f"flag:{self._flag.flag_id}" if at_flag else ""

    def go_to_place(self, detail: str) -> None:
        """Show that flag again, or the note of a session (`session:12`), as soon as the facts are here."""
        self._wanted = detail if detail.startswith(("flag:", "session:")) else ""
        if self._wanted:
            self.refresh()

    def show_home(self) -> None:
        """Back to the overview."""
        self._review.close_note()
        self._reading.close_note()
        self._flag.forget()
        self._views.setCurrentWidget(self._home)
        self._show_titles()
        self._home.focus_first()

    def show_flag(self, flag_id: str) -> None:
        """Read a flag and go on with it; one that has ended is asked for first."""
        flag = self._find(flag_id)
        if flag is None:
            desk = self._context.desk
            self._context.tasks.latest("overview.flag", lambda: flags.life(desk, flag_id), self._show_ended, owner=self)
            return
        self._views.setCurrentWidget(self._flag)
        self._flag.show_flag(flag)
        self._show_titles()
        self._flag.focus_first()

    def show_session(self, number: int) -> None:
        """Read the note of a session; one that waits for review, where it can be co-signed."""
        waiting = next((one for one in self._facts.notes if one.id == number), None)
        if waiting is not None:
            self.review(waiting)
            return
        desk = self._context.desk
        self._context.tasks.latest("overview.session", lambda: sessions.read_note(desk, number), self._show_read,
                                   owner=self)

    def _show_read(self, note: SignedNote) -> None:
        self._views.setCurrentWidget(self._reading)
        self._reading.show_note(note)
        self._show_titles()
        self._reading.focus_first()

    def review(self, first: Session | None = None) -> None:
        """Read and co-sign the notes, oldest first, beginning with `first`."""
        if self._facts.notes:
            self._begin_review(self._facts.notes, first)

    def read(self, session: Session) -> None:
        """Read a note that was found; one that waits for review, where it can be co-signed."""
        self._home.find_notes.clear()
        waiting = next((one for one in self._facts.notes if one.id == session.id), None)
        if waiting is not None:
            self.review(waiting)
            return
        if session.note is NoteState.RETURNED:  # it waits for its author, but can be co-signed without an answer
            self._begin_review((session,), session)
            return
        self._views.setCurrentWidget(self._reading)
        self._reading.open(session)
        self._show_titles()
        self._reading.focus_first()

    def _begin_review(self, notes: Sequence[Session], first: Session | None) -> None:
        self._views.setCurrentWidget(self._review)
        self._review.begin(notes, first)
        self._show_titles()
        self._review.focus_first()

    def acknowledge(self, flag_id: str) -> None:
        """Take a flag on: the clock stops."""
        desk = self._context.desk
        self._context.tasks.run(lambda: flags.acknowledge(desk, flag_id), self._after_acknowledge,
                                self._acknowledge_failed, owner=self)

    def _after_acknowledge(self, flag: Flag) -> None:
        time = wording.span((flag.mark.acknowledged_at or self._now()) - flag.mark.raised_at)
        messages.say(self, _("The flag is yours. The clock stopped after {time}.").format(time=time))
        self.refresh()

    def _acknowledge_failed(self, error: Exception) -> None:
        messages.failure(self, error)
        self.refresh()

    def _show_ended(self, life: FlagLife) -> None:
        self._views.setCurrentWidget(self._flag)
        self._flag.show_life(life)
        self._show_titles()
        self._flag.focus_first()

    def _after_end(self, said: str) -> None:
        messages.say(self, said)
        self.show_home()
        self.refresh()

    def _after_review(self, cosigned: int, returned: int) -> None:
        said = ngettext("All notes are reviewed. You co-signed {n}.", "All notes are reviewed. You co-signed {n}.",
                        cosigned).format(n=formats.number(cosigned))
        back = ngettext("{n} went back.", "{n} went back.", returned).format(n=formats.number(returned))
        messages.say(self, f"{said} {back}" if returned else said)
        self.show_home()
        self.refresh()

    def _show_facts(self, facts: Facts) -> None:
        self._facts = facts
        self._home.show_facts(facts)
        if self._views.currentWidget() is self._review:
            self._review.join(facts.notes)
        elif self._views.currentWidget() is self._flag and self._flag.flag_id is not None:
            self._show_newer(self._flag.flag_id)
        elif not self._landed and self.isVisible():
            self._home.focus_first()
        self._landed = True
        self._show_titles()
        wanted, self._wanted = self._wanted, ""
        kind, _colon, name = wanted.partition(":")
        if kind == "flag":
            self.show_flag(name)
        elif name.isdecimal():
            self.show_session(int(name))

    def _show_newer(self, flag_id: str) -> None:
        """The flag on the screen may have been acknowledged or closed meanwhile; one that had ended is read on."""
        flag = self._find(flag_id)
        if flag is not None:
            self._flag.show_flag(flag)
        elif not self._flag.ended:
            self.show_home()

    def _find(self, flag_id: str) -> Flag | None:
        return next((flag for flag in self._facts.flags if flag.mark.id == flag_id), None)

    def _show_titles(self) -> None:
        at_home = self._views.currentWidget() is self._home
        self._back.setVisible(not at_home)
        self._agenda.setVisible(at_home)
        if at_home:
            self._retitle(_("Overview"), formats.date_long(self._context.desk.today()))
        elif self._views.currentWidget() is self._flag:
            self._retitle(_("Red flag"), _("Only coordinators can read this."))
        elif self._views.currentWidget() is self._review:
            self._retitle(_("Notes to review"), _("Reading a note is recorded."))
        else:
            self._retitle(_("A note"), _("Reading a note is recorded."))

    def _retitle(self, title: str, subtitle: str) -> None:
        if self._titles != (title, subtitle):  # a screen reader says a title each time it is set
            self._titles = (title, subtitle)
            self.set_title(title, subtitle)

    def _now(self) -> datetime:
        return self._context.desk.clock.now()

    def _connect(self) -> None:
        home = self._home
        home.flags.acknowledge_asked.connect(self.acknowledge)
        home.flags.read_asked.connect(self.show_flag)
        home.review_asked.connect(self.review)
        home.open_work_asked.connect(lambda: OpenWorkDialog(self, self._context, self.read).open())
        home.ended_asked.connect(lambda: EndedFlagsDialog(self, self._context, self.show_flag).open())
        home.by_peer_asked.connect(lambda: ByPeerDialog(self, self._context).open())
        home.find_notes.chosen.connect(self.read)
        home.referrals_asked.connect(lambda: self._context.go_to("referrals"))
        home.desk_asked.connect(lambda: self._context.go_to("today"))
        self._flag.left.connect(self.show_home)
        self._flag.acknowledge_asked.connect(self.acknowledge)
        self._flag.other_asked.connect(self.show_flag)
        self._flag.closed.connect(lambda _flag: self._after_end(_("The flag is closed.")))
        self._flag.withdrawn.connect(lambda _flag: self._after_end(_("The flag is withdrawn.")))
        self._review.left.connect(self.show_home)
        self._reading.left.connect(self.show_home)
        self._review.finished.connect(self._after_review)
