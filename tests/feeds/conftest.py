"""Counters and cached bodies belong to a process; each test gets a fresh one."""

import pytest

from eboard.feeds import rendering
from eboard.feeds.caching import BoundedCache
from eboard.feeds.limits import HourlyLimit, Uses
from eboard.feeds.views import fetching


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "fetches", HourlyLimit())
    monkeypatch.setattr(fetching, "strangers", HourlyLimit())
    monkeypatch.setattr(fetching, "uses", Uses())
    monkeypatch.setattr(fetching, "bodies", BoundedCache(1_000_000))
    monkeypatch.setattr(rendering, "events", BoundedCache(1_000_000))
