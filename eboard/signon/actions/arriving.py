"""What a trip leads to: signed in, confirmed, linked, or welcomed."""

from datetime import datetime, timedelta

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people import sessions
from eboard.people.actions.links import use
from eboard.people.actions.news import tell
from eboard.people.actions.persons import mark_verified
from eboard.people.actions.signin import Origin
from eboard.people.enums import AccountNews, CredentialKind, LinkPurpose, PersonState
from eboard.people.models import Credential, LoginSession, OneTimeLink, Person
from eboard.people.queries.credentials import password_of
from eboard.signin.actions.confirming import confirm
from eboard.signin.actions.entering import Entered, Waiting, enter
from eboard.signin.enums import Proof
from eboard.signin.queries import factors_of
from eboard.signon.calls import SignOnError
from eboard.signon.enums import Problem, SignOnEvent
from eboard.signon.models import IdentityProvider, Trip
from eboard.signon.queries import epoch, invited_by, link_key, link_with, linkable, links_of
from eboard.signon.tokens import Identity, is_strong

DRIFT = timedelta(seconds=60)


def sign_on(*, provider: IdentityProvider, identity: Identity, origin: Origin) -> Entered | Waiting:
    """Take the first step of signing in; raises SignOnError for an identity that no account here is linked with."""
    person = _linked(provider, identity)
    proof = proof_of(provider, identity)
    return enter(person=person, proof=proof, origin=origin, confirmed_at=_proven_at(identity))


def confirm_by_sign_on(
    *, actor: Actor, current: LoginSession, provider: IdentityProvider, trip: Trip, identity: Identity
) -> None:
    """Note a fresh proof; raises SignOnError if it is somebody else's, or the provider did not ask again."""
    if trip.session_id != current.id or _linked(provider, identity).id != current.person_id:
        raise SignOnError(Problem.FOREIGN)
    moment = identity.authenticated_at
    if moment is None or not trip.started_at - DRIFT <= moment <= time.now() + DRIFT:
        raise SignOnError(Problem.STALE)
    confirm(actor=actor, current=current, proof=proof_of(provider, identity))


def link(*, actor: Actor, current: LoginSession, provider: IdentityProvider, trip: Trip, identity: Identity) -> None:
    """Let an identity open the account of a signed-in person; raises SignOnError if it opens another one."""
    if trip.session_id != current.id or not sessions.is_live(current):
        raise SignOnError(Problem.STATE)
    if provider.id not in {one.id for one in linkable(current.person_id)}:
        raise SignOnError(Problem.FOREIGN)
    _link(actor, current.person, provider, identity)


def welcome(*, provider: IdentityProvider, trip: Trip, identity: Identity) -> None:
    """Link an identity with the account of an invitation, in place of a password; raises SignOnError, GoneError."""
    invitation = db.session.get(OneTimeLink, trip.link_id)
    if invitation is None or invitation.purpose is not LinkPurpose.VERIFY or invitation.used_at is not None:
        raise SignOnError(Problem.STATE)
    person = invitation.person
    if person.state is not PersonState.INVITED or provider.id not in {one.id for one in invited_by(person.id)}:
        raise SignOnError(Problem.FOREIGN)
    actor = Actor(person_id=person.id)
    _link(actor, person, provider, identity)
    use(invitation)
    mark_verified(actor=actor, person=person)


def unlink(*, actor: Actor, person: Person, credential: Credential) -> None:
    """Let a sign-on no longer open the account; raises DomainError if nothing, or a password alone, is left."""
    is_last = len(links_of(person.id)) == 1
    if is_last and password_of(person.id) is None:
        raise DomainError(_("You have no password. Choose one by “Forgotten your password?” first."))
    if is_last and not factors_of(person.id):
        raise DomainError(_("You have no second factor. Add one before you unlink."))
    end_link(actor=actor, person=person, credential=credential)


def end_link(*, actor: Actor, person: Person, credential: Credential) -> None:
    """Revoke a link, and tell its person."""
    credential.revoked_at = time.now()
    credential.secret = None
    record(actor=actor, event=SignOnEvent.UNLINKED, subject=person, credential_id=credential.id)
    tell(person=person, news=AccountNews.SIGN_ON_UNLINKED)


def note_refusal(*, provider: IdentityProvider, problem: Problem) -> None:
    """Record that a trip led nowhere, in a unit of its own."""
    with unit_of_work():
        record(
            actor=Actor(),
            event=SignOnEvent.REFUSED,
            subject=provider,
            organization_id=provider.organization_id,
            problem=problem,
        )


def proof_of(provider: IdentityProvider, identity: Identity) -> Proof:
    """What a sign-on is worth: two factors where the agreement says so and the token does not say otherwise."""
    strong = is_strong(identity, is_agreed=provider.enforces_second_factor, level=provider.acr)
    return Proof.STRONG_SIGN_ON if strong else Proof.SIGN_ON


def _linked(provider: IdentityProvider, identity: Identity) -> Person:
    credential = link_with(identity.issuer, identity.subject)
    person = db.session.get(Person, credential.person_id) if credential is not None else None
    if credential is None or person is None or credential.data["provider_id"] != str(provider.id):
        raise SignOnError(Problem.UNKNOWN)
    if provider.id not in {one.id for one in linkable(person.id)}:
        raise SignOnError(Problem.UNKNOWN)
    credential.last_used_at = time.now()
    return person


def _link(actor: Actor, person: Person, provider: IdentityProvider, identity: Identity) -> None:
    held = link_with(identity.issuer, identity.subject)
    if held is not None and held.person_id != person.id:
        raise SignOnError(Problem.FOREIGN)
    if held is not None:
        return
    row = Credential(
        person_id=person.id,
        kind=CredentialKind.OIDC,
        secret=link_key(identity.issuer, identity.subject),
        data={
            "provider_id": str(provider.id),
            "organization_id": str(provider.organization_id),
            "name": provider.organization.name,
        },
    )
    db.session.add(row)
    record(actor=actor, event=SignOnEvent.LINKED, subject=person, credential_id=row.id, provider_id=provider.id)
    tell(person=person, news=AccountNews.SIGN_ON_LINKED)


def _proven_at(identity: Identity) -> datetime:
    """When the provider last asked: an old session of it is no fresh proof here."""
    return min(identity.authenticated_at or epoch(), time.now())
