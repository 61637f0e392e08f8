"""Signing: what was recorded becomes an immutable version, and the care team is told."""

from collections.abc import Mapping
from typing import Any

from eboard.audit import Actor, record
from eboard.cases.actions.moves import move
from eboard.cases.enums import CaseState
from eboard.cases.queries.recusals import recusal_of
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.people.models import Person
from eboard.recommendations import emails, recipients
from eboard.recommendations.draft import read
from eboard.recommendations.enums import SIGNED_RESULTS, OutcomeEvent, Result, VersionState
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.queries import in_force
from eboard.recommendations.requirements import demanded_elements, gaps
from eboard.recommendations.snapshot import content_of, stamp

SIGNED_STATES = {
    Result.RECOMMENDATION: CaseState.RECOMMENDED,
    Result.NO_RECOMMENDATION: CaseState.NO_RECOMMENDATION,
    Result.NOTED: CaseState.NOTED,
}


def sign_outcome(*, actor: Actor, discussion: Discussion, version: int) -> SignedVersion:
    """Sign what stands in the draft; ``version`` is the row version that the signer read.

    The first signature makes version 1; an amendment makes the next number and sets the one before aside. Raises
    DomainError while something is missing and for who is recused, StaleError if the draft was changed after it was
    read.
    """
    expect_version(discussion, version)
    before = in_force(discussion)
    _refuse_unless_ready(discussion, before)
    if actor.person_id is not None and recusal_of(discussion.case_id, actor.person_id) is not None:
        raise DomainError(_("You take no part in the decision on this case. Somebody else has to sign it."))
    signed = _make_version(actor, discussion)
    if before is not None:
        before.state = VersionState.AMENDED
    _move_case(actor, discussion, before)
    discussion.amending_since, discussion.amendment_reason = None, ""
    record(
        actor=actor,
        event=OutcomeEvent.SIGNED,
        subject=signed,
        organization_id=discussion.case.organization_id,
        number=signed.number,
        sha256=signed.sha256,
    )
    _tell(signed)
    return signed


def _refuse_unless_ready(discussion: Discussion, before: SignedVersion | None) -> None:
    if before is not None and discussion.amending_since is None:
        raise DomainError(_("This outcome is signed already."))
    if discussion.recorded_at is None or discussion.result not in SIGNED_RESULTS:
        raise DomainError(_("This outcome is still a draft. Save it as complete first."))
    missing = gaps(read(discussion), elements=demanded_elements(discussion.item.meeting))
    if missing:
        raise DomainError(" ".join(gap.sentence for gap in missing))


def _make_version(actor: Actor, discussion: Discussion) -> SignedVersion:
    signer = db.session.get_one(Person, actor.person_id)
    number, moment, reason = next_number(discussion), time.now(), discussion.amendment_reason
    content = content_of(discussion, signer=signer, signed_at=moment, number=number, reason=reason)
    return add_version(discussion, content, signer=signer, number=number, signed_at=moment, reason=reason)


def next_number(discussion: Discussion) -> int:
    """The number of the next version."""
    return max((row.number for row in discussion.versions), default=0) + 1


def add_version(discussion: Discussion, content: Mapping[str, Any], *, signer: Person, **values: Any) -> SignedVersion:
    """Store what is signed, with its stamp."""
    signed = SignedVersion(
        case_id=discussion.case_id,
        case=discussion.case,
        content=dict(content),
        sha256=stamp(content),
        signed_by_id=signer.id,
        signed_by=signer,
        **values,
    )
    discussion.versions.append(signed)
    db.session.flush()
    return signed


def _move_case(actor: Actor, discussion: Discussion, before: SignedVersion | None) -> None:
    """The case goes where the result leads; an amendment with the same result leaves it where it is by now."""
    case, result = discussion.case, discussion.result
    if before is not None and before.content["outcome"]["result"] == result:
        return
    to = SIGNED_STATES[result]  # type: ignore[index]  # only such a result is signed
    if case.state is not to:  # triage may have noted the case before
        move(actor=actor, case=case, to=to)


def _tell(signed: SignedVersion) -> None:
    """Whoever read an earlier version is told, also if that one was entered in error."""
    link = letter_link(signed)
    team = recipients.care_team(signed.case)
    for person in team:
        queue(emails.signed(signed, person, link=link))
    told = {person.id for person in team}
    for person in recipients.readers(signed):
        if person.id not in told:
            queue(emails.replaced(signed, person, link=link))


def letter_link(version: SignedVersion) -> str:
    """The address of a letter, for mail."""
    return f"{settings().base_url}/letters/{version.id}"
