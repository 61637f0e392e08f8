"""What makes the coming weeks worth opening: files, notes, a restricted case, absences, replies, what people chose."""

from collections.abc import Sequence
from datetime import timedelta

from eboard.audit import SYSTEM
from eboard.availability.actions.absences import add_absence
from eboard.cases.actions.attachments import attach_file, confirm_no_identity
from eboard.cases.actions.restriction import restrict_case
from eboard.cases.enums import Unread
from eboard.cases.queries import identities
from eboard.cases.queries.guarding import Look
from eboard.core import time
from eboard.core.db import db
from eboard.core.tokens import short_tag
from eboard.demo.accounts import DOMAIN, MEMBER
from eboard.demo.actions.careers import Career
from eboard.demo.actions.credit import give_credit
from eboard.demo.actions.documents import give_outside
from eboard.demo.actions.keeping import keep
from eboard.demo.actions.meetings import Session
from eboard.demo.actions.preparing import prepare
from eboard.demo.actions.replies import reply_by_mail
from eboard.demo.actions.sharing import share
from eboard.demo.cast import Panel, Team, as_person
from eboard.demo.network import HUB
from eboard.demo.pictures import letter, report, scan
from eboard.feeds.actions.subscribing import NewFeed, create
from eboard.feeds.enums import Extent, FeedKind
from eboard.mail.actions import choose
from eboard.mail.enums import Delivery, NoticeKind
from eboard.meetings.enums import MeetingState
from eboard.people.models import Person
from eboard.recommendations.actions import save_note
from eboard.signon.actions.providers import ProviderFacts, save_provider

NOTES = (
    "Compare with the examination of last year before the meeting.",
    "Measured again: the largest lesion is a little smaller than in the report.",
)
HOLIDAY_AHEAD, HOLIDAY = timedelta(days=21), timedelta(days=4)


def add_extras(sessions: Sequence[Session]) -> None:
    """Furnish the meetings that are published by now."""
    published = [one for one in sessions if one.meeting.state is MeetingState.PUBLISHED and one.careers]
    for session in published:
        for number, career in enumerate(session.careers.values()):
            _attach(career, is_confirmed=number % 2 == 0)
    for session in published[:1]:
        _attach_letter(next(iter(session.careers.values())))
        _prepare(session)
        _restrict(list(session.careers.values())[-1])
        _go_away(session)
    for session in published:
        prepare(session)
    panel = sessions[0].panel
    for session in [one for one in published if one.panel.coordinator is panel.coordinator][-1:]:
        reply_by_mail(session)
    _rest(panel)
    for person in (panel.chair, panel.panelists[0]):
        _subscribe(person)
    _choose(panel, sessions[0].cast.teams[MEMBER])
    give_credit(sessions)
    teams = sessions[0].cast.teams
    give_outside(teams[MEMBER])
    share(teams[MEMBER], next(team for code, team in teams.items() if code not in {MEMBER, HUB}))
    keep(teams[MEMBER])
    _describe_provider(sessions[0].cast.teams[MEMBER])


def _describe_provider(team: Team) -> None:
    """A member asks to let its people in by its own provider; the network has not approved it yet."""
    facts = ProviderFacts(issuer=f"https://sso.regi.{DOMAIN}", client_id="eboard", secret=short_tag())
    save_provider(actor=SYSTEM, organization=team.organization, facts=facts, version=0)


def _attach(career: Career, *, is_confirmed: bool) -> None:
    """An image and a report; every second case still waits for somebody to look at them."""
    actor, random = as_person(career.nurse), career.cast.random
    modality, what, _reviewer = career.told["materials"][0][:3]
    for content, name in (
        (scan(random), f"{what} - key image.png"),
        (report(career.told["diagnosis"], what), f"{modality} report.pdf"),
    ):
        row = attach_file(actor=actor, case=career.row, content=content, name=name)
        if is_confirmed:
            look = Look([], [Unread.of(why) for why in row.lacking])
            confirm_no_identity(actor=actor, attachment=row, look=look)
    db.session.flush()


def _attach_letter(career: Career) -> None:
    """A letter in which the guard finds the patient: it waits for somebody to look through it."""
    actor = as_person(career.nurse)
    known = identities.row_of(career.row.id)
    name = identities.opened(known).name if known is not None else ""
    content = letter(
        f"Letter about {name}",
        f"Diagnosis: {career.told['diagnosis']}. The family can be reached at 312-555-0142 in the evening.",
        "Please discuss whether surgery is possible.",
    )
    attach_file(actor=actor, case=career.row, content=content, name="Letter of the family doctor.docx")
    db.session.flush()


def _prepare(session: Session) -> None:
    """The radiologist has begun to prepare."""
    actor = as_person(session.panel.panelists[0])
    for career, text in zip(session.careers.values(), NOTES, strict=False):
        save_note(actor=actor, case=career.row, version=0, text=text)


def _restrict(career: Career) -> None:
    """One patient is a colleague: named persons only."""
    named = {career.nurse.id, career.panel.chair.id, career.panel.coordinator.id, career.team.physicians[0].id}
    restrict_case(actor=as_person(career.nurse), case=career.row, person_ids=named)


def _go_away(session: Session) -> None:
    """One of the panel is at a congress that day, and says who stands in."""
    person = session.panel.panelists[-1]
    day = session.meeting.day
    add_absence(
        actor=as_person(person),
        person=person,
        starts_on=day - timedelta(days=1),
        ends_on=day + timedelta(days=1),
        deputy=next(iter(session.careers.values())).team.physicians[-1],
    )


def _rest(panel: Panel) -> None:
    """The chair is away for a few days, three weeks ahead, and the deputy stands in."""
    first_day = time.now().date() + HOLIDAY_AHEAD
    add_absence(
        actor=as_person(panel.chair),
        person=panel.chair,
        starts_on=first_day,
        ends_on=first_day + HOLIDAY,
        deputy=panel.deputy,
    )


def _choose(panel: Panel, member: Team) -> None:
    """Some like their news together once a day, some do without a kind of them."""
    later = {NoticeKind.CASE_DATE: Delivery.DIGEST, NoticeKind.CASE_DECISION: Delivery.DIGEST}
    choose(person_id=member.physicians[0].id, choices=later)
    choose(person_id=panel.chair.id, choices={NoticeKind.AGENDA: Delivery.OFF})
    choose(person_id=panel.coordinator.id, choices={NoticeKind.DIGEST: Delivery.OFF})


def _subscribe(person: Person) -> None:
    wish = NewFeed(kind=FeedKind.PERSON, target_id=person.id, name="My eBoards", extent=Extent.MINUTES)
    create(actor=as_person(person), person=person, wish=wish)
