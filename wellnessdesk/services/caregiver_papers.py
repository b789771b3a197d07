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
from wellnessdesk.vault.sealing import Binding

PAPER = "caregiver paper"
_SCANS = {b"%PDF-": ".pdf", b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}


@act("agreements.change")
def keep(desk: Desk, peer_id: str, kind: str, day: date, signed_by: str, scan: bytes = b"") -> Paper:
    """Record a paper that was signed on `day`, with its scan (PDF, PNG or JPEG, at most 4 MB) where there is one.

    Raises `Problem` for a kind that is not in the list, a day to come, no name, and a file that is none of the three.
    """
    name = plain_text.required(signed_by, LONGEST_NAME, _("Write who signed it."))
    return _keep(desk, peer_id, kind, day, {"signed_by": name, **_scan(scan)})


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
    """The papers for a peer, the newest first, opened; one that was spoiled says so."""
    with desk.reading() as tx:
        return [_opened(desk, tx, one) for one in agreements.papers(tx, peer_id)]


def _keep(desk: Desk, peer_id: str, kind: str, day: date, body: dict[str, object] | None) -> Paper:
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
        change.record("paper.keep", f"paper:{one.id}", f"person:{peer_id} {peer_marks.of(one)}")
        return one


def _scan(scan: bytes) -> dict[str, object]:
    if not scan:
        return {}
    if len(scan) > MOST_SCAN:
        raise Problem(_("This file is too large: keep a scan under 4 MB."))
    ending = next((name for start, name in _SCANS.items() if scan.startswith(start)), "")
    if not ending:
        raise Problem(_("Choose a scan as PDF, PNG or JPEG."))
    return {"scan_name": f"scan{ending}", "scan": base64.b64encode(scan).decode()}


def binding(one: Paper) -> Binding:
    """Where what is sealed of a paper belongs."""
    return Binding(PAPER, one.id, 1)


def _opened(desk: Desk, tx: Transaction, one: Paper) -> Paper:
    try:
        blob = sealed.get(tx, PAPER, one.id, 1)
        if blob is None:
            raise Tampered
        found = sealing.unseal(desk.keys, binding(one), blob)
        body = {name: found.body.get(name, "") for name in ("signed_by", "scan_name", "scan")}
        if not all(isinstance(value, str) for value in body.values()) or not signed_within(
                desk, found.signer, "agreements.change"):
            raise Tampered
        return replace(one, signed_by=str(body["signed_by"]), scan_name=str(body["scan_name"]),
                       scan=base64.b64decode(str(body["scan"])))
    except VaultProblem as problem:
        return replace(one, problem=str(problem))
