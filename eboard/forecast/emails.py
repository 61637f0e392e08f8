"""The mail that warns: the board, the day, what may be missing and for how many cases; no person and no case."""

from eboard.forecast.forecast import Forecast
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.meetings.models import Meeting
from eboard.people.models import Person


def warning_message(meeting: Meeting, person: Person, found: Forecast, *, days: int, base_url: str) -> Message:
    """The mail to one coordinator, one for each start and each number of days before it; a later one replaces it."""
    thread = f"forecast:{meeting.id}:{person.id}"
    return write(
        person,
        "forecast/mail/warning",
        {
            "meeting": meeting,
            "shortfalls": found.shortfalls,
            "cases": len(found.cases),
            "page_url": f"{base_url}/meetings/{meeting.id}#quorum",
        },
        kind=NoticeKind.FORECAST,
        thread_key=thread,
        dedupe_key=f"{thread}:{meeting.starts_at.isoformat()}:{days}",
        board_id=meeting.board_id,
        good_until=meeting.starts_at,
    )
