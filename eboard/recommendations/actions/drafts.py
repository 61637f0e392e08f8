"""Writing down an outcome while people talk: as a whole by one person, or field by field by several at once."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from eboard.audit import Actor, record
from eboard.cases.queries.recusals import takes_no_part
from eboard.core import time
from eboard.core.db import Row, db
from eboard.core.errors import DomainError, StaleError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import ANNOUNCED_STATES
from eboard.meetings.models import AgendaItem
from eboard.recommendations.draft import FIELDS, Advice, Disagreement, Draft, read
from eboard.recommendations.enums import OutcomeEvent
from eboard.recommendations.merging import Change, Place, settle
from eboard.recommendations.models import Discussion, Dissent, Recommendation
from eboard.recommendations.queries import DISCUSSION_PARTS, discussion_of, in_force

Part = TypeVar("Part", Recommendation, Dissent)

MOST_ROWS = 20
ROWS: dict[str, tuple[type[Recommendation | Dissent], type[Advice | Disagreement]]] = {
    "recommendations": (Recommendation, Advice),
    "dissents": (Dissent, Disagreement),
}
CHOSEN_FOR_ALL = frozenset({"priority"})  # a row in which nothing else was said says nothing


def save_draft(*, actor: Actor, item: AgendaItem, version: int, draft: Draft) -> Discussion:
    """Keep what was typed; ``version`` is the row version that the writer saw, 0 for a new outcome.

    Raises StaleError if somebody else saved meanwhile, DomainError if the outcome is not open for writing or the actor
    is recused from the case.
    """
    discussion = discussion_of(item.id)
    if (discussion.row_version if discussion else 0) != version:
        raise StaleError(_("Somebody else saved this outcome while you wrote. Compare below, then save again."))
    _refuse_unless_open(actor, item, discussion)
    if discussion is None:
        discussion = _begin(item)
    elif read(discussion) == draft:
        return discussion
    write(discussion, draft)
    _keep(actor, discussion)
    return discussion


def change_draft(*, actor: Actor, item: AgendaItem, changes: Sequence[Change]) -> tuple[Discussion, list[Change]]:
    """Keep what several people write at once: changes of different places all go in, edits of one text are merged.

    Returns the changes that could not go in because somebody else changed the same place; what stands, stays. Raises
    DomainError if the outcome is not open for writing, for who is recused, and for a place that there is not.
    """
    discussion = _locked(item)
    _refuse_unless_open(actor, item, discussion)
    if discussion is None:
        discussion = _begin(item)
        _flush()  # what was not said has its blank value from now on
    before, result = read(discussion), discussion.result
    refused = [change for change in changes if not _put(discussion, change)]
    _drop_empty(discussion)
    if read(discussion) != before:
        if discussion.result is not result:
            discussion.recorded_at = None
        _keep(actor, discussion)
    return discussion, refused


def _locked(item: AgendaItem) -> Discussion | None:
    """The outcome as it stands once nobody else is writing it, even if it was read before."""
    db.session.execute(select(AgendaItem.id).where(AgendaItem.id == item.id).with_for_update())
    return db.session.scalar(
        select(Discussion)
        .where(Discussion.item_id == item.id)
        .options(*DISCUSSION_PARTS)
        .execution_options(populate_existing=True)
    )


def _begin(item: AgendaItem) -> Discussion:
    discussion = Discussion(item_id=item.id, item=item, case_id=item.case_id, case=item.case)
    db.session.add(discussion)
    return discussion


def _keep(actor: Actor, discussion: Discussion) -> None:
    """Let the row version rise whatever part of the outcome changed, and record it."""
    discussion.changed_at = time.now()
    flag_modified(discussion, "changed_at")
    _flush()
    record(actor=actor, event=OutcomeEvent.DRAFTED, subject=discussion, organization_id=discussion.case.organization_id)


def _put(discussion: Discussion, change: Change) -> bool:
    """Whether a change went in."""
    place = change.place
    if place.row_id is None and place.name in FIELDS:
        value, went_in = settle(change, getattr(discussion, place.name))
        setattr(discussion, place.name, value)
        return went_in
    if place.rows not in ROWS or (place.name and place.name not in ROWS[place.rows][1].__dataclass_fields__):
        raise DomainError(_("Something in the form cannot be understood yet."))
    rows: list[Any] = getattr(discussion, place.rows)
    row = next((row for row in rows if row.id == place.row_id), None)
    return _put_into_row(rows, row, change) if place.name else _remove(rows, row, change)


def _put_into_row(rows: list[Any], row: Any, change: Change) -> bool:
    """A row that somebody removed meanwhile comes back with what was typed into it."""
    if row is None:
        if change.was == change.now:
            return True
        row = _add(rows, change.place)
        setattr(row, change.place.name, change.now)
        return True
    value, went_in = settle(change, getattr(row, change.place.name))
    setattr(row, change.place.name, value)
    return went_in


def _add(rows: list[Any], place: Place) -> Row:
    kind, values = ROWS[place.rows]
    if len(rows) >= MOST_ROWS:
        raise DomainError(_("There is room for %(most)s of these at most.", most=MOST_ROWS))
    if db.session.get(kind, place.row_id) is not None:
        raise DomainError(_("Something in the form cannot be understood yet."))
    row = kind(id=place.row_id, position=len(rows) + 1, **asdict(values()))
    rows.append(row)
    return row


def _remove(rows: list[Any], row: Any, change: Change) -> bool:
    """A row goes if it still says what was read; one that somebody changed meanwhile stays."""
    if row is None:
        return True
    if any(getattr(row, name) != value for name, value in change.was.items()):
        return False
    rows.remove(row)
    return True


def _drop_empty(discussion: Discussion) -> None:
    for name, (_kind, values) in ROWS.items():
        blank = asdict(values())
        rows: list[Any] = getattr(discussion, name)
        for row in [row for row in rows if _says_nothing(row, blank)]:
            rows.remove(row)
        _number(rows)


def _says_nothing(row: Any, blank: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in blank.items() if name not in CHOSEN_FOR_ALL)


def _number(rows: Iterable[Any]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position


def _refuse_unless_open(actor: Actor, item: AgendaItem, discussion: Discussion | None) -> None:
    if takes_no_part(item.case_id, {actor.person_id, actor.on_behalf_of_id}):
        raise DomainError(_("You take no part in the decision on this case. Somebody else writes its outcome."))
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
    """Make ``rows`` hold ``wanted``: a row that says the same stays the same row, the others are used in order."""
    left = list(rows)
    same: dict[int, Part] = {}
    for place, values in enumerate(wanted):
        found = next((row for row in left if all(getattr(row, name) == value for name, value in values.items())), None)
        if found is not None:
            left.remove(found)
            same[place] = found
    placed = [same.get(place) or (left.pop(0) if left else kind()) for place in range(len(wanted))]
    for row, values in zip(placed, wanted, strict=True):
        _set(row, **values)
    rows[:] = placed
    _number(rows)


def _set(row: Row, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _flush() -> None:
    try:
        db.session.flush()
    except (IntegrityError, StaleDataError) as error:
        raise StaleError(_("Somebody else saved this outcome at the same moment. Save again.")) from error
