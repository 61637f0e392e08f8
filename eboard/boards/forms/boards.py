"""A board and its seats as forms."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from eboard.boards.actions.boards import BoardFacts
from eboard.boards.enums import BoardRole, TumorSite
from eboard.boards.forms.days import DaysField
from eboard.boards.models import FORECAST_DAYS, Board
from eboard.boards.queries import hosts, rule_packs
from eboard.conferences.agreements import uncovered
from eboard.conferences.forms import named
from eboard.conferences.models import ConferenceProvider
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, VersionedForm, ZoneField, strip
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.queries.pages import providers_of
from eboard.people.enums import Specialty

ROLES = {str(one): one for one in BoardRole}
SPECIALTIES = {str(one): one for one in Specialty}


def specialties() -> list[tuple[str, str]]:
    """No specialty, or one."""
    return [("", gettext("None")), *Specialty.choices()]


class BoardForm(VersionedForm):
    """What a board is."""

    name = StringField(_("Name"), [InputRequired(_("Enter a name.")), Length(max=120)], filters=[strip])
    tumor_sites = SelectMultipleField(
        _("Tumor sites"),
        choices=TumorSite.choices,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    zone = ZoneField(_("Time zone"), [InputRequired(_("Enter a time zone, for example America/Chicago."))])
    usual_minutes = IntegerField(_("Usual length in minutes"), [InputRequired(_("Enter a number."))])
    cutoff_hours = IntegerField(_("The list closes, in hours before the start"), [InputRequired(_("Enter a number."))])
    reminder_hours = IntegerField(_("People are reminded, in hours before the start"), [Optional()])
    ask_days = IntegerField(_("The unanswered are asked, in days before the start"), [Optional()])
    ask_again_days = IntegerField(_("And asked again, in days before the start"), [Optional()])
    forecast_days = DaysField(_("Coordinators are warned of missing specialties, in days before the start"))
    room = StringField(_("Usual room"), [Length(max=200)], filters=[strip], default="")
    rule_pack_id = SelectField(_("Rule pack"))
    conference_provider_id = SelectField(_("Video"), default="")
    fallback_provider_id = SelectField(_("Video if that service is down"), default="")
    shows_provider_link = BooleanField(_("Calendars show the service’s own link, for room systems"))
    has_closed = BooleanField(_("This board is closed: it has no new meetings"))

    @classmethod
    def for_board(cls, board: Board) -> "BoardForm":
        """The form filled from a board."""
        form = cls(obj=board, version=board.row_version)
        form.offer(providers_of(board.organization_id))
        return form

    def offer(self, providers: Sequence[ConferenceProvider]) -> None:
        """Offer all rule packs and these video services."""
        self.rule_pack_id.choices = [SelectChoice(str(pack.id), pack.name) for pack in rule_packs()]
        services = [SelectChoice(str(one.id), named(one)) for one in providers]
        self.conference_provider_id.choices = [SelectChoice("", gettext("No video")), *services]
        self.fallback_provider_id.choices = [SelectChoice("", gettext("None")), *services]
        self.providers = {str(one.id): one for one in providers}

    def validate_conference_provider_id(self, field: SelectField) -> None:
        """A service that is newly chosen needs an agreement in force."""
        chosen = self.providers.get(field.data or "")
        if chosen is not None and chosen.id != field.object_data and uncovered(chosen):
            raise ValidationError(uncovered(chosen))

    def validate_fallback_provider_id(self, field: SelectField) -> None:
        """The same, and it is another one than the usual service."""
        if field.data and field.data == self.conference_provider_id.data:
            raise ValidationError(gettext("Choose another service than the usual one."))
        self.validate_conference_provider_id(field)

    def facts(self) -> BoardFacts:
        """What was typed, as a value."""
        provider = str(self.conference_provider_id.data or "")
        return BoardFacts(
            name=self.name.data,
            tumor_sites=self.tumor_sites.data,
            zone=self.zone.data,
            usual_minutes=self.usual_minutes.data,
            cutoff_hours=self.cutoff_hours.data,
            reminder_hours=self.reminder_hours.data,
            ask_days=self.ask_days.data,
            ask_again_days=self.ask_again_days.data,
            forecast_days=self.forecast_days.data or [],
            room=self.room.data or "",
            rule_pack_id=UUID(self.rule_pack_id.data),
            conference_provider_id=UUID(provider) if provider else None,
            has_closed=self.has_closed.data,
            fallback_provider_id=as_id(self.fallback_provider_id.data),
            shows_provider_link=self.shows_provider_link.data,
        )


class NewBoardForm(BoardForm):
    """A new board: its host and its code beside what every board has."""

    code = StringField(
        _("Code"),
        [
            InputRequired(_("Enter a code.")),
            Regexp(r"[A-Z0-9][A-Z0-9-]{1,15}\Z", message=_("Use 2 to 16 capital letters, digits and hyphens.")),
        ],
        filters=[strip],
    )
    organization_id = SelectField(_("Host"))

    @classmethod
    def blank(cls) -> "NewBoardForm":
        """The form with the usual figures; a video service is chosen once the board is there."""
        form = cls(
            usual_minutes=60,
            cutoff_hours=24,
            reminder_hours=24,
            ask_days=5,
            ask_again_days=2,
            forecast_days=list(FORECAST_DAYS),
        )
        form.organization_id.choices = [SelectChoice(str(one.id), one.name) for one in hosts()]
        form.offer([])
        return form


class MemberForm(Form):
    """A person's seat on a board."""

    person = StringField(
        _("Name or e-mail address"), [InputRequired(_("Enter a name or an address."))], filters=[strip]
    )
    person_id = HiddenField(default="")
    role = SelectField(_("Role"), choices=BoardRole.choices, default=BoardRole.PANELIST)
    specialty = SelectField(_("Specialty"), choices=specialties, default="")
    starts_on = DateField(_("From"), [InputRequired(_("Choose the first day."))])
    ends_on = DateField(_("Last day"), [Optional()])
    most_cases = IntegerField(_("Most cases to prepare for one meeting"), [Optional()])

    @property
    def chosen_role(self) -> BoardRole:
        """The role as a value."""
        return ROLES[self.role.data]

    @property
    def chosen_specialty(self) -> Specialty | None:
        """The specialty as a value."""
        return SPECIALTIES.get(self.specialty.data or "")


class CapForm(Form):
    """How many cases a person prepares for one meeting."""

    most_cases = IntegerField(_("Most cases to prepare for one meeting"), [Optional()])
