"""A meeting that runs with a case on its agenda, and the steps on the way to a signed letter."""

from dataclasses import dataclass, replace
from email import message_from_bytes
from email.policy import default
from typing import Any

from eboard.audit import Actor
from eboard.cases.enums import CaseState, Urgency
from eboard.cases.models import Case
from eboard.core.db import unit_of_work
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Person
from eboard.recommendations.actions import record_outcome, sign_outcome
from eboard.recommendations.draft import Advice, Draft
from eboard.recommendations.enums import Change, Considered, Guideline, Intent, RecommendationKind, Result
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.queries import discussion_of
from tests.world import World, make_case, make_item, make_meeting

YES = Considered.YES
COMPLETE = Draft(
    result=Result.RECOMMENDATION,
    agreed_diagnosis="Adenocarcinoma of the sigmoid colon, resectable",
    stage_confirmed=YES,
    summary="Resection is possible.",
    staging_discussed=YES,
    guideline_discussed=YES,
    trial_discussed=Considered.NO,
    genetics_discussed=Considered.NOT_APPLICABLE,
    supportive_care_discussed=YES,
    preference_considered=YES,
    comorbidity_considered=YES,
    change=Change.REFINED,
    recommendations=(
        Advice(
            kind=RecommendationKind.SURGERY,
            text="Resect the sigmoid colon.",
            intent=Intent.CURATIVE,
            guideline=Guideline.FOLLOWED,
            is_available_locally=True,
        ),
    ),
)


@dataclass
class Scene:
    """A case of north in a running meeting of the board."""

    world: World
    meeting: Meeting
    case: Case
    item: AgendaItem

    @property
    def url(self) -> str:
        return f"/meetings/{self.meeting.id}/cases/{self.case.id}/outcome"

    @property
    def discussion(self) -> Discussion:
        found = discussion_of(self.item.id)
        assert found is not None
        return found


def by(person: Person) -> Actor:
    return Actor(person_id=person.id)


def make_scene(world: World, **case: Any) -> Scene:
    values = {
        "state": CaseState.SCHEDULED,
        "nominated_by_id": world.nurse.id,
        "referrer_id": world.physician.id,
        "prior_plan": "Chemotherapy first",
        "urgency": Urgency.ROUTINE,
        **case,
    }
    with unit_of_work():
        meeting = make_meeting(world.board, state=MeetingState.LIVE)
        row = make_case(world.north, world.board, **values)
        item = make_item(meeting, row)
    return Scene(world, meeting, row, item)


def record(scene: Scene, draft: Draft = COMPLETE, **changes: Any) -> Discussion:
    found = discussion_of(scene.item.id)
    with unit_of_work():
        return record_outcome(
            actor=by(scene.world.coordinator),
            item=scene.item,
            version=found.row_version if found else 0,
            draft=replace(draft, **changes),
        )


def sign(scene: Scene, signer: Person | None = None) -> SignedVersion:
    with unit_of_work():
        discussion = scene.discussion
        return sign_outcome(
            actor=by(signer or scene.world.chair), discussion=discussion, version=discussion.row_version
        )


def make_letter(world: World, **case: Any) -> tuple[Scene, SignedVersion]:
    scene = make_scene(world, **case)
    record(scene)
    return scene, sign(scene)


def text_of(mail: OutboxMessage) -> str:
    """Subject, headers and every part of a queued mail, decoded."""
    assert mail.body is not None
    message = message_from_bytes(mail.body, policy=default)
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *parts])


def form_of(draft: Draft, version: int, **more: Any) -> dict[str, Any]:
    """What a browser posts for a draft."""
    fields = {"version": version, "do": "record"}
    for name in Draft.__dataclass_fields__:
        value = getattr(draft, name)
        if isinstance(value, tuple):
            for number, row in enumerate(value):
                for key in row.__dataclass_fields__:
                    fields[f"{name}-{number}-{key}"] = _text(getattr(row, key))
        elif value is not None:
            fields[name] = _text(value)
    return {**fields, **more}


def _text(value: Any) -> str:
    return {True: "yes", False: "no", None: ""}.get(value, str(value))  # type: ignore[arg-type]
