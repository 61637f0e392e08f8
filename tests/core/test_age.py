"""Sealing for somebody else's key: any of the keys opens it, nothing is kept, and no error is quoted by the library."""

import base64
import hashlib
import io
from collections.abc import Iterator

import pyrage
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_public_key,
    ssh_key_fingerprint,
)
from hypothesis import given
from hypothesis import strategies as st

from eboard.core.age import encrypt, recipient_of
from eboard.core.errors import DomainError

MINE, THEIRS = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()


def ssh_pair(kind: str, bits: int = 2048) -> tuple[str, bytes]:
    key = ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else rsa.generate_private_key(65537, bits)
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    return public, key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


@given(pieces=st.lists(st.binary(max_size=200_000), max_size=5))
def test_each_of_the_keys_opens_all_of_it_and_another_one_nothing(pieces: list[bytes]) -> None:
    file, others = io.BytesIO(), pyrage.x25519.Identity.generate()
    digest = encrypt(pieces, file, [recipient_of(str(one.to_public())) for one in (MINE, THEIRS)])
    assert digest == hashlib.sha256(file.getvalue()).hexdigest()
    assert [pyrage.decrypt(file.getvalue(), [one]) for one in (MINE, THEIRS)] == [b"".join(pieces)] * 2
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(file.getvalue(), [others])


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_a_key_of_openssh_does_it_too_and_is_named_as_openssh_names_it(kind: str) -> None:
    public, private = ssh_pair(kind)
    recipient, file = recipient_of(f"  {public} it@north.example.org\n"), io.BytesIO()
    encrypt([b"content"], file, [recipient])
    assert pyrage.decrypt(file.getvalue(), [pyrage.ssh.Identity.from_buffer(private)]) == b"content"
    known = ssh_key_fingerprint(load_ssh_public_key(public.encode()), hashes.SHA256())
    assert recipient.name == "SHA256:" + base64.b64encode(known).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "", "age1", "age1xyz", "ssh-rsa", "ssh-rsa AAAA", "ssh-ed25519 !!!!", "ssh-ed25519 ", "\x00",
        f"{MINE.to_public()}x", f"age1{MINE.to_public()}", "ecdsa-sha2-nistp256 AAAAE2VjZHNh", str(MINE), "nørd",
        "ssh-ed25519 nørd", "age1\udcff",
    ],
    ids=range(15),
)  # fmt: skip
def test_what_is_no_public_key_is_one_sentence_that_does_not_repeat_it(text: str) -> None:
    with pytest.raises(DomainError) as raised:
        recipient_of(text)
    assert raised.value.message == (
        "That is no public key. One begins with “age1”, “ssh-ed25519” or “ssh-rsa” (2048 bits or more)"
        " and is copied whole."
    )


def test_an_rsa_key_that_is_too_short_is_none() -> None:
    with pytest.raises(DomainError, match="2048 bits or more"):
        recipient_of(ssh_pair("rsa", 1024)[0])


def test_what_fails_in_making_or_writing_a_piece_is_raised_as_it_was() -> None:
    recipients = [recipient_of(str(MINE.to_public()))]

    def failing(error: BaseException) -> Iterator[bytes]:
        yield b"x" * 100_000
        raise error

    class Full(io.BytesIO):
        def write(self, _data: object, /) -> int:
            raise OSError(28, "No space left on device")

    for error in (DomainError("Ada Marker"), KeyboardInterrupt()):
        with pytest.raises(type(error)) as raised:
            encrypt(failing(error), io.BytesIO(), recipients)
        assert raised.value is error
    with pytest.raises(OSError, match="No space left"):
        encrypt([b"x" * 100_000], Full(), recipients)
    with pytest.raises(pyrage.EncryptError):  # there is no file that nobody can open
        encrypt([b"x"], io.BytesIO(), [])
