"""The pages of reports: who reads what, and what a reader is told."""

import pytest

from eboard.meetings.enums import ItemState
from tests.client import Client
from tests.reports.year import HOUR, MONDAY, discuss, held, set_rules
from tests.world import World


def board_page(world: World) -> str:
    return f"/reports/boards/{world.board.id}"


def organization_page(world: World) -> str:
    return f"/reports/organizations/{world.north.id}"


def fill(world: World) -> None:
    set_rules(world, required={"surgery": 1}, prospective_share=80, outcome_days=2, elements=["staging"])
    meeting = held(world, MONDAY, world.chair, world.radiologist)
    for _number in range(6):
        discuss(meeting, world.north, signed_at=meeting.ends_at + HOUR, by=world.chair)
    discuss(meeting, world.south, prospective=None, late_reason="The biopsy came this morning.")
    discuss(meeting, world.south, state=ItemState.DEFERRED)


@pytest.mark.parametrize(
    ("who", "board", "organization"),
    [
        ("coordinator", 200, 404), ("chair", 200, 404), ("deputy", 200, 404), ("radiologist", 403, 404),
        ("observer", 403, 404), ("nurse", 404, 200), ("physician", 404, 200), ("north_admin", 404, 200),
        ("stranger", 404, 404), ("network_admin", 200, 403), ("auditor", 404, 404),
    ],
)  # fmt: skip
def test_each_reads_the_own_board_and_organization_and_nothing_else(
    world: World, client: Client, who: str, board: int, organization: int
) -> None:
    fill(world)
    client.sign_in(getattr(world, who))
    pages = [board_page(world), organization_page(world)]
    for page, status in zip(pages, (board, organization), strict=True):
        answers = [client.get(page + more).status_code for more in ("", "/tables/measures.csv", "/report.pdf")]
        assert answers == [status] * 3
    full = [page for page, status in zip(pages, (board, organization), strict=True) if status == 200]
    for page in pages:
        expected = 200 if page in full and who != "network_admin" else (403 if who == "network_admin" else None)
        found = client.get(f"{page}/cases?figure=presented").status_code
        assert found == expected if expected else found in {403, 404}
