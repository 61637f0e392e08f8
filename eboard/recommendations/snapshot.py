"""What is signed: one JSON value with everything the letter says, and the stamp that proves it unchanged.

The stamp is the SHA-256 of the canonical JSON: keys sorted, no blanks, UTF-8. It holds no patient identity.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from eboard.meetings.models import Meeting
from eboard.people.models import Person
from eboard.recommendations.draft import read, to_plain
from eboard.recommendations.models import Discussion, SignedVersion

FORMAT = 1


def content_of(
    discussion: Discussion, *, signer: Person, signed_at: datetime, number: int, reason: str
) -> dict[str, Any]:
    """Everything the letter says, as it stands at the moment of signing."""
    case, meeting = discussion.case, discussion.item.meeting
    return {
        "format": FORMAT,
        "number": number,
        "reason": reason,
        "signed_by": _person(signer),
        "signed_at": signed_at.isoformat(),
        "case": {
            "number": case.number,
            "organization": case.organization.name,
            "age": case.age,
            "sex": case.sex,
            "question": case.question,
            "diagnosis": case.diagnosis,
            "prior_plan": case.prior_plan,
        },
        "meeting": _meeting(meeting),
        "outcome": to_plain(read(discussion)),
        "people": {str(row.person.id): row.person.name for row in discussion.dissents if row.person},
    }


def _person(person: Person) -> dict[str, str]:
    return {"id": str(person.id), "name": person.name}


def _meeting(meeting: Meeting) -> dict[str, str]:
    return {
        "id": str(meeting.id),
        "board": meeting.board.name,
        "starts_at": meeting.starts_at.isoformat(),
        "zone": meeting.zone,
    }


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one way of writing these values."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def stamp(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def is_whole(version: SignedVersion) -> bool:
    """Whether the content is what was signed."""
    return stamp(version.content) == version.sha256
