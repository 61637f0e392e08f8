"""Beginning to follow what was signed."""

from uuid import UUID

from sqlalchemy import select

from eboard.audit import SYSTEM, record
from eboard.core.db import db
from eboard.followup.asking import FIRST
from eboard.followup.enums import FollowUpEvent
from eboard.followup.lines import Line, lines_of
from eboard.followup.models import FollowUp
from eboard.recommendations.enums import VersionState
from eboard.recommendations.models import SignedVersion


def follow(version_id: UUID) -> None:
    """Follow each line of a version in force; a line that an earlier version had keeps its answers and its time.

    What the earlier version alone recommended is followed no more. Doing so again changes nothing.
    """
    version = db.session.get_one(SignedVersion, version_id)
    if version.state is not VersionState.IN_FORCE:
        return
    known = {
        row.line: row
        for row in db.session.scalars(select(FollowUp).where(FollowUp.discussion_id == version.discussion_id))
    }
    lines = lines_of(version.content)
    for line in lines:
        _begin(version, line, known.get(line.key))
    record(
        actor=SYSTEM,
        event=FollowUpEvent.BEGUN,
        subject=version,
        organization_id=version.case.organization_id,
        lines=len(lines),
    )


def _begin(version: SignedVersion, line: Line, row: FollowUp | None) -> None:
    if row is not None:
        row.version_id, row.position = version.id, line.position
        return
    db.session.add(
        FollowUp(
            discussion_id=version.discussion_id,
            case_id=version.case_id,
            version_id=version.id,
            position=line.position,
            line=line.key,
            due_at=version.signed_at + FIRST,
        )
    )
