"""One student's records as a bundle: decided on entry by entry, locked for a recipient, written down as disclosed.

Nothing outside the encryption names the student, and no record of the bundle does: what a request for approval is about
is sealed to the coordinators, and gone once the request is over. The line in the student's disclosure log is written
with the bundle's record, and stands as long as that does (`disclosures.lines`): a bundle that never left disclosed
nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import speaking
from wellnessdesk.domain import bundle_words
from wellnessdesk.domain import packets as rules
from wellnessdesk.domain.bundles import Asked, Bundle, BundleMeta, Kind, Period, Recipient, Request
from wellnessdesk.domain.disclosures import Ground, NewDisclosure, ground_label, of_bundle
from wellnessdesk.domain.packets import Decision, Draft, Section
from wellnessdesk.domain.redaction import Hit
from wellnessdesk.exchange import datapackage
from wellnessdesk.exchange.packet_schema import RECORD, Basis
from wellnessdesk.services import (
    bundle_approval,
    bundle_files,
    bundle_writing,
    packets,
    papers,
    recipients,
    student_records,
)
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import people, sealed
from wellnessdesk.store.bundle_requests import SEALED
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered
from wellnessdesk.vault.sealing import Binding


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """Whose records, on which ground, what was decided on each entry, and in which language they are read."""

    student: int
    ground: Ground
    decisions: Mapping[str, Decision]
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketPreview:
    """Exactly what would leave: `name` and `sections` as they stand in the PDF."""

    recipient: Recipient
    asked: Asked
    packet: Packet
    name: str
    sections: tuple[Section, ...]

    @property
    def seen(self) -> str:
        """The hash (hex) of what is shown: who approves it approves this."""
        said = [self.name, self.packet.ground, *map(asdict, self.sections)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def asked_for(desk: Desk, recipient: str, purpose: str, packet: Packet, authority: str = "") -> Asked:
    """What is asked for, as the record of the request has it: on which day, and never of which student."""
    return Asked(recipient=recipient, kind=Kind.PACKET, period=Period.day(desk.today()), purpose=purpose.strip(),
                 authority=authority.strip(), about=packet.ground.value)


@act("packets.make")
def preview(desk: Desk, asked: Asked, packet: Packet) -> PacketPreview:
    """What would leave, after `packets.prepare` opened it. Raises `Problem` where a decision is missing."""
    with desk.reading() as tx:
        return _preview(desk, tx, asked, packet)


@act("packets.make")
def ask(desk: Desk, asked: Asked, packet: Packet) -> Request:
    """Ask a second coordinator for it. Raises `Problem` as `bundle_approval.request` does."""
    with desk.change("bundles") as change:
        made = bundle_approval.ask(desk, change, asked, _preview(desk, change.tx, asked, packet).seen)
        sealed.add(change.tx, SEALED, made.id, 1, sealing.seal(desk.keys, _binding(made), _body(packet),
                                                                to_author=False))
    return made


@act("packets.make")
def look(desk: Desk, request: Request) -> PacketPreview:
    """What somebody asks to be approved, as it would leave now; every note in it is opened, and recorded as such."""
    packet = _asked(desk, request)
    student_records.opened(desk, packet.student)
    with desk.change() as change:
        shown = _preview(desk, change.tx, request.asked, packet)
        packets.record_opened(change, packet.student, _draft(desk, change.tx, packet))
    return shown


@act("packets.make")
def write(desk: Desk, asked: Asked, packet: Packet, *, folder: Path, own_copy: Path | None = None) -> Bundle:
    """Write one student's records into `folder` as an encrypted, signed bundle and return its record.

    Raises `Problem` without a purpose or a decision, for a recipient who may not have it, or where a second person has
    to approve it first; and what `bundle_writing.write_staged` raises.
    """
    desk.require_no_substitute()
    asked = asked.tidied()
    if missing := bundle_words.wrong(asked, desk.today()):
        raise Problem(missing)
    bundle_files.settle_pending(desk)
    with desk.reading() as tx:
        recipient = recipients.get(tx, asked.recipient)
        recipients.require_may_receive(recipient, Kind.PACKET, desk.today())
        shown = _preview(desk, tx, asked, packet)
        approval = bundle_approval.require(tx, asked, shown.seen)
        meta = _meta(desk, tx, recipient, asked, packet)
        basis = _basis(desk, tx, packet, approval)
    made = _Made(desk, meta, basis, packet)
    return bundle_writing.write_staged(desk, bundle_writing.Draft(
        meta=meta, recipient=recipient, shown=shown.seen, approval=approval, begun=made.give_out,
        content=lambda: (made.zipped(),)), folder, own_copy=own_copy)


@act("packets.make")
def write_approved(desk: Desk, request: Request, *, folder: Path, own_copy: Path | None = None) -> Bundle:
    """Write what a second person approved, as it was decided on then. Raises what `write` does, and `Tampered`."""
    return write(desk, request.asked, _asked(desk, request), folder=folder, own_copy=own_copy)


@dataclass(slots=True)
class _Made:
    """A packet on its way: given out with the bundle's record, then put into the zip."""

    desk: Desk
    meta: BundleMeta
    basis: Basis
    packet: Packet
    pdf: bytes = b""

    def give_out(self, change: Act) -> None:
        """Lay it out, and write down to whom it goes."""
        new = NewDisclosure(day=self.desk.today(), recipient=self.meta.recipient, ground=self.packet.ground,
                            purpose=self.meta.purpose, what="")
        self.pdf = packets.give_out(self.desk, change, self.packet.student, new, self.packet.decisions,
                                    papers.kept(change.tx), self.packet.language, of_bundle(self.meta.id))

    def zipped(self) -> bytes:
        """Signed, and read again as a stranger would: nobody here can open it afterwards."""
        name = bundle_writing.file_name(self.desk, self.meta)
        files = dict(datapackage.build_packet(self.pdf, self.basis, self.meta, name))
        files[datapackage.SIGNATURE] = bundle_writing.signature(self.desk, files[datapackage.MANIFEST])
        content = datapackage.zip_bytes(files)
        read = datapackage.read_zip(content)
        if (datapackage.contents(read).basis, read[RECORD]) != (self.basis, self.pdf):
            raise AssertionError("a bundle that does not say what was shown")
        return content


def _preview(desk: Desk, tx: Transaction, asked: Asked, packet: Packet) -> PacketPreview:
    draft = _draft(desk, tx, packet)
    with speaking(packet.language):
        sections = rules.sections(draft, packet.decisions)
    return PacketPreview(recipient=recipients.get(tx, asked.recipient), asked=asked, packet=packet, name=draft.name,
                         sections=sections)


def _draft(desk: Desk, tx: Transaction, packet: Packet) -> Draft:
    return packets.decided(desk, tx, packet.student, packet.ground, packet.decisions, packet.language)


def _meta(desk: Desk, tx: Transaction, recipient: Recipient, asked: Asked, packet: Packet) -> BundleMeta:
    """No packet replaces another: they may be of two students. Its day is that on which it leaves."""
    authority = ". ".join(filter(None, (ground_label(packet.ground), asked.authority)))
    return replace(bundle_writing.meta(desk, tx, recipient, asked), period=Period.day(desk.today()), version=1,
                   supersedes="", authority=authority)


def _basis(desk: Desk, tx: Transaction, packet: Packet, approval: Request | None) -> Basis:
    included = sum(decision.include for decision in packet.decisions.values())
    return Basis(ground=packet.ground.value, legal_basis=ground_label(packet.ground), decided_by=desk.person.name,
                 approved_by=people.names(tx).get(approval.decided_by, "") if approval else "", included=included,
                 withheld=len(packet.decisions) - included)


def _asked(desk: Desk, request: Request) -> Packet:
    """What a request is about. Raises `Problem` for one that is over, `Tampered` for what is not as it was sealed."""
    with desk.reading() as tx:
        bundle_approval.require_open(tx, request.id)
        blob = sealed.get(tx, SEALED, request.id, 1)
    if blob is None:
        raise Tampered
    opened = sealing.unseal(desk.keys, _binding(request), blob)
    if opened.signer != request.asked_by or not signed_within(desk, opened.signer, "packets.make"):
        raise Tampered
    return _packet(opened.body)


def _binding(request: Request) -> Binding:
    return Binding(SEALED, request.id, 1)


def _body(packet: Packet) -> dict[str, object]:
    decisions = {key: {"include": one.include, "ground": one.ground,
                       "hidden": sorted([part, *asdict(hit).values()] for part, hit in one.hidden)}
                 for key, one in packet.decisions.items()}
    return {"student": packet.student, "ground": packet.ground.value, "language": packet.language,
            "decisions": json.dumps(decisions)}


def _packet(body: Mapping[str, object]) -> Packet:
    decisions = {key: Decision(include=one["include"], ground=one["ground"], hidden=frozenset(
        (part, Hit(*hit)) for part, *hit in one["hidden"])) for key, one in json.loads(str(body["decisions"])).items()}
    return Packet(student=int(str(body["student"])), ground=Ground(str(body["ground"])),
                  language=str(body["language"]), decisions=decisions)
