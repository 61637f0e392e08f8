"""The way of one case through the network, told with the real actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from eboard.audit import Actor
from eboard.cases.actions.lifecycle import enter_in_error, submit_case, withdraw_case
from eboard.cases.actions.materials import add_material, receive_material
from eboard.cases.actions.nominate import nominate_patient, save_case
from eboard.cases.actions.proposals import decide_proposal
from eboard.cases.actions.triage import accept_case, triage_case
from eboard.cases.enums import MaterialState, TriageResult
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.demo.actions.diary import Diary
from eboard.demo.cast import Cast, Panel, Team, as_person
from eboard.demo.fates import Fate
from eboard.demo.nominations import materials, values
from eboard.demo.patients import make_patient
from eboard.demo.vignettes import story, vignettes
from eboard.meetings.actions.agenda import list_case
from eboard.meetings.models import Meeting
from eboard.people.models import Person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGUN = ("sex", "site", "diagnosis")
MISSING = "Please send the {what}; without it the panel cannot answer the question."
DECLINE = "The question was answered by the board last month and nothing has changed since."
NOTE = "Standard of care, in line with the charter's list; no open question."
CONVERT = "A question for one specialty; it will be answered in writing within four working days."
WITHDRAW = "The patient has moved to another hospital."
ERROR = "Nominated twice; the other case goes on."


@dataclass(slots=True, kw_only=True)
class Career:
    """One case: where it comes from, where it goes, and the row once it is there."""

    cast: Cast
    diary: Diary
    panel: Panel
    team: Team
    fate: Fate
    told: dict[str, Any]
    case: Case | None = None

    @property
    def row(self) -> Case:
        """The case, which was started before."""
        assert self.case is not None, "the diary starts a case first"  # noqa: S101 - narrows the type
        return self.case

    @property
    def nurse(self) -> Person:
        """Who nominates."""
        return self.team.nurses[0]

    def chance(self, low: float, high: float) -> float:
        """A number between two others."""
        return self.cast.random.uniform(low, high)

    def later(self, moment: datetime, step: Callable[["Career"], None]) -> None:
        """Write a step of this career into the diary."""
        self.diary.write(moment, partial(step, self))


def begin(cast: Cast, diary: Diary, panel: Panel, team: Team, fate: Fate) -> Career:
    """A career that nothing was done about yet."""
    told = story(cast.random.choice(vignettes(panel.plan.vignettes)), cast.random)
    return Career(cast=cast, diary=diary, panel=panel, team=team, fate=fate, told=told)


def until_accepted(career: Career, nominated: datetime, accepted: datetime) -> None:
    """Nominate, submit and accept; every sixth case is returned once on the way."""
    submitted = nominated + career.chance(0.2, 3) * HOUR
    career.later(nominated, nominate)
    career.later(submitted, submit)
    if career.cast.random.random() < 1 / 6 and accepted - submitted > 2 * DAY:
        back = submitted + (accepted - submitted) / 3
        career.later(back, send_back)
        career.later(back + (accepted - submitted) / 3, mend)
    career.later(accepted - HOUR, receive_materials)
    career.later(accepted, accept)


def beside_agenda(career: Career, nominated: datetime) -> None:
    """The way of a case that reaches no meeting."""
    career.later(nominated, begin_draft if career.fate is Fate.BEGUN else nominate)
    if career.fate in {Fate.BEGUN, Fate.DRAFTED}:
        return
    career.later(nominated + career.chance(0.3, 4) * HOUR, submit)
    decided = nominated + career.chance(20, 44) * HOUR
    for number, step in enumerate(STEPS.get(career.fate, ())):
        career.later(decided + number * 5 * HOUR, step)


def begin_draft(career: Career) -> None:
    """A draft that was left after a minute."""
    _start(career, BEGUN)


def nominate(career: Career) -> None:
    """A complete draft, its materials still to come."""
    _start(career, None)


def _start(career: Career, only: tuple[str, ...] | None) -> None:
    random, team, today = career.cast.random, career.team, time.now().date()
    patient = make_patient(career.told, team.hospital, career.cast.names, random, today)
    actor = as_person(career.nurse)
    case = nominate_patient(actor=actor, organization_id=team.organization.id, identity=patient.identity, is_new=True)
    db.session.flush()  # saving reads the case afresh
    typed = values(career.told, patient, random, today)
    if only is None:
        presenter = random.choice(team.physicians)
        typed |= {
            "board_id": career.panel.board.id,
            "referrer_id": team.physicians[0].id,
            "presenter_id": presenter.id,
        }
        for wanted in materials(career.told, random, today):
            add_material(actor=actor, case=case, values=wanted)
    chosen = typed if only is None else {name: typed[name] for name in only}
    save_case(actor=actor, case=case, values=chosen, version=case.row_version)
    career.case = case


def submit(career: Career) -> None:
    """Hand the case to its board."""
    submit_case(actor=as_person(career.nurse), case=career.row, is_confirmed=True)


def receive_materials(career: Career) -> None:
    """All materials have arrived."""
    for material in career.row.materials:
        if material.state is not MaterialState.RECEIVED:
            receive_material(actor=as_person(career.nurse), material=material)


def accept(career: Career) -> None:
    """Take the case into the queue."""
    accept_case(actor=coordinator(career), case=career.row)


def send_back(career: Career) -> None:
    """Return the case for something that is missing."""
    what = career.told["materials"][0][1]
    _triage(career, TriageResult.NOT_READY, MISSING.format(what=what[0].lower() + what[1:]))


def mend(career: Career) -> None:
    """The care team sends what was missing and submits again."""
    receive_materials(career)
    submit(career)


def propose_note(career: Career) -> None:
    """The coordinator proposes to note the case only."""
    _triage(career, TriageResult.NOTE_ONLY, NOTE)


def propose_decline(career: Career) -> None:
    """The coordinator proposes to decline."""
    _triage(career, TriageResult.DECLINE, DECLINE)


def confirm(career: Career) -> None:
    """The chair confirms the proposal."""
    decide_proposal(actor=as_person(career.panel.chair), case=career.row, is_confirmed=True)


def convert(career: Career) -> None:
    """Answer in writing instead."""
    _triage(career, TriageResult.CONVERT, CONVERT)


def withdraw(career: Career) -> None:
    """The care team takes the case back."""
    withdraw_case(actor=as_person(career.nurse), case=career.row, reason=WITHDRAW)


def mark_error(career: Career) -> None:
    """The care team finds that it nominated twice."""
    enter_in_error(actor=as_person(career.nurse), case=career.row, reason=ERROR)


def put_on(career: Career, meeting: Meeting, late_reason: str = "") -> None:
    """Put the case on an agenda."""
    list_case(actor=coordinator(career), meeting=meeting, case=career.row, late_reason=late_reason)


def coordinator(career: Career) -> Actor:
    """The coordinator of the board."""
    return as_person(career.panel.coordinator)


def _triage(career: Career, result: TriageResult, reason: str) -> None:
    triage_case(actor=coordinator(career), case=career.row, result=result, reason=reason)


STEPS: dict[Fate, tuple[Callable[[Career], None], ...]] = {
    Fate.RETURNED: (send_back,),
    Fate.ACCEPTED: (receive_materials, accept),
    Fate.PROPOSED: (propose_note,),
    Fate.NOTED: (propose_note, confirm),
    Fate.DECLINED: (propose_decline, confirm),
    Fate.CONVERTED: (convert,),
    Fate.WITHDRAWN: (withdraw,),
    Fate.IN_ERROR: (mark_error,),
}
