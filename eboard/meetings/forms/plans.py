"""Forms about when and where."""

from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from eboard.boards.models import Board
from eboard.conferences.forms import named
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, VersionField, ZoneField, strip
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.models import Meeting
from eboard.meetings.queries.pages import providers_of
from eboard.meetings.timing import Plan, clock_end, minutes_between


class MeetingForm(Form):
    """When and where a meeting is held."""

    day = DateField(_("Day"), [InputRequired(_("Choose a day."))])
    start = TimeField(_("Start"), [InputRequired(_("Enter the start, for example 14:00."))])
    end = TimeField(_("End"), [InputRequired(_("Enter the end, for example 15:00."))])
    zone = ZoneField(_("Time zone"), [InputRequired(_("Enter a time zone, for example America/Chicago."))])
    room = StringField(_("Room"), [Length(max=200)], filters=[strip], default="")
    conference_provider_id = SelectField(_("Video"), validate_choice=False, default="")
    note = TextAreaField(_("Note for the panel"), [Length(max=2000)], filters=[strip], default="")
    version = VersionField(default=0)

    @classmethod
    def for_board(cls, board: Board, meeting: Meeting | None = None) -> "MeetingForm":
        """The form for a new meeting of a board, or for one that is there."""
        if meeting is None:
            form = cls(zone=board.zone, room=board.room)
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


class CancelForm(Form):
    """Why a meeting is called off."""

    reason = StringField(_("Reason"), [InputRequired(_("Say why.")), Length(max=200)], filters=[strip])
