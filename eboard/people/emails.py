"""Mails about accounts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.enums import AccountNews, LinkPurpose
from eboard.people.models import Organization, Person


def link_mail(
    *,
    person: Person,
    purpose: LinkPurpose,
    link_id: UUID,
    address: str,
    expires_at: datetime,
    recipient: str | None,
) -> Message:
    """The mail that carries a one-time link; only made at the moment it is sent.

    ``recipient`` is where it goes if that is not the person's address.
    """
    values = {"link": address, "expires_at": expires_at, "new_email": recipient}
    return _mail(f"{purpose}/{link_id}", purpose, person, recipient, **values)


def approved_mail(*, person: Person, organization: Organization, base_url: str, affiliation_id: UUID) -> Message:
    """The account was approved: sign in."""
    return _mail(
        f"approved/{affiliation_id}", "approved", person, organization=organization.name, link=f"{base_url}/sign-in"
    )


def added_mail(*, person: Person, organization: Organization, base_url: str, affiliation_id: UUID) -> Message:
    """A further organization took somebody in."""
    return _mail(f"added/{affiliation_id}", "added", person, organization=organization.name, link=base_url)


def verified_mails(*, person: Person, administrators: Sequence[Person], base_url: str) -> list[Message]:
    """To those who may approve: somebody set a password and waits."""
    link = f"{base_url}/people/{person.id}"
    return [
        _mail(f"verified/{person.id}/{reader.id}", "verified", reader, who=person.name, link=link)
        for reader in administrators
    ]


def news_mail(
    *, person: Person, news: AccountNews, key: UUID, at: datetime, base_url: str, recipient: str | None = None
) -> Message:
    """What happened to the account, and what to do if it was somebody else."""
    link = f"{base_url}/account/sign-ins"
    return _mail(f"account-news/{key}", "account_news", person, recipient, news=news, at=at, link=link)


def _mail(key: str, folder: str, person: Person, recipient: str | None = None, **values: object) -> Message:
    return write(person, f"people/mail/{folder}", values, kind=NoticeKind.ACCOUNT, dedupe_key=key, address=recipient)
