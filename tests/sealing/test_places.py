"""What is sealed where: nothing that is sealed may be forgotten by a rotation."""

import ast
from importlib import import_module
from pathlib import Path

from sqlalchemy import LargeBinary

from eboard.core.db import db
from eboard.core.ids import new_id
from eboard.sealing.places import COLUMNS

SOURCE = Path(__file__).parent.parent.parent / "eboard"
# Bytes that are not sealed: hashes and blind indexes, and the bodies of mail, which hold no patient data.
PLAIN = {
    "attachment.sha256", "audit_entry.hash", "audit_head.hash", "cme_certificate.code_hash",
    "incoming_message.fingerprint", "known_device.token_hash", "login_session.token_hash", "one_time_link.token_hash",
    "outbox_message.body", "outside_link.code_index", "outside_link.token_hash", "patient_identity.record_number_index",
    "recovery.code_hash", "sign_in_attempt.token_hash", "sign_on_trip.state_hash", "subscription.token_hash",
}  # fmt: skip
# Whoever seals: each has its column in `places.py`, but for files, which `queries.stale_files` names.
SEALING = {
    "availability/sealing.py", "cases/files/storage.py", "cases/identity.py", "conferences/actions/providers.py",
    "conferences/actions/rooms.py", "invitations/actions/receiving.py", "people/actions/data_keys.py",
    "people/actions/held.py", "sealing/actions/rotating.py", "signin/actions/proving.py", "signon/actions/providers.py",
}  # fmt: skip


def test_every_column_of_bytes_is_sealed_and_named_or_known_to_be_plain() -> None:
    for path in SOURCE.rglob("models.py"):
        import_module(f"eboard.{'.'.join(path.relative_to(SOURCE).with_suffix('').parts)}")
    binary = {
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    plain = binary - {place.name for place in COLUMNS}
    assert plain == PLAIN


def test_whoever_seals_is_known_here() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "seal"
    }
    assert found == SEALING


def test_no_two_places_open_each_others_values() -> None:
    row_id = new_id()
    bound = [at(row_id).associated_data for place in COLUMNS for at in place.places]
    assert len({*bound}) == len(bound)
