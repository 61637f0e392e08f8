"""A rotation beside a running system, and one that is killed: nothing is lost, and the next run finishes."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from flask import Flask
from sqlalchemy import select

from config import ROOT, Config
from eboard.app import create_app
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.cases.actions.identity import seal_identity
from eboard.cases.identity import Identity, seal
from eboard.cases.models import PatientIdentity
from eboard.cases.queries.identities import opened
from eboard.core.db import db, unit_of_work
from eboard.core.errors import StaleError
from eboard.core.ids import new_id
from eboard.core.keys import add_key
from eboard.people.actions.data_keys import sealer_for
from eboard.people.models import OrganizationKey
from tests.conftest import close_connections, migrate
from tests.world import make_case, make_organization

ROWS = 800


def names() -> list[str]:
    db.session.remove()
    return sorted(opened(row).name for row in db.session.scalars(select(PatientIdentity)))


def stale(key: bytes) -> int:
    db.session.remove()
    return sum(not value.startswith(key) for value in db.session.scalars(select(PatientIdentity.sealed)))


def begin(url: str, config: Config) -> subprocess.Popen[str]:
    settings = {
        "EBOARD_ENVIRONMENT": "test",
        "EBOARD_DATABASE_URL": url,
        "EBOARD_KEYS_FILE": str(config.keys_file),
        "EBOARD_ATTACHMENT_DIR": str(config.attachment_dir),
    }
    command = [sys.executable, "-m", "eboard", "keys", "rotate"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, text=True)


def make(app: Flask) -> None:
    migrate(app)
    with app.app_context(), unit_of_work():
        north = make_organization("NORTH")
        db.session.flush()
        for number in range(ROWS):
            case = make_case(north)
            row = PatientIdentity(case_id=case.id)  # as before there were data keys
            row.sealed = seal(Identity(name=f"{number:05d}"), row_id=row.id, sealer=app.extensions["keyring"])
            db.session.add(row)


def test_a_killed_rotation_is_finished_by_the_next_while_the_system_saves_and_reads(
    empty_database: Callable[[str], str], config_for: Callable[..., Config], tmp_path: Path
) -> None:
    config = config_for(empty_database("rotating"), keys_file=tmp_path / "keys", attachment_dir=tmp_path / "files")
    app = create_app(config)
    make(app)
    add_key(tmp_path / "keys")
    with app.app_context():
        first = begin(config.database_url, config)
        while stale(b"@") == ROWS and first.poll() is None:
            sleep(0.005)
        first.kill()
        first.communicate()
        assert (names(), 0 < stale(b"@") < ROWS) == ([f"{number:05d}" for number in range(ROWS)], True)
        second = begin(config.database_url, config)
        row_id, changes, until = db.session.scalars(select(PatientIdentity.id)).first(), 0, monotonic() + 60
        while second.poll() is None and monotonic() < until:
            sleep(0.02)
            changes += 1
            with unit_of_work():
                row = db.session.get_one(PatientIdentity, row_id)
                seal_identity(actor=Actor(), case=row.case, identity=Identity(name=f"x{changes:05d}"))
        output, _none = second.communicate()
        assert output.splitlines()[-1] == "All that is sealed is sealed under k0002."
        assert (stale(b"@"), len(names()), names()[-1]) == (0, ROWS, f"x{changes:05d}")
        close_connections()


def test_two_that_seal_first_for_an_organization_at_one_moment_share_its_key(
    empty_database: Callable[[str], str], config_for: Callable[..., Config], tmp_path: Path
) -> None:
    app = create_app(config_for(empty_database("first"), keys_file=tmp_path / "keys"))
    migrate(app)
    with app.app_context(), unit_of_work():
        owner = make_organization("NORTH").id
    made, keys = Event(), []

    def first() -> None:
        with app.app_context(), unit_of_work():
            keys.append(sealer_for(actor=Actor(), organization_id=owner).row.id)
            made.set()
            sleep(0.5)

    def second() -> None:
        made.wait(30)
        with app.app_context(), unit_of_work():
            keys.append(sealer_for(actor=Actor(), organization_id=owner).row.id)

    threads = [Thread(target=first), Thread(target=second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        stored = db.session.scalars(select(OrganizationKey.id)).all()
        events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event == "organization.key_made")).all()
        assert (keys, len(events)) == ([stored[0], stored[0]], 1)
        with pytest.raises(StaleError), unit_of_work():
            sealer_for(actor=Actor(), organization_id=new_id())
        close_connections()
