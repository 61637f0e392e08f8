"""Changing what was signed: never by an edit, always by a new version or by setting one aside."""

from typing import Any

from eboard.audit import Actor, record
from eboard.cases.actions.moves import move
from eboard.cases.enums import CaseState
from eboard.cases.states import TRANSITIONS
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.mail.actions import queue
from eboard.people.models import Person
from eboard.recommendations import emails, recipients
from eboard.recommendations.actions.drafts import write
from eboard.recommendations.actions.signing import add_version, letter_link, next_number
from eboard.recommendations.draft import from_plain
from eboard.recommendations.enums import OutcomeEvent, VersionState
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.queries import in_force
from eboard.recommendations.snapshot import content_set_aside


def begin_amendment(*, actor: Actor, discussion: Discussion, reason: str) -> None:
    """Open a signed outcome for a new version; the signed one counts until the new one is signed."""
    if in_force(discussion) is None:
        raise DomainError(_("There is no signed version to amend."))
    if discussion.amending_since is not None:
        raise DomainError(_("This outcome is open for an amendment already."))
    if not reason:
        raise DomainError(_("Say why it is amended: the reason stands in the letter."), field="reason")
    discussion.amending_since, discussion.amendment_reason = time.now(), reason
    _record(actor, OutcomeEvent.AMENDING, discussion)


def stop_amendment(*, actor: Actor, discussion: Discussion) -> None:
    """Give an amendment up: the draft says again what the version in force says."""
    version = in_force(discussion)
    if version is None or discussion.amending_since is None:
        raise DomainError(_("This outcome is not open for an amendment."))
    write(discussion, from_plain(version.content["outcome"]))
    discussion.amending_since, discussion.amendment_reason = None, ""
    discussion.recorded_at = version.signed_at
    _record(actor, OutcomeEvent.AMENDING_STOPPED, discussion)


def mark_entered_in_error(*, actor: Actor, version: SignedVersion, reason: str) -> SignedVersion:
    """Say that a signed version must not be used; the discussion is open again, and its readers are told.

    This is a version of its own, which is returned: it says what was wrong and why, under its own stamp.
    """
    if version.state is not VersionState.IN_FORCE:
        raise DomainError(_("Only the version in force can be marked as entered in error."))
    if not reason:
        raise DomainError(_("Say what is wrong: whoever read the letter is told to look."), field="reason")
    discussion, case = version.discussion, version.case
    notice = _set_aside(actor, version, reason)
    discussion.recorded_at = discussion.amending_since = None
    discussion.amendment_reason = reason
    if CaseState.DISCUSSED in TRANSITIONS[case.state]:
        move(actor=actor, case=case, to=CaseState.DISCUSSED)
    record(
        actor=actor,
        event=OutcomeEvent.ENTERED_IN_ERROR,
        subject=version,
        organization_id=case.organization_id,
        number=version.number,
        said_by=notice.number,
        sha256=notice.sha256,
    )
    _tell_error(version, notice)
    return notice


def _set_aside(actor: Actor, version: SignedVersion, reason: str) -> SignedVersion:
    """The version that says so; both bear the mark."""
    discussion, signer, moment = version.discussion, db.session.get_one(Person, actor.person_id), time.now()
    number = next_number(discussion)
    content = content_set_aside(version, by=signer, at=moment, number=number, reason=reason)
    mark: dict[str, Any] = {
        "state": VersionState.ENTERED_IN_ERROR,
        "error_reason": reason,
        "error_by_id": signer.id,
        "error_at": moment,
    }
    for name, value in mark.items():
        setattr(version, name, value)
    return add_version(discussion, content, signer=signer, number=number, signed_at=moment, reason=reason, **mark)


def _tell_error(version: SignedVersion, notice: SignedVersion) -> None:
    team = {person.id: person for person in recipients.care_team(version.case)}
    everybody = team | {person.id: person for person in recipients.readers(version)}
    for person in everybody.values():
        queue(emails.in_error(version, person, link=letter_link(notice), is_care_team=person.id in team))


def _record(actor: Actor, event: OutcomeEvent, discussion: Discussion) -> None:
    record(actor=actor, event=event, subject=discussion, organization_id=discussion.case.organization_id)
