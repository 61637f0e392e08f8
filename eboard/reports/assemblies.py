"""The meetings that a figure counts: one rule yields the number and the list of meetings behind it."""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from uuid import UUID

from eboard.reports.facts import Held
from eboard.reports.ground import Ground
from eboard.reports.packs import Setting
from eboard.reports.presence import attended, due_to
from eboard.reports.where import BOARD, PACK, Where

HELD, SAT, COMPLETE, UNRECORDED, FOLLOWING, CLOSE = "held", "sat", "complete", "unrecorded", "following", "close"
SPECIALTY, ATTENDED, DUE = "specialty", "attended", "due"
PLACES: Mapping[str, Callable[[Setting], str]] = {
    PACK: lambda setting: setting.pack,
    BOARD: lambda setting: setting.board,
}


def meetings_behind(ground: Ground, figure: str, place: Where | None = None) -> list[Held]:
    """The meetings a figure counts, in order of time; raises ValueError for a figure that does not exist."""
    kind, _dot, value = figure.partition(".")
    if kind in {ATTENDED, DUE}:
        return _of_person(ground, kind, value)
    settings = (ground.panel_settings if kind == SAT else ground.settings).of
    meetings = list(_within(ground.panel_meetings if kind == SAT else ground.meetings, settings, place))
    presence = ground.presence
    if kind in {HELD, SAT}:
        return meetings
    if kind == COMPLETE:
        return [one for one in meetings if presence.is_complete(one, settings[one.id].rules)]
    if kind == UNRECORDED:
        return [one for one in meetings if not presence.is_recorded(one)]
    if kind in {FOLLOWING, CLOSE}:
        return _after_another(meetings, settings, is_close=kind == CLOSE)
    if kind == SPECIALTY:
        return [one for one in meetings if presence.has_enough(one, value, settings[one.id].rules)]
    raise ValueError("no such figure")


def _within(meetings: Iterable[Held], settings: Mapping[UUID, Setting], place: Where | None) -> Iterable[Held]:
    if place is None:
        return meetings
    if place.kind not in PLACES:
        raise ValueError("no such part")
    return (one for one in meetings if PLACES[place.kind](settings[one.id]) == place.value)


def _of_person(ground: Ground, kind: str, value: str) -> list[Held]:
    """The meetings somebody with a seat was to attend, or those of them that were attended for it."""
    seats = [seat for seat in ground.seats if seat.person_id.hex == value]
    if not seats:
        raise ValueError("no such figure")
    due = due_to(seats, ground.panel_meetings)
    return attended(seats[0].person_id, due, ground.presence) if kind == ATTENDED else due


def _after_another(meetings: Iterable[Held], settings: Mapping[UUID, Setting], *, is_close: bool) -> list[Held]:
    """Those that followed one of the same board; with ``is_close``, as soon as the pack of the day asks for."""
    boards: dict[UUID, list[Held]] = {}
    for one in meetings:
        boards.setdefault(one.board_id, []).append(one)
    found = [
        after
        for held in boards.values()
        for before, after in pairwise(held)
        if not is_close or (after.day - before.day).days <= (settings[after.id].rules.interval_days or 0)
    ]
    return sorted(found, key=lambda one: settings[one.id].order)
