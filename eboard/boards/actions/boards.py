"""Making and changing a board."""

from dataclasses import dataclass, field, fields
from uuid import UUID

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.boards.enums import BoardEvent
from eboard.boards.models import FORECAST_DAYS, Board, RulePack
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization

LONGEST_MINUTES, LONGEST_CUTOFF = 480, 336
LONGEST_REMINDER, LONGEST_ASKING = 168, 30  # hours, days
MOST_WARNINGS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFacts:
    """What a board is, as its form gives it."""

    name: str
    tumor_sites: list[str]
    zone: str
    usual_minutes: int
    cutoff_hours: int
    room: str
    rule_pack_id: UUID
    conference_provider_id: UUID | None
    reminder_hours: int | None = 24  # before the start; None: nobody is reminded
    ask_days: int | None = 5  # before the start, those who have not answered; None: never
    ask_again_days: int | None = 2
    forecast_days: list[int] = field(default_factory=lambda: list(FORECAST_DAYS))  # before; none: nobody is warned
    has_closed: bool = False
    fallback_provider_id: UUID | None = None
    shows_provider_link: bool = False


def make_board(*, actor: Actor, organization: Organization, code: str, facts: BoardFacts) -> Board:
    """Make a board of a host; raises DomainError for a code that is taken or a fact that cannot be."""
    if db.session.scalar(select(Board.id).where(Board.code == code)) is not None:
        raise DomainError(_("There is a board with the code %(code)s already.", code=code), field="code")
    _check(facts)
    board = Board(code=code, organization_id=organization.id, **_values(facts))
    db.session.add(board)
    record(actor=actor, event=BoardEvent.MADE, subject=board, organization_id=organization.id)
    return board


def change_board(*, actor: Actor, board: Board, facts: BoardFacts, version: int) -> None:
    """Change a board; raises DomainError or StaleError."""
    expect_version(board, version)
    _check(facts)
    changed = sorted(name for name, value in _values(facts).items() if getattr(board, name) != value)
    for name, value in _values(facts).items():
        setattr(board, name, value)
    record(actor=actor, event=BoardEvent.CHANGED, subject=board, organization_id=board.organization_id, fields=changed)


def _values(facts: BoardFacts) -> dict[str, object]:
    return {one.name: getattr(facts, one.name) for one in fields(facts)}


def _check(facts: BoardFacts) -> None:
    try:
        time.zone(facts.zone)
    except DomainError as error:
        raise DomainError(error.message, field="zone") from None
    if not 0 < facts.usual_minutes <= LONGEST_MINUTES:
        raise DomainError(
            _("A meeting lasts between 1 and %(most)s minutes.", most=LONGEST_MINUTES), field="usual_minutes"
        )
    if not 0 <= facts.cutoff_hours <= LONGEST_CUTOFF:
        raise DomainError(
            _("The list closes between 0 and %(most)s hours before.", most=LONGEST_CUTOFF), field="cutoff_hours"
        )
    _check_writing(facts)
    if db.session.get(RulePack, facts.rule_pack_id) is None:
        raise DomainError(_("Choose a rule pack."), field="rule_pack_id")


def _check_writing(facts: BoardFacts) -> None:
    """When people are reminded and asked again."""
    if facts.reminder_hours is not None and not 1 <= facts.reminder_hours <= LONGEST_REMINDER:
        raise DomainError(
            _("A reminder comes between 1 and %(most)s hours before.", most=LONGEST_REMINDER), field="reminder_hours"
        )
    for name in ("ask_days", "ask_again_days"):
        days = getattr(facts, name)
        if days is not None and not 1 <= days <= LONGEST_ASKING:
            raise DomainError(_("Ask between 1 and %(most)s days before.", most=LONGEST_ASKING), field=name)
    if facts.ask_again_days is not None and (facts.ask_days is None or facts.ask_again_days >= facts.ask_days):
        raise DomainError(_("The second time comes later than the first: fewer days before."), field="ask_again_days")
    if len(facts.forecast_days) > MOST_WARNINGS or not all(1 <= days <= LONGEST_ASKING for days in facts.forecast_days):
        raise DomainError(
            _(
                "Warn at most %(count)s times, between 1 and %(most)s days before.",
                count=MOST_WARNINGS,
                most=LONGEST_ASKING,
            ),
            field="forecast_days",
        )
