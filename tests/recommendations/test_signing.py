"""Signing makes an immutable, stamped version; the chair or a deputy does it in person, recently confirmed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select, update

from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState
from eboard.cases.models import Recusal
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.mail.models import OutboxMessage
from eboard.people.models import Affiliation
from eboard.recommendations.actions import sign_outcome
from eboard.recommendations.commands import outcomes
from eboard.recommendations.draft import Draft, from_plain
from eboard.recommendations.enums import Result, VersionState
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.snapshot import is_whole, stamp
from tests.client import Client
from tests.conftest import NOW
from tests.recommendations.outcomes import COMPLETE, by, make_letter, make_scene, record, sign, text_of
from tests.world import World, save


def test_a_signed_version_holds_what_was_said_and_its_stamp(world: World) -> None:
    scene, version = make_letter(world)
    assert (version.number, version.state, version.signed_at) == (1, VersionState.IN_FORCE, NOW)
    assert version.sha256 == stamp(version.content)
    assert from_plain(version.content["outcome"]) == COMPLETE
    assert version.content["signed_by"] == {"id": str(world.chair.id), "name": "Charles Chair"}
    assert version.content["case"]["number"] == scene.case.number
    assert version.content["meeting"]["board"] == "GI eBoard"


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Result.RECOMMENDATION, CaseState.RECOMMENDED),
        (Result.NO_RECOMMENDATION, CaseState.NO_RECOMMENDATION),
        (Result.NOTED, CaseState.NOTED),
    ],
)
def test_the_signature_moves_the_case(world: World, result: Result, state: CaseState) -> None:
    scene = make_scene(world)
    advice = COMPLETE.recommendations if result is Result.RECOMMENDATION else ()
    record(scene, result=result, recommendations=advice)
    sign(scene, world.deputy)
    assert scene.case.state is state


def test_a_case_noted_by_triage_is_signed_where_it_is(world: World) -> None:
    scene = make_scene(world, state=CaseState.NOTED)
    record(scene, Draft(result=Result.NOTED))
    assert (sign(scene).number, scene.case.state) == (1, CaseState.NOTED)


def test_the_signature_is_audited_with_its_stamp(world: World) -> None:
    _scene, version = make_letter(world)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "outcome.signed")).one()
    assert (entry.subject_id, entry.actor_id, entry.chain_id) == (version.id, world.chair.id, world.north.id)
    assert entry.details == {"number": 1, "sha256": version.sha256}


def test_a_draft_or_an_incomplete_outcome_is_not_signed(world: World) -> None:
    scene = make_scene(world)
    record(scene, agreed_diagnosis="")
    with pytest.raises(DomainError, match="Write the agreed diagnosis"):
        sign(scene)
    record(scene, result=Result.DEFERRED, result_reason="MRI")
    with pytest.raises(DomainError, match="still a draft"):
        sign(scene)
    scene.discussion.recorded_at = None
    scene.discussion.result = Result.RECOMMENDATION
    save(scene.discussion)
    with pytest.raises(DomainError, match="still a draft"):
        sign(scene)


def test_the_rules_of_the_board_say_what_must_be_answered(world: World) -> None:
    version = world.board.rule_pack.versions[0]
    version.rules = {"elements": ["trial"]}
    save(version)
    scene = make_scene(world)
    record(scene, trial_discussed=None, staging_discussed=None)
    with pytest.raises(DomainError) as caught:
        sign(scene)
    assert caught.value.message == "Say whether a clinical trial was discussed."


def test_what_was_changed_after_it_was_read_is_not_signed(world: World) -> None:
    scene = make_scene(world)
    seen = record(scene).row_version
    record(scene, replace(COMPLETE, summary="Changed while the chair read"))
    with pytest.raises(StaleError), unit_of_work():
        sign_outcome(actor=by(world.chair), discussion=scene.discussion, version=seen)


def test_whoever_is_recused_does_not_sign(world: World) -> None:
    scene = make_scene(world)
    record(scene)
    with unit_of_work():
        db.session.add(Recusal(case_id=scene.case.id, person_id=world.chair.id))
    with pytest.raises(DomainError, match="You take no part in the decision on this case"):
        sign(scene)
    assert sign(scene, world.deputy).number == 1


def test_it_is_signed_once(world: World) -> None:
    scene, _version = make_letter(world)
    with pytest.raises(DomainError, match="signed already"):
        sign(scene)


@pytest.mark.parametrize(
    "change",
    [{"content": {}}, {"sha256": "0"}, {"number": 2}, {"reason": "x"}, {"signed_at": NOW + timedelta(1)}],
    ids=lambda change: next(iter(change)),
)
def test_a_signed_version_never_changes(world: World, change: dict[str, object]) -> None:
    _scene, version = make_letter(world)
    with pytest.raises(TypeError, match=next(iter(change))), unit_of_work():
        for name, value in change.items():
            setattr(version, name, value)
    db.session.expire_all()
    assert is_whole(version)


def test_a_signed_version_is_never_deleted(world: World) -> None:
    _scene, version = make_letter(world)
    with pytest.raises(TypeError, match="never deleted"), unit_of_work():
        db.session.delete(version)


def test_a_change_behind_the_models_shows(world: World, client: Client) -> None:
    _scene, version = make_letter(world)
    with unit_of_work():
        changed = {**version.content, "reason": "forged"}
        db.session.execute(update(SignedVersion).values(content=changed))
    db.session.expire_all()
    assert not is_whole(version)
    assert "not what was signed" in client.sign_in(world.nurse).get(f"/letters/{version.id}").text


def test_the_command_says_whether_every_version_is_whole(ctx: Flask, world: World) -> None:
    _scene, version = make_letter(world)
    assert verify(ctx) == (0, "Every signed version matches its stamp.\n")
    with unit_of_work():
        db.session.execute(update(SignedVersion).values(sha256="0" * 64))
    db.session.expire_all()
    assert verify(ctx) == (1, f"signed version {version.id} is not what was signed\n")


def verify(app: Flask) -> tuple[int, str]:
    result = CliRunner().invoke(outcomes, ["verify"], obj=ScriptInfo(create_app=lambda: app))
    return result.exit_code, result.output


def test_those_of_the_care_team_who_work_there_are_told_without_patient_data(world: World) -> None:
    scene, version = make_letter(world)
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient)).all()
    assert [mail.recipient for mail in mails] == ["nora.nurse@example.org", "pablo.physician@example.org"]
    body = text_of(mails[0])
    assert mails[0].subject == f"Case {scene.case.number}: the recommendation is ready to read"
    assert f"http://localhost:8000/letters/{version.id}" in body
    for secret in ("sigmoid", "Resect", "Chemotherapy"):
        assert secret not in body


def test_without_a_named_member_the_whole_care_team_is_told(world: World) -> None:
    make_letter(world, nominated_by_id=None, referrer_id=world.stranger.id)
    recipients = set(db.session.scalars(select(OutboxMessage.recipient)))
    assert recipients == {"nora.nurse@example.org", "pablo.physician@example.org"}


def test_somebody_who_left_is_not_told(world: World) -> None:
    left = db.session.scalars(select(Affiliation).where(Affiliation.person_id == world.nurse.id)).one()
    left.ends_on = NOW.date() - timedelta(1)
    save(left)
    make_letter(world)
    assert list(db.session.scalars(select(OutboxMessage.recipient))) == ["pablo.physician@example.org"]


def url(scene_id: object) -> str:
    return f"/outcomes/{scene_id}/sign"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chair", 200),
        ("deputy", 200),
        ("coordinator", 403),
        ("radiologist", 403),
        ("nurse", 403),
        ("stranger", 404),
        ("observer", 404),
        ("network_admin", 404),
    ],
)
def test_who_may_sign(world: World, client: Client, who: str, status: int) -> None:
    scene = make_scene(world)
    discussion = record(scene)
    client.sign_in(getattr(world, who))
    assert client.get(url(discussion.id)).status_code == status
    looks = db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.event == "access.read")).all()
    assert looks == [discussion.id] * (status == 200)


def test_a_delegate_does_not_sign(world: World, client: Client) -> None:
    scene = make_scene(world)
    discussion = record(scene)
    client.sign_in(world.coordinator, on_behalf_of=world.chair)
    response = client.post(url(discussion.id), data={"version": discussion.row_version})
    assert (response.status_code, db.session.scalar(select(SignedVersion.id))) == (403, None)


def test_an_old_confirmation_asks_for_the_password_again(world: World, client: Client) -> None:
    scene = make_scene(world)
    discussion = record(scene)
    client.sign_in(world.chair)
    with time.at(NOW + timedelta(minutes=6)):
        response = client.post(url(discussion.id), data={"version": discussion.row_version})
    assert (response.status_code, response.location.partition("?")[0]) == (303, "/confirm")
    assert db.session.scalar(select(SignedVersion.id)) is None


def test_the_page_says_what_is_missing_and_offers_no_signature(world: World, client: Client) -> None:
    scene = make_scene(world)
    discussion = record(scene, agreed_diagnosis="")
    page = client.sign_in(world.chair).get(url(discussion.id)).text
    assert "Write the agreed diagnosis." in page
    assert "Sign and tell the care team" not in page


def test_a_stale_page_is_not_signed(world: World, client: Client) -> None:
    scene = make_scene(world)
    discussion = record(scene)
    response = client.sign_in(world.chair).post(url(discussion.id), data={"version": discussion.row_version + 1})
    assert (response.status_code, db.session.scalar(select(SignedVersion.id))) == (409, None)
