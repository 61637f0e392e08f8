"""The downtime copies: the packets of the next meetings as files in a folder, for when the network does not work.

A name is the meeting's id and a version, which is a digest of what the packet says: as long as nothing changed, the
file stays as it is. Each is there whole or not at all, for its owner alone.
"""

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor, record
from eboard.audit.enums import AccessEvent
from eboard.cases.models import Case
from eboard.core import typesetting
from eboard.core.db import unit_of_work
from eboard.core.errors import DomainError
from eboard.core.i18n import DEFAULT, speaking
from eboard.core.i18n import gettext as _
from eboard.core.jobs import one_by_one
from eboard.invitations.invitees import coordinators
from eboard.meetings.enums import SHOWN_ITEMS
from eboard.meetings.models import Meeting
from eboard.people.enums import PersonState
from eboard.preparation.coming import meeting_near, near
from eboard.preparation.enums import PreparationEvent
from eboard.preparation.lists import cases_of
from eboard.preparation.packet import Packet, packet_of
from eboard.preparation.pdf import pdf_of

NAMES = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-[0-9a-f]{16}\.(?:pdf|unfinished)")
OWNER_ONLY = 0o600


@dataclass(slots=True)
class Copies:
    """What came of a run: files written because something was new, and files removed."""

    written: int = 0
    removed: int = 0
    failed: int = 0


def renew_copies(*, actor: Actor, folder: Path, hours: int) -> Copies:
    """Let the folder hold the packets of the published meetings that start within ``hours`` or run, and no others.

    A packet that cannot be made leaves its last copy where it is. Raises DomainError where PDF is not installed.
    """
    if not typesetting.IS_AVAILABLE:
        raise DomainError(_("PDF is not installed: install the extra “pdf” of eBoard first."))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    done = Copies()
    ids = near(hours)

    def renew(meeting_id: UUID) -> None:
        path, is_new = _renewed(actor, folder, meeting_id)
        done.written += is_new
        done.removed += _remove_others(folder, meeting_id, path)

    done.failed = len(ids) - one_by_one(ids, renew)
    done.removed += _remove_over(folder, {str(one) for one in ids})
    return done


def _renewed(actor: Actor, folder: Path, meeting_id: UUID) -> tuple[Path | None, bool]:
    """The file of a meeting, and whether it is new; it is not while the one that is there says what is true."""
    with unit_of_work():
        meeting = meeting_near(meeting_id)
        if meeting is None:
            return None, False
        reader = next((one for one in coordinators(meeting) if one.state is PersonState.ACTIVE), None)
        with speaking(reader.locale if reader else DEFAULT):
            cases = _cases_for(reader.id, meeting) if reader else []
            name = reader.name if reader else "eBoard"
            packet = packet_of(meeting, cases, reader=name, zone=meeting.zone, is_panel=reader is not None)
        path = folder / f"{meeting.id}-{_version(packet, name)}.pdf"
        if _is_copy(path):
            return path, False
        access.listed(actor, cases, event=AccessEvent.EXPORTED)
        record(
            actor=actor,
            event=PreparationEvent.COPIED,
            subject=meeting,
            organization_id=meeting.board.organization_id,
            reader_id=reader.id if reader else None,
            cases=len(cases),
        )
        unfinished = path.with_suffix(".unfinished")
        _write(unfinished, pdf_of(packet))
    unfinished.replace(path)
    return path, True


def _cases_for(person_id: UUID, meeting: Meeting) -> list[Case]:
    listed = {item.case_id for item in meeting.items if item.state in SHOWN_ITEMS}
    may_read = access.visible(Actor(person_id=person_id), Case, Permission.CASE_PREPARE)
    return [case for case in cases_of(may_read, meeting) if case.id in listed]


def _is_copy(path: Path) -> bool:
    """Whether a finished copy stands there: a file of ours with content, and no link to somewhere else."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size > 0


def _version(packet: Packet, reader: str) -> str:
    """A digest of everything the packet says but when it was made."""
    said = asdict(packet) | {"reader": reader}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _remove_others(folder: Path, meeting_id: UUID, current: Path | None) -> int:
    """Remove the former versions of a meeting; all of them if it has none any more."""
    return _remove([path for path in folder.iterdir() if _meeting_of(path) == str(meeting_id) and path != current])


def _remove_over(folder: Path, ids: set[str]) -> int:
    """Remove the copies of meetings that are over, far off or called off; what else lies there is left alone."""
    return _remove([path for path in folder.iterdir() if _meeting_of(path) not in {None, *ids}])


def _meeting_of(path: Path) -> str | None:
    found = NAMES.fullmatch(path.name)
    return found.group(1) if found else None


def _remove(paths: list[Path]) -> int:
    files = [path for path in paths if path.is_symlink() or not path.is_dir()]
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)
