"""Run as a process of its own: the real window at the front desk, some searching and checking in, then its memory."""

import sys
from pathlib import Path

from wellnessdesk import app
from wellnessdesk.services import students, visits

folder, person, passphrase = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
application = app.make_application()
program = app.Program(folder, relaunch=lambda _folder, _person: None)
program.start()
program.tasks.wait_idle()
program.frame.centralWidget().submitted.emit(person, passphrase)
program.tasks.wait_idle()


def some_work() -> None:
    """On the worker, which alone may touch the store."""
    for query in ("a", "ma", "gar", "ngu"):
        for student in students.search(program.desk, query, limit=3):
            try:
                visits.check_in(program.desk, student.id, reason="talk_with_peer", origin="walk_in")
            except visits.AlreadyHere:
                continue


program.tasks.run(some_work, owner=None)
program.tasks.wait_idle()
application.processEvents()
program.tasks.wait_idle()
for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
    if line.startswith("VmRSS"):
        sys.stdout.write(f"{int(line.split()[1]) / 1024:.1f}\n")
program.shut()
