"""The boards: rules, video service, panel."""

from datetime import timedelta
from itertools import cycle

from sqlalchemy import select

from eboard.audit import SYSTEM, Actor
from eboard.boards.actions.boards import BoardFacts, make_board
from eboard.boards.actions.members import add_member
from eboard.boards.actions.packs import ensure_packs
from eboard.boards.enums import BoardRole
from eboard.boards.models import Board, RulePack
from eboard.conferences.actions import Agreement, ProviderFacts, register_provider
from eboard.conferences.enums import AgreementKind, ProviderKind
from eboard.core import time
from eboard.core.db import db
from eboard.demo.actions.people import CARE_TEAM, PHYSICIAN, add_person
from eboard.demo.cast import Cast, Panel, Team, as_person
from eboard.demo.network import HUB
from eboard.demo.panels import BoardPlan, board_plans
from eboard.people.enums import Specialty
from eboard.people.models import Person

PACKS = {"BREAST": "NAPBC", "GU": "NETWORK", "HEADNECK": "NETWORK"}  # the other boards keep the rules of CoC
OF_MEMBERS = 3  # every third seat is a member's
OFFERED_BOARD, RADIOLOGIST_ALSO_ON = "GI", "THORAX"


def found_boards(cast: Cast, count: int) -> None:
    """Found the first ``count`` boards with their panels."""
    packs = _rule_packs()
    coordinators = _coordinators(cast)
    members = cycle([team for code, team in cast.teams.items() if code != HUB])
    for plan in board_plans()[:count]:
        board = _make(cast, plan, packs[PACKS.get(plan.code, "COC")])
        cast.panels.append(_seat(cast, plan, board, coordinators[plan.code], members))
    _observe(cast)


def _rule_packs() -> dict[str, RulePack]:
    ensure_packs(actor=SYSTEM)
    db.session.flush()
    return {pack.code: pack for pack in db.session.scalars(select(RulePack))}


def _coordinators(cast: Cast) -> dict[str, Person]:
    """One coordinator runs most boards of the hub, a second one the others; other hosts have their own."""
    hub = cast.teams[HUB]
    first = add_person(cast, hub, CARE_TEAM, title="", mailbox="coordinator")
    second = add_person(cast, hub, CARE_TEAM, title="")
    boards = {"GI": first, "BREAST": first, "THORAX": first, "GYN": first, "HEME": second, "RARE": second}
    for plan in board_plans():
        if plan.code not in boards:
            boards[plan.code] = add_person(cast, cast.teams[plan.host], CARE_TEAM, title="")
    return boards


def _make(cast: Cast, plan: BoardPlan, pack: RulePack) -> Board:
    host = cast.teams[plan.host].organization
    actor = as_person(cast.teams[plan.host].administrators[0])
    service = ProviderFacts(
        kind=ProviderKind.FIXED,
        name=f"Video room of the {plan.name}",
        url=f"https://video.eboard.example/{plan.code.lower()}",
        agreement=_agreement(),
    )
    provider = register_provider(actor=actor, organization=host, facts=service)
    db.session.flush()
    facts = BoardFacts(
        name=plan.name,
        tumor_sites=[str(site) for site in plan.sites],
        zone=host.zone,
        usual_minutes=plan.minutes,
        cutoff_hours=48,
        room="Conference room 2, second floor" if plan.host == HUB else "",
        rule_pack_id=pack.id,
        conference_provider_id=provider.id,
    )
    board = make_board(actor=actor, organization=host, code=plan.code, facts=facts)
    db.session.flush()
    return board


def _agreement() -> Agreement:
    today = time.now().date()
    return Agreement(
        kind=AgreementKind.BUSINESS_ASSOCIATE,
        reference="Contract register 2026-118",
        signed_on=today - timedelta(days=30),
        expires_on=today + timedelta(days=730),
    )


def _seat(cast: Cast, plan: BoardPlan, board: Board, coordinator: Person, members: "cycle[Team]") -> Panel:
    host, is_offered = cast.teams[plan.host], plan.code == OFFERED_BOARD
    chair = add_person(cast, host, PHYSICIAN, plan.chair, mailbox="chair" if is_offered else "")
    deputy = add_person(cast, host, PHYSICIAN, plan.deputy, mailbox="deputy" if is_offered else "")
    panel = Panel(plan=plan, board=board, coordinator=coordinator, chair=chair, deputy=deputy)
    actor = as_person(host.administrators[0])
    _sit(actor, board, coordinator, BoardRole.COORDINATOR, None)
    _sit(actor, board, chair, BoardRole.CHAIR, plan.chair)
    _sit(actor, board, deputy, BoardRole.DEPUTY, plan.deputy)
    for number, specialty in enumerate(plan.panel, start=1):
        panelist = _panelist(cast, plan, specialty, next(members) if number % OF_MEMBERS == 0 else host)
        _sit(actor, board, panelist, BoardRole.PANELIST, specialty)
        panel.panelists.append(panelist)
    return panel


def _panelist(cast: Cast, plan: BoardPlan, specialty: Specialty, team: Team) -> Person:
    """The offered radiologist sits on two panels; everybody else is somebody new."""
    if specialty is Specialty.RADIOLOGY and plan.code == RADIOLOGIST_ALSO_ON:
        return next(one for one in cast.panels[0].panelists if one.email.startswith("radiologist@"))
    is_offered = specialty is Specialty.RADIOLOGY and plan.code == OFFERED_BOARD
    return add_person(cast, team, PHYSICIAN, specialty, mailbox="radiologist" if is_offered else "")


def _observe(cast: Cast) -> None:
    """The observer watches the first board."""
    panel = cast.panels[0]
    actor = as_person(panel.chair)
    _sit(actor, panel.board, cast.teams["BLUE"].physicians[0], BoardRole.OBSERVER, None)


def _sit(actor: Actor, board: Board, person: Person, role: BoardRole, specialty: Specialty | None) -> None:
    """Give a person a seat from the day the board was founded."""
    starts_on = time.now().date() - timedelta(days=1)
    add_member(actor=actor, board=board, person=person, role=role, specialty=specialty, starts_on=starts_on)
