"""Setting and changing a password."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people import sessions
from eboard.people.actions.links import use, withdraw_links
from eboard.people.actions.news import tell
from eboard.people.actions.signin import prove
from eboard.people.enums import AccountNews, CredentialKind, LinkPurpose, PersonEvent
from eboard.people.models import Credential, LoginSession, OneTimeLink, Person
from eboard.people.passwords import check, hash_password
from eboard.people.queries.credentials import password_of


def change_password(*, actor: Actor, current: LoginSession, old: str, new: str, address: str) -> None:
    """Replace one's own password and end every other sign-in; raises DomainError for a wrong or a weak one."""
    person = current.person
    if prove(person.email, old, address) is None:
        raise DomainError(_("This is not your password."), field="old")
    set_password(actor=actor, person=person, password=new)
    sessions.end_all(person.id, except_for=current.id)


def reset_password(*, link: OneTimeLink, password: str) -> None:
    """Choose a new password by a link, which ends every sign-in of the person."""
    person = link.person
    if password_of(person.id) is None:  # else a new one tells by itself
        tell(person=person, news=AccountNews.PASSWORD_CHANGED)
    set_password(actor=Actor(person_id=person.id), person=person, password=password)
    use(link)
    sessions.end_all(person.id)


def set_password(*, actor: Actor, person: Person, password: str) -> None:
    """Give a person this password in place of any other; raises DomainError for one that others would guess.

    A change of address that was asked for before is off, for whoever knew the old password may have asked.
    """
    check(password, about=(person.given_name, person.family_name, *person.email.split("@")))
    withdraw_links(person, LinkPurpose.CHANGE_ADDRESS)
    former = password_of(person.id)
    if former is not None:
        former.revoked_at = time.now()
        former.secret = None
        tell(person=person, news=AccountNews.PASSWORD_CHANGED)
    db.session.add(Credential(person_id=person.id, kind=CredentialKind.PASSWORD, secret=hash_password(password)))
    record(actor=actor, event=PersonEvent.PASSWORD_CHANGED, subject=person)
