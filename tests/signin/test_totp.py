"""Time-based codes against the vectors of the RFCs, and that none counts twice."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.signin import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()  # RFC 4226 appendix D and RFC 6238 appendix B, SHA-1
MOMENT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "code"),
    list(
        enumerate(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"])
    ),
)
def test_the_vectors_of_rfc_4226(count: int, code: str) -> None:
    assert totp.code_at(SECRET, count) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_vectors_of_rfc_6238_as_six_digits(seconds: int, code: str) -> None:
    assert totp.code_at(SECRET, totp.step_of(datetime.fromtimestamp(seconds, UTC))) == code


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_a_code_counts_around_its_step_and_only_after_the_last_one(off: int, last: int) -> None:
    now = totp.step_of(MOMENT)
    found = totp.matching_step(SECRET, totp.code_at(SECRET, now + off), moment=MOMENT, last=now + last)
    assert found == (now + off if abs(off) <= 1 and off > last else None)


def test_a_secret_is_twenty_bytes_and_the_address_says_whose() -> None:
    assert [totp.is_secret(text) for text in (totp.new_secret(), SECRET[:16], "", "!" * 32, "é" * 32)] == [
        True, False, False, False, False,
    ]  # fmt: skip
    assert totp.address_of(SECRET, account="a b@example.org") == (
        f"otpauth://totp/eBoard%3Aa%20b%40example.org?secret={SECRET}&issuer=eBoard"
    )
    assert totp.matching_step(SECRET, "é" * 6, moment=MOMENT + timedelta(0), last=0) is None
