"""How far the outcomes of a meeting are, and what signing will ask for: said while there is time to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from eboard.boards.enums import OutcomeField
from eboard.boards.rules import rules_on
from eboard.cases.fields import stage_text
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.core.i18n import gettext as _
from eboard.meetings.models import Meeting
from eboard.recommendations.draft import read
from eboard.recommendations.models import Discussion
from eboard.recommendations.queries import DISCUSSION_PARTS, in_force
from eboard.recommendations.requirements import OF_A_DISCUSSION, OF_AN_ADVICE, demanded, demanded_elements, gaps

GENETICS = "genetics"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the outcome of one case stands."""

    is_signed: bool
    is_recorded: bool
    missing: tuple[str, ...]  # what has to be said before it can be signed


def progress_of(meeting: Meeting) -> dict[UUID, Progress]:
    """By agenda item, how far its outcome is; an outcome that nobody began is left out. A fixed number of queries."""
    asked = demanded_elements(meeting)
    rows = db.session.scalars(
        select(Discussion).where(Discussion.item_id.in_([item.id for item in meeting.items])).options(*DISCUSSION_PARTS)
    )
    return {row.item_id: _progress(row, asked) for row in rows}


def _progress(row: Discussion, asked: tuple[str, ...]) -> Progress:
    is_signed = in_force(row) is not None and row.amending_since is None
    missing = () if is_signed else tuple(gap.sentence for gap in gaps(read(row), elements=asked))
    return Progress(is_signed=is_signed, is_recorded=row.recorded_at is not None, missing=missing)


def asked_for(meeting: Meeting) -> list[str]:
    """What the rules of the board ask for in each outcome, in sentences."""
    asked = demanded_elements(meeting)
    return [str(sentence) for name, (_field, sentence) in {**OF_A_DISCUSSION, **OF_AN_ADVICE}.items() if name in asked]


def foreseen_gaps(case: Case, meeting: Meeting) -> list[str]:
    """What the rules will ask for, and the case as it was nominated does not hold yet."""
    return list(_foreseen(case, demanded(rules_on(meeting.board, meeting.day))))


def _foreseen(case: Case, asked: tuple[str, ...]) -> Iterator[str]:
    if OutcomeField.CHANGE in asked and not case.prior_plan:
        yield _("the referrer's plan")
    if OutcomeField.PREFERENCE in asked and not case.patient_wishes:
        yield _("the patient's wishes")
    if OutcomeField.COMORBIDITY in asked and not case.comorbidity:
        yield _("comorbidity")
    if OutcomeField.STAGE in asked and not stage_text(case.staging):
        yield _("the stage")
    if GENETICS in asked and not case.biomarkers:
        yield _("biomarkers or genomics")
