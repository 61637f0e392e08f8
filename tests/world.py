"""A small network: a hub, two members, one board, and somebody in every role; and makers for more."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import RowMapping, Table, insert, select

from eboard.boards.enums import BoardRole, TumorSite
from eboard.boards.models import Board, BoardMembership, RulePack, RulePackVersion
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.conferences.enums import ProviderKind
from eboard.conferences.models import ConferenceProvider
from eboard.core.db import Base, Row, db, unit_of_work
from eboard.core.time import instant, now
from eboard.core.tokens import short_tag
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import AffiliationRole, OrganizationKind, PersonState, Specialty
from eboard.people.models import Affiliation, Organization, Person, PersonSpecialty

RowType = TypeVar("RowType")
LONG_AGO = date(2020, 1, 1)


@dataclass
class World:
    """The rows; names say what each person is."""

    hub: Organization
    north: Organization
    south: Organization
    nurse: Person  # care team of north
    physician: Person  # physician of north
    stranger: Person  # care team of south
    north_admin: Person
    network_admin: Person
    auditor: Person
    coordinator: Person
    chair: Person
    deputy: Person
    radiologist: Person  # panelist
    pathologist: Person  # panelist
    observer: Person
    board: Board
    provider: ConferenceProvider


def add(row: RowType) -> RowType:
    db.session.add(row)
    return row


def make_organization(code: str, **values: Any) -> Organization:
    return add(
        Organization(
            **{
                "code": code,
                "name": f"{code.title()} Hospital",
                "country": "US",
                "zone": "America/Chicago",
                **values,
            }
        )
    )


def make_person(name: str, organization: Organization | None = None, *roles: AffiliationRole, **values: Any) -> Person:
    given, _, family = name.partition(" ")
    person = Person(
        **{
            "email": f"{given}.{family}@example.org".lower(),
            "given_name": given,
            "family_name": family,
            "zone": organization.zone if organization else "America/Chicago",
            "state": PersonState.ACTIVE,
            **values,
        }
    )
    add(person)
    db.session.flush()
    for role in roles:
        assert organization is not None
        add(
            Affiliation(
                person_id=person.id,
                organization_id=organization.id,
                role=role,
                starts_on=LONG_AGO,
                approved_at=now(),
            )
        )
    return person


def make_member(board: Board, person: Person, role: BoardRole, specialty: Specialty | None = None) -> BoardMembership:
    if specialty is not None:
        add(PersonSpecialty(person_id=person.id, specialty=specialty))
    return add(
        BoardMembership(board_id=board.id, person_id=person.id, role=role, specialty=specialty, starts_on=LONG_AGO)
    )


def make_board(organization: Organization, code: str = "GI", **values: Any) -> Board:
    pack = RulePack(code=f"pack-{code}", name="Rules of the tests")
    add(pack)
    db.session.flush()
    add(RulePackVersion(rule_pack_id=pack.id, in_force_from=LONG_AGO, rules={}))
    board = Board(
        **{
            "code": code,
            "name": f"{code} eBoard",
            "organization_id": organization.id,
            "rule_pack_id": pack.id,
            "tumor_sites": [TumorSite.COLORECTAL],
            "zone": "America/Chicago",
            **values,
        }
    )
    add(board)
    db.session.flush()
    return board


def make_case(organization: Organization, board: Board | None = None, **values: Any) -> Case:
    row = Case(
        **{
            "number": f"EB-{short_tag()[:8]}",
            "organization_id": organization.id,
            "board_id": board.id if board else None,
            "state": CaseState.SUBMITTED,
            "state_since": now(),
            "question": "Surgery first, or chemotherapy first?",
            "diagnosis": "Adenocarcinoma of the sigmoid colon",
            **values,
        }
    )
    add(row)
    db.session.flush()
    return row


def make_meeting(board: Board, day: date = date(2026, 3, 9), clock: time = time(14, 0), **values: Any) -> Meeting:
    minutes = values.pop("minutes", 60)
    starts_at: datetime = instant(day, clock, board.zone)
    tag = short_tag()
    row = Meeting(
        **{
            "board_id": board.id,
            "state": MeetingState.PUBLISHED,
            "published_at": now(),
            "day": day,
            "clock": clock,
            "zone": board.zone,
            "minutes": minutes,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            "panel_access_until": starts_at + timedelta(days=30),
            "tzdata": "test",
            "conference_room": tag,
            "join_code": tag,
            "uid": f"{tag}@eboard.example.org",
            **values,
        }
    )
    add(row)
    db.session.flush()
    return row


def make_item(meeting: Meeting, case: Case, position: int = 1, **values: Any) -> AgendaItem:
    row = AgendaItem(
        meeting_id=meeting.id, case_id=case.id, position=position, minutes=values.pop("minutes", 10), **values
    )
    add(row)
    db.session.flush()
    return row


def save(*rows: Row) -> None:
    """Store rows that a test changed or made."""
    with unit_of_work():
        db.session.add_all(rows)


def make_world() -> World:
    role, board_role = AffiliationRole, BoardRole
    with unit_of_work():
        hub = make_organization("HUB", kind=OrganizationKind.HUB)
        north = make_organization("NORTH", zone="America/Mexico_City", country="MX")
        south = make_organization("SOUTH", zone="Asia/Dubai", country="AE")
        db.session.flush()
        board = make_board(hub)
        provider = add(
            ConferenceProvider(
                organization_id=hub.id,
                kind=ProviderKind.FIXED,
                name="Hub room",
                url="https://video.example.org/gi",
            )
        )
        db.session.flush()
        board.conference_provider_id = provider.id
        people = {
            "nurse": make_person("Nora Nurse", north, role.CARE_TEAM),
            "physician": make_person("Pablo Physician", north, role.PHYSICIAN),
            "stranger": make_person("Sami Stranger", south, role.CARE_TEAM),
            "north_admin": make_person("Ana Admin", north, role.ORGANIZATION_ADMIN),
            "network_admin": make_person("Nadia Network", hub, role.NETWORK_ADMIN),
            "auditor": make_person("Aldo Auditor", hub, role.AUDITOR),
            "coordinator": make_person("Cora Coordinator", hub, role.CARE_TEAM),
            "chair": make_person("Charles Chair", hub, role.PHYSICIAN),
            "deputy": make_person("Dora Deputy", hub, role.PHYSICIAN),
            "radiologist": make_person("Rita Radiologist", hub, role.PHYSICIAN),
            "pathologist": make_person("Paul Pathologist", hub, role.PHYSICIAN),
            "observer": make_person("Olga Observer", south, role.PHYSICIAN),
        }
        make_member(board, people["coordinator"], board_role.COORDINATOR)
        make_member(board, people["chair"], board_role.CHAIR, Specialty.SURGERY)
        make_member(board, people["deputy"], board_role.DEPUTY, Specialty.MEDICAL_ONCOLOGY)
        make_member(board, people["radiologist"], board_role.PANELIST, Specialty.RADIOLOGY)
        make_member(board, people["pathologist"], board_role.PANELIST, Specialty.PATHOLOGY)
        make_member(board, people["observer"], board_role.OBSERVER)
    return World(hub=hub, north=north, south=south, board=board, provider=provider, **people)


class Kept(NamedTuple):
    """A world that was made before: its rows as they lay in the tables, and which of them it names."""

    rows: list[tuple[Table, Sequence[RowMapping]]]
    named: dict[str, tuple[type[Row], UUID]]

    @classmethod
    def of(cls, world: World) -> "Kept":
        stored = [(table, db.session.execute(select(table)).mappings().all()) for table in Base.metadata.sorted_tables]
        members = {field.name: getattr(world, field.name) for field in fields(world)}
        named = {name: (type(row), row.id) for name, row in members.items()}
        return cls([(table, rows) for table, rows in stored if rows], named)

    def store(self) -> World:
        """The same world in an empty database; storing rows as they are takes a fraction of making them."""
        with unit_of_work() as session:
            for table, rows in self.rows:
                session.execute(insert(table), rows)
        kinds = {kind for kind, _id in self.named.values()}
        found = {row.id: row for kind in kinds for row in session.scalars(select(kind))}
        session.commit()
        return World(**{name: found[row_id] for name, (_kind, row_id) in self.named.items()})
