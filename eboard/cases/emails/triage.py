"""What a care team is told when a board's staff has triaged its case."""

from uuid import UUID

from eboard.boards.models import Board
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Person

FOLDERS = {
    CaseState.ACCEPTED: "accepted",
    CaseState.RETURNED: "returned",
    CaseState.NOTED: "noted",
    CaseState.DECLINED: "declined",
    CaseState.CONVERTED: "converted",
    CaseState.SUBMITTED: "redirected",
}


def thread(case: Case, person: Person) -> str:
    """The thread of these mails: a newer one replaces those not yet sent."""
    return f"case-triage/{case.id}/{person.id}"


def triaged(case: Case, person: Person, *, board: Board, step_id: UUID, base_url: str) -> Message:
    """The mail about the state a case now has; ``step_id`` makes it one mail per step."""
    kind = NoticeKind.CASE_WAITS if case.state is CaseState.RETURNED else NoticeKind.CASE_DECISION
    values = {
        "number": case.number,
        "board": board.name,
        "missing": len(case.missing),
        "link": f"{base_url}/cases/{case.id}",
    }
    return write(
        person,
        f"cases/mail/{FOLDERS[case.state]}",
        values,
        kind=kind,
        dedupe_key=f"case-triage/{step_id}/{person.id}",
        thread_key=thread(case, person),
        board_id=board.id,
    )
