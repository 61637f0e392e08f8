"""Every setting of eBoard, read from the environment: the one place that documents and checks them.

Each is an environment variable ``EBOARD_<NAME>``. A secret may be given as ``EBOARD_<NAME>_FILE``, the path of a file
that holds it. ``eboard settings`` prints this table with the values in force.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

PREFIX = "EBOARD_"
ROOT = Path(__file__).parent
SECRET_LENGTH = 32
IMAP_FOLDERS = 3
UNSAFE_SECRET = "only-for-development"  # noqa: S105 - refused in production


class ConfigurationError(Exception):
    """The environment does not describe a system that may start; one sentence a problem."""


class Environment(StrEnum):
    """How careful the system must be."""

    DEVELOPMENT = "development"
    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


def _setting(default: Any, meaning: str, parse: Callable[[str], Any] = str, *, secret: bool = False) -> Any:
    return field(default=default, metadata={"meaning": meaning, "parse": parse, "secret": secret})


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _optional_path(text: str) -> Path | None:
    return _path(text) if text else None


def _address(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not (local and at and "." in domain and text.isascii() and " " not in text):
        raise ValueError("it is not an e-mail address")
    return text


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError("it is below zero")
    return number


def _contact(text: str) -> str:
    if text and not text.startswith(("mailto:", "https://", "tel:")):
        raise ValueError("it begins with neither mailto:, https:// nor tel:")
    if not (text.isascii() and text.isprintable()):
        raise ValueError("it is not an address")
    return text


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings; each carries its meaning and its parser."""

    environment: Environment = _setting(
        Environment.DEVELOPMENT,
        "development, demo, test or production; production refuses unsafe settings",
        Environment,
    )
    database_url: str = _setting(
        "sqlite:///var/eboard.sqlite", "SQLite or PostgreSQL, as a SQLAlchemy URL", secret=True
    )
    secret_key: str = _setting(UNSAFE_SECRET, "signs cookies and forms; 32 or more random characters", secret=True)
    keys_file: Path = _setting(
        Path("var/keys"), "sealing keys of patient data, kept apart from database and backup", _path
    )
    keys_command: str = _setting(
        "",
        "program that prints the sealing keys instead, such as one that asks a key service; empty for the file",
        secret=True,
    )
    checkpoint_file: Path = _setting(
        Path("var/audit-checkpoints"),
        "where the heads of the audit chains are noted, outside the database",
        _path,
    )
    revocation_file: Path = _setting(
        Path("var/revocations"),
        "where it is noted what was revoked, outside the database: a restore applies it again",
        _path,
    )
    attachment_dir: Path = _setting(Path("var/attachments"), "folder of the sealed attachments", _path)
    upload_megabytes: int = _setting(50, "largest attachment, in megabytes", _count)
    base_url: str = _setting("http://localhost:8000", "address people reach the system at, without a final slash")
    calendar_domain: str = _setting("eboard.localhost.example", "ends every calendar UID; never change it once in use")
    mail_dir: Path | None = _setting(
        Path("var/mail"), "folder for .eml files instead of sending; empty to send", _optional_path
    )
    smtp_host: str = _setting("", "mail server to send through")
    smtp_port: int = _setting(587, "its port", _count)
    smtp_tls: str = _setting("starttls", "starttls, tls or none (none only on the loopback)")
    smtp_user: str = _setting("", "user at the mail server, if it asks for one")
    smtp_password: str = _setting("", "password at the mail server", secret=True)
    mail_from: str = _setting("eboard@eboard.localhost.example", "sender of notices", _address)
    invitation_address: str = _setting(
        "invitation@eboard.localhost.example",
        "organizer of invitations; answers come to it with a +tag",
        _address,
    )
    imap_host: str = _setting("", "mail server that answers are read from; empty to read none")
    imap_port: int = _setting(993, "its port", _count)
    imap_tls: str = _setting("tls", "tls, starttls or none (none only on the loopback)")
    imap_user: str = _setting("", "user of the mailbox that the invitation address delivers to")
    imap_password: str = _setting("", "its password", secret=True)
    imap_folder: str = _setting("INBOX", "folder that answers arrive in")
    imap_handled_folder: str = _setting("Handled", "folder for mails that were handled; made if it is not there")
    imap_parked_folder: str = _setting("Parked", "folder for mails that somebody has to look at")
    authserv_id: str = _setting(
        "", "name the receiving mail server signs its Authentication-Results with (RFC 8601); empty to believe none"
    )
    hold_seconds: int = _setting(120, "how long a change may be taken back before people are told", _count)
    feed_fetches_per_hour: int = _setting(
        120, "full answers one calendar address gets in an hour; 0 for no limit", _count
    )
    calendar_networks: tuple[IPv4Network | IPv6Network, ...] = _setting(
        (), "private networks in which people publish calendars, such as 10.20.0.0/16; commas between", _networks
    )
    calendar_ca_file: Path | None = _setting(
        None,
        "certificates of authorities of your own that vouch for servers there, as PEM; empty for none",
        _optional_path,
    )
    feed_addresses_per_person: int = _setting(20, "calendar addresses one person may have at a time", _count)
    feed_unused_days: int = _setting(
        180, "a calendar address nobody fetches ends after this many days; 0 for never", _count
    )
    feed_warning_days: int = _setting(21, "its person is warned this many days before", _count)
    downtime_dir: Path | None = _setting(
        None,
        "folder for the packets of the next meetings, for when the network is down; empty for none",
        _optional_path,
    )
    downtime_hours: int = _setting(48, "meetings that start within so many hours are copied there", _count)
    slot_minutes: int = _setting(
        10, "a person is told by mail when the first minute he or she is needed moves by more than this", _count
    )
    emergency_hours: int = _setting(4, "a case opened in an emergency stays open for this long", _count)
    session_idle_minutes: int = _setting(15, "a page is locked after this long without use", _count)
    live_idle_minutes: int = _setting(
        120, "the page of a running meeting is locked after this long without use", _count
    )
    session_hours: int = _setting(12, "signed out after this long in any case", _count)
    second_factor_grace_days: int = _setting(
        0, "days after an account is made in which its person may still do without a second factor", _count
    )
    recovery_hours: int = _setting(
        24, "how long the recovery of an account waits that no second administrator approves", _count
    )
    breached_passwords: Path | None = _setting(
        None,
        "file of stolen passwords: sorted upper-case SHA-1, one a line, what follows is ignored; empty for none",
        _optional_path,
    )
    sign_on_networks: tuple[IPv4Network | IPv6Network, ...] = _setting(
        (), "private networks in which identity providers of organizations stand; commas between", _networks
    )
    sign_on_ca_file: Path | None = _setting(
        None,
        "certificates of authorities of your own that vouch for identity providers, as PEM; empty for none",
        _optional_path,
    )
    video_networks: tuple[IPv4Network | IPv6Network, ...] = _setting(
        (), "private networks in which video services stand, such as 10.20.0.0/16; commas between", _networks
    )
    security_contact: str = _setting(
        "",
        "where weaknesses are reported, as mailto:, https:// or tel:, for /.well-known/security.txt; empty for none",
        _contact,
    )
    dkim_selector: str = _setting("", "selector your mail server signs with, for `eboard check`; empty for none")
    metrics_token: str = _setting(
        "", "who sends it as Bearer may read /metrics from anywhere; without it this machine alone may", secret=True
    )
    trusted_proxies: int = _setting(0, "number of proxies in front that set X-Forwarded-*", _count)
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR", str.upper)

    @property
    def in_production(self) -> bool:
        """Whether unsafe conveniences must be refused."""
        return self.environment is Environment.PRODUCTION

    @property
    def in_demo(self) -> bool:
        """Whether the made-up network may be shown and its accounts offered."""
        return self.environment in {Environment.DEMO, Environment.DEVELOPMENT}

    @property
    def is_https(self) -> bool:
        """Whether people reach the system over TLS."""
        return self.base_url.startswith("https://")


def load(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings; raises ConfigurationError naming every unknown, malformed or unsafe one."""
    known = {setting.name: setting for setting in fields(Config)}
    values: dict[str, Any] = {}
    problems: list[str] = []
    for variable, text in sorted(_with_files(environment, problems).items()):
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            problems.append(f"{variable} is not a setting of eBoard. `eboard settings` lists them.")
            continue
        try:
            values[name] = known[name].metadata["parse"](text)
        except ValueError as error:
            problems.append(f"{variable} cannot be used: {error}.")
    if not problems:
        config = Config(**values)
        problems.extend(_unsafe(config))
    if problems:
        raise ConfigurationError("\n".join(problems))
    return config


def _with_files(environment: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """The variables of ours, those that end in _FILE (and are secrets) replaced by what the file holds."""
    secrets = {f"{PREFIX}{setting.name.upper()}_FILE" for setting in fields(Config) if setting.metadata["secret"]}
    found: dict[str, str] = {}
    for variable, text in environment.items():
        if variable in secrets:
            if Path(text).is_file():
                found[variable.removesuffix("_FILE")] = Path(text).read_text().strip()
            else:
                problems.append(f"{variable} names a file that does not exist.")
        elif variable.startswith(PREFIX) and not variable.startswith(
            ("EBOARD_TEST_", "EBOARD_CHROMIUM", "EBOARD_UPDATE_")
        ):
            found[variable] = text
    return found


def _unsafe(config: Config) -> list[str]:
    """The sentences that keep a system from starting."""
    checks = [
        (
            config.smtp_tls not in {"starttls", "tls", "none"},
            "EBOARD_SMTP_TLS must be starttls, tls or none.",
        ),
        (
            config.imap_tls not in {"starttls", "tls", "none"},
            "EBOARD_IMAP_TLS must be starttls, tls or none.",
        ),
        (
            len({config.imap_folder, config.imap_handled_folder, config.imap_parked_folder}) < IMAP_FOLDERS,
            "EBOARD_IMAP_FOLDER, EBOARD_IMAP_HANDLED_FOLDER and EBOARD_IMAP_PARKED_FOLDER must be three folders.",
        ),
        (
            config.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"},
            "EBOARD_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.",
        ),
        (
            not urlsplit(config.base_url).hostname or config.base_url.endswith("/"),
            "EBOARD_BASE_URL must be an address without a final slash.",
        ),
        (
            config.calendar_ca_file is not None and not config.calendar_ca_file.is_file(),
            "EBOARD_CALENDAR_CA_FILE names a file that does not exist.",
        ),
        (
            config.sign_on_ca_file is not None and not config.sign_on_ca_file.is_file(),
            "EBOARD_SIGN_ON_CA_FILE names a file that does not exist.",
        ),
        (
            not 0 < config.session_idle_minutes <= config.live_idle_minutes,
            "EBOARD_SESSION_IDLE_MINUTES must be above zero and no more than EBOARD_LIVE_IDLE_MINUTES.",
        ),
        (
            0 < config.feed_unused_days <= config.feed_warning_days,
            "EBOARD_FEED_WARNING_DAYS must be less than EBOARD_FEED_UNUSED_DAYS.",
        ),
        (
            config.mail_dir is None and not config.smtp_host,
            "EBOARD_SMTP_HOST is missing: with an empty EBOARD_MAIL_DIR mail is sent.",
        ),
    ]
    if config.in_production:
        checks += [
            (
                len(config.secret_key) < SECRET_LENGTH or config.secret_key == UNSAFE_SECRET,
                "EBOARD_SECRET_KEY must be 32 or more random characters in production.",
            ),
            (not config.is_https, "EBOARD_BASE_URL must begin with https:// in production."),
            (
                not _is_database_safe(config.database_url),
                "EBOARD_DATABASE_URL must end in ?sslmode=verify-full&sslrootcert=… for a database on another machine.",
            ),
            (
                config.mail_dir is not None,
                "EBOARD_MAIL_DIR must be empty in production: mail has to be sent.",
            ),
            (
                config.smtp_tls == "none" and config.smtp_host not in {"localhost", "127.0.0.1"},
                "EBOARD_SMTP_TLS may be none only for a mail server on this machine.",
            ),
            (
                config.imap_tls == "none" and config.imap_host not in {"", "localhost", "127.0.0.1"},
                "EBOARD_IMAP_TLS may be none only for a mail server on this machine.",
            ),
            (
                config.calendar_domain.endswith(".example"),
                "EBOARD_CALENDAR_DOMAIN must be a domain of yours in production.",
            ),
            (
                config.mail_from.endswith(".example") or config.invitation_address.endswith(".example"),
                "EBOARD_MAIL_FROM and EBOARD_INVITATION_ADDRESS must be addresses of yours in production.",
            ),
        ]
    return [sentence for is_wrong, sentence in checks if is_wrong]


def _is_database_safe(url: str) -> bool:
    """Whether the way to the database stays on this machine, or is encrypted to a server that proves its name."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    hosts = [parts.hostname or "", *query.get("host", [])]
    is_near = all(not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"} for host in hosts)
    return not parts.scheme.startswith("postgresql") or is_near or query.get("sslmode") == ["verify-full"]
