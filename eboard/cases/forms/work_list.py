"""The work list's filters, as they stand in the address."""

from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from werkzeug.datastructures import MultiDict

from eboard.cases.enums import CaseState, Order, Urgency, Waiting
from eboard.cases.queries.work_list import Wanted

Choice = TypeVar("Choice", bound=StrEnum)
READY = {"yes": True, "no": False}


def wanted_in(arguments: MultiDict[str, str]) -> Wanted:
    """What an address asks for; a value that means nothing narrows nothing."""
    return Wanted(
        waiting=_one_of(Waiting, arguments.get("waiting")) or Waiting.BOARD,
        state=_one_of(CaseState, arguments.get("state")),
        board_id=_uuid(arguments.get("board")),
        organization_id=_uuid(arguments.get("organization")),
        urgency=_one_of(Urgency, arguments.get("urgency")),
        is_ready=READY.get(arguments.get("ready", "")),
        text=arguments.get("q", "").strip(),
        order=_one_of(Order, arguments.get("sort")) or Order.SLACK,
    )


def _one_of(kind: type[Choice], text: str | None) -> Choice | None:
    return next((member for member in kind if member.value == text), None)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def address_of(wanted: Wanted) -> dict[str, str]:
    """The arguments of the address that asks for the same."""
    ready = next((word for word, meaning in READY.items() if meaning is wanted.is_ready), None)
    arguments = {
        "waiting": wanted.waiting if wanted.waiting is not Waiting.BOARD else None,
        "state": wanted.state,
        "board": wanted.board_id,
        "organization": wanted.organization_id,
        "urgency": wanted.urgency,
        "ready": ready,
        "q": wanted.text or None,
        "sort": wanted.order if wanted.order is not Order.SLACK else None,
    }
    return {name: str(value) for name, value in arguments.items() if value is not None}


def ids_in(form: MultiDict[str, str]) -> list[UUID]:
    """The ticked rows."""
    return [found for text in form.getlist("ids") if (found := _uuid(text)) is not None]
