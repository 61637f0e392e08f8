"""Commands that run and look after the system itself."""

import os
import signal
import subprocess
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path

import click
from alembic import command as alembic
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection

from config import PREFIX, ROOT, Config, load
from eboard.core.db import db
from eboard.core.jobs import registered
from eboard.core.jobs.scheduler import run_forever


def alembic_config() -> AlembicConfig:
    """Where the migrations are."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    return config


@click.group()
def database() -> None:
    """Move the schema of the database."""


@database.command()
@with_appcontext
def upgrade() -> None:
    """Bring the schema up to date."""
    alembic.upgrade(alembic_config(), "head")


@database.command()
@click.argument("revision")
@with_appcontext
def downgrade(revision: str) -> None:
    """Take the schema back to REVISION."""
    alembic.downgrade(alembic_config(), revision)


@database.command()
@with_appcontext
def check() -> None:
    """Fail if the models and the migrations differ."""
    alembic.check(alembic_config())


@database.command()
@click.argument("message")
@with_appcontext
def revision(message: str) -> None:
    """Write a migration for what changed in the models; read it before you commit it."""
    alembic.revision(alembic_config(), message, autogenerate=True)


@click.command("settings")
def show_settings() -> None:
    """Print every setting, its meaning and its value; secrets are not shown."""
    config = load()
    for setting in fields(Config):
        value = getattr(config, setting.name)
        shown = "(secret)" if setting.metadata["secret"] else ("" if value is None else value)
        click.echo(f"{PREFIX}{setting.name.upper()}={shown}\n    {setting.metadata['meaning']}")


@click.group()
def jobs() -> None:
    """List and run jobs."""


@jobs.command("list")
@with_appcontext
def list_jobs() -> None:
    """Print every job and how often it runs."""
    for name, due in sorted(registered().items()):
        click.echo(f"{name}  every {due.every}")


@jobs.command("run")
@click.argument("name")
@with_appcontext
def run_job(name: str) -> None:
    """Run one job now."""
    if name not in registered():
        raise click.ClickException(f"There is no job {name}. `eboard jobs list` names them.")
    click.echo(f"{name} handled {registered()[name].run()}")


def is_at_head(connection: Connection) -> bool:
    """Whether the tables of the database are those of this version."""
    return frozenset(MigrationContext.configure(connection).get_current_heads()) == _heads()


@cache
def _heads() -> frozenset[str]:
    return frozenset(ScriptDirectory.from_config(alembic_config()).get_heads())


def check_schema() -> None:
    """Refuse to start on a database whose tables are not those of this version."""
    with db.engine.connect() as connection:
        is_right = is_at_head(connection)
    if not is_right:
        raise click.ClickException("The tables of the database are not those of this version. Run `eboard db upgrade`.")


@click.command()
@with_appcontext
def scheduler() -> None:
    """Run the jobs when they are due; any number of these may run."""
    check_schema()
    run_forever(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Werkzeug's way


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Number of web processes.")
@click.option("--threads", default=8, show_default=True, help="Threads of each.")
@with_appcontext
def serve(bind: str, workers: int, threads: int) -> None:
    """Run the web server and the scheduler together; the end of one ends the other."""
    check_schema()
    db.engine.dispose()
    web = web_server("wsgi:app", bind=bind, workers=workers, threads=threads)
    signal.signal(signal.SIGTERM, _leave)
    processes = [
        subprocess.Popen([sys.executable, "-m", "eboard", "scheduler"], cwd=ROOT, env=os.environ),
        subprocess.Popen(web, cwd=ROOT, env=os.environ),  # noqa: S603 - both are our own
    ]
    try:
        os.wait()  # for whichever ends first
    except KeyboardInterrupt:
        pass
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _leave(_signal: int, _frame: object) -> None:
    """End as Ctrl-C does, so that the processes started here end too."""
    raise KeyboardInterrupt


def web_server(app: str, *, bind: str, workers: int, threads: int) -> list[str]:
    """The command that serves a WSGI application of this checkout."""
    return [
        str(Path(sys.executable).parent / "gunicorn"), app, "--chdir", str(ROOT), "--bind", bind,
        "--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads),
        "--reuse-port", "--no-control-socket",
    ]  # fmt: skip
