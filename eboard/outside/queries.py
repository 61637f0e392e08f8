"""Reads of links."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import AbsentError, GoneError
from eboard.core.i18n import gettext as _
from eboard.core.tokens import hash_token
from eboard.outside.enums import USABLE_STATES, LinkState
from eboard.outside.models import OutsideLink
from eboard.recommendations.enums import VersionState
from eboard.recommendations.models import SignedVersion


def links_of(version: SignedVersion) -> Sequence[OutsideLink]:
    """The links of a letter, the newest first."""
    return db.session.scalars(
        select(OutsideLink)
        .where(OutsideLink.version_id == version.id)
        .order_by(OutsideLink.id.desc())
        .options(joinedload(OutsideLink.made_by))
    ).all()


def links_about(case: Case) -> Sequence[OutsideLink]:
    """The links of all letters of a case."""
    return db.session.scalars(
        select(OutsideLink).join(OutsideLink.version).where(SignedVersion.case_id == case.id).order_by(OutsideLink.id)
    ).all()


def link_in(version: SignedVersion, link_id: UUID) -> OutsideLink:
    """The link of a letter with this id; raises AbsentError."""
    found = next((link for link in links_of(version) if link.id == link_id), None)
    if found is None:
        raise _absent()
    return found


def link_of(token: str) -> OutsideLink:
    """The link of an address, for this transaction alone: of codes that come at once each counts as a try.

    Raises AbsentError for an unknown address, GoneError for one that opens nothing now.
    """
    found = db.session.scalar(
        select(OutsideLink)
        .where(OutsideLink.token_hash == hash_token(token))
        .options(joinedload(OutsideLink.version).joinedload(SignedVersion.case).joinedload(Case.organization))
        .with_for_update(of=OutsideLink)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise _absent()
    state = found.state_at(time.now())
    if state not in USABLE_STATES:
        raise GoneError(_sentence(state))
    return found


def to_recall() -> Sequence[UUID]:
    """Ids of the links that were opened, and whose letter no longer counts."""
    return db.session.scalars(
        select(OutsideLink.id)
        .join(OutsideLink.version)
        .where(
            OutsideLink.opened_at.is_not(None),
            OutsideLink.recalled_at.is_(None),
            SignedVersion.state != VersionState.IN_FORCE,
        )
        .order_by(OutsideLink.id)
    ).all()


def _sentence(state: LinkState) -> str:
    return {
        LinkState.REVOKED: _("This link was taken back. Ask the hospital that sent it."),
        LinkState.REPLACED: _("This letter no longer counts. Ask the hospital that sent it for the new one."),
        LinkState.LOCKED: _("This link is locked after wrong codes. Ask the hospital for another one."),
        LinkState.READ: _("This link was used. Ask the hospital for another one."),
        LinkState.EXPIRED: _("This link is over. Ask the hospital for another one."),
    }[state]


def _absent() -> AbsentError:
    return AbsentError(_("There is nothing at this address, or it is not yours to see."))
