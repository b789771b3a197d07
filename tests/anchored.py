"""Centers whose secret and anchor lie in the keyring of this test (`memory_keyring`, or one that is worse)."""

import base64
import shutil
from dataclasses import replace
from pathlib import Path

import keyring

from tests.centers import first, fresh_center
from tests.support import NAMES, PASSPHRASE, TestCenter
from wellnessdesk.base.paths import APP_ID
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.vault import anchor, device, header_file
from wellnessdesk.vault.header import DeviceKind


def anchored_center(folder: Path) -> TestCenter:
    """A closed center of five people that trusts this test's keyring; nothing is remembered of it yet."""
    center = fresh_center(folder)
    real = header_file.read(folder).header
    header_file.write(folder, replace(real, device=DeviceKind.KEYRING), center.admin.keys.store_key)
    keyring.set_password(APP_ID, real.anchors.store, base64.b64encode(device.DEMO_SECRET).decode())
    center.admin.close()
    return center


def sign_in(center: TestCenter, role: Role, **how) -> Desk:
    """Sign in anew, through the door."""
    return opening.sign_in(center.folder, opening.find(center.folder, NAMES[role]), PASSPHRASE, center.clock, **how)


def remembered(center: TestCenter) -> anchor.Anchor | None:
    """What the keyring holds."""
    return anchor.kept(center.admin.keys.header.anchors.store, center.admin.keys.store_key)


def work(center: TestCenter, *students: int) -> None:
    """The front desk signs in, checks these students in, and locks."""
    desk = sign_in(center, Role.FRONT_DESK)
    for student in students:
        visits.check_in(desk, student, reason=first("visit_reasons"), origin=first("visit_origins"))
        center.clock.advance(minutes=1)
    desk.close()


def set_aside(center: TestCenter, name: str = "older") -> Path:
    """A copy of all files as they are now."""
    return shutil.copytree(center.folder, center.folder.with_name(name))


def put_back(center: TestCenter, copy: Path, *names: str) -> None:
    """The files of that copy (or some of them) over the present ones."""
    for name in names or ("center.db", *header_file.NAMES):
        shutil.copy(copy / name, center.folder / name)
