"""`wellnessdesk self-test`: does this installation work? A throwaway center is taken through the main job."""

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from wellnessdesk.base import i18n, log, paths, process
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.cli.console import fail, say, say_json
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck
from wellnessdesk.services import (
    audit,
    bundle_periods,
    bundles,
    demo,
    district,
    flags,
    opening,
    people,
    recipients,
    sessions,
    students,
    supervision,
    telling,
    visits,
)
from wellnessdesk.services.desk import Desk


class Trial:
    """A made-up center in a scratch folder, and one check after the other on it."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._demo: demo.Demo | None = None
        self._session = 0

    def checks(self) -> list[tuple[str, Callable[[], None]]]:
        """What is checked, in order, each with its name."""
        return [
            (_("files of the program"), self.resources),
            (_("encrypted store and keys"), self.store),
            (_("check-in and hand-over"), self.front_desk),
            (_("sealed note and red flag"), self.note),
            (_("agenda as PDF, audit log"), self.agenda),
            (_("signed and encrypted bundle"), self.bundle),
            (_("the window"), self.window),
        ]

    def resources(self) -> None:
        """Fonts, style sheet, catalogues and translations are there and can be read."""
        for parts in (("fonts", "NotoSans-Regular.ttf"), ("theme", "theme.qss"), ("icons", "heart.svg")):
            _expect(paths.resource(*parts).is_file())
        for name in catalogues.NAMES:
            _expect(bool(catalogues.load(name).ids()))
        before = i18n.language()
        i18n.set_language("es")
        translated = _("Sign in")
        i18n.set_language(before)
        _expect(translated != "Sign in")

    def store(self) -> None:
        """A center is made, closed, and opened again."""
        self._demo = demo.make(self._scratch / "center", demo.Size(students=60, visits=400, notes=60))
        desk = self._sit(Role.ADMINISTRATOR)
        _expect(b"SQLite format 3" not in (self._scratch / "center" / "center.db").read_bytes()[:16])
        _expect(len(people.everybody(desk)) == len(self._demo.people))
        desk.close()

    def front_desk(self) -> None:
        """A student is found, checked in and handed over."""
        desk = self._sit(Role.FRONT_DESK)
        found = [student for letter in "aeio" for student in students.search(desk, letter)]
        visit = visits.check_in(desk, found[0].id, reason="talk_with_peer", origin="walk_in")
        peer = self._first(Role.PEER).id
        visits.hand_over(desk, visit.id, peer)
        _expect(any(one.id == visit.id for one in visits.queue(desk).with_peer))
        desk.close()

    def note(self) -> None:
        """A note is drafted, signed and read back; a flag is raised."""
        desk = self._sit(Role.PEER)
        session = sessions.mine(desk)[0].id
        note = NoteBody(service="peer_counseling", topics=catalogues.load("topics").ids()[:1],
                        offers=catalogues.load("offers").ids()[:1], text="self-test",
                        red_flag=RedFlagCheck.RAISED)
        sessions.save_draft(desk, session, note)
        _expect(sessions.read_draft(desk, session) == note)
        flags.raise_flag(desk, session, kind="other", urgency=Urgency.SAME_DAY)
        telling.told(desk, session)
        sessions.sign(desk, session, note)
        _expect(sessions.read_note(desk, session).body == note)
        desk.close()

    def agenda(self) -> None:
        """The week's agenda is built and printed; the audit chain is whole."""
        desk = self._sit(Role.COORDINATOR)
        _expect(bool(supervision.build(desk).items))
        _expect(supervision.print_agenda(desk).startswith(b"%PDF"))
        _expect(audit.verify(desk).whole)
        desk.close()

    def bundle(self) -> None:
        """A bundle is written, opened with the district's key and verified."""
        desk = self._sit(Role.COORDINATOR)
        identity, public = district.new_key_pair()
        recipient = recipients.add(desk, _("Self-test"), public, compared=True)
        written = bundles.write(desk, recipient.id, bundle_periods.offered(desk)[0], purpose=_("Self-test"),
                                folder=self._scratch)
        opened = district.open_bundle(self._scratch / written.file_name, identity, recipients.allowed_signers(desk))
        _expect(opened.signed_by == desk.center.id)
        desk.close()

    def window(self) -> None:
        """A fresh start of the program paints its first screen (where nobody sees it)."""
        command = [*process.program(), "--store", str(self._scratch / "center"), "--profile",
                   str(self._scratch / "profile"), "--exit-after-first-window"]
        unseen = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        shown = subprocess.run(command, env=unseen, capture_output=True, timeout=60, check=False)  # noqa: S603 - ours
        _expect(shown.returncode == 0)

    def _first(self, role: Role) -> demo.DemoSignIn:
        if self._demo is None:
            raise Problem(_("An earlier check failed."))
        return self._demo.first(role)

    def _sit(self, role: Role) -> Desk:
        who = self._first(role)
        return opening.sign_in(self._scratch / "center", who.id, who.passphrase)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `self-test`."""
    parser.add_argument("--json", action="store_true", help=_("one line of JSON"))


def run(arguments: argparse.Namespace) -> int:
    """0 when every check passed."""
    results: dict[str, bool] = {}
    with tempfile.TemporaryDirectory(prefix="wellnessdesk-") as scratch:
        for name, check in Trial(Path(scratch)).checks():
            results[name] = _passes(check)
            if not arguments.json:
                say(f"  {_('ok') if results[name] else _('FAILED'):<8}{name}")
    if arguments.json:
        say_json(results)
    if all(results.values()):
        return 0
    return fail(_("This installation does not work. Install WellnessDesk again."))


def _passes(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is the answer to the question asked
        fail(str(error) if isinstance(error, Problem) else log.bug(error))
        return False
    return True


def _expect(holds: bool) -> None:
    if not holds:
        raise Problem(_("This does not work as it should."))
