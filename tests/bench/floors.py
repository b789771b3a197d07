"""What the figures are held against: the least that the same machine needs for the same thing."""

import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

from tests.bench.measure import note, timed
from tests.bench.stores import BenchStore
from wellnessdesk.domain.people import Role
from wellnessdesk.services import sessions as services
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import engine, sealed, sessions
from wellnessdesk.vault import header_file, sealing
from wellnessdesk.vault.passphrase import Cost, kek

_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
app = QApplication(sys.argv)
window = Window()
window.setCentralWidget(QLabel("WellnessDesk"))
window.resize(1280, 800)
window.show()
sys.exit(app.exec())
"""


def bare_window() -> None:
    """A PySide6 window with one label, painted, and out."""
    subprocess.run([sys.executable, "-c", _BARE], check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def derive_only() -> None:
    """The key derivation of one sign-in and nothing else."""
    kek("bench passphrase", bytes(16), Cost(), bytes(32), "bench")


def raw_open(folder: Path, key: bytes) -> None:
    """The file opened by raw sqlcipher3, with every PRAGMA, and one visit read."""
    connection = engine.connect(folder / header_file.STORE_NAME, key)
    connection.execute("SELECT day FROM visits ORDER BY id DESC LIMIT 1").fetchone()
    connection.close()


def copy_durably(source: Path, target: Path) -> None:
    """The bytes of a file, copied and on the disk."""
    shutil.copyfile(source, target)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def unseal_notes(desk: Desk) -> float:
    """Milliseconds of unsealing every note, once all lie in memory."""
    with desk.reading() as tx:
        ids = [int(name) for name in sealed.names(tx, services.NOTE, "", 1_000_000)]
        notes = sessions.sealed_notes(tx, ids)
    note(f"notes: {len(notes)}")

    def unseal() -> None:
        for one in notes:
            sealing.unseal(desk.keys, services.binding(services.NOTE, one), one.blob)

    return timed(unseal)


class RawCheckIns:
    """The rows of a check-in through raw sqlcipher3, same file size, same PRAGMAs, same durability."""

    def __init__(self, store: BenchStore, folder: Path) -> None:
        desk = store.sign_in(folder, Role.FRONT_DESK)
        key = desk.keys.store_key
        desk.close()
        self._connection = engine.connect(folder / header_file.STORE_NAME, key)
        run = self._connection.execute
        self._visit = count(run("SELECT max(id) FROM visits").fetchone()[0] + 1)
        self._entry = count(run("SELECT max(sequence) FROM audit").fetchone()[0] + 1)

    def check_in(self) -> None:
        """One transaction, two rows."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        visit = next(self._visit)
        run("INSERT INTO visits (id, student_id, day, arrived_at, origin, reason) VALUES (?,?,?,?,?,?)",
            (visit, 1 + visit % 2000, "2099-01-01", 4_070_000_000_000, "walk_in", "talk_with_peer"))
        run("INSERT INTO audit VALUES (?,?,?,?,?,?,?,?)",
            (next(self._entry), 4_070_000_000_000, "0" * 32, "visit.check_in", f"visit:{visit}", "", bytes(32),
             bytes(64)))
        run("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
