"""What an organization that leaves the network loses, leaves behind and keeps, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from eboard.boards.models import Board, BoardMembership
from eboard.cases.enums import CaseState
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.cases.states import OPEN_TO_EDITS
from eboard.conferences.models import ConferenceProvider
from eboard.core import time
from eboard.core.db import db
from eboard.feeds.models import Subscription
from eboard.meetings.enums import CHANGEABLE_STATES, OPEN_ITEMS, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.membership.agreements import today_at
from eboard.membership.models import Agreement
from eboard.people.data_keys import key_of
from eboard.people.enums import INVITED_STATES, PersonState
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.affiliations import is_not_over
from eboard.preparation.models import Preparer
from eboard.recommendations.models import SignedVersion
from eboard.retention.holds import holds_against
from eboard.signon.models import IdentityProvider

UNDECIDED = OPEN_TO_EDITS  # what was discussed stays with its board, which signs the outcome


@dataclass(frozen=True, slots=True)
class Parting:
    """What ends, what stays, and what destruction would take, as it is now."""

    people: int  # who lose their access
    elsewhere: int  # who keep it, for they have a role at another organization
    invited: int  # whose account was never opened
    feeds: int
    cases: int  # not yet discussed, which are withdrawn
    on_boards: int  # of these, those that a board has
    discussed: int  # outcomes that their board has still to sign
    seats: int
    duties: int  # cases of others, to present or to read in a meeting that has not begun
    boards: int  # which it hosts
    agreements: int  # with the network, in force today
    services: int  # video services under an agreement
    sign_ons: int
    identities: int
    files: int
    signed: int  # outcomes, each version
    holds: Sequence[date]  # the days they were placed
    is_sealed: bool  # whether there is a key to destroy
    is_destroyed: bool  # whether there was one

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to end."""
        ends = (self.people, self.elsewhere, self.invited, self.cases, self.agreements, self.services, self.sign_ons)
        return not any(ends)


def parting_of(organization: Organization) -> Parting:
    """The numbers of an organization; a fixed number of queries."""
    key = key_of(organization.id)
    there = select(Affiliation.person_id).where(Affiliation.organization_id == organization.id, is_not_over())
    people = select(Person.id).where(Person.id.in_(there))
    leavers = people.where(Person.id.not_in(_elsewhere(organization.id)))
    mine = select(Case.id).where(Case.organization_id == organization.id)
    return Parting(
        people=_count(leavers.where(Person.state == PersonState.ACTIVE)),
        elsewhere=_count(people.where(Person.id.in_(_elsewhere(organization.id)))),
        invited=_count(leavers.where(Person.state.in_(INVITED_STATES))),
        feeds=_count(
            select(Subscription.id).where(Subscription.person_id.in_(leavers), Subscription.revoked_at.is_(None))
        ),
        cases=_count(mine.where(Case.state.in_(UNDECIDED))),
        on_boards=_count(mine.where(Case.state.in_(UNDECIDED - {CaseState.DRAFT}))),
        discussed=_count(mine.where(Case.state == CaseState.DISCUSSED)),
        seats=_count(_seats(leavers)),
        duties=_count(_presentations(organization.id, leavers)) + _count(_readings(organization.id, leavers)),
        boards=_count(select(Board.id).where(Board.organization_id == organization.id)),
        agreements=_count(running_agreements(organization)),
        services=_count(running_services(organization.id)),
        sign_ons=_count(approved_sign_ons(organization.id)),
        identities=_count(select(PatientIdentity.id).where(PatientIdentity.case_id.in_(mine))),
        files=_count(select(Attachment.id).where(Attachment.case_id.in_(mine), Attachment.removed_at.is_(None))),
        signed=_count(select(SignedVersion.id).where(SignedVersion.case_id.in_(mine))),
        holds=_holds(organization.id),
        is_sealed=key is not None and key.sealed_key is not None,
        is_destroyed=key is not None and key.sealed_key is None,
    )


def running_agreements(organization: Organization) -> Select[Agreement]:
    """Its agreements with the network that have not ended, by its own day."""
    today = today_at(organization)
    return select(Agreement).where(
        Agreement.organization_id == organization.id,
        Agreement.expires_on >= today,
        or_(Agreement.ended_on.is_(None), Agreement.ended_on >= today),
    )


def running_services(organization_id: UUID) -> Select[ConferenceProvider]:
    """Its video services whose agreement has not ended."""
    return select(ConferenceProvider).where(
        ConferenceProvider.organization_id == organization_id,
        ConferenceProvider.agreement_kind.is_not(None),
        _is_coming(ConferenceProvider.agreement_expires_on),
    )


def approved_sign_ons(organization_id: UUID) -> Select[IdentityProvider]:
    """Its own sign-in, while people come in by it."""
    return select(IdentityProvider).where(
        IdentityProvider.organization_id == organization_id, IdentityProvider.approved_at.is_not(None)
    )


def is_in_a_live_meeting(organization_id: UUID) -> bool:
    """Whether a case of it, not discussed yet, is on the agenda of a meeting that runs now."""
    live = (
        select(AgendaItem.id)
        .join(AgendaItem.meeting)
        .join(AgendaItem.case)
        .where(
            Meeting.state == MeetingState.LIVE,
            AgendaItem.state.in_(OPEN_ITEMS),
            Case.organization_id == organization_id,
            Case.state.in_(UNDECIDED),
        )
    )
    return _count(live) > 0


def _elsewhere(organization_id: UUID) -> Select[UUID]:
    return select(Affiliation.person_id).where(Affiliation.organization_id != organization_id, is_not_over())


def _seats(leavers: Select[Any]) -> Select[Any]:
    return select(BoardMembership.id).where(BoardMembership.person_id.in_(leavers), _is_coming(BoardMembership.ends_on))


def _presentations(organization_id: UUID, leavers: Select[Any]) -> Select[Any]:
    return _coming(select(AgendaItem.id), organization_id).where(AgendaItem.presenter_id.in_(leavers))


def _readings(organization_id: UUID, leavers: Select[Any]) -> Select[Any]:
    return _coming(select(Preparer.id).join(Preparer.item), organization_id).where(Preparer.person_id.in_(leavers))


def _coming(rows: Select[Any], organization_id: UUID) -> Select[Any]:
    """Cases of others on the agenda of a meeting that has not begun."""
    case = aliased(Case)
    return (
        rows.join(AgendaItem.meeting)
        .join(case, case.id == AgendaItem.case_id)
        .where(
            case.organization_id != organization_id,
            AgendaItem.state.in_(OPEN_ITEMS),
            Meeting.state.in_(CHANGEABLE_STATES),
        )
    )


def _holds(organization_id: UUID) -> Sequence[date]:
    return [hold.created_at.date() for hold in db.session.scalars(holds_against(organization_id))]


def _is_coming(last_day: Any) -> ColumnElement[bool]:
    return or_(last_day.is_(None), last_day >= time.now().date())


def _count(rows: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
