"""Forms about who is there."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import FieldList, FormField, HiddenField, IntegerField, RadioField, SelectField, StringField, TimeField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from eboard.attendance.actions.correcting import digest_of
from eboard.attendance.actions.rooms import MOST_HEADS
from eboard.attendance.clocks import instant_near
from eboard.attendance.said import Said
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.time import wall
from eboard.core.web.forms import Form, strip
from eboard.meetings.enums import PRESENCES, Presence
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person

AT_ONE_DEVICE = 8  # rows of names; the page may be used again for more
LONGEST_NAME = 200


class CodeForm(Form):
    """The code of a call, and how its reader attends."""

    code = StringField(
        _("Code"),
        [InputRequired(_("Type the code that is shown in the call.")), Length(max=20, message=_("A code is shorter."))],
        filters=[strip],
    )
    presence = RadioField(_("How you attend"), choices=Presence.choices, default=Presence.VIDEO.value)


class ProxyForm(Form):
    """Whose seat somebody attends for."""

    proxy_for = SelectField(_("Attends for"), default="", validate_choice=False)

    def offer(self, seats: Iterable[Person], *, without: UUID | None = None) -> None:
        """Choose among these seats, or one's own."""
        named = [(str(seat.id), seat.name) for seat in seats if seat.id != without]
        self.proxy_for.choices = [("", gettext("Nobody else")), *named]

    @property
    def proxy_for_id(self) -> UUID | None:
        """The seat that was chosen."""
        return as_id(self.proxy_for.data)


class NameForm(PlainForm):
    """One name of several."""

    person = StringField(_("Name"), [Length(max=LONGEST_NAME)], filters=[strip], default="")
    person_id = HiddenField(default="")


class RoomForm(Form):
    """Who sits at one device."""

    room = StringField(_("Room"), [InputRequired(_("Name the room.")), Length(max=100)], filters=[strip], default="")
    people = FieldList(FormField(NameForm), _("Who is there"), min_entries=AT_ONE_DEVICE, max_entries=AT_ONE_DEVICE)
    heads = IntegerField(
        _("Others, without a name"),
        [
            Optional(),
            NumberRange(0, MOST_HEADS, _("Enter a number from 0 to 200.")),
        ],
        default=0,
    )

    def __init__(self, *arguments: Any, **values: Any) -> None:
        """Number the names, so that each field has a label of its own."""
        super().__init__(*arguments, **values)
        for number, row in enumerate(self.people, start=1):
            row.form.person.label.text = gettext("Name %(number)s", number=number)


class StretchForm(ProxyForm):
    """A stretch as it should say, and why."""

    from_clock = TimeField(_("From"), [InputRequired(_("Enter when he or she came, for example 14:00."))])
    to_clock = TimeField(_("Until"), [Optional()])
    presence = SelectField(_("How"), choices=Presence.choices)
    reason = StringField(
        _("Reason"), [InputRequired(_("Say why, for whoever checks this later.")), Length(max=300)], filters=[strip]
    )
    seen = HiddenField(default="")

    @classmethod
    def of(cls, mark: Attendance, meeting: Meeting) -> "StretchForm":
        """The form of a stretch that is there."""
        return cls(
            from_clock=wall(mark.from_at, meeting.zone).time(),
            to_clock=wall(mark.to_at, meeting.zone).time() if mark.to_at else None,
            presence=mark.presence.value,
            proxy_for=str(mark.proxy_for_id or ""),
            seen=digest_of(mark),
        )

    def said(self, meeting: Meeting, mark: Attendance | None = None) -> Said:
        """What was typed, as instants; raises DomainError beside a field for a time that is none."""
        known_to = mark.to_at if mark else None
        return Said(
            from_at=instant_near(
                meeting, self.from_clock.data, field="from_clock", known=mark.from_at if mark else None
            ),
            to_at=instant_near(meeting, self.to_clock.data, field="to_clock", known=known_to)
            if self.to_clock.data
            else None,
            presence=PRESENCES[self.presence.data],
            proxy_for_id=self.proxy_for_id,
        )


class MissedForm(StretchForm):
    """Somebody who was there and was never noted."""

    person = StringField(
        _("Name or e-mail address"),
        [InputRequired(_("Enter a name or an address.")), Length(max=LONGEST_NAME)],
        filters=[strip],
    )
    person_id = HiddenField(default="")
