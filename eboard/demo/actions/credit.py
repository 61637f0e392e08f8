"""Credit for the first board: an activity a year, disclosures of most, and a chair who has a certificate."""

from collections.abc import Sequence
from datetime import timedelta

from eboard.cme.actions.activities import Terms, make_activity
from eboard.cme.actions.certifying import Judgement, certify, evaluate
from eboard.cme.actions.counting import count_meeting
from eboard.cme.actions.disclosing import disclose
from eboard.cme.models import CmeActivity
from eboard.core import time
from eboard.core.db import db
from eboard.demo.actions.meetings import Session
from eboard.demo.cast import Panel, as_person
from eboard.meetings.enums import MeetingState

STATEMENT = (
    "This hospital is accredited by the Accreditation Council for Continuing Medical Education (made up for the "
    "demonstration) to provide continuing medical education for physicians."
)
RELATIONS = "Example Pharma: speaker's fee, 2025"
SILENT = 3  # every so many of a panel has not disclosed
JUDGEMENT = Judgement(
    usefulness=5,
    is_balanced=True,
    change="Ask for mismatch repair before the meeting, not in it.",
    comment="Two images a case would be enough.",
)


def disclose_all(panel: Panel) -> None:
    """Most of the panel have disclosed before the first meeting; one of them has relations."""
    people = [panel.chair, panel.deputy, *panel.panelists]
    for number, person in enumerate(people):
        if number % SILENT != SILENT - 1:
            relations = RELATIONS if number == 1 else ""
            disclose(actor=as_person(person), person=person, has_relations=bool(relations), relations=relations)


def give_credit(sessions: Sequence[Session]) -> None:
    """Count what was held by this board this year; the chair evaluates and has a certificate."""
    panel, actor = sessions[0].panel, as_person(sessions[0].panel.coordinator)
    held = [one.meeting for one in sessions if one.panel is panel and one.meeting.state is MeetingState.CONCLUDED]
    year = held[-1].day.year
    activity = make_activity(
        actor=actor, board=panel.board, series_id=held[-1].series_id, meeting_id=None, year=year, terms=_terms(panel)
    )
    db.session.flush()
    for meeting in held:
        if meeting.day.year == year:
            count_meeting(actor=actor, activity=activity, meeting=meeting)
    db.session.flush()
    _finish(panel, activity)


def _finish(panel: Panel, activity: CmeActivity) -> None:
    chair = as_person(panel.chair)
    with time.at(time.now() - timedelta(hours=1)):
        evaluate(actor=chair, activity=activity, person=panel.chair, judgement=JUDGEMENT)
        db.session.flush()
        certify(actor=chair, activity=activity, person=panel.chair)


def _terms(panel: Panel) -> Terms:
    return Terms(
        title=panel.board.name,
        statement=STATEMENT,
        credit_type="AMA PRA Category 1 Credits",
        maximum=5000,
        unit_minutes=15,
        unit_credits=25,
        most_per_meeting=150,
        demands_disclosure=True,
        demands_evaluation=True,
    )
