"""Reads of live rooms."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eboard.boards.enums import STAFF_ROLES
from eboard.boards.models import BoardMembership
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.live.models import Clash, LivePresence, LiveRoom
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Person

GONE_AFTER = timedelta(seconds=90)  # without a word from a page; browsers let one out of sight ask once a minute


def room_of(meeting_id: UUID) -> LiveRoom:
    """The room of a meeting, as it stands now; raises AbsentError."""
    found = db.session.scalar(
        select(LiveRoom)
        .where(LiveRoom.meeting_id == meeting_id)
        .options(joinedload(LiveRoom.pen), joinedload(LiveRoom.asked_by))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found


def presence_of(meeting_id: UUID, person_id: UUID) -> LivePresence | None:
    """The presence of one person, also one that is over."""
    return db.session.get(LivePresence, (meeting_id, person_id), populate_existing=True)


def is_present(presence: LivePresence | None) -> bool:
    """Whether a page was heard of lately."""
    return presence is not None and presence.seen_at > time.now() - GONE_AFTER


def present(meeting_id: UUID) -> Sequence[LivePresence]:
    """Who has the page open, by name."""
    return db.session.scalars(
        select(LivePresence)
        .join(LivePresence.person)
        .where(LivePresence.meeting_id == meeting_id, LivePresence.seen_at > time.now() - GONE_AFTER)
        .order_by(Person.family_name, Person.given_name, Person.id)
        .options(joinedload(LivePresence.person))
        .execution_options(populate_existing=True)
    ).all()


def clashes_on(item_id: UUID) -> Sequence[Clash]:
    """What waits to be taken over or left, the oldest first."""
    return db.session.scalars(
        select(Clash).where(Clash.item_id == item_id).order_by(Clash.id).options(joinedload(Clash.person))
    ).all()


def scribes(meeting: Meeting) -> Sequence[Person]:
    """Who may hold the pen: the staff of the board today, by name."""
    today = time.now().date()
    members = select(BoardMembership.person_id).where(
        BoardMembership.board_id == meeting.board_id,
        BoardMembership.role.in_(STAFF_ROLES),
        BoardMembership.starts_on <= today,
        or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= today),
    )
    return db.session.scalars(
        select(Person).where(Person.id.in_(members)).order_by(Person.family_name, Person.given_name, Person.id)
    ).all()


def clash_of(meeting: Meeting, clash_id: UUID) -> Clash:
    """A clash in this meeting; raises AbsentError."""
    found = db.session.scalar(
        select(Clash)
        .join(Clash.item)
        .where(Clash.id == clash_id, AgendaItem.meeting_id == meeting.id)
        .options(joinedload(Clash.item).joinedload(AgendaItem.case))
    )
    if found is None:
        raise AbsentError(_("Somebody settled this already."))
    return found
