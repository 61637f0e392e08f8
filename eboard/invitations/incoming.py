"""Finding what a mail that came in is about: the meeting by its UID, the invitation by address or by tag."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from eboard.core.crypto import Place
from eboard.core.db import db
from eboard.core.keys import keyring
from eboard.core.web.settings import settings
from eboard.ical.reading import IncomingMail, read_mail
from eboard.invitations.enums import Outcome
from eboard.invitations.models import IncomingMessage, Invitation
from eboard.meetings.models import Meeting
from eboard.people.enums import PersonState
from eboard.people.models import Delegation, Person
from eboard.people.queries.addresses import is_address_of
from eboard.people.queries.delegations import is_current

LABEL, VERSION = "incoming_message", 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Where a mail belongs. ``named`` is the invitation of its attendee; ``tagged`` that whose address it went to."""

    meeting: Meeting | None
    named: Invitation | None
    tagged: Invitation | None


def locate(mail: IncomingMail) -> Located:
    """Look up what a mail is about; the UID counts exactly as it stands.

    The invitation of the tag mostly is the one that is answered, and then nothing else is asked for.
    """
    tagged = _tagged(mail)
    meeting = tagged.meeting if tagged is not None and tagged.meeting.uid == mail.uid else _meeting(mail.uid)
    named = None
    if meeting is not None and mail.answer is not None:
        is_tagged = tagged is not None and (tagged.meeting, tagged.person.email) == (meeting, mail.answer.attendee)
        named = tagged if is_tagged else _named(meeting.id, mail.answer.attendee)
    return Located(meeting=meeting, named=named, tagged=tagged)


def tags(mail: IncomingMail) -> set[str]:
    """The tags of our own address that a mail went to or names as its organizer."""
    local, _, domain = settings().invitation_address.lower().rpartition("@")
    organizer = (mail.answer.organizer,) if mail.answer is not None else ()
    parts = (address.rpartition("@") for address in (*mail.recipients, *organizer))
    return {name.removeprefix(f"{local}+") for name, _, at in parts if at == domain and name.startswith(f"{local}+")}


def _tagged(mail: IncomingMail) -> Invitation | None:
    """The one invitation whose tag is there; none if there are several."""
    found = tags(mail)
    if not found:
        return None
    rows = db.session.scalars(_invitations().where(Invitation.tag.in_(sorted(found)[:10]))).all()
    return rows[0] if len(rows) == 1 else None


def _meeting(uid: str) -> Meeting | None:
    if not uid:
        return None
    return db.session.scalar(select(Meeting).where(Meeting.uid == uid).options(joinedload(Meeting.board)))


def _named(meeting_id: UUID, address: str) -> Invitation | None:
    return db.session.scalar(
        _invitations().join(Invitation.person).where(Invitation.meeting_id == meeting_id, is_address_of(address))
    )


def _invitations() -> Select[Invitation]:
    """Invitations, locked: two answers of one person, or an answer and a click, come one after the other."""
    return (
        select(Invitation)
        .options(joinedload(Invitation.person), joinedload(Invitation.meeting).joinedload(Meeting.board))
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    )


def active_person(address: str) -> Person | None:
    """Whose account an address is, or was the address of."""
    return db.session.scalar(select(Person).where(is_address_of(address), Person.state != PersonState.DEACTIVATED))


def acts_for(delegate_id: UUID, principal_id: UUID) -> bool:
    """Whether one person may act for the other today."""
    found = exists(
        select(Delegation.id).where(
            Delegation.delegate_id == delegate_id, Delegation.principal_id == principal_id, is_current()
        )
    )
    return db.session.scalar(select(found)) is True


def earlier_outcome(fingerprint: bytes) -> Outcome | None:
    """What became of a mail when it was handled before; None if it was not."""
    return db.session.scalar(select(IncomingMessage.outcome).where(IncomingMessage.fingerprint == fingerprint))


def place_of(row: IncomingMessage) -> Place:
    """What the content of a parked mail is sealed for."""
    return Place(label=LABEL, version=VERSION, row_id=row.id)


def opened(row: IncomingMessage) -> IncomingMail | None:
    """A parked mail read once more; None if nothing of it was kept. Call it only where the look was recorded."""
    if row.sealed is None:
        return None
    return read_mail(keyring().reveal(row.sealed, place_of(row)), authserv_id=settings().authserv_id)


def newest_first(rows: Select[IncomingMessage]) -> Select[IncomingMessage]:
    """Parked mails with what a list shows of them."""
    return rows.order_by(IncomingMessage.received_at.desc(), IncomingMessage.id).options(
        joinedload(IncomingMessage.board), joinedload(IncomingMessage.meeting)
    )


def parked_count(meeting_id: UUID) -> int:
    """How many mails about a meeting wait for somebody."""
    rows = select(func.count(IncomingMessage.id)).where(
        IncomingMessage.meeting_id == meeting_id, IncomingMessage.outcome == Outcome.PARKED
    )
    return db.session.scalar(rows) or 0


def choices(invitations: Sequence[Invitation]) -> Iterable[tuple[str, str]]:
    """Those whose answer a mail may be, for a form."""
    return [(str(one.id), one.person.name) for one in invitations if one.is_wanted]
