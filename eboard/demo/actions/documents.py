"""What stays of meetings: minutes, who stepped aside, a letter for a doctor outside, a kind of the network's own."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from eboard.audit import SYSTEM
from eboard.cases.actions.recusals import recuse
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.demo.cast import Panel, Team, as_person
from eboard.meetings.models import Meeting
from eboard.minutes.actions import keep_minutes
from eboard.outside.actions import give_link
from eboard.recommendations.actions.kinds import add_kind
from eboard.recommendations.enums import KindGroup, VersionState
from eboard.recommendations.models import SignedVersion

REASON = "Treated a relative of the patient."
EVERY = 8  # of so many cases somebody steps aside from one
KEPT_AFTER = timedelta(hours=60)
OUTSIDE = ("Dr. Marta Álvarez", "Dr. สมชาย ใจดี")
LETTERS = len(OUTSIDE)


def add_own_kind() -> None:
    """The network offers something that is not on the list eBoard comes with."""
    add_kind(actor=SYSTEM, label="Proton therapy at the hub", group=KindGroup.TREATMENT, position=25)


def step_aside(panel: Panel, cases: Sequence[Case]) -> None:
    """A panelist has a conflict of interest with some of the cases."""
    for case in cases:
        if int(case.number[-3:]) % EVERY == 0:
            person = panel.panelists[-1]
            recuse(actor=as_person(person), case=case, person=person, reason=REASON)


def keep(panel: Panel, meeting: Meeting) -> None:
    """The coordinator keeps the minutes."""
    keep_minutes(actor=as_person(panel.coordinator), meeting=meeting)


def give_outside(team: Team) -> None:
    """The care team gives its newest letters to doctors who have no account."""
    letters = db.session.scalars(
        select(SignedVersion)
        .join(SignedVersion.case)
        .where(Case.organization_id == team.organization.id, SignedVersion.state == VersionState.IN_FORCE)
        .order_by(SignedVersion.signed_at.desc())
        .limit(LETTERS)
    )
    for number, (version, name) in enumerate(zip(letters, OUTSIDE, strict=False), start=1):
        give_link(
            actor=as_person(team.nurses[0]),
            version=version,
            name=name,
            email=f"practice-{number}@outside.example",
            days=7 * number,
            names_patient=number == 1,
        )
