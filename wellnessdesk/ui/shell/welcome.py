"""The first screen where there is no center yet: make one, restore one, or look around in a made-up one.

Imports no service.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import CardButton
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH = 620


class WelcomeScreen(QWidget):
    """Three ways to begin."""

    create_asked = Signal()
    restore_asked = Signal()
    demo_asked = Signal()

    def __init__(self, problem: str = "", *, may_create: bool = True) -> None:
        super().__init__()
        self.setObjectName("Page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        create = CardButton(_("Create your center"), _("Name, school, and the first two people. About five minutes."),
                            "add")
        create.setObjectName("welcome.create")
        create.clicked.connect(self.create_asked)
        restore = CardButton(_("Restore a backup"),
                             _("A center from another computer, or this one as it was. With recovery kit A."), "undo")
        restore.setObjectName("welcome.restore")
        restore.clicked.connect(self.restore_asked)
        demo = CardButton(_("Look around in a demo center"),
                          _("Made-up students, visits and notes. Nothing in it is real."), "open")
        demo.setObjectName("welcome.demo")
        demo.clicked.connect(self.demo_asked)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(IconLabel("heart", "accent", 40))
        head.addWidget(label(_("Welcome to WellnessDesk"), "title", wrap=True), 1)
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(label(_("A quiet, private desk for your school's wellness center. Everything stays encrypted "
                                 "on this computer."), "muted", wrap=True))
        column.addWidget(Banner(problem, tone="flag"))
        if may_create:
            column.addWidget(create)
        column.addWidget(restore)
        column.addWidget(demo)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inner)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
        (create if may_create else restore).setFocus()
