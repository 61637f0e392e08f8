"""Settings: read, documented, and refused with a sentence when they are wrong."""

from dataclasses import fields
from pathlib import Path

import pytest

from config import Config, ConfigurationError, Environment, load

SAFE = {
    "EBOARD_ENVIRONMENT": "production",
    "EBOARD_SECRET_KEY": "x" * 32,
    "EBOARD_BASE_URL": "https://eboard.hospital.org",
    "EBOARD_MAIL_DIR": "",
    "EBOARD_SMTP_HOST": "mail.hospital.org",
    "EBOARD_CALENDAR_DOMAIN": "eboard.hospital.org",
    "EBOARD_MAIL_FROM": "eboard@hospital.org",
    "EBOARD_INVITATION_ADDRESS": "invitation@hospital.org",
}


def test_without_any_setting_a_developer_can_start() -> None:
    config = load({"PATH": "/bin"})
    assert (config.environment, config.in_demo, config.in_production) == (Environment.DEVELOPMENT, True, False)


def test_a_safe_production_starts() -> None:
    config = load(SAFE)
    assert (config.in_production, config.is_https, config.mail_dir) == (True, True, None)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EBOARD_SECRET_KEY", "short"),
        ("EBOARD_SECRET_KEY", "only-for-development"),
        ("EBOARD_BASE_URL", "http://eboard.hospital.org"),
        ("EBOARD_MAIL_DIR", "var/mail"),
        ("EBOARD_SMTP_TLS", "none"),
        ("EBOARD_SMTP_TLS", "sometimes"),
        ("EBOARD_SMTP_HOST", ""),
        ("EBOARD_IMAP_TLS", "sometimes"),
        ("EBOARD_IMAP_HANDLED_FOLDER", "INBOX"),
        ("EBOARD_CALENDAR_DOMAIN", "eboard.example"),
        ("EBOARD_MAIL_FROM", "nobody"),
        ("EBOARD_INVITATION_ADDRESS", "invitation@eboard.example"),
        ("EBOARD_BASE_URL", "https://eboard.hospital.org/"),
        ("EBOARD_UPLOAD_MEGABYTES", "-1"),
        ("EBOARD_SMTP_PORT", "many"),
        ("EBOARD_LOG_LEVEL", "loud"),
        ("EBOARD_CALENDAR_NETWORKS", "10.0.0.0/8, everywhere"),
        ("EBOARD_CALENDAR_NETWORKS", "10.0.0.1/8"),
        ("EBOARD_CALENDAR_CA_FILE", "/no/such/file"),
        ("EBOARD_ENVIRONMENT", "staging"),
        ("EBOARD_COLOUR", "blue"),
        ("EBOARD_SECURITY_CONTACT", "security@hospital.org"),
        ("EBOARD_SECURITY_CONTACT", "mailto:a@hospital.org\nExpires: never"),
        ("EBOARD_DATABASE_URL", "postgresql+psycopg://eboard@db.hospital.org/eboard"),
        ("EBOARD_DATABASE_URL", "postgresql+psycopg://eboard@db.hospital.org/eboard?sslmode=require"),
        ("EBOARD_DATABASE_URL", "postgresql+psycopg:///eboard?host=db.hospital.org"),
    ],
)
def test_an_unknown_malformed_or_unsafe_setting_refuses_the_start_by_name(variable: str, value: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load({**SAFE, variable: value})
    assert variable in str(caught.value)
    assert str(caught.value).count("\n") == 0


def test_networks_stand_with_commas_between() -> None:
    config = load({**SAFE, "EBOARD_CALENDAR_NETWORKS": "10.20.0.0/16, fd00:20::/32"})
    assert [str(network) for network in config.calendar_networks] == ["10.20.0.0/16", "fd00:20::/32"]
    assert load({**SAFE, "EBOARD_CALENDAR_NETWORKS": ""}).calendar_networks == ()


def test_answers_of_another_machine_are_read_encrypted_in_production() -> None:
    values = {**SAFE, "EBOARD_IMAP_TLS": "none"}
    assert load({**values, "EBOARD_IMAP_HOST": "localhost"}).imap_tls == "none"
    with pytest.raises(ConfigurationError, match="EBOARD_IMAP_TLS may be none only"):
        load({**values, "EBOARD_IMAP_HOST": "mail.hospital.org"})


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("y" * 40 + "\n")
    others = {name: value for name, value in SAFE.items() if name != "EBOARD_SECRET_KEY"}
    assert load({**others, "EBOARD_SECRET_KEY_FILE": str(secret)}).secret_key == "y" * 40
    with pytest.raises(ConfigurationError, match="EBOARD_SECRET_KEY_FILE names a file that does not exist"):
        load({**others, "EBOARD_SECRET_KEY_FILE": str(tmp_path / "absent")})


def test_every_setting_says_what_it_means() -> None:
    assert [setting.name for setting in fields(Config) if not setting.metadata["meaning"]] == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg:///eboard",
        "postgresql+psycopg:///eboard?host=/run/postgresql",
        "postgresql+psycopg://eboard@localhost/eboard",
        "postgresql+psycopg://eboard@db.hospital.org/eboard?sslmode=verify-full",
        "sqlite:////var/lib/eboard/eboard.sqlite",
    ],
)
def test_a_database_on_this_machine_or_behind_a_proven_name_is_taken(url: str) -> None:
    assert load({**SAFE, "EBOARD_DATABASE_URL": url}).database_url == url
