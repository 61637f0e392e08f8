"""Amendments and errors: new versions only, one in force, and those who read the old one are told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import Presence
from eboard.meetings.models import Attendance
from eboard.people.enums import AffiliationRole
from eboard.people.models import Person
from eboard.recommendations.actions import (
    begin_amendment,
    mark_entered_in_error,
    note_reading,
    stop_amendment,
)
from eboard.recommendations.draft import read
from eboard.recommendations.enums import Result, VersionState
from eboard.recommendations.letter import letter_of
from eboard.recommendations.models import Reading, SignedVersion
from eboard.recommendations.queries import in_force
from eboard.recommendations.snapshot import is_whole
from tests.client import Client
from tests.recommendations.outcomes import COMPLETE, Scene, by, make_letter, record, sign, text_of
from tests.world import World, make_person, save

REASON = "The MRI shows a second lesion."


def amend(scene: Scene, **changes: object) -> SignedVersion:
    begin(scene)
    record(scene, **changes)
    return sign(scene)


def begin(scene: Scene, reason: str = REASON) -> None:
    with unit_of_work():
        begin_amendment(actor=by(scene.world.chair), discussion=scene.discussion, reason=reason)


def stop(scene: Scene) -> None:
    with unit_of_work():
        stop_amendment(actor=by(scene.world.chair), discussion=scene.discussion)


def mark(version: SignedVersion, scene: Scene, reason: str = REASON) -> None:
    with unit_of_work():
        mark_entered_in_error(actor=by(scene.world.chair), version=version, reason=reason)


def let_read(version: SignedVersion, *people: Person) -> None:
    with unit_of_work():
        for person in people:
            note_reading(actor=by(person), version=version)


def subjects() -> dict[str, str]:
    """What each person was told after the first letter."""
    mails = db.session.scalars(select(OutboxMessage).where(~OutboxMessage.subject.endswith("is ready to read")))
    return {mail.recipient.partition(".")[0]: mail.subject for mail in mails}


def test_an_amendment_is_a_new_version_and_the_old_one_is_set_aside(world: World) -> None:
    scene, first = make_letter(world)
    second = amend(scene, summary="Two lesions.")
    assert (first.number, first.state, second.number, second.state) == (
        1,
        VersionState.AMENDED,
        2,
        VersionState.IN_FORCE,
    )
    assert (second.reason, second.content["reason"]) == (REASON, REASON)
    assert (first.content["outcome"]["summary"], second.content["outcome"]["summary"]) == (
        "Resection is possible.",
        "Two lesions.",
    )
    assert (scene.discussion.amending_since, scene.case.state) == (None, CaseState.RECOMMENDED)


def test_whoever_read_the_old_version_is_told_and_only_the_care_team_sees_the_number(world: World) -> None:
    scene, first = make_letter(world)
    let_read(first, world.nurse, world.radiologist)
    amend(scene, summary="Two lesions.")
    assert subjects() == {
        "nora": f"Case {scene.case.number}: the recommendation was amended",
        "pablo": f"Case {scene.case.number}: the recommendation was amended",
        "rita": "A recommendation you read was amended",
    }


def test_an_amended_result_moves_the_case(world: World) -> None:
    scene, _first = make_letter(world)
    amend(scene, result=Result.NO_RECOMMENDATION, recommendations=())
    assert scene.case.state is CaseState.NO_RECOMMENDATION


def test_a_case_that_went_on_stays_where_it_is_when_the_result_is_the_same(world: World) -> None:
    scene, _first = make_letter(world)
    scene.case.state = CaseState.FOLLOWED_UP
    save(scene.case)
    amend(scene, summary="Two lesions.")
    assert scene.case.state is CaseState.FOLLOWED_UP


def test_an_amendment_cannot_put_the_case_off(world: World) -> None:
    scene, _first = make_letter(world)
    begin(scene)
    with pytest.raises(DomainError, match="Mark it as entered in error first"):
        record(scene, result=Result.DEFERRED, result_reason="MRI")


def test_an_amendment_that_is_given_up_leaves_what_was_signed(world: World) -> None:
    scene, first = make_letter(world)
    begin(scene)
    record(scene, replace(COMPLETE, summary="Two lesions.", recommendations=()))
    stop(scene)
    discussion = scene.discussion
    assert (read(discussion), discussion.amending_since, in_force(discussion)) == (COMPLETE, None, first)


def test_what_makes_no_sense_is_refused(world: World) -> None:
    scene, first = make_letter(world)
    with pytest.raises(DomainError, match="not open for an amendment"):
        stop(scene)
    with pytest.raises(DomainError, match="Say why"):
        begin(scene, "")
    begin(scene)
    with pytest.raises(DomainError, match="already"):
        begin(scene)
    with pytest.raises(DomainError, match="Say what is wrong"):
        mark(first, scene, "")
    mark(first, scene)
    with pytest.raises(DomainError, match="Only the version in force"):
        mark(first, scene)
    with pytest.raises(DomainError, match="no signed version"):
        begin(scene)


def test_entered_in_error_opens_the_discussion_again_and_tells_every_reader(world: World) -> None:
    scene, first = make_letter(world)
    let_read(first, world.pathologist)
    mark(first, scene)
    assert (first.state, first.error_reason, is_whole(first)) == (VersionState.ENTERED_IN_ERROR, REASON, True)
    assert (scene.case.state, scene.discussion.recorded_at) == (CaseState.DISCUSSED, None)
    assert subjects() == {
        "nora": f"Case {scene.case.number}: do not use the recommendation you received",
        "pablo": f"Case {scene.case.number}: do not use the recommendation you received",
        "paul": "Do not use a recommendation you read",
    }
    record(scene, summary="Corrected.")
    second = sign(scene)
    assert (second.number, second.reason, scene.case.state) == (3, REASON, CaseState.RECOMMENDED)


def test_entered_in_error_is_a_version_of_its_own_with_its_reason(world: World) -> None:
    scene, first = make_letter(world)
    said = dict(first.content)
    mark(first, scene)
    notice = max(scene.discussion.versions, key=lambda version: version.number)
    assert (notice.number, notice.state, notice.signed_by_id) == (2, VersionState.ENTERED_IN_ERROR, world.chair.id)
    assert (is_whole(notice), notice.content["entered_in_error"], notice.content["reason"]) == (True, 1, REASON)
    assert (notice.content["outcome"], notice.reason, notice.error_reason) == (said["outcome"], REASON, REASON)
    assert (first.content, is_whole(first)) == (said, True)
    letter = letter_of(notice)
    assert letter.warnings == (f"Entered in error. Do not act on this letter. {REASON}",)
    assert letter.version == "Version 2 · Entered in error"


def test_whoever_was_told_of_the_error_hears_of_the_corrected_version(world: World) -> None:
    scene, first = make_letter(world)
    let_read(first, world.radiologist)
    mark(first, scene)
    assert subjects()["rita"] == "Do not use a recommendation you read"
    record(scene, summary="Corrected.")
    third = sign(scene)
    mails = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.recipient.startswith("rita")).order_by(OutboxMessage.id)
    ).all()
    assert [mail.subject for mail in mails] == [
        "Do not use a recommendation you read",
        "A recommendation you read was amended",
    ]
    assert f"/letters/{third.id}" in text_of(mails[1])


def test_who_read_an_older_version_hears_of_each_new_one(world: World) -> None:
    scene, first = make_letter(world)
    let_read(first, world.radiologist)
    amend(scene, summary="Two lesions.")
    third = amend(scene, summary="Three lesions.")
    mark(third, scene)
    mails = db.session.scalars(select(OutboxMessage.subject).where(OutboxMessage.recipient.startswith("rita"))).all()
    assert sorted(mails) == ["A recommendation you read was amended"] * 2 + ["Do not use a recommendation you read"]


def test_who_takes_a_copy_for_the_chart_or_reads_it_with_the_case_is_told(world: World, client: Client) -> None:
    scene, first = make_letter(world)
    colleague = make_person("Clara Colleague", world.north, AffiliationRole.CARE_TEAM)
    save(colleague)
    assert client.sign_in(colleague).get(f"/letters/{first.id}/chart.txt").status_code == 200
    assert "Resect the sigmoid colon." in client.sign_in(world.radiologist).get(f"/cases/{scene.case.id}").text
    client.get(f"/cases/{scene.case.id}")
    mark(first, scene)
    assert subjects() == {
        "nora": f"Case {scene.case.number}: do not use the recommendation you received",
        "pablo": f"Case {scene.case.number}: do not use the recommendation you received",
        "clara": "Do not use a recommendation you read",
        "rita": "Do not use a recommendation you read",
    }
    read = select(AuditEntry.actor_id).where(AuditEntry.event == "letter.read")
    assert sorted(db.session.scalars(read)) == sorted([colleague.id, world.radiologist.id])


def test_who_had_the_outcome_on_the_screen_when_it_was_signed_is_told(world: World, client: Client) -> None:
    scene, first = make_letter(world)
    spans = ((world.radiologist, None), (world.deputy, first.signed_at), (world.observer, None))
    with unit_of_work():
        for person, end in spans:
            stretch = {"from_at": first.signed_at - timedelta(hours=1), "to_at": end, "presence": Presence.VIDEO}
            db.session.add(Attendance(meeting_id=scene.item.meeting_id, person_id=person.id, **stretch))
    for person in (world.radiologist, world.deputy):
        assert client.sign_in(person).get(f"/cases/{scene.case.id}").status_code == 200
    with unit_of_work():
        db.session.execute(delete(Reading))
    mark(first, scene)
    assert sorted(subjects()) == ["nora", "pablo", "rita"]


def test_a_closed_case_stays_closed_when_its_letter_was_wrong(world: World) -> None:
    scene, first = make_letter(world)
    scene.case.state = CaseState.CLOSED
    save(scene.case)
    mark(first, scene)
    assert (first.state, scene.case.state) == (VersionState.ENTERED_IN_ERROR, CaseState.CLOSED)


def test_each_step_is_audited(world: World) -> None:
    scene, first = make_letter(world)
    begin(scene)
    stop(scene)
    mark(first, scene)
    events = db.session.scalars(
        select(AuditEntry.event).where(AuditEntry.event.like("outcome.%")).order_by(AuditEntry.seq)
    ).all()
    assert list(events) == [
        "outcome.drafted",
        "outcome.recorded",
        "outcome.signed",
        "outcome.amending",
        "outcome.amending_stopped",
        "outcome.entered_in_error",
    ]


STEPS = ("amend", "error", "sign", "begin", "stop")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=6))
def test_numbers_rise_and_one_version_counts_whatever_happens(world: World, steps: list[str]) -> None:
    scene, _first = make_letter(world)
    for count, step in enumerate(steps):
        try:
            _take(step, scene, count)
        except DomainError:
            db.session.expire_all()
        _check(scene)


def _take(step: str, scene: Scene, count: int) -> None:
    if step == "amend":
        amend(scene, summary=f"Amended {count}")
    elif step == "sign":
        record(scene, summary=f"Signed {count}")
        sign(scene)
    elif step == "begin":
        begin(scene)
    elif step == "stop":
        stop(scene)
    else:
        version = in_force(scene.discussion)
        if version is not None:
            mark(version, scene)


def _check(scene: Scene) -> None:
    versions = db.session.scalars(
        select(SignedVersion).where(SignedVersion.discussion_id == scene.discussion.id).order_by(SignedVersion.number)
    ).all()
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert all(is_whole(version) for version in versions)
    last = versions[-1].state
    assert all(version.state is not VersionState.IN_FORCE for version in versions[:-1])
    assert last in {VersionState.IN_FORCE, VersionState.ENTERED_IN_ERROR}
    assert (scene.case.state is CaseState.DISCUSSED) == (last is VersionState.ENTERED_IN_ERROR)


def test_the_pages_amend_and_set_aside(world: World, client: Client) -> None:
    scene, first = make_letter(world)
    client.sign_in(world.chair)
    amend_url = f"/outcomes/{scene.discussion.id}/amend"
    assert client.post(amend_url, data={"reason": ""}).status_code == 422
    response = client.post(amend_url, data={"reason": REASON})
    assert (response.status_code, response.location) == (303, scene.url)
    assert REASON in client.get(scene.url).text
    assert client.post(f"{amend_url}/stop").status_code == 303
    error_url = f"/letters/{first.id}/error"
    assert "Nora Nurse, Pablo Physician" in client.get(error_url).text
    assert client.post(error_url, data={"reason": REASON}).location == f"/letters/{scene.discussion.versions[-1].id}"
    for version in scene.discussion.versions:
        letter = client.get(f"/letters/{version.id}").text
        assert ("Entered in error." in letter, REASON in letter) == (True, True)


@pytest.mark.parametrize(("who", "status"), [("coordinator", 403), ("nurse", 403), ("stranger", 404)])
def test_who_may_not_amend_or_set_aside(world: World, client: Client, who: str, status: int) -> None:
    scene, version = make_letter(world)
    client.sign_in(getattr(world, who))
    for path in (f"/outcomes/{scene.discussion.id}/amend", f"/letters/{version.id}/error"):
        assert client.post(path, data={"reason": REASON}).status_code == status
    assert (scene.discussion.amending_since, version.state) == (None, VersionState.IN_FORCE)
