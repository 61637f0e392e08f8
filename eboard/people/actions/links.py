"""One-time links: asked for, made when their mail is sent, and used once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.core import throttle, time
from eboard.core.db import db
from eboard.core.i18n import gettext as _
from eboard.core.tokens import hash_token, new_token
from eboard.core.web.settings import settings
from eboard.mail.actions import queue_secret
from eboard.mail.message import Message
from eboard.mail.secrets import secret_renderer
from eboard.people.emails import link_mail
from eboard.people.enums import LinkPurpose, PersonEvent, PersonState
from eboard.people.models import OneTimeLink, Person, ResetAsk
from eboard.people.queries.credentials import person_by_email

LASTS = {
    LinkPurpose.VERIFY: timedelta(days=7),
    LinkPurpose.RESET_PASSWORD: timedelta(hours=1),
    LinkPurpose.CHANGE_ADDRESS: timedelta(hours=24),
}
PAGES = {
    LinkPurpose.VERIFY: "/welcome",
    LinkPurpose.RESET_PASSWORD: "/new-password",
    LinkPurpose.CHANGE_ADDRESS: "/new-address",
}
WINDOW = timedelta(hours=1)
ASKS_FOR_ONE_PERSON = 3
ASKS_FROM_ONE_ADDRESS = 30


def ask_for_reset(*, email: str, address: str) -> None:
    """Note that somebody asks for a link for a new password; `answer_ask` sends it, if there is such an account.

    Nothing here depends on that, so neither does how long it takes. Raises ThrottledError after too many, which an
    unknown account meets just as soon.
    """
    key = email.strip().lower()
    throttle.count_apart(
        throttle.Try("reset from", address, ASKS_FROM_ONE_ADDRESS, WINDOW),
        throttle.Try("reset for", key, ASKS_FOR_ONE_PERSON, WINDOW),
    )
    db.session.add(ResetAsk(email=key, asked_at=time.now()))


def answer_ask(ask_id: UUID) -> None:
    """Send the link that was asked for, if there is such an account, and forget who asked.

    What waited for longer than a link lasts, such as in a backup, is no longer wanted.
    """
    ask = db.session.get(ResetAsk, ask_id, with_for_update=True)
    if ask is None:  # another scheduler was faster
        return
    db.session.delete(ask)
    if time.now() - ask.asked_at < LASTS[LinkPurpose.RESET_PASSWORD]:
        _answer(ask.email)


def _answer(email: str) -> None:
    person = person_by_email(email)
    record(actor=Actor(), event=PersonEvent.LINK_ASKED, subject=person)  # it was asked on the web
    if person is not None and person.state in {PersonState.ACTIVE, PersonState.VERIFIED}:
        send_link(person, LinkPurpose.RESET_PASSWORD)


def send_link(person: Person, purpose: LinkPurpose, *, new_email: str | None = None) -> None:
    """Queue the mail with a link, to the address it is to prove if there is one; it is made when the mail leaves."""
    link = _new_link(person, purpose)
    link.new_email = new_email
    subject = {
        LinkPurpose.VERIFY: _("Your eBoard account"),
        LinkPurpose.RESET_PASSWORD: _("A new password for eBoard"),
        LinkPurpose.CHANGE_ADDRESS: _("A new mail address for eBoard"),
    }[purpose]
    queue_secret(
        kind=purpose, row_id=link.id, recipient=new_email or person.email, person_id=person.id, subject=subject
    )


def make_address(person: Person, purpose: LinkPurpose) -> str:
    """A link to be handed over by hand, such as to the first administrator; shown once."""
    return _arm(_new_link(person, purpose))


@secret_renderer(LinkPurpose.VERIFY)
@secret_renderer(LinkPurpose.RESET_PASSWORD)
@secret_renderer(LinkPurpose.CHANGE_ADDRESS)
def render_link(link_id: UUID) -> Message | None:
    """The mail of a link, with a fresh token in it; None once the link is used or over."""
    link = db.session.get(OneTimeLink, link_id)
    if link is None or link.used_at is not None or link.expires_at <= time.now():
        return None
    return link_mail(
        person=link.person,
        purpose=link.purpose,
        link_id=link.id,
        address=_arm(link),
        expires_at=link.expires_at,
        recipient=link.new_email,
    )


def use(link: OneTimeLink) -> None:
    """Let a link work no more."""
    link.used_at = time.now()
    link.token_hash = None


def withdraw_links(person: Person, *purposes: LinkPurpose) -> None:
    """Let every open link of a person for these purposes work no more."""
    still_open = select(OneTimeLink).where(
        OneTimeLink.person_id == person.id, OneTimeLink.purpose.in_(purposes), OneTimeLink.used_at.is_(None)
    )
    for link in db.session.scalars(still_open):
        use(link)


def _new_link(person: Person, purpose: LinkPurpose) -> OneTimeLink:
    link = OneTimeLink(person_id=person.id, purpose=purpose, expires_at=time.now() + LASTS[purpose])
    db.session.add(link)
    return link


def _arm(link: OneTimeLink) -> str:
    token = new_token()
    link.token_hash = hash_token(token)
    return f"{settings().base_url}{PAGES[link.purpose]}/{token}"
