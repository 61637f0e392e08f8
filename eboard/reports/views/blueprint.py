"""The blueprint of reports, and how each page learns what it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.core import time
from eboard.core.errors import AbsentError, DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization
from eboard.reports import where
from eboard.reports.enums import Preset
from eboard.reports.forms import PeriodForm
from eboard.reports.ground import Ground, ground_of
from eboard.reports.periods import Period, checked_period, period_of
from eboard.reports.report import report_of
from eboard.reports.scope import Scope, of_board, of_organization
from eboard.reports.values import Report, shown
from eboard.reports.where import Where

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
blueprint.add_app_template_filter(shown)
SUBJECT = "/<any(boards, organizations):kind>/<uuid:subject_id>"
SHIELDED_PRESETS = (Preset.LAST_YEAR,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a report is about, and what the person at the screen may do with it."""

    kind: str
    id: UUID
    scope: Scope
    is_shielded: bool  # numbers that point at nobody, and nothing else
    sees_cases: bool

    @property
    def presets(self) -> tuple[Preset, ...]:
        """The periods to offer."""
        return SHIELDED_PRESETS if self.is_shielded else tuple(Preset)

    def url(self, endpoint: str, period: Period | None = None, **more: Any) -> str:
        """The address of one of its pages, of a period."""
        days: dict[str, Any] = {} if period is None else {"first": period.first, "last": period.last}
        return url_for(f"reports.{endpoint}", kind=self.kind, subject_id=self.id, **days, **more)

    @property
    def today(self) -> date:
        """The present day where the subject is."""
        return time.wall(time.now(), self.scope.zone).date()


def load_subject(kind: str, subject_id: UUID) -> Subject:
    """The board or organization at an address; a stranger gets a 404.

    A board's staff read its report in full, a network administrator shielded. An organization's care team and
    administrators read its report in full; administrators open none of its cases.
    """
    actor = access.actor()
    if kind == "boards":
        board = access.load(actor, Board, subject_id, Permission.BOARD_REPORT)
        is_staff = Permission.BOARD_STAFF in access.permissions(actor, board)
        return Subject(kind=kind, id=board.id, scope=of_board(board), is_shielded=not is_staff, sees_cases=is_staff)
    organization = access.load(actor, Organization, subject_id, Permission.ORGANIZATION_REPORT)
    is_team = Permission.CASE_NOMINATE in access.permissions(actor, organization)
    return Subject(
        kind=kind,
        id=organization.id,
        scope=of_organization(organization),
        is_shielded=False,
        sees_cases=is_team,
    )


def load_full_subject(kind: str, subject_id: UUID) -> Subject:
    """The same, for pages that only those open who read the report in full."""
    if kind == "boards":
        access.load(access.actor(), Board, subject_id, Permission.BOARD_STAFF)
    return load_subject(kind, subject_id)


def asked_period(subject: Subject) -> tuple[PeriodForm, Period | None]:
    """The form of the period in the address, and the period, if it is one; without any it is the first to offer."""
    named = request.args.get("preset", "")
    preset = Preset.of(named) if named in set(subject.presets) else subject.presets[0]
    chosen = period_of(preset, subject.today)
    asked = {"first", "last"} & set(request.args)
    form = PeriodForm(request.args if asked else None, first=chosen.first, last=chosen.last)
    if not asked:
        return form, chosen
    if not form.validate():
        return form, None
    _done, period = form.perform(lambda: _checked(subject, form))
    return form, period


def _checked(subject: Subject, form: PeriodForm) -> Period:
    period = checked_period(form.first.data, form.last.data)
    if subject.is_shielded and not (period.is_calendar_year and period.last < subject.today):
        raise DomainError(
            _("You may read whole calendar years that are over. Choose 1 January to 31 December."), field="last"
        )
    return period


def period_in_address(subject: Subject) -> Period:
    """The period of a file or a list; raises DomainError for one that is none."""
    form, period = asked_period(subject)
    if period is None:
        sentence = next((error for errors in form.errors.values() for error in errors), "")
        raise DomainError(str(sentence))
    return period


@contextmanager
def nothing_there() -> Iterator[None]:
    """Answer with a 404 where an address names a figure or a part that does not exist (ValueError)."""
    try:
        yield
    except ValueError:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see.")) from None


def asked_place() -> Where | None:
    """The part of the report in the address."""
    with nothing_there():
        return where.read(request.args.get("where", ""))


def reckon(subject: Subject, period: Period) -> tuple[Ground, Report]:
    """What was read, and the report as the person at the screen reads it."""
    ground = ground_of(subject.scope, period)
    return ground, report_of(ground, is_shielded=subject.is_shielded)
