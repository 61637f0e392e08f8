"""The form of a new subscription."""

from collections.abc import Mapping
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import strip
from eboard.feeds.actions.subscribing import LONGEST_NAME, NewFeed
from eboard.feeds.enums import Extent, FeedKind, Variant
from eboard.people.enums import FeedPolicy

ALARMS = (5, 10, 15, 30, 60)


class SubscriptionForm(Form):
    """What to subscribe to, and how much it says."""

    shows = SelectField(_("What it shows"))
    name = StringField(_("Name of the calendar"), [InputRequired(), Length(max=LONGEST_NAME)], filters=[strip])
    variant = RadioField(_("How much it says"), choices=dict(Variant.choices()), default=Variant.FULL.value)
    extent = RadioField(_("What an entry takes up"), choices=dict(Extent.choices()), default=Extent.MEETING.value)
    shows_declined = BooleanField(_("Also show meetings I declined"))
    alarm = SelectField(_("Reminder"), default="")

    def offer(
        self, person_id: UUID, boards: Mapping[UUID, str], organizations: Mapping[UUID, str], policy: FeedPolicy
    ) -> None:
        """Fill the choices that depend on the person."""
        if policy is FeedPolicy.BUSY:
            self.variant.choices = {Variant.BUSY.value: Variant.BUSY.label}
            if not self.variant.raw_data:
                self.variant.data = Variant.BUSY.value
        self.shows.choices = {
            f"{FeedKind.PERSON.value}:{person_id}": FeedKind.PERSON.label,
            **{f"{FeedKind.BOARD.value}:{key}": name for key, name in boards.items()},
            **{f"{FeedKind.ORGANIZATION.value}:{key}": name for key, name in organizations.items()},
        }
        self.alarm.choices = {"": gettext("None"), **{str(n): gettext("%(n)s minutes before", n=n) for n in ALARMS}}

    @property
    def wish(self) -> NewFeed:
        """What was chosen."""
        kind, _colon, target = self.shows.data.partition(":")
        return NewFeed(
            kind=FeedKind.of(kind),
            target_id=UUID(target),
            name=self.name.data,
            variant=Variant.of(self.variant.data),
            extent=Extent.of(self.extent.data),
            shows_declined=self.shows_declined.data,
            alarm_minutes=int(self.alarm.data) if self.alarm.data else None,
        )
