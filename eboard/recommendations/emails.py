"""The mails about outcomes; none holds patient data, and the case number goes to its own care team alone."""

from typing import Any

from eboard.core import time
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from eboard.recommendations.enums import Result
from eboard.recommendations.models import Discussion, SignedVersion

FOLDER = "recommendations/mail"


def signed(version: SignedVersion, person: Person, *, link: str) -> Message:
    """A letter, or its amendment, waits for the care team."""
    name = "signed" if version.number == 1 else "replaced"
    return _about(version, person, name, link=link, number=version.case.number, reason=None)


def replaced(version: SignedVersion, person: Person, *, link: str) -> Message:
    """What somebody outside the care team read was amended."""
    return _about(version, person, "replaced", link=link, number=None)


def in_error(version: SignedVersion, person: Person, *, link: str, is_care_team: bool) -> Message:
    """What somebody read must not be used."""
    return _about(version, person, "in_error", link=link, number=version.case.number if is_care_team else None)


def reminder(version: SignedVersion, person: Person, *, link: str, told: list[str]) -> Message:
    """Nobody acknowledged a letter; ``told`` names those who were told before."""
    return _about(version, person, "reminder", link=link, number=version.case.number, told=told)


def signature_asked(meeting: Meeting, person: Person, *, link: str, count: int, step: int) -> Message:
    """Outcomes of a meeting wait to be written down or signed; at the last step their day is over."""
    return write(
        person,
        f"{FOLDER}/signature",
        {"meeting": meeting, "count": count, "is_late": step > 1, "link": link},
        kind=NoticeKind.SIGNATURE,
        dedupe_key=f"signature-{step}/{meeting.id}/{person.id}/{time.now():%Y%m%dT%H%M%S}",
        board_id=meeting.board_id,
    )


def put_off(discussion: Discussion, person: Person, *, link: str) -> Message:
    """The case was deferred or not discussed; a corrected result takes the mail back while it is held."""
    case = discussion.case
    kind = NoticeKind.CASE_WAITS if discussion.result is Result.DEFERRED else NoticeKind.OUTCOME
    thread = put_off_thread(discussion, person)
    return write(
        person,
        f"{FOLDER}/{discussion.result}",
        {"number": case.number, "link": link},
        kind=kind,
        dedupe_key=f"{thread}/{discussion.recorded_at}",
        thread_key=thread,
        board_id=case.board_id,
    )


def put_off_thread(discussion: Discussion, person: Person) -> str:
    """What one person is told about a case that was put off."""
    return f"outcome-put-off/{discussion.id}/{person.id}"


def _about(version: SignedVersion, person: Person, name: str, **values: Any) -> Message:
    kind = NoticeKind.OUTCOME if name == "signed" else NoticeKind.SAFETY
    return write(
        person,
        f"{FOLDER}/{name}",
        {"version": version, **values},
        kind=kind,
        dedupe_key=f"letter-{name}/{version.id}/{person.id}",
        board_id=version.case.board_id,
    )
