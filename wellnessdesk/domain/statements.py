"""What the center states about a Wellness Peer and signs: the exact bytes, and what of them a QR code holds.

Anybody can verify one with OpenSSH alone, years later and without this program.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _

NAMESPACE = "statement@wellnessdesk.org"
"""Of the SSHSIG signatures: one made for something else does not count here."""
PRINCIPAL = "center"
"""The name of the key in the file of allowed signers: whoever verifies types it."""
LONGEST = 700
"""Bytes of what is stated: with its head and the signature it must fit a code that a phone still reads from paper."""
_SIGNATURE = "-----BEGIN SSH SIGNATURE-----"


class Kind(StrEnum):
    """What is stated."""

    CERTIFICATE = "certificate"
    HOURS = "hours"
    PORTFOLIO = "portfolio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A signed statement. `text` is the exact text that is signed; `holds` is False where the signature does not fit
    it, or is not of the key of who signed."""

    id: str
    kind: Kind
    person: str
    text: str
    signature: str = field(repr=False)
    at: datetime
    by: str
    ended_at: datetime | None = None
    ended_by: str = ""
    holds: bool = True

    @property
    def stands(self) -> bool:
        """Whether the center still stands by it."""
        return self.holds and self.ended_at is None

    @property
    def body(self) -> str:
        """What is stated, without the head lines."""
        return self.text.partition("\n\n")[2].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A statement with all that its paper needs: names, the key, and when it was signed, by the center's clocks."""

    statement: Statement
    about: str
    signed_by: str
    day: date
    key: str
    """The line of a file of allowed signers."""
    fingerprint: str


def kind_label(kind: Kind) -> str:
    """What a statement of this kind is called."""
    return {Kind.CERTIFICATE: _("Certificate"), Kind.HOURS: _("Letter of hours"),
            Kind.PORTFOLIO: _("Portfolio")}[kind]


def composed(kind: Kind, *, id: str, center: str, person: str, by: str, day: str, body: str) -> str:
    """The exact text that is signed: head lines, an empty line, what is stated; with line feeds, also at its end."""
    head = (_first_line(kind, id), f"center: {center}", f"about: {person}", f"signed by: {by}", f"signed on: {day}")
    return "\n".join((*head, "", body.strip(), ""))


def belongs(one: Statement) -> bool:
    """Whether the text is that of a statement of this kind and id."""
    return one.text.startswith(f"{_first_line(one.kind, one.id)}\n")


def _first_line(kind: Kind, id: str) -> str:
    return f"WellnessDesk statement: {kind} {id}"


def payload(one: Statement) -> str:
    """What the QR code holds: the text, and below it the signature."""
    return one.text + one.signature


def taken_apart(scanned: str) -> tuple[str, str]:
    """Text and signature of what was read from a code."""
    text, mark, signature = scanned.partition(_SIGNATURE)
    return text, mark + signature


def wrong_body(body: str) -> str:
    """What stands against words that are to be stated, as a sentence."""
    if not body.strip():
        return _("There is nothing to state yet.")
    if len(body.encode()) > LONGEST:
        return _("This is too much for one signed statement: at most {n} bytes.").format(n=formats.number(LONGEST))
    if _SIGNATURE in body:
        return _("These words cannot be stated.")
    return ""


def steps(one: Statement) -> tuple[str, ...]:
    """The commands by which anybody verifies the text of a code that was saved as `code.txt`, with the key's line
    saved as `center.key`."""
    return (
        f"sed '/^{_SIGNATURE}/,$d' code.txt > statement.txt",
        f"sed -n '/^{_SIGNATURE}/,$p' code.txt > statement.sig",
        f"ssh-keygen -Y verify -f center.key -I {PRINCIPAL} -n {NAMESPACE} -s statement.sig < statement.txt",
    )
