"""The order of an agenda: by drag all at once, by keyboard a step at a time."""

from collections.abc import Sequence
from uuid import UUID

from eboard.audit import Actor, record
from eboard.core.db import expect_version
from eboard.core.errors import DomainError, StaleError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.moves import touch
from eboard.meetings.agenda import moved, renumber, shown
from eboard.meetings.enums import OPEN_STATES, MeetingEvent
from eboard.meetings.models import AgendaItem, Meeting


def reorder(*, actor: Actor, meeting: Meeting, order: Sequence[UUID], version: int) -> None:
    """Put the items into this order; raises StaleError if the agenda was changed since ``version`` was shown."""
    expect_version(meeting, version)
    items = {item.id: item for item in shown(meeting)}
    if len(order) != len(items) or set(order) != items.keys():
        raise StaleError(_("The agenda has changed since you opened it. Look at it again."))
    _write(actor, meeting, [items[item_id] for item_id in order])


def shift(*, actor: Actor, item: AgendaItem, steps: int) -> None:
    """Move one item up (negative) or down; at either end it stays where it is."""
    _write(actor, item.meeting, moved(shown(item.meeting), item, steps))


def _write(actor: Actor, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    if meeting.state not in OPEN_STATES:
        raise DomainError(_("This meeting is over. Its agenda stays as it is."))
    renumber(items)
    touch(meeting)
    record(actor=actor, event=MeetingEvent.REORDERED, subject=meeting, organization_id=meeting.board.organization_id)
