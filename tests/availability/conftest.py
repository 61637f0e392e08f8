"""A calendar server on the loopback, and the way to it."""

from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from eboard.availability.fetching import Reach
from tests.availability.server import HOST, Authority, Server, running


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: Authority) -> Iterator[Server]:
    with running(authority.vouch(HOST)) as started:
        yield started


@pytest.fixture
def reach(authority: Authority) -> Reach:
    """Nothing beyond the public internet but this one address."""
    return Reach((ip_network("127.0.0.1/32"),), authority.ca_file)
