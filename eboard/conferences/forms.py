"""The forms of a video service and of a new room."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from wtforms import DateField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from eboard.conferences.actions import Agreement, ProviderFacts
from eboard.conferences.agreements import uncovered
from eboard.conferences.enums import OWN_KINDS, AgreementKind, ProviderKind
from eboard.conferences.fields import FIELDS, PLAIN, SECRETS
from eboard.conferences.models import ConferenceProvider
from eboard.core.errors import DomainError, StaleError
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Result, VersionedForm, strip
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.models import Meeting
from eboard.meetings.queries.pages import providers_of
from eboard.meetings.queries.rooms import provider_id_of


class ProviderForm(VersionedForm):
    """Where the rooms are, how people are let in, and on what terms."""

    name = StringField(_("Name"), [InputRequired(), Length(max=100)], filters=[strip])
    url = StringField(validators=[Length(max=500)], filters=[strip])
    app_id = StringField(validators=[Length(max=200)], filters=[strip])
    account_id = StringField(validators=[Length(max=200)], filters=[strip])
    host = StringField(validators=[Length(max=200)], filters=[strip])
    secret = PasswordField(validators=[Length(max=1000)], filters=[strip])
    refresh_token = PasswordField(validators=[Length(max=2000)], filters=[strip])
    agreement_kind = RadioField(_("Agreement"), default="")
    agreement_reference = StringField(_("Reference"), [Length(max=200)], filters=[strip])
    agreement_signed_on = DateField(_("Signed on"), [Optional()])
    agreement_expires_on = DateField(_("Last day"), [Optional()])

    @classmethod
    def of_kind(cls, kind: ProviderKind, **values: Any) -> "ProviderForm":
        """The form with the fields this kind asks for, in its vendor's words."""
        form = cls(**values)
        form.provider_kind = kind
        asked = {one.name: one for one in FIELDS[kind]}
        for name in (*PLAIN, *SECRETS):
            if name in asked:
                form[name].label.text = asked[name].label
            else:
                del form[name]
        offered = [one for one in AgreementKind if one is not AgreementKind.OWN_SERVERS or kind in OWN_KINDS]
        form.agreement_kind.choices = [SelectChoice("", gettext("None yet"))] + [
            SelectChoice(one.value, one.label) for one in offered
        ]
        return form

    @classmethod
    def for_provider(cls, provider: ConferenceProvider) -> "ProviderForm":
        """The form filled from a service; secrets stay where they are."""
        values = {name: getattr(provider, name) for name in ("name", *PLAIN)}
        return cls.of_kind(
            provider.kind,
            **values,
            agreement_kind=provider.agreement_kind.value if provider.agreement_kind else "",
            agreement_reference=provider.agreement_reference,
            agreement_signed_on=provider.agreement_signed_on,
            agreement_expires_on=provider.agreement_expires_on,
            version=provider.row_version,
        )

    @property
    def facts(self) -> ProviderFacts:
        """What was typed."""
        typed = {name: self[name].data or "" for name in (*PLAIN, *SECRETS) if name in self}
        agreement = Agreement(
            kind=AgreementKind.of(self.agreement_kind.data) if self.agreement_kind.data else None,
            reference=self.agreement_reference.data or "",
            signed_on=self.agreement_signed_on.data,
            expires_on=self.agreement_expires_on.data,
        )
        return ProviderFacts(kind=self.provider_kind, name=self.name.data, agreement=agreement, **typed)


class RoomForm(VersionedForm):
    """Which service a meeting's new room is at; ``replaced`` is when it got its present one, as this page shows it."""

    replaced = HiddenField(default="")
    conference_provider_id = SelectField(_("Video service"), validate_choice=False, default="")

    @classmethod
    def for_meeting(cls, meeting: Meeting) -> "RoomForm":
        """The services of the host; the present one is chosen."""
        form = cls(
            conference_provider_id=str(provider_id_of(meeting) or ""),
            replaced=meeting.room_replaced_at.isoformat() if meeting.room_replaced_at else "",
            version=meeting.row_version,
        )
        form.conference_provider_id.choices = [
            SelectChoice(str(one.id), named(one)) for one in providers_of(meeting.board.organization_id)
        ]
        return form

    def perform(self, action: Callable[[], Result]) -> tuple[bool, Result | None]:
        """Run ``action``, unless the room was replaced since, as by somebody who presses twice.

        That nothing else is typed says nothing here: the same service is to make another room.
        """
        if self.replaced.data != self.replaced.object_data and not self._changed():
            return True, None
        return super(VersionedForm, self).perform(action)

    def refuse(self, error: DomainError | StaleError) -> None:
        """Show a refusal; the next press counts as knowing what is stored."""
        super().refuse(error)
        self.replaced.data = self.replaced.object_data

    @property
    def chosen(self) -> UUID | None:
        """The id of the service that was chosen, if any."""
        return as_id(self.conference_provider_id.data)


def named(provider: ConferenceProvider) -> str:
    """A service in a list to choose from; one that may not be used says so."""
    return gettext("%(name)s (no agreement in force)", name=provider.name) if uncovered(provider) else provider.name
