"""A line to bring something to a meeting: what it is, the words, and the button."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.own_items import LONGEST, About, about_label
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.fields import TextField


class OwnPart(QWidget):
    """`add` is called with what was chosen and typed; `clear` when that is kept. Names begin with `name`."""

    def __init__(self, name: str, placeholder: str, among: Sequence[About],
                 add: Callable[[About, str], object]) -> None:
        super().__init__()
        self._add = add
        self.about = ChoiceList([Choice(one.value, about_label(one)) for one in among])
        self.about.setAccessibleName(_("What is it?"))
        self.about.setObjectName(f"{name}.about")
        self.words = TextField(placeholder=placeholder, max_length=LONGEST)
        self.words.setAccessibleName(_("Your own item"))
        self.words.setObjectName(f"{name}.own")
        self.go = button(_("Add"), self.start, icon="add")
        self.go.setObjectName(f"{name}.add")
        self.words.returnPressed.connect(self.start)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.about)
        row.addWidget(self.words, 1)
        row.addWidget(self.go)

    def start(self) -> None:
        """Add what was typed; with nothing typed, go where it is typed."""
        words = self.words.value()
        if words:
            self._add(About(self.about.value() or About.TOPIC.value), words)
        else:
            self.words.setFocus()

    def clear(self) -> None:
        """What was typed is kept; the next one is something to talk about again."""
        self.words.clear()
        self.about.setCurrentIndex(0)
