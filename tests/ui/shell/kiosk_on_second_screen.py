"""Run as a process of its own with two screens: starts the kiosk on the second, and tells where its window is.

    python kiosk_on_second_screen.py STORE    standard input: what a session handed on
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from wellnessdesk import app
from wellnessdesk.base import paths, process
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.shell.kiosk.start import StartDialog
from wellnessdesk.ui.tour.driver import Driver

folder = Path(sys.argv[1])
handed = Handed.unpacked(process.given())
paths.isolate(folder / "profile")
app.make_application()
chosen = []
over = QWidget()
dialog = StartDialog(over, chosen.append)
dialog.open()
offered = dialog.findChild(ChoiceList, "kiosk.start.screen")
words = [offered.itemText(row) for row in range(offered.count())]
offered.set_value(QGuiApplication.screens()[1].name())
dialog._go()
program = app.Program(folder, relaunch=lambda *_where, **_how: None)
program.start_as_kiosk(replace(handed, screen=chosen[0]))
drive = Driver(program.frame, program.tasks)
drive.wait(lambda: type(program.kiosk_window).__name__ == "KioskWindow", "the kiosk")
drive.settle()
place = program.kiosk_window.geometry()
sys.stdout.write(json.dumps({"words": words, "chosen": chosen, "place": place.getRect()}))
program.shut()
