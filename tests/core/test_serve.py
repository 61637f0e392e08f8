"""`eboard serve`: one command that starts the web and the scheduler, and ends both."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "eboard"]


def until(holds: Callable[[], bool]) -> None:
    """Look again and again for a minute."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "EBOARD_DATABASE_URL": f"sqlite:///{tmp_path}/eboard.sqlite",
        "EBOARD_KEYS_FILE": str(tmp_path / "keys"),
        "EBOARD_MAIL_DIR": str(tmp_path / "mail"),
        "EBOARD_CHECKPOINT_FILE": str(tmp_path / "checkpoints"),
    }


@pytest.fixture
def served(environment: dict[str, str], checkout: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    subprocess.run([*COMMAND, "db", "upgrade"], cwd=checkout, env=environment, check=True)
    process = subprocess.Popen(
        [*COMMAND, "serve", "--bind", f"127.0.0.1:{port}"],
        cwd=checkout,
        env=environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield process
    if is_running(process.pid):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_running(group: int) -> bool:
    """Whether any process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def test_it_answers_and_a_signal_ends_everything_it_started(served: subprocess.Popen[bytes], port: int) -> None:
    until(lambda: answers(port))
    assert len(children_of(served)) == 2
    served.terminate()
    served.wait(timeout=60)
    until(lambda: not is_running(served.pid))


def test_the_end_of_one_ends_the_other(served: subprocess.Popen[bytes], port: int) -> None:
    until(lambda: answers(port))
    scheduler, _web = children_of(served)
    os.kill(scheduler, signal.SIGKILL)
    served.wait(timeout=60)
    until(lambda: not is_running(served.pid))


@pytest.mark.parametrize("command", ["serve", "scheduler"])
def test_neither_starts_on_tables_of_another_version(environment: dict[str, str], checkout: Path, command: str) -> None:
    refused = subprocess.run(
        [*COMMAND, command], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, "Run `eboard db upgrade`." in refused.stderr) == (1, True)
