"""Taking in a list of people."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from eboard.audit import Actor, record
from eboard.core.db import attempt
from eboard.core.errors import DomainError
from eboard.people.actions.persons import invite_person
from eboard.people.enums import OrganizationEvent
from eboard.people.models import Organization
from eboard.people.queries.addresses import owner_of
from eboard.people.roster import Line


@dataclass(slots=True)
class Report:
    """What came of an import."""

    invited: int = 0
    unchanged: int = 0
    problems: list[Line] = field(default_factory=list)


def import_people(*, actor: Actor, organization: Organization, lines: Iterable[Line]) -> Report:
    """Invite everybody on a list who is not in the organization yet; a bad line is reported and stops no other.

    A repeat changes nothing: who is in the organization, in whatever role, is left as he or she is.
    """
    report = Report()
    for line in lines:
        _take(actor, organization, line, report)
    record(
        actor=actor,
        event=OrganizationEvent.PEOPLE_IMPORTED,
        subject=organization,
        organization_id=organization.id,
        invited=report.invited,
        unchanged=report.unchanged,
        problems=len(report.problems),
    )
    return report


def _take(actor: Actor, organization: Organization, line: Line, report: Report) -> None:
    if line.newcomer is None:
        report.problems.append(line)
    elif _is_here(line.newcomer.email, organization):
        report.unchanged += 1
    else:
        try:
            with attempt():
                invite_person(actor=actor, organization=organization, newcomer=line.newcomer)
        except DomainError as error:
            report.problems.append(Line(line.number, None, error.message))
        else:
            report.invited += 1


def _is_here(email: str, organization: Organization) -> bool:
    person = owner_of(email)
    return person is not None and any(held.organization_id == organization.id for held in person.affiliations)
