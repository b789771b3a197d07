"""A coordinator at the referrals, in the program's own window."""

import pytest

from tests.centers import fresh_center
from tests.windows import windows
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Facts, Step, StepKind
from wellnessdesk.domain.resources import Resource
from wellnessdesk.services import referrals, resources

FACTS = Facts(student=1, kind="counseling", to="Valley Counseling", why="sleeps little", purpose="talk about sleep")


def take(desk, referral, *kinds):
    """Steps in their order, each with what it needs."""
    for kind in kinds:
        who, how = {"consent": ("student", "phone"), "send": ("", "email")}.get(kind, ("", ""))
        referrals.step(desk, referral, Step(kind=StepKind(kind), day=desk.today(), who=who, how=how, words="so it is"))


@pytest.fixture
def begin(qapp, tmp_path):
    """Signs a coordinator in and goes to the page: one sent and overdue, one draft, one over."""
    center = fresh_center(tmp_path / "center")
    desk = center.coordinator
    resources.save(desk, Resource(kind="health", name="Oak Clinic", phone="555-0101"))
    take(desk, referrals.draft(desk, FACTS).id, "consent", "send")
    gone = Facts(student=3, kind="legal", to="Aid", why="why", purpose="purpose")
    take(desk, referrals.draft(desk, gone).id, "revoke")
    center.clock.advance(minutes=15 * 24 * 60)
    referrals.draft(desk, Facts(student=2, kind="health", resource=1, why="an old cough", purpose="a check-up"))
    center.admin.close()
    with windows(qapp) as start:

        def run():
            shown = start(center.folder, center.clock)
            shown.sign_in(Role.COORDINATOR)
            shown.drive.click("nav.referrals")
            return shown

        yield run
