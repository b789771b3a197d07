"""Certificates: a coordinator states and signs that a peer has a module; printed and verified as every statement."""

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import training as rules
from wellnessdesk.domain.exams import Attempt
from wellnessdesk.domain.statements import Kind, Statement
from wellnessdesk.domain.training import Completion, How, Module
from wellnessdesk.services import question_banks, statements
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import exams, training
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import people_keys


@act("statements.issue")
def issue(desk: Desk, completion_id: str, passphrase: str) -> Statement:
    """State that a peer has a module, and sign it, in the language in use. Takes about half a second.

    Raises `WrongPassphrase`, and `Problem` for what does not count any more: nobody states what is not so.
    """
    desk.require_no_substitute()
    people_keys.confirm(desk.keys, passphrase)
    with desk.change("statements") as change:
        one = training.completion(change.tx, completion_id)
        if one is None or one.revoked_at is not None or (one.lapses_on is not None and one.lapses_on <= desk.today()):
            raise Problem(_("This does not count any more: there is nothing to certify."))
        made = statements.signed(desk, change, Kind.CERTIFICATE, one.person, _stated(desk, change.tx, one))
        statements.record(change, made)
        return made


def _stated(desk: Desk, tx: Transaction, one: Completion) -> str:
    versions = rules.all_versions(training.modules(tx))
    module = next(each for each in versions if (each.id, each.version) == (one.module, one.version))
    lines = [_("Has completed the training “{what}” (version {n}, {minutes} minutes).").format(
        what=module.label, n=one.version, minutes=formats.number(module.minutes))]
    lines.append(_how(desk, tx, one, module))
    if one.lapses_on is not None:
        lines.append(_("Valid until {day}.").format(day=formats.date_long(one.lapses_on)))
    return "\n".join(lines)


def _how(desk: Desk, tx: Transaction, one: Completion, module: Module) -> str:
    day = formats.date_long(one.day)
    passed = _passed(desk, tx, one, module) if one.how is How.EXAM else None
    if passed is not None and passed.score is not None:
        return ngettext("Passed the exam on {day}: {right} of {n} question right.",
                        "Passed the exam on {day}: {right} of {n} questions right.", passed.out_of).format(
            day=day, right=formats.number(passed.score), n=formats.number(passed.out_of))
    return {How.CLASS: _("In class, on {day}."), How.CARRIED_IN: _("Learned elsewhere, recorded for {day}."),
            How.OBSERVED: _("Observed, on {day}."), How.EXAM: _("By exam, on {day}.")}[one.how].format(day=day)


def _passed(desk: Desk, tx: Transaction, one: Completion, module: Module) -> Attempt | None:
    """The attempt that gave it."""
    banks = question_banks.titles(tx)
    return next((each for each in exams.attempts(tx, one.person) if each.passed and each.ended_at is not None
                 and desk.local(each.ended_at).date() == one.day
                 and banks[each.bank, each.version].module == module.id), None)
