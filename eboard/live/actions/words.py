"""Words that several people write at once: saved once each, and kept beside each other where they clash."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from eboard.audit import Actor, record
from eboard.cases.queries.recusals import takes_no_part
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.live.enums import LiveEvent
from eboard.live.models import Clash, SavedBatch
from eboard.live.queries import clashes_on
from eboard.meetings.models import AgendaItem
from eboard.recommendations.actions import change_draft
from eboard.recommendations.merging import Change

BATCHES_KEPT = timedelta(days=2)


def save_words(*, actor: Actor, item: AgendaItem, batch_id: UUID, changes: Sequence[Change]) -> list[Change]:
    """Save what a page sends, once: a batch that is sent again after a lost answer changes nothing.

    Returns the changes that clash with what somebody else wrote; they are kept beside it. Raises DomainError if the
    outcome is not open for writing.
    """
    if db.session.get(SavedBatch, batch_id) is not None:
        return []
    _discussion, refused = change_draft(actor=actor, item=item, changes=changes)
    db.session.add(SavedBatch(id=batch_id, item_id=item.id, saved_at=time.now()))
    standing = {clash.place: clash for clash in clashes_on(item.id) if clash.person_id == actor.person_id}
    for change in refused:
        _keep_beside(actor, item, change, standing.get(str(change.place)))
    for change in changes:
        if change not in refused and str(change.place) in standing:  # its writer came round to what stands there
            db.session.delete(standing[str(change.place)])
    return refused


def _keep_beside(actor: Actor, item: AgendaItem, change: Change, clash: Clash | None) -> None:
    if clash is not None:
        clash.text = change.text
        return
    if (
        change.now is None and not change.place.name
    ):  # a row that somebody changed meanwhile is not removed, that is all
        return
    db.session.add(Clash(item_id=item.id, place=str(change.place), text=change.text, person_id=actor.person_id))
    _note(actor, LiveEvent.CLASHED, item)


def take_over(*, actor: Actor, clash: Clash, change: Change) -> None:
    """Put what stands beside into its place; ``change`` says what the person saw there.

    Raises DomainError if that changed meanwhile.
    """
    _discussion, refused = change_draft(actor=actor, item=clash.item, changes=[change])
    if refused:
        raise DomainError(_("This was changed again meanwhile. Look at it once more."))
    leave_clash(actor=actor, clash=clash)


def leave_clash(*, actor: Actor, clash: Clash) -> None:
    """Let what stands in the place stand, and drop what stood beside it; raises DomainError for who is recused."""
    if takes_no_part(clash.item.case_id, {actor.person_id, actor.on_behalf_of_id}):
        raise DomainError(_("You take no part in the decision on this case. Somebody else writes its outcome."))
    _note(actor, LiveEvent.CLASH_SETTLED, clash.item)
    db.session.delete(clash)


def forget_batches() -> int:
    """Forget batches that no page can send again; returns how many there were."""
    gone = db.session.execute(
        delete(SavedBatch)
        .where(SavedBatch.saved_at < time.now() - BATCHES_KEPT)
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _note(actor: Actor, event: LiveEvent, item: AgendaItem) -> None:
    record(
        actor=actor,
        event=event,
        subject=item.meeting,
        organization_id=item.case.organization_id,
        case_id=item.case_id,
    )
