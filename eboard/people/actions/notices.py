"""What people choose to be told."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy.orm.attributes import flag_modified

from eboard.audit import Actor, record
from eboard.core.db import expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.mail.actions import choose
from eboard.mail.enums import Delivery, NoticeKind
from eboard.people.enums import PersonEvent, Told
from eboard.people.models import Person

LONGEST_REMINDER = 168  # hours
LAST_HOUR = 23


class Wishes(NamedTuple):
    """How invitations come, and what else is told when."""

    told: Told
    reminder_hours: int | None  # before a meeting; None: as each board says
    digest_hour: int  # 0 to 23, on the person's own clock
    choices: Mapping[NoticeKind, Delivery]


def change_notices(*, actor: Actor, person: Person, wishes: Wishes, version: int) -> None:
    """Take over what a person wants to be told.

    Raises StaleError if the account was saved meanwhile, DomainError beside its field for what cannot be.
    """
    expect_version(person, version)
    _check(wishes)
    person.told = wishes.told
    person.reminder_hours, person.digest_hour = wishes.reminder_hours, wishes.digest_hour
    flag_modified(person, "digest_hour")  # the row version rises with the choices too
    choose(person_id=person.id, choices=wishes.choices)
    record(actor=actor, event=PersonEvent.NOTICES_CHANGED, subject=person)


def _check(wishes: Wishes) -> None:
    if wishes.reminder_hours is not None and not 1 <= wishes.reminder_hours <= LONGEST_REMINDER:
        raise DomainError(
            _("A reminder comes between 1 and %(most)s hours before.", most=LONGEST_REMINDER), field="reminder_hours"
        )
    if not 0 <= wishes.digest_hour <= LAST_HOUR:
        raise DomainError(_("Choose an hour of the day."), field="digest_hour")
    has_summary = wishes.choices.get(NoticeKind.DIGEST) is not Delivery.OFF
    if Delivery.DIGEST in wishes.choices.values() and not has_summary:
        raise DomainError(_("You want something in the daily summary. Let it come, too."), field="digest")
