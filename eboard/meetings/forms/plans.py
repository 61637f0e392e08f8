"""Forms about when and where."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, time

from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from eboard.boards.models import Board
from eboard.conferences.forms import named
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.time import zone
from eboard.core.web.forms import Form, VersionedForm, ZoneField, strip
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.models import Meeting
from eboard.meetings.queries.pages import providers_of
from eboard.meetings.timing import Plan, clock_end, minutes_between


class MeetingForm(VersionedForm):
    """When and where a meeting is held."""

    day = DateField(_("Day"), [InputRequired(_("Choose a day."))])
    start = TimeField(_("Start"), [InputRequired(_("Enter the start, for example 14:00."))])
    end = TimeField(_("End"), [InputRequired(_("Enter the end, for example 15:00."))])
    zone = ZoneField(_("Time zone"), [InputRequired(_("Enter a time zone, for example America/Chicago."))])
    room = StringField(_("Room"), [Length(max=200)], filters=[strip], default="")
    conference_provider_id = SelectField(_("Video"), validate_choice=False, default="")
    note = TextAreaField(_("Note for the panel"), [Length(max=2000)], filters=[strip], default="")

    @classmethod
    def for_board(
        cls, board: Board, meeting: Meeting | None = None, *, proposed: Mapping[str, object] | None = None
    ) -> "MeetingForm":
        """The form for a new meeting of a board, with a proposed time, or for one that is there."""
        if meeting is None:
            form = cls(**{"zone": board.zone, "room": board.room, **(proposed or {})})
        else:
            form = cls(
                day=meeting.day,
                start=meeting.clock,
                end=clock_end(meeting),
                zone=meeting.zone,
                room=meeting.room,
                note=meeting.note,
                conference_provider_id=str(meeting.conference_provider_id or ""),
                version=meeting.row_version,
            )
        services = [SelectChoice(str(one.id), named(one)) for one in providers_of(board.organization_id)]
        form.conference_provider_id.choices = [SelectChoice("", gettext("As the board usually has it")), *services]
        return form

    def plan(self) -> Plan:
        """What was typed, as a value; raises DomainError beside the field that cannot be."""
        provider = self.conference_provider_id.data
        return Plan(
            day=self.day.data,
            clock=self.start.data,
            zone=self.zone.data,
            minutes=minutes_between(self.day.data, self.start.data, self.end.data, self.zone.data),
            room=self.room.data or "",
            note=self.note.data or "",
            conference_provider_id=as_id(provider),
        )


def proposal(arguments: Mapping[str, str]) -> dict[str, object]:
    """The day, start, end and zone that an address proposes for a meeting; what makes no sense is left out."""
    readers: dict[str, Callable[[str], object]] = {
        "day": date.fromisoformat,
        "start": time.fromisoformat,
        "end": time.fromisoformat,
        "zone": _zone,
    }
    found: dict[str, object] = {}
    for name, read in readers.items():
        with suppress(ValueError, DomainError):
            found[name] = read(arguments.get(name, ""))
    return found


def _zone(name: str) -> str:
    return zone(name).key


class CancelForm(Form):
    """Why a meeting is called off."""

    reason = StringField(_("Reason"), [InputRequired(_("Say why.")), Length(max=200)], filters=[strip])
