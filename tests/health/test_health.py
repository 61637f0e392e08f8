"""Monitors learn whether it can serve and how much waits, and nothing about anybody; logs say only what may leave."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from flask.cli import ScriptInfo
from sqlalchemy import select, text

from config import Config
from eboard.app import create_app
from eboard.backup import manifest
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.jobs import Job, JobRun, registered
from eboard.core.jobs.lease import note_run
from eboard.core.jobs.scheduler import Ticker
from eboard.core.logs import JsonLines
from eboard.health.checks import CHECKS, Checked, State, check_all
from eboard.health.commands import check
from tests.client import Client
from tests.conftest import NOW
from tests.world import World

LOCAL = {"REMOTE_ADDR": "127.0.0.1"}
NOBODY = 65_534  # a user without rights


@pytest.fixture
def setting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run with other settings."""

    def change(**values: Any) -> None:
        known = app.config["EBOARD"]
        names = [name for name in Config.__dataclass_fields__ if name not in values]
        monkeypatch.setitem(app.config, "EBOARD", Config(**{name: getattr(known, name) for name in names}, **values))

    return change


def test_ready_says_no_without_the_tables_or_the_keys(
    world: World, client: Client, setting: Any, tmp_path: Path
) -> None:
    assert (client.get("/health/live").text, client.get("/health/ready").text) == ("alive\n", "ready\n")
    setting(keys_file=tmp_path / "none")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.text) == (503, "the keys cannot be read\n")
    with unit_of_work():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.text) == (503, "the tables of the database are not those of this version\n")


def test_metrics_are_well_formed_and_name_nobody(world: World, client: Client) -> None:
    with unit_of_work():
        note_run("audit.note_checkpoints", failure="")
        note_run("mail.deliver", failure="OSError")
    answer = client.get("/metrics", environ_base=LOCAL)
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    values = [line for line in answer.text.splitlines() if not line.startswith("#")]
    form = re.compile(r'eboard_[a-z_]+(\{(state|job)="[a-z_.]+"\})? -?[0-9.e+]+')
    assert [line for line in values if not form.fullmatch(line)] == []
    assert 'eboard_job_last_run_timestamp_seconds{job="audit.note_checkpoints"} ' + f"{NOW.timestamp():.15g}" in values
    assert 'eboard_outbox_messages{state="queued"} 0' in values
    names = {line.split("{")[0].split(" ")[0] for line in values}
    assert {line.split()[2] for line in answer.text.splitlines() if line.startswith("# TYPE")} >= names


def test_metrics_are_for_this_machine_or_for_who_has_the_token(world: World, client: Client, setting: Any) -> None:
    setting(metrics_token="a-long-token-of-a-monitor")
    away = {"REMOTE_ADDR": "10.0.0.7"}
    asked = [
        client.get("/metrics", environ_base=LOCAL),
        client.get("/metrics", environ_base=LOCAL, headers={"X-Forwarded-For": "10.0.0.7"}),
        client.get("/metrics", environ_base=away),
        client.get("/metrics", environ_base=away, headers={"Authorization": "Bearer wrong"}),
        client.get("/metrics", environ_base=away, headers={"Authorization": "Bearer a-long-token-of-a-monitor"}),
    ]
    assert [answer.status_code for answer in asked] == [200, 404, 404, 404, 200]
    setting(metrics_token="")
    assert client.get("/metrics", environ_base=away, headers={"Authorization": "Bearer "}).status_code == 404


def checked(name: str, access_log: Path | None = None) -> Checked:
    return next(one for one in check_all(access_log) if one.name == name)


def test_a_sound_system_is_said_to_be_so(world: World, setting: Any, tmp_path: Path) -> None:
    setting(base_url="https://eboard.example.org")
    with unit_of_work():
        for name in registered():
            note_run(name, failure="")
    current_app.config["EBOARD"].keys_file.chmod(0o600)
    found = {one.name: one.state for one in check_all(None)}
    sound = ("migrations", "keys", "checkpoints", "base url", "jobs", "outbox")
    assert [found[name] for name in sound] == [State.OK] * len(sound)


@pytest.mark.parametrize(
    ("name", "spoil", "words"),
    [
        ("migrations", "UPDATE alembic_version SET version_num = 'older'", "run `eboard db upgrade`"),
        (
            "jobs",
            "UPDATE job_run SET failure = 'OSError' WHERE name = 'audit.note_checkpoints'",
            "note_checkpoints (OSError)",
        ),
        (
            "jobs",
            "DELETE FROM job_run WHERE name = 'audit.note_checkpoints'",
            "1 did not run within twice their interval",
        ),
    ],
)
def test_what_is_wrong_in_the_database_fails(world: World, name: str, spoil: str, words: str) -> None:
    with unit_of_work():
        for one in registered():
            note_run(one, failure="")
    with unit_of_work():
        db.session.execute(text(spoil))
    db.session.expire_all()
    found = checked(name)
    assert (found.state, words in found.words) == (State.FAIL, True)


def test_keys_that_others_may_read_or_that_are_gone_fail(world: World, setting: Any, tmp_path: Path) -> None:
    path = current_app.config["EBOARD"].keys_file
    path.chmod(0o644)
    assert checked("keys").state is State.FAIL
    path.chmod(0o640)
    assert checked("keys").state is State.OK
    setting(attachment_dir=path.parent)
    assert "lies among the attachments" in checked("keys").words
    setting(keys_file=tmp_path / "none")
    assert "does not exist" in checked("keys").words


def test_a_server_that_does_not_answer_fails_and_none_warns(world: World, setting: Any) -> None:
    assert checked("mail server").state is State.WARN
    setting(smtp_host="127.0.0.1", smtp_port=9)
    found = checked("mail server")
    assert (found.state, "127.0.0.1:9 does not answer" in found.words) == (State.FAIL, True)


def test_secret_addresses_in_the_log_of_a_proxy_are_found_and_not_repeated(world: World, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    masked = '10.0.0.7 [2026] "GET /cal/- HTTP/1.1" 200\n10.0.0.7 [2026] "GET /boards/ HTTP/1.1" 200\n'
    log.write_text(masked)
    assert checked("access log", log).state is State.OK
    log.write_text(masked + '1.1.1.1 [2026] "GET /join/s3cr3t HTTP/1.1" 200\n1.1.1.1 [2026] "GET /cal/abc.ics" 304\n')
    found = checked("access log", log)
    assert found.state is State.FAIL
    assert ("lines 3, 4" in found.words, "s3cr3t" in found.words) == (True, False)
    assert checked("access log", tmp_path / "none").state is State.FAIL


def test_a_log_that_may_not_be_read_is_said_to_be_so(world: World, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.touch(mode=0)
    user = os.geteuid()
    if user == 0:  # who may read everything
        os.seteuid(NOBODY)
    try:
        found = list(check_all(log))[-1]
    finally:
        os.seteuid(user)
    assert (found.name, found.state) == ("access log", State.FAIL)
    assert found.words == f"{log} may not be read by this user: let it in, as with `usermod -aG adm eboard`"


def test_a_list_of_stolen_passwords_is_missed(world: World, setting: Any, tmp_path: Path) -> None:
    assert checked("stolen passwords").state is State.WARN
    setting(breached_passwords=tmp_path / "none")
    assert checked("stolen passwords").state is State.FAIL
    (tmp_path / "none").touch()
    assert checked("stolen passwords").state is State.OK


def test_who_found_a_weakness_learns_where_to_tell(client: Client, setting: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    setting(security_contact="mailto:security@hospital.org")
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:security@hospital.org",
        "Expires: 2026-08-29T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: http://localhost:8000/.well-known/security.txt",
    ]


def test_a_table_that_is_missing_stops_no_other_check(world: World) -> None:
    with unit_of_work():
        db.session.execute(text("ALTER TABLE job_run RENAME TO elsewhere"))
    found = {one.name: one for one in check_all(None)}
    assert list(found) == list(CHECKS)
    assert found["jobs"].state is State.FAIL
    assert re.fullmatch(r"could not be looked at \((Operational|Programming)Error\)", found["jobs"].words)
    assert "wait" in found["outbox"].words


def test_a_database_that_is_down_fails_in_a_line_each(config_for: Callable[..., Config]) -> None:
    app = create_app(config_for("postgresql+psycopg://nobody@127.0.0.1:9/none"))
    result = app.test_cli_runner().invoke(check, obj=ScriptInfo(create_app=lambda: app))
    lines = dict(line.split(": ", 1) for line in result.output.splitlines())
    assert (result.exit_code, len(lines)) == (1, len(CHECKS))
    unknown = [name for name, words in lines.items() if words == "could not be looked at (OperationalError)"]
    assert unknown == ["fail clock", "fail migrations", "fail keys", "fail jobs", "fail outbox"]


def test_the_command_prints_a_line_each_and_fails_as_a_whole(world: World, app: Flask) -> None:
    result = app.test_cli_runner().invoke(check)
    lines = result.output.splitlines()
    assert (result.exit_code, len(lines) >= 11) == (1, True)
    assert [line for line in lines if not re.match(r"(ok   |warn |fail )[a-z ]+: .", line)] == []


def test_the_scheduler_notes_when_a_job_ran_and_how_it_ended(ctx: Flask) -> None:
    ticker = Ticker(ctx)
    ticker.is_leader = True

    def fail() -> int:
        raise DomainError("Maria Marker")

    def run() -> tuple[str, Any]:
        db.session.expire_all()
        row = db.session.scalars(select(JobRun)).one()
        return row.failure, row.ran_at

    ticker.run(Job("tests.job", timedelta(minutes=1), lambda: 1))
    assert run() == ("", NOW)
    with time.at(NOW + timedelta(seconds=30)):
        ticker.run(Job("tests.job", timedelta(minutes=1), lambda: 1))
        assert run() == ("", NOW)  # by the minute
        ticker.run(Job("tests.job", timedelta(minutes=1), fail))
        assert run() == ("DomainError", NOW + timedelta(seconds=30))
        ticker.run(Job("tests.job", timedelta(minutes=1), lambda: 1))
        assert run() == ("", NOW + timedelta(seconds=30))


def logged(name: str, message: str, *arguments: object, error: bool = False) -> dict[str, Any]:
    file = StringIO()
    handler = logging.StreamHandler(file)
    handler.setFormatter(JsonLines())
    record = logging.LogRecord(name, logging.ERROR, __file__, 7, message, arguments, sys.exc_info() if error else None)
    handler.emit(record)
    found: dict[str, Any] = json.loads(file.getvalue())
    return found


WRITING = """
import logging
from gunicorn.config import Config
from gunicorn.glogging import Logger
from eboard.core.logs import install_logs

config = Config()
config.set("accesslog", "-")
gunicorn = Logger(config)
install_logs()
gunicorn.error("Error handling request %s", "/join/s3cr3t")
gunicorn.access_log.info("GET %s", "/join/s3cr3t")
logging.getLogger("eboard").error("Exception on %s [GET]", "/join/s3cr3t")
logging.getLogger("eboard.core").error("ours")
"""


def test_neither_flask_nor_gunicorn_writes_an_address(checkout: Path) -> None:
    written = subprocess.run([sys.executable, "-c", WRITING], cwd=checkout, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in written.stderr.splitlines()]
    assert [(line["logger"], line.get("message")) for line in lines] == [
        ("gunicorn.error", None),
        ("gunicorn.access", None),
        ("eboard", None),
        ("eboard.core", "ours"),
    ]
    assert ("s3cr3t" in written.stderr, written.stdout) == (False, "")


def test_the_place_of_an_error_is_the_last_line_of_ours(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("no JSON")
    try:
        manifest.check(tmp_path)
    except ValueError:
        raised = logged("werkzeug", "oops", error=True)
    assert raised["raised_at"].rpartition(":")[0] == manifest.__file__


def test_a_line_of_the_log_holds_named_fields_and_no_text_of_others() -> None:
    ours = logged("eboard.core.jobs", "%s handled %d", "audit.note_checkpoints", 3)
    assert ours.keys() == {"at", "level", "logger", "place", "message"}
    assert (ours["message"], ours["level"]) == ("audit.note_checkpoints handled 3", "ERROR")
    theirs = logged("sqlalchemy.engine", "INSERT %s", "Maria Marker")
    assert theirs.keys() == {"at", "level", "logger", "place"}
    try:
        int("Maria Marker")
    except ValueError:
        raised = logged("werkzeug", "oops", error=True)
    assert (raised["exception"], "Maria" in json.dumps(raised)) == ("ValueError", False)
    assert raised["raised_at"].startswith(__file__)
