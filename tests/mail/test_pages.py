"""Mail that needs help, and reading the folder of a development system."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from config import Environment
from eboard.core.db import db, unit_of_work
from eboard.core.ids import new_id
from eboard.mail.enums import MailState
from eboard.mail.jobs import deliver
from eboard.mail.models import OutboxMessage
from tests.client import Client
from tests.invitations.reading import empty_folder
from tests.mail.test_delivery import queued, row_of
from tests.world import World


def troubled(board_id: UUID | None, subject: str = "Lost", state: MailState = MailState.DEAD) -> UUID:
    row_id = queued(subject, board_id=board_id)
    with unit_of_work():
        row = db.session.get_one(OutboxMessage, row_id)
        row.state, row.attempts, row.error = state, 8, "SMTPRecipientsRefused 550"
    return row_id


def test_a_coordinator_sees_the_dead_mail_of_the_board_and_sends_it_again(world: World, client: Client) -> None:
    row_id = troubled(world.board.id)
    troubled(None, "Elsewhere")
    client.sign_in(world.coordinator)
    page = client.get("/mail/").text
    assert ("Lost" in page, "Elsewhere" in page, "SMTPRecipientsRefused 550" in page) == (True, False, True)
    assert client.post(f"/mail/{row_id}/retry").status_code == 303
    assert (row_of(row_id).state, row_of(row_id).attempts) == (MailState.QUEUED, 0)
    client.post(f"/mail/{row_id}/retry")
    assert "not waiting for help" in client.get("/mail/").text
    empty_folder()
    assert deliver() == 1


def test_a_cleared_message_cannot_be_sent_again(world: World, client: Client) -> None:
    row_id = troubled(world.board.id)
    with unit_of_work():
        db.session.get_one(OutboxMessage, row_id).body = None
    client.sign_in(world.network_admin)
    client.post(f"/mail/{row_id}/retry")
    assert "was cleared" in client.get("/mail/").text
    assert row_of(row_id).state is MailState.DEAD


def test_bounced_and_failing_mail_stand_on_their_own_tabs(world: World, client: Client) -> None:
    troubled(world.board.id, "Returned mail", MailState.BOUNCED)
    troubled(world.board.id, "Trying", MailState.FAILED)
    client.sign_in(world.network_admin)
    shown = [client.get(f"/mail/?state={state}").text for state in ("dead", "bounced", "failed", "nonsense")]
    assert [("Returned mail" in page, "Trying" in page) for page in shown] == [
        (False, False), (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_others_see_no_mail(world: World, client: Client) -> None:
    row_id = troubled(world.board.id)
    for person in (world.stranger, world.north_admin, world.radiologist):
        client.sign_in(person)
        assert "Lost" not in client.get("/mail/").text
        assert client.post(f"/mail/{row_id}/retry").status_code in {403, 404}
    assert row_of(row_id).state is MailState.DEAD


def test_the_list_takes_as_many_queries_with_three_rows_as_with_one(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client.sign_in(world.network_admin)
    troubled(world.board.id)
    one = count_queries(lambda: client.get("/mail/"))
    troubled(world.board.id, "Two")
    troubled(world.board.id, "Three")
    assert count_queries(lambda: client.get("/mail/")) == one


def test_the_folder_can_be_read_part_by_part(ctx: Flask, client: Client) -> None:
    empty_folder()
    assert "No mail yet" in client.get("/dev/mail/").text
    row_id = queued("To read")
    deliver()
    assert f"/dev/mail/{row_id}" in client.get("/dev/mail/").text
    page = client.get(f"/dev/mail/{row_id}").text
    assert '<pre tabindex="0">Hello' in page
    assert "&lt;p&gt;Hello&lt;/p&gt;" in page
    assert client.get(f"/dev/mail/{new_id()}").status_code == 404
    empty_folder()


@pytest.mark.parametrize("values", [{"environment": Environment.PRODUCTION}, {"mail_dir": None}])
def test_there_is_no_such_page_in_production_or_without_a_folder(
    ctx: Flask, client: Client, values: dict[str, Any]
) -> None:
    kept = ctx.config["EBOARD"]
    ctx.config["EBOARD"] = replace(kept, **values)
    try:
        assert client.get("/dev/mail/").status_code == 404
        assert client.get(f"/dev/mail/{new_id()}").status_code == 404
    finally:
        ctx.config["EBOARD"] = kept
