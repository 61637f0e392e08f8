"""What tests of video services share."""

from collections.abc import Iterator

import pytest

from tests.conferences.server import VideoServer, video_server


@pytest.fixture
def server() -> Iterator[VideoServer]:
    with video_server() as running:
        yield running
