"""Noting that a patient's access file was made."""

from collections.abc import Sequence

from eboard.audit import Actor, record
from eboard.cases.models import Case
from eboard.retention.enums import RetentionEvent


def note_access_file(*, actor: Actor, case: Case, cases: Sequence[Case], sha256: str) -> None:
    """Note who made the file, of which cases, and its digest, by which a copy can be told from a changed one."""
    record(
        actor=actor,
        event=RetentionEvent.ACCESS_FILE,
        subject=case,
        organization_id=case.organization_id,
        cases=[one.id for one in cases],
        sha256=sha256,
    )
