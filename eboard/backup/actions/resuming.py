"""After a restore: what was lost must neither be contradicted by older news nor give back what was taken."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eboard.access.leaving import deactivate_person
from eboard.audit import Actor, record
from eboard.backup.enums import BackupEvent, Kind
from eboard.backup.log import Revocation
from eboard.backup.revoked import rows
from eboard.boards.actions.members import end_membership, yesterday
from eboard.boards.models import BoardMembership
from eboard.core import time
from eboard.feeds.actions import leap_versions, revoke
from eboard.invitations.actions import doubt_what_was_told
from eboard.mail.actions import hold_outbox
from eboard.meetings.actions.restoring import leap_sequences
from eboard.people import sessions
from eboard.people.actions.acting import revoke_delegation
from eboard.people.actions.affiliations import end_role
from eboard.people.actions.links import use
from eboard.people.models import Credential
from eboard.sealing.actions import destroy_key


@dataclass(frozen=True, slots=True)
class Resumed:
    """What was done."""

    held: int  # messages
    sequences: int  # meetings
    doubted: int  # invitations
    revoked: int
    signed_out: int


def resume(*, actor: Actor, revocations: Iterable[Revocation]) -> Resumed:
    """Hold the outbox back, raise what clients compare, end every sign-in, and revoke again what was revoked."""
    done = Resumed(
        held=hold_outbox(),
        signed_out=sessions.end_everybodys(),
        sequences=leap_sequences(),
        doubted=doubt_what_was_told(),
        revoked=_revoke_again(actor, revocations),
    )
    leap_versions()
    record(actor=actor, event=BackupEvent.RESTORED, held=done.held, sequences=done.sequences, revoked=done.revoked)
    return done


def _revoke_again(actor: Actor, revocations: Iterable[Revocation]) -> int:
    noted = list(revocations)
    count = 0
    for kind, revoke_row in _VERBS.items():
        for row in rows(kind, [one.key for one in noted if one.kind is kind]):
            revoke_row(actor, row)
            count += 1
    return count


def _revoke_credential(_actor: Actor, credential: Credential) -> None:
    credential.revoked_at = time.now()
    credential.secret = None


def _end_seat(actor: Actor, seat: BoardMembership) -> None:
    end_membership(actor=actor, board=seat.board, seat=seat, last_day=yesterday())


# A person comes last: closing an account ends all the rest of it.
_VERBS: Mapping[Kind, Callable[[Actor, Any], object]] = {
    Kind.ADDRESS: lambda actor, row: revoke(actor=actor, subscription=row),
    Kind.CREDENTIAL: _revoke_credential,
    Kind.DELEGATION: lambda actor, row: revoke_delegation(actor=actor, delegation=row),
    Kind.KEY: lambda actor, row: destroy_key(actor=actor, key=row),
    Kind.LINK: lambda _actor, row: use(row),
    Kind.ROLE: lambda actor, row: end_role(actor=actor, affiliation=row),
    Kind.SEAT: _end_seat,
    Kind.PERSON: lambda actor, row: deactivate_person(actor=actor, person=row, successor=None),
}
