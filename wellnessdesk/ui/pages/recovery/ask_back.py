"""Some words of a new kit are asked back, so that its paper is known to be whole and easy to read."""

from collections.abc import Callable, Mapping, Sequence
from random import SystemRandom

from PySide6.QtCore import Qt

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.ui.kit import clipboard
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field, Form, question

_ASKED = 2


class AskBack(Form):
    """Two words of each kit, chosen by chance."""

    def __init__(self, words: Mapping[KitName, Sequence[str]], finish: Callable[[], object]) -> None:
        super().__init__()
        self._asked: list[tuple[KitName, int, str, TextField, Field]] = []
        chance = SystemRandom()
        for kit, every in words.items():
            self.add(question(_("From the paper of kit {letter}").format(letter=kit.letter)))
            fields = [self._field(kit, place, every[place])
                      for place in sorted(chance.sample(range(len(every)), _ASKED))]
            self.row(*fields)
        for *_rest, edit, _asked in self._asked:
            edit.returnPressed.connect(finish)

    def focus_first(self) -> None:
        """To the first word."""
        self._asked[0][-1].focus()

    def valid(self) -> bool:
        """Whether all are right; those that are not say which they are."""
        self.clear_errors()
        for kit, number, word, edit, asked in self._asked:
            if edit.value().casefold() != word:
                asked.set_error(_("This is not word {number} of kit {letter}. Look at the paper again.").format(
                    number=number, letter=kit.letter))
        return not self.show_errors()

    def _field(self, kit: KitName, place: int, word: str) -> Field:
        edit = TextField(max_length=20)
        edit.setObjectName(f"recovery.word.{kit.letter.lower()}.{len(self._asked) % _ASKED + 1}")
        edit.setProperty("number", place + 1)
        clipboard.guard(edit)
        edit.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)
        name = _("Word {number}").format(number=place + 1)
        edit.setAccessibleName(_("Word {number} of kit {letter}").format(number=place + 1, letter=kit.letter))
        made = Field(name, edit)
        self._asked.append((kit, place + 1, word, edit, made))
        return made
