"""A removed file keeps its bytes, and its key, while a hold lies on anything that it belongs to."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from eboard.cases.actions.attachments import purge_file, remove_attachment
from eboard.cases.files import storage
from eboard.cases.jobs import purge_files
from eboard.cases.models import Attachment
from eboard.cases.queries.attachments import folder
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.retention import holds
from eboard.retention.enums import HoldKind
from eboard.retention.holds import files_to_purge, is_free
from tests.cases.nominating import actor_of
from tests.conftest import NOW
from tests.retention.test_holds import held, lifted
from tests.retention.test_running import a_file
from tests.sealing.sealed import fill
from tests.sealing.test_destroying import destroy, leave
from tests.world import World, add, make_case


def removed(world: World) -> Attachment:
    with unit_of_work():
        file = a_file(world, make_case(world.north, world.board))
        remove_attachment(actor=actor_of(world.nurse), attachment=file)
    return file


def is_there(file: Attachment) -> bool:
    return storage.path_of(folder(), file.id).exists()


def copies(file: Attachment, count: int) -> None:
    """More removed files of the case, without bytes."""
    with unit_of_work():
        for _number in range(count):
            row = add(Attachment(case_id=file.case_id, kind=file.kind, size=1, sha256=b"", sealed_name=b"-"))
            row.removed_at = NOW


def test_any_number_of_files_is_asked_for_in_pages(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holds, "PAGE", 4)
    file = removed(world)
    copies(file, 20)
    longest = []

    def note(_connection: Any, _cursor: Any, _statement: str, parameters: Any, *_rest: Any) -> None:
        longest.append(len(parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    found = list(files_to_purge())
    event.remove(db.engine, "before_cursor_execute", note)
    assert (len(found), len(set(found)), len(longest) > 6, max(longest) < 6) == (21, 21, True, True)
    assert (purge_files(), purge_files(), is_there(file)) == (21, 0, False)


def test_a_hold_that_comes_while_files_go_counts(world: World) -> None:
    file = removed(world)
    listed = list(files_to_purge())
    hold = held(world, HoldKind.CASE, file.case.number)
    with unit_of_work():
        purge_file(file.id, is_free=is_free)
    assert (listed, is_there(file), file.sealed_name != b"") == ([file.id], True, True)
    lifted(world, hold)
    with unit_of_work():
        purge_file(file.id, is_free=is_free)
    assert (is_there(file), file.sealed_name) == (False, b"")


def test_a_hold_on_the_host_of_a_board_keeps_the_files_of_its_cases(world: World) -> None:
    file = removed(world)
    hold = held(world, HoldKind.ORGANIZATION, "HUB")
    assert (purge_files(), is_there(file)) == (0, True)
    lifted(world, hold)
    assert (purge_files(), is_there(file)) == (1, False)


def of_the_house(world: World) -> str:
    return world.physician.email


def who_nominated(world: World) -> str:
    return from_outside(world, "nominated_by_id")


def who_attached(world: World) -> str:
    return from_outside(world, "uploaded_by_id")


def from_outside(world: World, role: str) -> str:
    with unit_of_work():
        file = db.session.scalars(select(Attachment)).one()
        setattr(file if role == "uploaded_by_id" else file.case, role, world.stranger.id)
    return world.stranger.email


@pytest.mark.parametrize("whose", [of_the_house, who_nominated, who_attached])
def test_a_hold_on_a_person_keeps_the_key_of_what_he_or_she_worked_on(
    world: World, whose: Callable[[World], str]
) -> None:
    fill(world)
    leave(world)
    hold = held(world, HoldKind.PERSON, whose(world))
    with pytest.raises(DomainError, match="A legal hold keeps the key of North Hospital"):
        destroy(world)
    lifted(world, hold)
    destroy(world)


def test_a_hold_on_somebody_else_keeps_no_key(world: World) -> None:
    fill(world)
    leave(world)
    held(world, HoldKind.PERSON, world.stranger.email)
    destroy(world)
