"""Telling a person what happened to the account."""

from eboard.core import time
from eboard.core.ids import new_id
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.people.emails import news_mail
from eboard.people.enums import AccountNews
from eboard.people.models import Person


def tell(*, person: Person, news: AccountNews, address: str | None = None) -> None:
    """Queue the mail; it cannot be muted and says what happened and when, and nothing that would help a thief.

    ``address`` is where it goes if that is not the person's address of today.
    """
    queue(
        news_mail(
            person=person, news=news, key=new_id(), at=time.now(), base_url=settings().base_url, recipient=address
        )
    )
