"""Writing down an outcome while people talk."""

from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import Row, db
from eboard.core.errors import DomainError, StaleError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import ANNOUNCED_STATES
from eboard.meetings.models import AgendaItem
from eboard.recommendations.draft import FIELDS, Draft, read
from eboard.recommendations.enums import OutcomeEvent
from eboard.recommendations.models import Discussion, Dissent, Recommendation
from eboard.recommendations.queries import discussion_of, in_force

Part = TypeVar("Part", Recommendation, Dissent)


def save_draft(*, actor: Actor, item: AgendaItem, version: int, draft: Draft) -> Discussion:
    """Keep what was typed; ``version`` is the row version that the writer saw, 0 for a new outcome.

    Raises StaleError if somebody else saved meanwhile, DomainError if the outcome is not open for writing.
    """
    discussion = discussion_of(item.id)
    if (discussion.row_version if discussion else 0) != version:
        raise StaleError(_("Somebody else saved this outcome while you wrote. Compare below, then save again."))
    _refuse_unless_open(item, discussion)
    if discussion is None:
        discussion = Discussion(item_id=item.id, item=item, case_id=item.case_id, case=item.case)
        db.session.add(discussion)
    elif read(discussion) == draft:
        return discussion
    write(discussion, draft)
    _flush()
    record(actor=actor, event=OutcomeEvent.DRAFTED, subject=discussion, organization_id=discussion.case.organization_id)
    return discussion


def _refuse_unless_open(item: AgendaItem, discussion: Discussion | None) -> None:
    if item.meeting.state not in ANNOUNCED_STATES:
        raise DomainError(_("Outcomes are written for a meeting that is published and not cancelled."))
    if discussion is not None and in_force(discussion) is not None and discussion.amending_since is None:
        raise DomainError(_("This outcome is signed. The chair can open it again for an amendment."))


def write(discussion: Discussion, draft: Draft) -> None:
    """Put the values into the tables; the row version rises whatever part of them changed."""
    if discussion.result is not draft.result:
        discussion.recorded_at = None
    for name in FIELDS:
        setattr(discussion, name, getattr(draft, name))
    _replace(discussion.recommendations, [asdict(advice) for advice in draft.recommendations], Recommendation)
    _replace(discussion.dissents, [asdict(dissent) for dissent in draft.dissents], Dissent)
    discussion.changed_at = time.now()
    flag_modified(discussion, "changed_at")


def _replace(rows: list[Part], wanted: list[dict[str, Any]], kind: type[Part]) -> None:
    """Make ``rows`` hold ``wanted``, reusing rows in order."""
    del rows[len(wanted) :]
    for position, values in enumerate(wanted, start=1):
        if position > len(rows):
            rows.append(kind(position=position, **values))
        else:
            _set(rows[position - 1], position=position, **values)


def _set(row: Row, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _flush() -> None:
    try:
        db.session.flush()
    except (IntegrityError, StaleDataError) as error:
        raise StaleError(_("Somebody else saved this outcome at the same moment. Save again.")) from error
