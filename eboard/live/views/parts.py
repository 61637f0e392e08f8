"""The parts of the page that go out to its readers, made once for all who are shown the same."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from flask import render_template

from eboard.attendance.queries import head_counts, recused_now, walk_ins_of
from eboard.attendance.sheet import now_in
from eboard.boards.rules import rules_on
from eboard.core import i18n, time
from eboard.feeds.caching import BoundedCache
from eboard.live.forms import Words, ids_of_rows
from eboard.live.queries import present, room_of, scribes
from eboard.live.room import THERE, Sheet, meeting_shown, room_of_meeting, sheet_of
from eboard.live.views.standing import Audience, Standing
from eboard.meetings.agenda import slots
from eboard.meetings.enums import TOLD_STATES, MeetingState
from eboard.meetings.models import Meeting
from eboard.recommendations import queries
from eboard.recommendations.draft import Draft, read
from eboard.recommendations.models import Discussion
from eboard.recommendations.requirements import demanded_elements, gaps
from eboard.recommendations.wording import WRITERS, DissentRule, OutcomeText, text_of

Made = TypeVar("Made")

ROOM_BYTES = 32 * 1024 * 1024
EVERY = {MeetingState.PUBLISHED: 1000, MeetingState.LIVE: 1000}  # milliseconds from one look to the next
ELSE = 1500
CROWD = 30  # people
CALM = timedelta(seconds=1)


class Part(NamedTuple):
    """A piece of the page and a short mark of its content."""

    html: str
    tag: str

    @classmethod
    def of(cls, html: str) -> "Part":
        """A piece with its mark."""
        return cls(html, hashlib.sha256(html.encode()).hexdigest()[:10])


class Shown(NamedTuple):
    """Everything that one look answers with."""

    case_id: UUID | None  # the case on the table
    every: int  # milliseconds until the next look
    parts: Mapping[str, Part]
    texts: Mapping[str, Any] | None  # what stands in the form of those who write

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return 2 * sum(len(part.html) for part in self.parts.values()) + 4000


class Wish(NamedTuple):
    """What a page shows: one case or the one that is talked about, to its readers or to the whole call."""

    case_id: UUID | None = None
    is_presented: bool = False


kept: BoundedCache[Any, Shown] = BoundedCache(ROOM_BYTES)
people: BoundedCache[Any, Part] = BoundedCache(ROOM_BYTES)
crowds: dict[UUID, "Crowd"] = {}  # by meeting, those that this process drew lately
_making = Lock()  # when something changed two hundred pages ask at once, and it is made once


class Crowd(NamedTuple):
    """Who was on a page when it was drawn last, where there are many: two hundred who come do not draw it as often."""

    people_version: int
    at: datetime


def people_version_of(standing: Standing, meeting_id: UUID) -> int:
    """The version of who is there that a page is shown now; in a crowd it changes once a second at most."""
    found, crowd = standing.found, crowds.get(meeting_id)
    if crowd is not None and time.now() - crowd.at < CALM and crowd.people_version <= found.people_version:
        return crowd.people_version
    return found.people_version


def token_of(standing: Standing, meeting_id: UUID, wish: Wish) -> str:
    """What is another one as soon as the page shows something else."""
    found = standing.found
    minute = f"{time.now():%H%M}" if found.state is MeetingState.LIVE else ""  # for "ends about"
    there = people_version_of(standing, meeting_id)
    return f"{found.version}.{there}.{standing.audience.tag}.{standing.own}.{minute}.{wish.case_id or ''}"


def shown_to(standing: Standing, meeting_id: UUID, wish: Wish) -> Shown:
    """What this person is shown; the caller has recorded the reading of the cases."""
    i18n.use(standing.signed.locale)
    audience, found = standing.audience, standing.found
    key = meeting_id, found.version, audience, wish, time.now().replace(second=0, microsecond=0)
    shown = _once(kept, key, lambda: _make(meeting_id, audience, wish), lambda made: made.size)
    if wish.is_presented:
        return shown
    there = people_version_of(standing, meeting_id)
    about = (meeting_id, found.version, there, audience.locale, audience.runs)
    part = _once(people, about, lambda: _people(meeting_id, runs=audience.runs), lambda made: 2 * len(made.html))
    return shown._replace(parts={**shown.parts, "people": part})


def _once(cache: BoundedCache[Any, Made], key: object, make: Callable[[], Made], size: Callable[[Made], int]) -> Made:
    made = cache.get(key)
    if made is None:
        with _making:
            made = cache.get(key)
            if made is None:
                made = make()
                cache.put(key, made, size(made))
    return made


def _make(meeting_id: UUID, audience: Audience, wish: Wish) -> Shown:
    meeting = meeting_shown(meeting_id)
    room = room_of_meeting(meeting, audience.readable)
    line = room.line_of(wish.case_id)
    sheet = sheet_of(line) if line is not None and line.is_readable else None
    writes = line is not None and line.item.case_id in audience.writable
    values = {"room": room, "meeting": meeting, "line": line, "sheet": sheet, "runs": audience.runs, "writes": writes}
    values |= _outcome_of(meeting, sheet, is_staff=audience.runs and not wish.is_presented)
    if wish.is_presented:
        parts = {"presenter": _render("presenter", **values)}
        texts = None
    else:
        words = Words(queries.discussants(meeting)) if writes else None
        parts = {name: _render(name, words=words, **values) for name in ("now", "agenda", "case", "outcome")}
        texts = _texts(words, sheet) if words is not None and writes else None
    return Shown(line.item.case_id if line else None, EVERY.get(meeting.state, ELSE), parts, texts)


def _outcome_of(meeting: Meeting, sheet: Sheet | None, *, is_staff: bool) -> dict[str, Any]:
    if sheet is None:
        return {}
    draft = read(sheet.discussion) if sheet.discussion else Draft()
    return {
        "discussion": sheet.discussion,
        "is_begun": draft != Draft(),
        "in_force": queries.in_force(sheet.discussion) if sheet.discussion else None,
        "outcome": _told(meeting, sheet.discussion, is_staff=is_staff),
        "gaps": gaps(draft, elements=demanded_elements(meeting)),
    }


def _told(meeting: Meeting, discussion: Discussion | None, *, is_staff: bool) -> OutcomeText | None:
    """What is written, in words; a dissent is told to others than the staff as its letter will tell it."""
    rule = WRITERS if is_staff else DissentRule.of(rules_on(meeting.board, meeting.day)).for_everybody
    return text_of(discussion, rule) if discussion else None


def _texts(words: Words, sheet: Sheet | None) -> dict[str, Any] | None:
    """What stands in the form, and the ids of its rows in order; None where nothing can be written."""
    if sheet is None or not sheet.is_open:
        return None
    discussion = sheet.discussion
    return {
        "version": discussion.row_version if discussion else 0,
        "values": words.texts(discussion),
        "rows": ids_of_rows(discussion, words.whole),
    }


def _people(meeting_id: UUID, *, runs: bool) -> Part:
    room = room_of(meeting_id)
    meeting = meeting_shown(meeting_id, *THERE)
    here, recused = present(meeting_id), recused_now(meeting)
    if len(here) > CROWD:
        crowds[meeting_id] = Crowd(room.people_version, time.now())
    return _render(
        "people",
        room=room,
        meeting=meeting,
        here=here,
        counted=now_in(meeting) if meeting.state in TOLD_STATES else None,
        rooms=head_counts(meeting),
        waiting=len(walk_ins_of(meeting)) if runs else 0,
        is_held=room.pen_id is not None and room.pen_id in {one.person_id for one in here} - recused,
        is_recused=room.pen_id in recused,
        scribes=[person for person in scribes(meeting) if person.id not in recused],
        numbers={slot.item.id: slot.number for slot in slots(meeting)},
        labels=Words(()).labels if runs else {},
        runs=runs,
    )


def _render(name: str, **values: Any) -> Part:
    return Part.of(render_template(f"live/parts/{name}.html", **values))


def answer_of(shown: Shown, known: Mapping[str, str]) -> dict[str, Any]:
    """The parts whose marks a page does not know, and what else it needs, as JSON holds it."""
    return {
        "case": str(shown.case_id) if shown.case_id else "",
        "every": shown.every,
        "parts": {name: part.html for name, part in shown.parts.items() if known.get(name) != part.tag},
        "tags": {name: part.tag for name, part in shown.parts.items()},
        "texts": shown.texts,
    }
