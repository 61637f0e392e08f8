"""Destroying the data key of an organization that has left, which shreds what it owned of patients."""

from sqlalchemy import exists, select, update

from eboard.audit import Actor, record
from eboard.cases.files import storage
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.cases.queries.attachments import folder
from eboard.conferences.models import ConferenceProvider
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.data_keys import MARK, is_owned
from eboard.people.models import Affiliation, Organization, OrganizationKey
from eboard.retention.holds import is_held
from eboard.sealing.enums import SealingEvent
from eboard.sealing.queries import beginning_of, unowned
from eboard.signon.models import IdentityProvider


def destroy_key_of(*, actor: Actor, organization: Organization) -> None:
    """Destroy the data key of an organization for good.

    Raises DomainError while the organization is active or has an agreement in force, while a legal hold keeps it, when
    nothing is sealed for it, and while something of it is still sealed under a key of the network.
    """
    _refuse_active(organization)
    if is_held(organization):
        raise DomainError(_("A legal hold keeps the key of %(name)s until it is lifted.", name=organization.name))
    key = db.session.scalar(
        select(OrganizationKey).where(OrganizationKey.organization_id == organization.id).with_for_update()
    )
    if key is None:
        raise DomainError(_("Nothing is sealed for %(name)s.", name=organization.name))
    if key.sealed_key is None:
        raise DomainError(_("The key of %(name)s is destroyed already.", name=organization.name))
    if unowned(organization.id):
        raise DomainError(
            _(
                "Older values of %(name)s are not under its own key. Run first: eboard keys rotate",
                name=organization.name,
            )
        )
    destroy_key(actor=actor, key=key)


def destroy_key(*, actor: Actor, key: OrganizationKey) -> None:
    """Forget a data key, and the marks by which a record number could be tried out.

    The restore of a backup does the same, and may bring back values of the time before the data key: they go, too.
    """
    key.sealed_key, key.destroyed_at = None, time.now()
    _shut_older(key)
    mine = select(Case.id).where(Case.organization_id == key.organization_id).scalar_subquery()
    db.session.execute(
        update(PatientIdentity).where(PatientIdentity.case_id.in_(mine)).values(record_number_index=None),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(
        update(Case).where(Case.organization_id == key.organization_id).values(import_key=None),
        execution_options={"synchronize_session": False},
    )
    record(actor=actor, event=SealingEvent.DESTROYED, subject=key, organization_id=key.organization_id)


def _shut_older(key: OrganizationKey) -> None:
    """What names a key of the network names the destroyed key instead, with nothing behind it."""
    shut = f"{MARK}{key.id.hex}:".encode()
    mine = select(Case.id).where(Case.organization_id == key.organization_id).scalar_subquery()
    for identity in db.session.scalars(select(PatientIdentity).where(PatientIdentity.case_id.in_(mine))):
        if not is_owned(identity.sealed):
            identity.sealed = shut
    for row in db.session.scalars(select(Attachment).where(Attachment.case_id.in_(mine))):
        if row.sealed_name and not is_owned(row.sealed_name):
            row.sealed_name = shut
        beginning = beginning_of(row.id)
        if beginning and not is_owned(beginning):
            storage.path_of(folder(), row.id).write_bytes(shut)


def _refuse_active(organization: Organization) -> None:
    today = time.now().date()
    if organization.left_on is None or organization.left_on >= today:
        raise DomainError(_("%(name)s is part of the network. Its key stays.", name=organization.name))
    working = exists().where(
        Affiliation.organization_id == organization.id, Affiliation.ends_on.is_(None) | (Affiliation.ends_on >= today)
    )
    if db.session.scalar(select(working)):
        raise DomainError(_("Somebody still has a role at %(name)s. End the roles first.", name=organization.name))
    agreed = exists().where(
        ConferenceProvider.organization_id == organization.id,
        ConferenceProvider.agreement_kind.is_not(None),
        ConferenceProvider.agreement_expires_on.is_(None) | (ConferenceProvider.agreement_expires_on >= today),
    )
    signs_on = exists().where(
        IdentityProvider.organization_id == organization.id, IdentityProvider.approved_at.is_not(None)
    )
    if db.session.scalar(select(agreed | signs_on)):
        raise DomainError(_("An agreement with %(name)s is in force. End it first.", name=organization.name))
