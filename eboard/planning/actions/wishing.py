"""Wishes for the place of a case: said, and taken back."""

from sqlalchemy import delete, or_, select

from eboard.audit import Actor, record
from eboard.boards.models import Board
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import CHANGEABLE_STATES
from eboard.meetings.models import Meeting
from eboard.planning.enums import PlanningEvent, WishKind
from eboard.planning.models import Wish

PLACES = frozenset(WishKind) - {WishKind.NOT_HERE}  # a case has one place at most


def wish(*, actor: Actor, case: Case, kind: WishKind, meeting: Meeting | None, after: Case | None = None) -> Wish:
    """Say where a case is to come, in place of what was said before; raises DomainError if that cannot be meant."""
    _check(case, kind, meeting, after)
    db.session.execute(
        select(Case.id).where(Case.id == case.id).with_for_update()
    )  # two at once would leave two places
    where = meeting.id if meeting is not None and kind is not WishKind.AFTER else None
    clashes = Wish.meeting_id == where
    if kind in PLACES:
        clashes = or_(clashes, Wish.kind.in_(PLACES))
    db.session.execute(delete(Wish).where(Wish.case_id == case.id, clashes))
    said = Wish(
        case_id=case.id,
        kind=kind,
        meeting_id=where,
        after_id=after.id if after is not None and kind is WishKind.AFTER else None,
        by_id=actor.person_id,
    )
    db.session.add(said)
    _note(actor, PlanningEvent.WISHED, case, case.board, kind)
    return said


def drop_wish(*, actor: Actor, board: Board, said: Wish) -> None:
    """Take a wish back."""
    _note(actor, PlanningEvent.WISH_DROPPED, said.case, board, said.kind)
    db.session.delete(said)


def _check(case: Case, kind: WishKind, meeting: Meeting | None, after: Case | None) -> None:
    if kind is WishKind.AFTER:
        if after is None or after.board_id != case.board_id or after.id == case.id:
            raise DomainError(_("Choose another case of this board to follow."))
        return
    if meeting is None or meeting.board_id != case.board_id or meeting.state not in CHANGEABLE_STATES:
        raise DomainError(_("Choose a meeting of this board that has not begun."))


def _note(actor: Actor, event: PlanningEvent, case: Case, board: Board | None, kind: WishKind) -> None:
    host = board.organization_id if board else None
    record(actor=actor, event=event, subject=case, organization_id=host or case.organization_id, kind=kind)
