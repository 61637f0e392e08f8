"""Recording a result: the case and its place on the agenda move on."""

from datetime import timedelta

from eboard.audit import Actor, record
from eboard.cases.actions.moves import move
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.cases.states import TRANSITIONS
from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.mail.actions import queue, supersede
from eboard.meetings.actions.moves import note_shown_change
from eboard.meetings.enums import SHOWN_ITEMS, ItemState, MeetingState
from eboard.meetings.models import AgendaItem
from eboard.recommendations import emails, recipients
from eboard.recommendations.actions.drafts import save_draft
from eboard.recommendations.draft import Draft
from eboard.recommendations.enums import SIGNED_RESULTS, OutcomeEvent, Result
from eboard.recommendations.models import Discussion
from eboard.recommendations.queries import in_force, is_listed_elsewhere
from eboard.recommendations.requirements import REASONED_RESULTS

PUT_OFF = frozenset({Result.DEFERRED, Result.NOT_DISCUSSED})
HELD_STATES = frozenset({MeetingState.LIVE, MeetingState.CONCLUDED})
ITEM_STATES = {
    Result.RECOMMENDATION: ItemState.DISCUSSED,
    Result.NO_RECOMMENDATION: ItemState.DISCUSSED,
    Result.DEFERRED: ItemState.DEFERRED,
    Result.NOT_DISCUSSED: ItemState.NOT_DISCUSSED,
    Result.NOTED: ItemState.NOTED,
    Result.WITHDRAWN: ItemState.REMOVED,
}
BEFORE_NOTED = frozenset({CaseState.SCHEDULED, CaseState.DISCUSSED, CaseState.NOTED})  # the signature does the rest
CASE_STATES = {
    Result.RECOMMENDATION: CaseState.DISCUSSED,
    Result.NO_RECOMMENDATION: CaseState.DISCUSSED,
    Result.DEFERRED: CaseState.DEFERRED,
    Result.NOT_DISCUSSED: CaseState.NOT_DISCUSSED,
    Result.WITHDRAWN: CaseState.WITHDRAWN,
}


def record_outcome(*, actor: Actor, item: AgendaItem, version: int, draft: Draft) -> Discussion:
    """Keep what was typed and let the result take effect; raises DomainError if the result cannot stand."""
    discussion = save_draft(actor=actor, item=item, version=version, draft=draft)
    result = _checked_result(item, discussion)
    _place(item, ITEM_STATES[result])
    _settle(actor, discussion, result)
    discussion.recorded_at = time.now()
    record(
        actor=actor,
        event=OutcomeEvent.RECORDED,
        subject=discussion,
        organization_id=discussion.case.organization_id,
        result=result,
    )
    _tell(discussion, result)
    return discussion


def _checked_result(item: AgendaItem, discussion: Discussion) -> Result:
    result = discussion.result
    if result is None:
        raise DomainError(_("Say what came of the case."), field="result")
    if item.meeting.state not in HELD_STATES:
        raise DomainError(_("The meeting has not started. Keep a draft until then."))
    if result in REASONED_RESULTS and not discussion.result_reason:
        raise DomainError(_("Say what is missing, or why it was not discussed."), field="result_reason")
    if is_listed_elsewhere(item):
        raise DomainError(_("The case already waits on the agenda of another meeting. Take it off there first."))
    if discussion.amending_since is not None and result not in SIGNED_RESULTS:
        raise DomainError(
            _("A signed outcome cannot become “%(result)s”. Mark it as entered in error first.", result=result.label),
            field="result",
        )
    return result


def _place(item: AgendaItem, state: ItemState) -> None:
    was_shown = item.state in SHOWN_ITEMS
    item.state = state
    if (state in SHOWN_ITEMS) is not was_shown:
        note_shown_change(item.meeting)


def _settle(actor: Actor, discussion: Discussion, result: Result) -> None:
    if in_force(discussion) is not None:  # an amendment moves the case when it is signed
        return
    case = discussion.case
    before = case.state
    _lead(actor, case, result, discussion.result_reason)
    case.rollovers += (case.state is CaseState.NOT_DISCUSSED) - (before is CaseState.NOT_DISCUSSED)


def _lead(actor: Actor, case: Case, result: Result, reason: str) -> None:
    """Take the case where the result leads, by way of "discussed" if a wrong result was recorded before."""
    to = CASE_STATES.get(result, CaseState.DISCUSSED)
    if case.state is to or (result is Result.NOTED and case.state in BEFORE_NOTED):
        return
    if to not in TRANSITIONS[case.state]:
        move(actor=actor, case=case, to=CaseState.DISCUSSED)
    move(actor=actor, case=case, to=to, reason=reason if result in REASONED_RESULTS else "")


def _tell(discussion: Discussion, result: Result) -> None:
    """The care team hears after the hold window that its case was put off; another result takes that back."""
    link = f"{settings().base_url}/cases/{discussion.case_id}"
    due_at = time.now() + timedelta(seconds=settings().hold_seconds)
    for person in recipients.care_team(discussion.case):
        if result in PUT_OFF:
            queue(emails.put_off(discussion, person, link=link), due_at=due_at)
        else:
            supersede(emails.put_off_thread(discussion, person))
