"""Whether the agreement with a video service is in force; without one its rooms are not used."""

from uuid import UUID

from eboard.conferences.enums import AgreementKind
from eboard.conferences.models import ConferenceProvider
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.core.web.templating import day as worded


def uncovered(provider: ConferenceProvider) -> str:
    """Why the agreement does not cover meetings of today, as a sentence; empty if it does.

    A service without any agreement is refused in production alone; one that has ended is refused everywhere.
    """
    today = time.now().date()
    kind, signed, ends = provider.agreement_kind, provider.agreement_signed_on, provider.agreement_expires_on
    if kind is AgreementKind.OWN_SERVERS:
        return ""
    if kind is None or signed is None:
        return _("There is no agreement with %(name)s.", name=provider.name) if settings().in_production else ""
    if signed > today:
        return _("The agreement with %(name)s is not signed yet.", name=provider.name)
    if ends is not None and ends < today:
        return _("The agreement with %(name)s ended on %(day)s.", name=provider.name, day=worded(ends))
    return ""


def problem_of(provider_id: UUID | None) -> str:
    """The same for a board's service; empty without one."""
    return uncovered(db.session.get_one(ConferenceProvider, provider_id)) if provider_id is not None else ""


def require_agreement(provider: ConferenceProvider, *, field: str) -> None:
    """Raise DomainError beside ``field`` unless the agreement with a service covers its use."""
    reason = uncovered(provider)
    if reason:
        raise DomainError(_("%(reason)s An administrator has to enter one first.", reason=reason), field=field)
