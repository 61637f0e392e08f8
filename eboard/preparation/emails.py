"""Mails at the cut-off: to each preparer the list, to the coordinators what is missing; counts and links alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.meetings.models import Meeting
from eboard.people.enums import Specialty
from eboard.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What somebody prepares in one specialty: how many cases, and how many materials have not arrived."""

    specialty: Specialty
    cases: int
    missing: int


def preparer_key(meeting: Meeting, person: Person) -> str:
    """Names the one mail that a preparer gets about a meeting at its time."""
    return f"preparation/{meeting.id}/{meeting.starts_at.isoformat()}/{person.id}"


def coordinator_key(meeting: Meeting, person: Person) -> str:
    """Names the one mail that a coordinator gets about a meeting at its time."""
    return f"preparation/{meeting.id}/{meeting.starts_at.isoformat()}/missing/{person.id}"


def preparer_mail(meeting: Meeting, person: Person, shares: Sequence[Share], *, base_url: str) -> Message:
    """To somebody who prepares cases."""
    values = {"shares": shares, "links": {one.specialty: _link(meeting, one, base_url) for one in shares}}
    return _mail(meeting, person, "preparer", values, preparer_key(meeting, person))


def coordinator_mail(
    meeting: Meeting, person: Person, *, missing: int, without_preparer: int, base_url: str
) -> Message:
    """To a coordinator: how much has not arrived, and how many cases nobody prepares."""
    values = {
        "missing": missing,
        "without_preparer": without_preparer,
        "link": f"{base_url}/meetings/{meeting.id}#preparation",
    }
    return _mail(meeting, person, "coordinator", values, coordinator_key(meeting, person))


def _mail(meeting: Meeting, person: Person, name: str, values: Mapping[str, object], key: str) -> Message:
    return write(
        person,
        f"preparation/mail/{name}",
        {"board": meeting.board.name, "starts_at": meeting.starts_at, **values},
        kind=NoticeKind.PREPARATION,
        dedupe_key=key,
        board_id=meeting.board_id,
        good_until=meeting.starts_at,
    )


def _link(meeting: Meeting, share: Share, base_url: str) -> str:
    return f"{base_url}/meetings/{meeting.id}/preparation/{share.specialty}"
