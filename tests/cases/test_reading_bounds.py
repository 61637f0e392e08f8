"""What a file may cost: how long, how much memory, how many at once, and what somebody is told beyond that."""

import io
import json
import resource
import sys
import time as clock
from typing import Any

import pytest
from sqlalchemy import select

from eboard.cases.enums import AttachmentKind as Kind
from eboard.cases.files.reading import __main__ as worker
from eboard.cases.files.reading import process
from eboard.cases.files.reading.pieces import Collector
from eboard.cases.models import Attachment
from eboard.core.apart import ApartError
from eboard.core.db import db
from tests.cases.test_file_contents import FILES
from tests.cases.test_guarded_files import a_case
from tests.client import Client
from tests.world import World


def answer_of(monkeypatch: pytest.MonkeyPatch, mode: str, kind: str, content: bytes) -> tuple[Any, bytes]:
    """What the program answers, run here; the limits it sets itself would last for this process."""
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, _limits: None)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.argv", ["reading", mode, kind])
    worker.main()
    head, _line, rest = out.buffer.getvalue().partition(b"\n")  # type: ignore[attr-defined]
    return json.loads(head), rest


@pytest.mark.parametrize("left", [0.05, -1.0])
def test_a_file_is_taken_although_there_is_no_time_left_to_read_it(
    monkeypatch: pytest.MonkeyPatch, left: float
) -> None:
    def slow(_content: bytes, found: Collector) -> None:
        found.add("page", "first words", "1")
        while True:
            sum(range(10_000))

    monkeypatch.setattr("eboard.cases.files.reading.pdf.read_pdf", slow)
    monkeypatch.setattr(worker, "READ_BY", clock.process_time() + left)
    head, bare = answer_of(monkeypatch, "take", "pdf", FILES[Kind.PDF])
    assert (head["lacking"], bare[:5]) == (["too_long"], b"%PDF-")


def test_too_little_memory_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(_content: bytes) -> bytes:
        raise MemoryError

    monkeypatch.setattr("eboard.cases.files.papers.strip_pdf", hungry)
    with pytest.raises(MemoryError):
        answer_of(monkeypatch, "take", "pdf", FILES[Kind.PDF])


def upload(client: Client, world: World, case_id: object) -> Any:
    data = {"file": (io.BytesIO(FILES[Kind.PDF]), "report.pdf")}
    return client.sign_in(world.nurse).post(f"/cases/{case_id}/attachments/new", data=data)


def test_a_process_that_cannot_begin_is_told_from_a_damaged_file(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(world)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ApartError):
        process.take_apart(FILES[Kind.PDF], "pdf")
    answer = upload(client, world, case.id)
    assert (answer.status_code, "took too long, or too much memory" in answer.text) == (422, True)
    assert list(db.session.scalars(select(Attachment))) == []


def test_two_files_are_read_at_once_and_the_third_is_told_to_wait(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(world)
    monkeypatch.setattr(process, "PATIENCE_SECONDS", 0)
    take = process._reading_now.acquire
    assert (take(blocking=False), take(blocking=False), take(blocking=False)) == (True, True, False)
    try:
        answer = upload(client, world, case.id)
    finally:
        process._reading_now.release(2)
    assert (answer.status_code, "Too many files are being read" in answer.text) == (503, True)
    assert list(db.session.scalars(select(Attachment))) == []
    assert upload(client, world, case.id).status_code == 303
