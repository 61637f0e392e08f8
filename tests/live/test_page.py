"""The page: who sees what of it, and how it goes on by itself."""

import pytest

from tests.client import Client
from tests.live.scenes import lay
from tests.world import World


@pytest.mark.parametrize(
    ("who", "status", "reads", "writes"),
    [
        ("coordinator", 200, True, True),
        ("chair", 200, True, True),
        ("deputy", 200, True, True),
        ("radiologist", 200, True, False),
        ("observer", 200, False, False),
        ("nurse", 404, False, False),
        ("stranger", 404, False, False),
        ("network_admin", 404, False, False),
        ("auditor", 404, False, False),
    ],
)
def test_everybody_who_sees_the_agenda_has_the_page(
    world: World, client: Client, who: str, status: int, *, reads: bool, writes: bool
) -> None:
    table = lay(world, {"question": "Resect first?"})
    client.sign_in(getattr(world, who))
    page = client.get(table.url)
    assert page.status_code == status
    assert ("Resect first?" in page.text, 'id="outcome"' in page.text) == (reads, writes)
    state = client.get(f"{table.url}/state")
    assert state.status_code == status
    if status == 200:
        assert ("Resect first?" in str(state.json), state.json["texts"] is not None) == (reads, writes)
