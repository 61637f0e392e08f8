"""Forms of organizations."""

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from eboard.core.i18n import lazy as _
from eboard.core.web.forms import VersionedForm, ZoneField, strip
from eboard.people.actions.organizations import CODE_LENGTH, OrganizationFacts
from eboard.people.enums import FeedPolicy, Weekday

NAME_LENGTH = 200


class OrganizationForm(VersionedForm):
    """What may change about an organization."""

    name = StringField(_("Name"), [DataRequired(_("Give a name.")), Length(max=NAME_LENGTH)], [strip])
    country = StringField(_("Country"), [DataRequired(_("Give a country.")), Length(max=2)], [strip])
    zone = ZoneField(_("Time zone"), [DataRequired(_("Choose a time zone."))], [strip])
    locale = StringField(_("Language"), [DataRequired(_("Give a language."))], [strip], default="en")
    weekend = SelectMultipleField(
        _("Weekend"),
        coerce=Weekday,
        choices=Weekday.choices,
        default=[Weekday.SA, Weekday.SU],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    feed_policy = RadioField(
        _("Subscribed calendars of its people"), coerce=FeedPolicy, choices=FeedPolicy.choices, default=FeedPolicy.FULL
    )

    @property
    def facts(self) -> OrganizationFacts:
        """What was typed, as a value."""
        return OrganizationFacts(
            name=self.name.data,
            country=self.country.data,
            zone=self.zone.data,
            locale=self.locale.data,
            weekend=tuple(self.weekend.data or ()),
            feed_policy=self.feed_policy.data,
        )


class NewOrganizationForm(OrganizationForm):
    """The same with the code, which stays for ever."""

    code = StringField(_("Code"), [DataRequired(_("Give a code.")), Length(max=CODE_LENGTH)], [strip])
