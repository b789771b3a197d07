"""The physical lines of a CSV file, in whatever encoding, numbered and repaired where needed."""

import codecs
import io
import re
from collections import Counter, deque
from collections.abc import Iterator

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.exchange.findings import Findings

MAX_LINES = 1_000_000
MAX_LINE_LENGTH = 131_072
# A quoted cell of more lines than this is one whose quotation mark was never closed.
MAX_LINES_IN_RECORD = 25

_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


class NeverClosed(Exception):
    """The record being read wants a further line that does not belong to it."""


class Lines:
    """Physical lines for `csv.reader`, repaired where needed; those of a broken record can be given back."""

    def __init__(self, stream: io.BufferedReader, label: str, findings: Findings) -> None:
        self._text = _text(stream)
        self._label = label
        self._findings = findings
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self._told: set[str] = set()
        self.number = 0

    @property
    def in_record(self) -> int:
        return len(self._record)

    def delimiter(self) -> str:
        """The sign between cells: the one that stands most often, as often in each of the first lines; else a comma.

        Not that of the first line alone: some systems write a title above the header.
        """
        ahead: list[str] = []
        for line in self:
            ahead.append(line)
            self.begin_record()
            if len(ahead) == MAX_LINES_IN_RECORD:
                break
        self.number -= len(ahead)
        self._again.extend(ahead)
        return max(",;\t|", key=lambda sign: _regularity([line.count(sign) for line in ahead]))

    def begin_record(self) -> None:
        self._record.clear()

    def give_back_all_but_first(self) -> str:
        first, *rest = self._record
        self._again.extendleft(reversed(rest))
        self.number -= len(rest)
        return first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._record) == MAX_LINES_IN_RECORD:
            raise NeverClosed
        line = self._again.popleft() if self._again else self._read()
        if not line:
            # The reader asks on within a record only while a quotation mark is open.
            raise NeverClosed if self._record else StopIteration
        self.number += 1
        self._record.append(line)
        return line

    def _read(self) -> str:
        """The next physical line; "" at the end of the file."""
        line = self._text.readline(MAX_LINE_LENGTH)
        if self.number >= MAX_LINES and line:
            raise too_many_lines(self._label)
        if len(line) == MAX_LINE_LENGTH and not line.endswith(("\r", "\n")):
            return self._too_long()
        if "\0" in line:
            line = line.replace("\0", "")
            self._tell_once(_("The file holds empty bytes (NUL). They were left out."))
        return line if line.isascii() else self._decoded(line)

    def _too_long(self) -> str:
        while (more := self._text.readline(MAX_LINE_LENGTH)) and not more.endswith(("\r", "\n")):
            pass
        self._findings.refuse(self._label, self.number + 1, _("The line is far too long for a roster."), "")
        return "\n"

    def _decoded(self, line: str) -> str:
        if not _ESCAPED_BYTE.search(line):
            return line
        self._tell_once(_("The file is not all UTF-8. The rest was read as Windows-1252: check names with accents."))
        return line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")

    def _tell_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self._findings.note(self._label, self.number + 1, text)


def too_many_lines(label: str) -> RosterUnreadable:
    """What is said of a table with more lines than there are people."""
    return RosterUnreadable(_("{file} has more lines than any roster. Check that it is the right file.").format(
        file=label))


def _regularity(counts: list[int]) -> int:
    """How much a sign parts lines into cells: how often it stands in most of those that hold it, in all of them."""
    ((most, lines),) = Counter(filter(None, counts)).most_common(1) or [(0, 0)]
    return most * lines


def _text(stream: io.BufferedReader) -> io.TextIOWrapper:
    """The stream as text, its line ends kept. Bytes that are no UTF-8 stay marked, for `Lines` to repair."""
    encoding = _encoding(stream.peek(4096)[:4096])
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Western text in UTF-16 without its mark: every second byte is 0.
    if len(start) > 8 and start[1::2].count(0) > len(start) // 3:
        return "utf-16-le"
    if len(start) > 8 and start[::2].count(0) > len(start) // 3:
        return "utf-16-be"
    return "utf-8-sig"
