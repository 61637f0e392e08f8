"""Cases that were discussed, made as rows: what reports count does not depend on how they came about."""

from datetime import date, datetime, time, timedelta
from typing import Any

from eboard.boards.models import RulePackVersion
from eboard.cases.enums import CaseState, Prospective
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import ItemState, MeetingState, Presence
from eboard.meetings.models import AgendaItem, Attendance, Meeting
from eboard.people.models import Organization, Person
from eboard.recommendations.enums import Change, Considered
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.reports.ground import Ground, ground_of
from eboard.reports.periods import Period
from eboard.reports.report import report_of
from eboard.reports.scope import Scope, of_board, of_organization
from eboard.reports.values import Report, Table, shown
from tests.world import World, add, make_case, make_item, make_meeting

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
MONDAY = date(2026, 2, 2)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIGNED = {
    "staging_discussed": Considered.YES,
    "guideline_discussed": Considered.YES,
    "trial_discussed": Considered.NO,
    "genetics_discussed": Considered.NOT_APPLICABLE,
    "supportive_care_discussed": Considered.YES,
    "change": Change.REFINED,
}


def held(world: World, day: date = MONDAY, *people: Person, **values: Any) -> Meeting:
    """A meeting that was held, with these people from its first to its last minute."""
    with unit_of_work():
        meeting = make_meeting(values.pop("board", world.board), day, time(14, 0),
                               state=MeetingState.CONCLUDED, **values)  # fmt: skip
        for person in people:
            attend(meeting, person, 0, 60)
    return meeting


def attend(meeting: Meeting, person: Person, first: int, last: int | None, **values: Any) -> None:
    """A stretch of a meeting, in minutes after its start."""
    minute = timedelta(minutes=1)
    to_at = None if last is None else meeting.starts_at + last * minute
    add(
        Attendance(
            meeting_id=meeting.id,
            person_id=person.id,
            presence=Presence.VIDEO,
            from_at=meeting.starts_at + first * minute,
            to_at=to_at,
            **values,
        )
    )


def discuss(
    meeting: Meeting,
    organization: Organization,
    *,
    state: ItemState = ItemState.DISCUSSED,
    late_reason: str = "",
    signed_at: datetime | None = None,
    by: Person | None = None,
    **case: Any,
) -> AgendaItem:
    """A case that stood on the agenda; with ``signed_at`` its outcome was signed by somebody."""
    values = {"state": CaseState.DISCUSSED, "prospective": Prospective.UNTREATED, **case}
    with unit_of_work():
        row = make_case(organization, meeting.board, **values)
        count = len(db.session.query(AgendaItem).filter_by(meeting_id=meeting.id).all())
        item = make_item(meeting, row, count + 1, state=state, late_reason=late_reason)
        if signed_at is not None and by is not None:
            sign(item, signed_at, by)
    return item


def sign(item: AgendaItem, moment: datetime, by: Person, **answers: Any) -> SignedVersion:
    """A signed outcome of an item."""
    discussion = add(Discussion(item_id=item.id, case_id=item.case_id, **{**SIGNED, **answers}))
    db.session.flush()
    return add(
        SignedVersion(
            discussion_id=discussion.id,
            case_id=item.case_id,
            number=1,
            content={"outcome": {}},
            sha256="-",
            signed_by_id=by.id,
            signed_at=moment,
        )
    )


def set_rules(world: World, since: date = date(2020, 1, 1), **rules: Any) -> None:
    """What the board's pack asks for from a day on."""
    versions = {version.in_force_from: version for version in world.board.rule_pack.versions}
    with unit_of_work():
        if since in versions:
            versions[since].rules = rules
        else:
            version = RulePackVersion(rule_pack_id=world.board.rule_pack_id, in_force_from=since, rules=rules)
            world.board.rule_pack.versions.append(version)


def ground(scope: Scope, period: Period = YEAR) -> Ground:
    return ground_of(scope, period)


def of(world: World, *, is_shielded: bool = False, period: Period = YEAR) -> Report:
    """The report of the board."""
    return report_of(ground_of(of_board(world.board), period), is_shielded=is_shielded)


def of_north(world: World, period: Period = YEAR) -> Report:
    """The report of the north."""
    return report_of(ground_of(of_organization(world.north), period))


def table(report: Report, key: str) -> Table:
    found = report.table(key)
    assert found is not None, key
    return found


def rows(report: Report, key: str) -> dict[str, list[str]]:
    """A table as it is read: the cells of each line in words."""
    return {line.label: [shown(cell) for cell in line.cells] for line in table(report, key).lines}
