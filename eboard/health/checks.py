"""What `eboard check` looks at: one line each, with what to do."""

import os
import re
import shutil
import socket
import stat
import time as stopwatch
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dns.exception import DNSException
from dns.resolver import Resolver
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from config import ROOT
from eboard.audit import Actor, Via, record_read
from eboard.audit.enums import AccessEvent
from eboard.cases.models import PatientIdentity
from eboard.cases.queries.identities import opened
from eboard.core import time
from eboard.core.crypto import SealError
from eboard.core.db import db
from eboard.core.errors import EBoardError
from eboard.core.keys import keyring, read_keyring
from eboard.core.web import settings
from eboard.health import mail_records, queries
from eboard.health.metrics import existing
from eboard.mail.queries import hold_in_force
from eboard.people.data_keys import DestroyedError

APART = timedelta(seconds=2), timedelta(minutes=1)  # between two clocks: bearable, and not
WAITING = timedelta(minutes=15), timedelta(hours=1)
GIGABYTE = 1 << 30
TENTH = 10
OTHERS_MAY = stat.S_IWGRP | stat.S_IXGRP | stat.S_IRWXO
PATIENCE = 5  # seconds
SHOWN = 5


class State(StrEnum):
    """How a check went."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Checked(NamedTuple):
    """A line of the answer."""

    name: str
    state: State
    words: str


def check_all(access_log: Path | None) -> Iterator[Checked]:
    """Every check, in the order in which one repairs things."""
    begin = time.now() - timedelta(seconds=stopwatch.monotonic())
    for name, check in CHECKS.items():
        yield _looked_at(name, check)
    if access_log is not None:
        yield _looked_at("access log", partial(_access_log, access_log))
    jump = abs(time.now() - timedelta(seconds=stopwatch.monotonic()) - begin)
    if jump > APART[0]:
        yield Checked("clock", State.FAIL, f"it jumped by {jump.total_seconds():.0f} s during this check: see chrony")


Answer = tuple[State, str]
Check = Callable[[], Answer]


def _looked_at(name: str, check: Check) -> Checked:
    """One that cannot be asked, such as a database that is down, says so and stops none of the others."""
    try:
        return Checked(name, *check())
    except (SQLAlchemyError, EBoardError, OSError) as error:
        db.session.rollback()
        return Checked(name, State.FAIL, f"could not be looked at ({type(error).__name__})")


def _graded(value: timedelta, limits: tuple[timedelta, timedelta]) -> State:
    return State.OK if value <= limits[0] else State.WARN if value <= limits[1] else State.FAIL


def _clock() -> Answer:
    apart = abs(time.now() - queries.database_clock())
    words = f"{apart.total_seconds():.0f} s apart from the clock of the database"
    state = _graded(apart, APART)
    return state, words if state is State.OK else f"{words}: let chrony set both"


def _schema() -> Answer:
    if queries.schema_fits():
        return State.OK, "the tables are those of this version"
    return State.FAIL, "the tables are not those of this version: run `eboard db upgrade`"


def _keys() -> Answer:
    trouble = None if settings().keys_command else _trouble_with_file()
    if trouble:
        return State.FAIL, trouble
    count = f"{len(keyring().keys)} keys"
    row = db.session.scalar(select(PatientIdentity).order_by(PatientIdentity.id.desc()).limit(1))
    if row is None:
        return State.OK, count
    record_read(actor=Actor(via=Via.COMMAND), event=AccessEvent.READ, subject=row, purpose="check")
    try:
        opened(row)
    except DestroyedError:
        return State.OK, f"{count}; the newest sealed value was destroyed with its organization's key"
    except SealError as error:
        return State.FAIL, f"a sealed value does not open: {error}"
    return State.OK, f"{count}, the newest sealed value opens"


def _trouble_with_file() -> str | None:
    path = ROOT / settings().keys_file
    try:
        read_keyring(path)
    except (OSError, ValueError) as error:
        return str(error) if isinstance(error, ValueError) else f"{path} cannot be read"
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & OTHERS_MAY:
        return f"{path} has mode {mode:04o}: chmod 600 (or 640 with a group that holds eboard alone)"
    if path.resolve().is_relative_to((ROOT / settings().attachment_dir).resolve()):
        return f"{path} lies among the attachments and would be backed up with them: move it"
    return None


def _jobs() -> Answer:
    failing, late = queries.failing_jobs(), queries.late_jobs()
    if failing:
        return State.FAIL, f"failing: {_some(failing)}; see the log of the scheduler"
    if late:
        return State.FAIL, f"{len(late)} did not run within twice their interval: {_some(late)}; is the scheduler up?"
    return State.OK, "each ran within twice its interval"


def _some(names: Iterable[str]) -> str:
    shown = list(names)
    return ", ".join(shown[:SHOWN]) + (f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else "")


def _outbox() -> Answer:
    if hold_in_force() is not None:
        return State.WARN, "mail is held back since a restore: look at it, then `eboard mail release`"
    lag = queries.outbox_lag()
    state = _graded(lag, WAITING)
    words = f"the message that is due longest waits {lag.total_seconds() / 60:.0f} min"
    return state, words if state is State.OK else f"{words}: see Mail"


def _mail_server() -> Answer:
    if not settings().smtp_host:
        return State.WARN, "no mail is sent: EBOARD_SMTP_HOST is empty"
    return _reach(settings().smtp_host, settings().smtp_port)


def _mailbox() -> Answer:
    if not settings().imap_host:
        return State.WARN, "no answers are read: EBOARD_IMAP_HOST is empty"
    return _reach(settings().imap_host, settings().imap_port)


def _reach(host: str, port: int) -> Answer:
    try:
        with socket.create_connection((host, port), timeout=PATIENCE):
            return State.OK, f"{host}:{port} answers"
    except OSError as error:
        return State.FAIL, f"{host}:{port} does not answer ({type(error).__name__}): see name, port and firewall"


def _mail_records() -> Answer:
    domain = settings().mail_from.rpartition("@")[2]
    if mail_records.is_made_up(domain):
        return State.WARN, f"{domain} is a made-up domain"
    try:
        return judged_mail(domain, settings().dkim_selector, Resolver())
    except DNSException:  # the system names no name server
        return State.WARN, f"the records of {domain} could not be looked up"


def judged_mail(domain: str, selector: str, resolver: Resolver) -> Answer:
    """What the name service says of a domain that mail is sent from; that it cannot be asked fails nothing."""
    try:
        found = list(mail_records.faults(domain, selector, resolver))
    except mail_records.UnknownError:
        return State.WARN, f"the records of {domain} could not be looked up"
    if found:
        return State.WARN, f"{domain}: {'; '.join(found)}"
    return State.OK, f"SPF, DKIM and DMARC of {domain} are there"


def _stolen_passwords() -> Answer:
    path = settings().breached_passwords
    if path is None:
        return State.WARN, "new passwords are compared with no list: see EBOARD_BREACHED_PASSWORDS"
    if not os.access(ROOT / path, os.R_OK):
        return State.FAIL, f"{ROOT / path} cannot be read: nobody can set a password"
    return State.OK, "new passwords are compared with the list"


def _disk() -> Answer:
    usage = shutil.disk_usage(existing(ROOT / settings().attachment_dir))
    words = f"{usage.free / GIGABYTE:.1f} GB are free for attachments"
    if usage.free < GIGABYTE:
        return State.FAIL, f"{words}: make room"
    return (State.WARN, f"{words}, less than a tenth") if usage.free * TENTH < usage.total else (State.OK, words)


def _checkpoints() -> Answer:
    path = ROOT / settings().checkpoint_file
    place = path if path.exists() else existing(path.parent)
    if os.access(place, os.W_OK):
        return State.OK, f"{path} can be written"
    return State.FAIL, f"{path} cannot be written by this user: the heads of the audit are not noted"


def _base_url() -> Answer:
    if settings().is_https:
        return State.OK, f"{settings().base_url}"
    return State.FAIL if settings().in_production else State.WARN, f"{settings().base_url} is not https"


def _access_log(path: Path) -> Answer:
    try:
        return secrets_in_log(path)
    except PermissionError:
        return State.FAIL, f"{path} may not be read by this user: let it in, as with `usermod -aG adm eboard`"


def secrets_in_log(path: Path) -> Answer:
    """Whether a proxy wrote secret addresses into its log; only the numbers of lines are said."""
    rules = [rule for rule in current_app.url_map.iter_rules() if {"token", "code"} & rule.arguments]
    heads = sorted({re.escape(f"/{rule.rule.split('/')[1]}/") for rule in rules})
    unmasked = re.compile(rf"[\s\"](?:https?://[^/\s\"]+)?(?:{'|'.join(heads)})(?!-[\s\"])[^\s\"]+")
    if not path.is_file():
        return State.FAIL, f"{path} is not a file"
    with path.open(errors="replace") as file:
        found = [str(number) for number, line in enumerate(file, start=1) if unmasked.search(line)]
    if found:
        return State.FAIL, f"secret addresses on lines {_some(found)}: mask them as docs/deploy/nginx.conf does"
    return State.OK, "no line holds a secret address"


CHECKS: dict[str, Check] = {
    "clock": _clock,
    "migrations": _schema,
    "keys": _keys,
    "checkpoints": _checkpoints,
    "base url": _base_url,
    "jobs": _jobs,
    "outbox": _outbox,
    "mail server": _mail_server,
    "mailbox": _mailbox,
    "mail records": _mail_records,
    "stolen passwords": _stolen_passwords,
    "disk": _disk,
}
