"""What is signed: one JSON value with everything the letter says, and the stamp that proves it unchanged.

The stamp is the SHA-256 of the canonical JSON: keys sorted, no blanks, UTF-8. It holds no patient identity.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from eboard.boards.rules import rules_on
from eboard.cases.queries.recusals import recusals_of
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from eboard.recommendations.draft import read, to_plain
from eboard.recommendations.kinds import labels
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.wording import DissentRule

FORMAT = 2  # since 2 with the labels of kinds, who was recused, and what the rules said about dissent


def content_of(
    discussion: Discussion, *, signer: Person, signed_at: datetime, number: int, reason: str
) -> dict[str, Any]:
    """Everything the letter says, as it stands at the moment of signing."""
    case, meeting = discussion.case, discussion.item.meeting
    outcome = to_plain(read(discussion))
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
        "outcome": outcome,
        "kinds": _kinds(outcome),
        "people": {str(row.person.id): row.person.name for row in discussion.dissents if row.person},
        "recused": [_person(one.person) for one in recusals_of(case.id)],
        "dissent": _dissent(meeting),
    }


def content_set_aside(version: SignedVersion, *, by: Person, at: datetime, number: int, reason: str) -> dict[str, Any]:
    """What is signed when a version is set aside: what it said, that it must not be used, who says so and why."""
    return {
        **version.content,
        "format": FORMAT,
        "number": number,
        "reason": reason,
        "signed_by": _person(by),
        "signed_at": at.isoformat(),
        "entered_in_error": version.number,
    }


def _kinds(outcome: Mapping[str, Any]) -> dict[str, str]:
    """What the codes in an outcome mean today: the pick list may say it in other words tomorrow."""
    used = {one["kind"] for one in outcome["recommendations"]}
    return {code: label for code, label in labels().items() if code in used}


def _dissent(meeting: Meeting) -> dict[str, Any]:
    rule = DissentRule.of(rules_on(meeting.board, meeting.day))
    return {"readers": str(rule.readers), "is_named": rule.is_named, "is_printed": rule.is_printed}


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
