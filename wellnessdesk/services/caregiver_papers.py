"""What a caregiver signed on paper for a peer under age: that it is there stands in the clear; the rest is sealed."""

import base64
import uuid
from dataclasses import replace
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, plain_text
from wellnessdesk.domain.agreements import LONGEST_NAME, MOST_SCAN, Paper
from wellnessdesk.services import peer_marks
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.peers import require_peer
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import agreements, sealed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding, Opened

PAPER = "caregiver paper"
_SCAN = 2
"""The scan is a sealed record of its own, so that nothing of it is opened to say who signed."""
_SCANS = {b"%PDF-": ".pdf", b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}


@act("agreements.change")
def keep(desk: Desk, peer_id: str, kind: str, day: date, signed_by: str, scan: bytes = b"") -> Paper:
    """Record a paper that was signed on `day`, with its scan (PDF, PNG or JPEG, at most 4 MB) where there is one.

    Raises `Problem` for a kind that is not in the list, a day to come, no name, and a file that is none of the three.
    """
    name = plain_text.required(signed_by, LONGEST_NAME, _("Write who signed it."))
    return _keep(desk, peer_id, kind, day, {"signed_by": name, "scan_name": _scan_name(scan)}, scan)


@act("agreements.change")
def of_age(desk: Desk, peer_id: str, kind: str) -> Paper:
    """Record that a peer is 18 or older, and needs no such paper. Raises `Problem`."""
    return _keep(desk, peer_id, kind, desk.today(), None)


@act("agreements.change")
def end(desk: Desk, paper_id: str) -> None:
    """A paper does not count any more, for instance because it was taken back. Raises `Problem`."""
    with desk.change("agreements", "peers", "clearance") as change:
        one = agreements.get_paper(change.tx, paper_id)
        if one is None or one.ended_at is not None:
            raise Problem(_("This paper does not count any more already."))
        agreements.end_paper(change.tx, paper_id, change.now)
        ended = replace(one, ended_at=change.now)
        change.record("paper.end", f"paper:{one.id}", f"person:{one.person} {peer_marks.of(ended)}")


@act("agreements.see")
def of_peer(desk: Desk, peer_id: str) -> list[Paper]:
    """The papers for a peer, the newest first, opened but for their scans; one that was spoiled says so."""
    with desk.reading() as tx:
        return [_opened(desk, tx, one) for one in agreements.papers(tx, peer_id)]


@act("agreements.change")
def open_scan(desk: Desk, paper_id: str) -> tuple[str, bytes]:
    """The scan of a paper, and a name for its file. That it was opened is recorded. Raises `Problem`."""
    with desk.change() as change:
        one = agreements.get_paper(change.tx, paper_id)
        blob = sealed.get(change.tx, PAPER, paper_id, _SCAN) if one is not None else None
        if one is None or blob is None:
            raise Problem(_("There is no scan of this paper."))
        scan = _unsealed(desk, binding(one, _SCAN), blob).body.get("scan")
        change.record("paper.open", f"paper:{one.id}", f"person:{one.person}")
    name = _opened_name(scan) if isinstance(scan, str) else ""
    if not name:
        raise Tampered
    return name, base64.b64decode(str(scan))


def _keep(desk: Desk, peer_id: str, kind: str, day: date, body: dict[str, object] | None, scan: bytes = b"") -> Paper:
    if kind not in catalogues.load("caregiver_paper_kinds").ids():
        raise Problem(_("This paper is not in the list any more."))
    if day > desk.today():
        raise Problem(_("This day is still to come."))
    with desk.change("agreements", "peers", "clearance") as change:
        require_peer(change.tx, peer_id)
        one = Paper(id=uuid.uuid4().hex, person=peer_id, kind=kind, of_age=body is None, day=day, kept_at=change.now,
                    kept_by=desk.person.id)
        blob = sealing.seal(desk.keys, binding(one), body or {"signed_by": ""}, to_author=False)
        agreements.add_paper(change.tx, one)
        sealed.add(change.tx, PAPER, one.id, 1, blob)
        if scan:
            whole: dict[str, object] = {"scan": base64.b64encode(scan).decode()}
            sealed.add(change.tx, PAPER, one.id, _SCAN,
                       sealing.seal(desk.keys, binding(one, _SCAN), whole, to_author=False))
        change.record("paper.keep", f"paper:{one.id}", f"person:{peer_id} {peer_marks.of(one)}")
        return one


def _scan_name(scan: bytes) -> str:
    if not scan:
        return ""
    if len(scan) > MOST_SCAN:
        raise Problem(_("This file is too large: keep a scan under 4 MB."))
    ending = next((name for start, name in _SCANS.items() if scan.startswith(start)), "")
    if not ending:
        raise Problem(_("Choose a scan as PDF, PNG or JPEG."))
    return f"scan{ending}"


def _opened_name(scan: str) -> str:
    """By its content, as when it was kept; empty for what was never kept."""
    try:
        return _scan_name(base64.b64decode(scan, validate=True))
    except (ValueError, Problem):
        return ""


def binding(one: Paper, version: int = 1) -> Binding:
    """Where what is sealed of a paper belongs: who signed it, or its scan."""
    return Binding(PAPER, one.id, version)


def _unsealed(desk: Desk, place: Binding, blob: bytes) -> Opened:
    found = sealing.unseal(desk.keys, place, blob)
    if not signed_within(desk, found.signer, "agreements.change"):
        raise Tampered
    return found


def _opened(desk: Desk, tx: Transaction, one: Paper) -> Paper:
    try:
        blob = sealed.get(tx, PAPER, one.id, 1)
        if blob is None:
            raise Tampered
        found = _unsealed(desk, binding(one), blob)
        body = {name: found.body.get(name, "") for name in ("signed_by", "scan_name")}
        if not all(isinstance(value, str) for value in body.values()):
            raise Tampered
        return replace(one, signed_by=str(body["signed_by"]), scan_name=str(body["scan_name"]))
    except VaultProblem as problem:
        return replace(one, problem=str(problem))
