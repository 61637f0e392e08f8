"""Running the command that returns the data of an organization, and opening what it made."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyrage
from click.testing import Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.core.db import db
from eboard.people.commands import return_to

KEY = pyrage.x25519.Identity.generate()
PUBLIC = str(KEY.to_public())


def returned(app: Flask, path: Path, *, code: str = "north", keys: tuple[str, ...] = (PUBLIC,)) -> Result:
    """Run the command."""
    arguments = [code, "--out", str(path)]
    for key in keys:
        arguments += ["--recipient", key]
    result = app.test_cli_runner().invoke(return_to, arguments, obj=ScriptInfo(create_app=lambda: app))
    db.session.expire_all()
    return result


def opened(path: Path, key: Any = KEY) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files in it by their name, and the manifest; every digest and count is compared."""
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(path.read_bytes(), [key]))) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert len(names) == len(set(names))
        files = {name: packed.read(name) for name in names}
    sums = files.pop("SHA256SUMS").decode()
    assert sums == "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    ]
    folders = {name.split("/")[0] for name in files if "/" in name}
    assert manifest["counts"]["files"] == len(files)
    assert manifest["counts"]["not_opened"] == len(manifest["not_opened"])
    assert manifest["counts"]["cases"] == len(folders | {name.split("/")[0] for name in manifest["not_opened"]})
    return files, manifest


def entries(event: str) -> list[AuditEntry]:
    """What the audit says, the oldest first."""
    rows = select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.chain_id, AuditEntry.seq)
    return list(db.session.scalars(rows))
