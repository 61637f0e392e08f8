"""Cold start and memory of one web worker, beside a bare Flask application under the same server.

Run: python -m benchmarks.start_up
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.measure import row

RUNS = 5
HELLO = "from flask import Flask\napp = Flask(__name__)\n@app.get('/health/live')\ndef live(): return 'alive'\n"
ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answered(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def worker_megabytes(master: int) -> float:
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    status = Path(f"/proc/{children[0]}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def start(module: str, folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds until the first answer, and megabytes of the worker after it."""
    port = free_port()
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    options = ["--worker-class", "gthread", "--threads", "8", "--no-control-socket", "--log-level", "error"]
    command = [gunicorn, module, "--bind", f"127.0.0.1:{port}", *options]
    begin = time.perf_counter()
    server = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        while not answered(port):
            time.sleep(0.01)
        return time.perf_counter() - begin, worker_megabytes(server.pid)
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    row("application", "cold start s", "worker MB")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "hello.py").write_text(HELLO)
        ours = {
            **os.environ,
            "EBOARD_DATABASE_URL": f"sqlite:///{folder}/eboard.sqlite",
            "EBOARD_KEYS_FILE": str(folder / "keys"),
        }
        subprocess.run([sys.executable, "-m", "eboard", "db", "upgrade"], cwd=ROOT, env=ours, check=True)
        for label, module, where, environment in (
            ("a bare Flask application", "hello:app", folder, dict(os.environ)),
            ("eBoard", "wsgi:app", ROOT, ours),
        ):
            measured = [start(module, where, environment) for _ in range(RUNS)]
            seconds, megabytes = (statistics.median(column) for column in zip(*measured, strict=True))
            row(label, f"{seconds:.2f}", f"{megabytes:.0f}")


if __name__ == "__main__":
    main()
