"""Copies of the whole database, each database in its own way."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import Engine, inspect

SQLITE_NAME, POSTGRES_NAME = "database.sqlite", "database.dump"


def copy_out(engine: Engine, folder: Path) -> None:
    """Write one consistent copy into ``folder`` while the system goes on working."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.connection.driver_connection.execute("VACUUM INTO ?", (str(folder / SQLITE_NAME),))  # type: ignore[union-attr]
        return
    _postgres("pg_dump", engine, "--format=custom", f"--file={folder / POSTGRES_NAME}")


def check_empty(engine: Engine) -> None:
    """Raise ValueError with a sentence for a database that has tables."""
    if inspect(engine).get_table_names():
        raise ValueError("The database is not empty. Restore into a new one.")


def copy_in(engine: Engine, folder: Path) -> None:
    """Fill an empty database from a copy; raises ValueError if it is not empty or the copy is of another kind."""
    check_empty(engine)
    source = folder / (SQLITE_NAME if engine.dialect.name == "sqlite" else POSTGRES_NAME)
    if not source.is_file():
        raise ValueError(f"This backup was not made from {engine.dialect.name}.")
    if engine.dialect.name == "sqlite":
        engine.dispose()
        shutil.copyfile(source, str(engine.url.database))
        return
    _postgres("pg_restore", engine, "--no-owner", "--exit-on-error", str(source))


def _postgres(program: str, engine: Engine, *arguments: str) -> None:
    url = engine.url.set(drivername="postgresql")
    password = str(url.password) if url.password else None
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    target = url.set(password=None).render_as_string()
    subprocess.run([program, f"--dbname={target}", *arguments], check=True, env=environment)  # noqa: S603 - our own words
