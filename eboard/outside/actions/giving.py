"""A care team gives a letter to a doctor outside the network, and takes it back."""

import secrets
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from eboard.audit import Actor, record
from eboard.cases.actions.consents import when_consent_ends
from eboard.cases.enums import Consent
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.keys import keyring
from eboard.core.tokens import hash_token, new_token
from eboard.core.web.settings import settings
from eboard.mail.actions import queue_secret
from eboard.mail.message import Message
from eboard.mail.secrets import secret_renderer
from eboard.outside import emails
from eboard.outside.enums import USABLE_STATES, OutsideEvent
from eboard.outside.models import OutsideLink
from eboard.outside.queries import links_about
from eboard.people.newcomers import mail_address
from eboard.recommendations.enums import VersionState
from eboard.recommendations.models import SignedVersion

MAIL = "outside_letter"
PURPOSE = "outside code"
LONGEST_DAYS = 30
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is mistaken for another on the telephone or on paper
CODE_LENGTH = 8


class Given(NamedTuple):
    """A link, and its access code, which is known only now."""

    link: OutsideLink
    code: str


def give_link(*, actor: Actor, version: SignedVersion, name: str, email: str, days: int, names_patient: bool) -> Given:
    """Send a letter's address to a doctor outside.

    Raises DomainError for a letter that no longer counts, for one of a patient who withdrew consent, and for an address
    that no mail can be sent to.
    """
    if version.state is not VersionState.IN_FORCE:
        raise DomainError(_("This version no longer counts. Give the newest one."))
    if version.case.consent is Consent.WITHDRAWN:
        raise DomainError(_("The patient withdrew consent: this letter is given to nobody outside."))
    if not 1 <= days <= LONGEST_DAYS:
        raise DomainError(_("Choose 1 to %(most)s days.", most=LONGEST_DAYS), field="days")
    code = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))
    owner = version.case.organization
    link = OutsideLink(
        version_id=version.id,
        version=version,
        name=name,
        email=mail_address(email),
        locale=owner.locale,
        zone=owner.zone,
        names_patient=names_patient,
        made_by_id=actor.person_id,
        expires_at=time.now() + timedelta(days=days),
    )
    link.code_index = index_of(code, link.id)
    db.session.add(link)
    db.session.flush()
    subject = _("A letter for you from %(hospital)s", hospital=owner.name)
    queue_secret(kind=MAIL, row_id=link.id, recipient=link.email, person_id=link.id, subject=subject)
    note(actor, OutsideEvent.GIVEN, link, names_patient=names_patient)
    return Given(link, f"{code[:4]}-{code[4:]}")


def revoke_link(*, actor: Actor, link: OutsideLink) -> None:
    """Let a link open nothing more; raises DomainError for one that opens nothing anyway."""
    if link.state_at(time.now()) not in USABLE_STATES:
        raise DomainError(_("This link opens nothing any more."))
    link.revoked_at = time.now()
    note(actor, OutsideEvent.REVOKED, link)


@when_consent_ends
def _revoke_all(actor: Actor, case: Case) -> None:
    """Let no link to a letter of the case open anything once its patient withdrew consent."""
    for link in links_about(case):
        if link.state_at(time.now()) in USABLE_STATES:
            revoke_link(actor=actor, link=link)


@secret_renderer(MAIL)
def render_letter(link_id: UUID) -> Message | None:
    """The mail of a link, with a fresh address in it; None once the link opens nothing."""
    link = db.session.get_one(OutsideLink, link_id)
    if link.state_at(time.now()) not in USABLE_STATES:
        return None
    token = new_token()
    link.token_hash = hash_token(token)
    return emails.letter(link, address=f"{settings().base_url}/outside/{token}")


def index_of(code: str, link_id: UUID) -> bytes:
    """What is stored of a code: letters and digits under a key outside the database."""
    bare = "".join(character for character in code.upper() if character.isalnum())
    return keyring().index(bare, owner=link_id, purpose=PURPOSE)


def note(actor: Actor, event: OutsideEvent, link: OutsideLink, **details: object) -> None:
    """Record what became of a link, in the chain of the organization that gave it."""
    organization_id = link.version.case.organization_id
    record(actor=actor, event=event, subject=link, organization_id=organization_id, version=link.version_id, **details)
