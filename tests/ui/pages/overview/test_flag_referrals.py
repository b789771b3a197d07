"""A referral is begun where a flag is read, and closes with it."""

from wellnessdesk.domain.flags import Closing
from wellnessdesk.domain.referrals import Status
from wellnessdesk.services import flags, referrals
from wellnessdesk.ui.kit.refer import ReferDialog


def test_a_referral_begun_from_a_flag_knows_it_and_ends_with_it(overview):
    overview.flag("ngu")
    (flag,) = flags.not_closed(overview.desk)
    overview.page.show_flag(flag.mark.id)
    overview.settle()
    assert not overview.shows("flag.refer"), "first an adult has it"
    overview.click("flag.acknowledge")
    overview.click("flag.refer")
    (dialog,) = overview.window.findChildren(ReferDialog)
    assert dialog.search is None
    dialog.kind.set_value("counseling")
    dialog.to.setText("Valley")
    dialog.why.setPlainText("why")
    dialog.purpose.setPlainText("purpose")
    overview.click("refer.save")

    (one,) = referrals.under_way(overview.desk)
    assert (one.student, one.facts.flag) == ("Minh Nguyễn", flag.mark.id)
    flags.close(overview.desk, flag.mark.id, Closing(disposition="a", notify_caregiver=False, notify_reason="b",
                                                     outcome="safe", reported=False))
    (over,) = referrals.over(overview.desk)
    assert (over.mark.status, over.outcome) == (Status.REVOKED, "safe")
