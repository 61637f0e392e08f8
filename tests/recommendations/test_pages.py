"""The way on screen: write, save, sign, read, acknowledge."""

from sqlalchemy import select

from eboard.cases.enums import CaseState
from eboard.core.db import db
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import ItemState
from eboard.recommendations.models import SignedVersion
from tests.client import Client
from tests.recommendations.outcomes import COMPLETE, form_of, make_letter, make_scene, record
from tests.world import World


def test_an_outcome_is_written_signed_read_and_acknowledged(world: World, client: Client) -> None:
    scene = make_scene(world)
    client.sign_in(world.chair)
    assert client.get(scene.url).status_code == 200
    response = client.post(scene.url, data=form_of(COMPLETE, 0))
    assert (response.status_code, response.location) == (303, scene.url)
    assert (scene.case.state, scene.item.state) == (CaseState.DISCUSSED, ItemState.DISCUSSED)
    discussion = scene.discussion
    page = client.get(f"/outcomes/{discussion.id}/sign")
    assert page.status_code == 200
    assert "Nora Nurse, Pablo Physician" in page.text
    response = client.post(f"/outcomes/{discussion.id}/sign", data={"version": discussion.row_version})
    version = db.session.scalars(select(SignedVersion)).one()
    assert (response.status_code, response.location) == (303, f"/letters/{version.id}")
    assert scene.case.state is CaseState.RECOMMENDED
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient)).all()
    assert [mail.recipient for mail in mails] == ["nora.nurse@example.org", "pablo.physician@example.org"]
    client.sign_in(world.nurse)
    assert f"/letters/{version.id}" in client.get("/letters/").text
    letter = client.get(f"/letters/{version.id}")
    assert letter.status_code == 200
    assert "Resect the sigmoid colon." in letter.text
    assert client.post(f"/letters/{version.id}/acknowledge").status_code == 303
    assert f"/letters/{version.id}" not in client.get("/letters/").text


def test_every_page_of_the_way_shows(world: World, client: Client) -> None:
    scene, version = make_letter(world)
    waiting = make_scene(world)
    record(waiting)
    client.sign_in(world.chair)
    for url in (
        "/outcomes",
        "/outcomes/unread",
        "/prepare/",
        scene.url,
        waiting.url,
        f"/outcomes/{scene.discussion.id}/amend",
        f"/letters/{version.id}/error",
        f"/letters/{version.id}",
    ):
        assert client.get(url).status_code == 200, url
