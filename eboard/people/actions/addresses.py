"""A change of mail address: asked for, proven by a link to the new one, and the former one kept from others."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from eboard.audit import Actor, record
from eboard.core import throttle, time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.mail.actions import readdress
from eboard.people import sessions
from eboard.people.actions.links import send_link, withdraw_links
from eboard.people.actions.news import tell
from eboard.people.enums import AccountNews, LinkPurpose, PersonEvent, PersonState
from eboard.people.models import FormerAddress, OneTimeLink, Person
from eboard.people.newcomers import mail_address
from eboard.people.queries.addresses import former_owner_of, owner_of

KEPT = timedelta(days=730)
WINDOW = timedelta(hours=1)
ASKS_FOR_ONE_PERSON = 5
ASKS_FOR_ONE_ADDRESS = 3


def ask_for_address(*, actor: Actor, person: Person, email: str) -> None:
    """Send a link to the address that somebody is to have; nothing changes until it is followed.

    Whoever asks for an address that another person has, or had, learns nothing: that person is told instead. Raises
    DomainError for an address that takes no mail, for the one in use and for an account that is not active, and
    ThrottledError after too many.
    """
    address = mail_address(email)
    if address == person.email:
        raise DomainError(_("This is the address of the account already."), field="email")
    if person.state is not PersonState.ACTIVE:
        raise DomainError(_("This account is not active."))
    throttle.count_apart(
        throttle.Try("new address for", str(person.id), ASKS_FOR_ONE_PERSON, WINDOW),
        throttle.Try("new address", address, ASKS_FOR_ONE_ADDRESS, WINDOW),
    )
    withdraw_links(person, LinkPurpose.CHANGE_ADDRESS)
    record(actor=actor, event=PersonEvent.ADDRESS_ASKED, subject=person)
    tell(person=person, news=AccountNews.ADDRESS_ASKED)
    owner = owner_of(address)
    if owner is None or owner.id == person.id:
        send_link(person, LinkPurpose.CHANGE_ADDRESS, new_email=address)
    else:
        record(actor=actor, event=PersonEvent.ADDRESS_TRIED, subject=owner)
        tell(person=owner, news=AccountNews.ADDRESS_TRIED)


def change_address(*, link: OneTimeLink, kept_session_id: UUID | None) -> None:
    """Take over the address that a link proved; every sign-in but one of the person ends, and every open link.

    Raises DomainError if somebody else has the address by now. Of two at the same moment one gets a StaleError.
    """
    person, address, former, moment = link.person, link.new_email or "", link.person.email, time.now()
    owner = owner_of(address)
    if owner is not None and owner.id != person.id:
        raise DomainError(_("This address cannot be used any more. Ask for another one."))
    withdraw_links(person, *LinkPurpose)
    db.session.execute(delete(FormerAddress).where(FormerAddress.address == address))  # an own one, taken back
    person.email, person.not_reached_since = address, None
    db.session.add(FormerAddress(address=former, person_id=person.id, since=moment, until=moment + KEPT))
    sessions.end_all(person.id, except_for=kept_session_id)
    readdress(person_id=person.id, former=former, address=address)
    record(actor=Actor(person_id=person.id), event=PersonEvent.ADDRESS_CHANGED, subject=person)
    tell(person=person, news=AccountNews.ADDRESS_CHANGED, address=former)


def refuse_former(email: str) -> None:
    """Raise DomainError for an address that somebody had: nobody else gets it while it is kept."""
    if former_owner_of(email) is not None:
        raise DomainError(_("This address cannot be used for a new account. Ask for another one."), field="email")


def forget_former_addresses() -> int:
    """Delete the former addresses whose two years are over."""
    gone = db.session.execute(
        delete(FormerAddress).where(FormerAddress.until <= time.now()).execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
