"""Which passwords are refused, and the list of stolen ones."""

import hashlib
from pathlib import Path

import pytest
from argon2 import Type
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from config import Environment
from eboard.core.errors import BusyError, DomainError
from eboard.people import breaches, passwords

NUMBERS = st.integers(0, 60)
ABOUT = ("Nora", "Nurse", "nora.nurse", "north-hospital.example.org")


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("elevenchars", "12 to 200 characters"),
        ("x" * 201, "12 to 200 characters"),
        ("aaaaaaaaaaaaa", "plain pattern"),
        ("abababababab", "plain pattern"),
        ("123456789012", "plain pattern"),
        ("987654321098", "plain pattern"),
        ("abcdefghijklm", "plain pattern"),
        ("nora.nurse.2026", "easy to guess"),
        ("NorthHospital1", "easy to guess"),
        ("password12345", "easy to guess"),
        ("P4ssw0rd!2026", "easy to guess"),
        ("TumorBoard2026!", "easy to guess"),
        ("qwertyuiop12", "easy to guess"),
    ],
)
def test_what_others_would_guess_is_refused(ctx: Flask, password: str, says: str) -> None:
    with pytest.raises(DomainError, match=says) as caught:
        passwords.check(password, about=ABOUT)
    assert caught.value.field == "password"


@pytest.mark.parametrize("password", ["wooden kettle under snow", "correct horse battery staple", "7!kVq#pLw29zTb"])
def test_a_good_one_is_taken(ctx: Flask, password: str) -> None:
    passwords.check(password, about=ABOUT)


def test_a_stolen_one_is_refused_when_there_is_a_list(
    ctx: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stolen = "wooden kettle under snow"
    path = tmp_path / "stolen.txt"
    write(path, [stolen, "another one", "a third"])
    monkeypatch.setattr(breaches, "settings", lambda: type("S", (), {"breached_passwords": path}))
    with pytest.raises(DomainError, match="stolen"):
        passwords.check(stolen, about=ABOUT)
    passwords.check("seven quiet lanterns", about=ABOUT)


def write(path: Path, texts: list[str]) -> None:
    digests = sorted(hashlib.sha1(text.encode()).hexdigest().upper() for text in texts)
    path.write_text("".join(f"{digest}:{number}\n" for number, digest in enumerate(digests)))


@given(listed=st.sets(NUMBERS, min_size=1, max_size=30), asked=NUMBERS)
def test_the_search_in_the_list_finds_exactly_what_stands_there(
    tmp_path_factory: pytest.TempPathFactory, listed: set[int], asked: int
) -> None:
    path = tmp_path_factory.mktemp("list") / "stolen.txt"
    write(path, [str(number) for number in listed])
    for number in (*listed, asked):
        digest = hashlib.sha1(str(number).encode()).hexdigest().upper().encode()
        assert breaches._holds(path, digest) == (number in listed)


def test_a_hash_does_not_fit_anything_else(ctx: Flask) -> None:
    stored = passwords.hash_password("wooden kettle under snow")
    assert passwords.fits("wooden kettle under snow", stored)
    assert not passwords.fits("wooden kettle under sand", stored)
    assert not passwords.fits("wooden kettle under snow", None)
    assert not passwords.fits("wooden kettle under snow", "not a hash")
    assert not passwords.is_outdated(stored)


def test_what_is_longer_than_any_password_fits_none(ctx: Flask) -> None:
    longest = "wooden kettle " * 14 + "snow"
    stored = passwords.hash_password(longest)
    assert len(longest) == passwords.MOST
    assert (passwords.fits(longest, stored), passwords.fits(longest + "x", stored)) == (True, False)


def test_too_many_hashes_at_once_are_told_to_wait(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE_SECONDS", 0)
    with passwords._one_of_few(), passwords._one_of_few(), pytest.raises(BusyError):
        passwords.hash_password("wooden kettle under snow")
    assert passwords.fits("a", passwords.hash_password("a"))


def test_real_systems_hash_with_argon2id_and_the_parameters_of_the_rfc() -> None:
    hasher = passwords._hasher(Environment.PRODUCTION)
    assert (hasher.type, hasher.time_cost, hasher.memory_cost, hasher.parallelism) == (Type.ID, 3, 65536, 4)
