"""Naming who prepares which case, and letting go of it when the case leaves the agenda."""

from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session, aliased

from eboard.audit import Actor, record
from eboard.core.db import before_commit, db
from eboard.core.db.watch import Watch, Watcher
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import CHANGEABLE_STATES, OPEN_ITEMS, OPEN_STATES, ItemState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import Specialty
from eboard.preparation.enums import PREPARING, PreparationEvent
from eboard.preparation.models import MeetingNote, Preparer
from eboard.preparation.queries import Key, naming, to_prepare
from eboard.preparation.sharing import share_out

watcher = Watcher("items that came to an agenda or left it", {AgendaItem: (Watch("items", "id", ("state",)),)})


def share_cases(*, actor: Actor, meeting: Meeting) -> int:
    """Give each case without a preparer to one of those who are expected; returns how many were named.

    Who prepares a case already keeps it. Raises DomainError for a meeting that has begun.
    """
    if meeting.state not in CHANGEABLE_STATES:
        raise DomainError(_("This meeting has begun. Change its preparers one by one."))
    found = naming(meeting)
    items = {item.id: item for item in to_prepare(meeting)}
    count = 0
    for specialty in PREPARING:
        standing = ((item.id, found.of(item, specialty)) for item in items.values())
        kept = {item_id: row.person_id for item_id, row in standing if row is not None}
        shared = share_out(list(items), found.sharers(specialty), kept, found.barred)
        for item_id, person_id in shared.items():
            if item_id not in kept:
                _name(actor, items[item_id], specialty, person_id, found.rows.get((item_id, specialty)))
                count += 1
    return count


def choose_preparer(*, actor: Actor, item: AgendaItem, specialty: Specialty, person_id: UUID) -> None:
    """Name one person for one case; sharing out will not change it.

    Raises DomainError for somebody who is not expected for this specialty or may not read the case.
    """
    if item.meeting.state not in OPEN_STATES or item.state not in OPEN_ITEMS:
        raise DomainError(_("This case is not to be prepared any more."), field="person_id")
    found = naming(item.meeting)
    if person_id not in {one.id for one in found.candidates(item, specialty)}:
        raise DomainError(
            _("Choose somebody of this specialty who is expected and may read the case."), field="person_id"
        )
    _name(actor, item, specialty, person_id, found.rows.get((item.id, specialty)), is_chosen=True)


def _name(
    actor: Actor,
    item: AgendaItem,
    specialty: Specialty,
    person_id: UUID,
    row: Preparer | None,
    *,
    is_chosen: bool = False,
) -> None:
    if row is None:
        row = Preparer(item_id=item.id, specialty=specialty)
        db.session.add(row)
    row.person_id, row.is_chosen = person_id, is_chosen
    db.session.flush()
    db.session.expire(row, ["person"])
    record(
        actor=actor,
        event=PreparationEvent.NAMED,
        subject=item.meeting,
        organization_id=item.case.organization_id,
        case_id=item.case_id,
        specialty=specialty,
        person_id=person_id,
        is_chosen=is_chosen,
    )


@before_commit
def _follow_items(session: Session) -> None:
    """A case that was taken off or moved loses its preparers; what was noted on it is listed with it next."""
    touched = watcher.take(session).get("items")
    if not touched:
        return
    gone = select(AgendaItem.id).where(AgendaItem.id.in_(touched), AgendaItem.state == ItemState.REMOVED)
    session.execute(delete(Preparer).where(Preparer.item_id.in_(gone)).execution_options(synchronize_session="fetch"))
    for (item_id, specialty), note in _moving(session, touched).items():
        if note.item.state is ItemState.REMOVED:
            note.item_id = item_id
        else:  # it was put off: the former meeting keeps what was read there
            session.add(MeetingNote(item_id=item_id, specialty=specialty, text=note.text, author_id=note.author_id))
    session.flush()


def _moving(session: Session, touched: set[UUID]) -> dict[Key, MeetingNote]:
    """The newest note of each specialty on a case that is listed anew, unless there is one already."""
    former, present = aliased(AgendaItem), aliased(MeetingNote)
    has_one = select(present.id).where(present.item_id == AgendaItem.id, present.specialty == MeetingNote.specialty)
    found = session.execute(
        select(MeetingNote, AgendaItem.id)
        .join(former, former.id == MeetingNote.item_id)
        .join(AgendaItem, AgendaItem.case_id == former.case_id)
        .where(
            AgendaItem.id.in_(touched),
            AgendaItem.state.in_(OPEN_ITEMS),
            former.state.not_in(OPEN_ITEMS),
            ~exists(has_one.correlate(AgendaItem, MeetingNote)),
        )
        .order_by(MeetingNote.changed_at)
    )
    return {(item_id, note.specialty): note for note, item_id in found}
