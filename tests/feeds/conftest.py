"""Counters and cached bodies belong to a process; each test gets a fresh one."""

import pytest

from eboard.feeds.limits import HourlyLimit, Uses
from eboard.feeds.rendering import BodyCache
from eboard.feeds.views import fetching


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "fetches", HourlyLimit())
    monkeypatch.setattr(fetching, "strangers", HourlyLimit())
    monkeypatch.setattr(fetching, "uses", Uses())
    monkeypatch.setattr(fetching, "bodies", BodyCache())
