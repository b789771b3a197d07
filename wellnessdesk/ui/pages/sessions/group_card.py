"""Who of a group came, and a few words about one of them alone, which no one else's record gets."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.session_facts import Attendance, Participant
from wellnessdesk.domain.sessions import LONGEST_REMARK
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.sessions.words_field import WordsField

Remarks = tuple[tuple[int, str], ...]


class GroupCard(Card):
    """A line a student: a tick for who came, and a button that unfolds a field for them alone."""

    changed = Signal()
    attendance_changed = Signal(list)
    """(student, attendance) of everybody, as it is now."""
    refused = Signal(str)

    def __init__(self, participants: Sequence[Participant], remarks: Remarks) -> None:
        super().__init__(_("Who came"))
        kept = dict(remarks)
        self.add(label(_("The note is about the group. What is about one of them alone goes beside their name: it "
                         "stays out of the others' records."), "muted", wrap=True, small=True))
        self._ticks: dict[int, QCheckBox] = {}
        self._words: dict[int, WordsField] = {}
        for one in participants:
            self._add_line(one, kept.get(one.student_id, ""))

    def remarks(self) -> Remarks:
        """What was written about each."""
        return tuple((student, words.value()) for student, words in self._words.items() if words.value())

    def _add_line(self, one: Participant, remark: str) -> None:
        tick = QCheckBox(one.student)
        tick.setObjectName(f"group.came.{one.student_id}")
        tick.setChecked(one.attendance is Attendance.CAME)
        tick.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        tick.toggled.connect(self._tell_attendance)
        words = WordsField(remark, lines=2, most=LONGEST_REMARK)
        words.setObjectName(f"group.remark.{one.student_id}")
        words.setAccessibleName(_("About {name} alone").format(name=one.student))
        words.setPlaceholderText(_("About {name} alone").format(name=one.student))
        words.textChanged.connect(self.changed)
        words.refused.connect(self.refused)
        words.setVisible(bool(remark))
        unfold = button(_("About {name} alone…").format(name=one.student.split()[0]), icon="note", role="row")
        unfold.setObjectName(f"group.about.{one.student_id}")
        unfold.clicked.connect(lambda: _unfold(words))
        row = QHBoxLayout()
        row.addWidget(tick)
        row.addStretch(1)
        row.addWidget(unfold, 0, Qt.AlignmentFlag.AlignRight)
        self.add(row)
        self.add(words)
        self._ticks[one.student_id], self._words[one.student_id] = tick, words

    def _tell_attendance(self) -> None:
        self.attendance_changed.emit([(student, Attendance.CAME if tick.isChecked() else Attendance.ABSENT)
                                      for student, tick in self._ticks.items()])


def _unfold(words: QWidget) -> None:
    words.show()
    words.setFocus()
