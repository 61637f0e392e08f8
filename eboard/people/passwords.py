"""Passwords: how they are hashed, and which are refused because others guess them."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from config import Environment
from eboard.core.errors import BusyError, DomainError
from eboard.core.folding import fold
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.people.breaches import is_breached

LEAST = 12  # characters; NIST SP 800-63B-4 asks for 15 without and 8 with a second factor
MOST = 200  # an upper bound on the work one request can cause
LEAST_DIFFERENT = 5
SHORTEST_WORD = 3
WORDS = Path(__file__).with_name("guessable_words.txt")
DISGUISES = str.maketrans("013457@$!", "oieastasi")

# A hash takes 64 MiB; a burst of sign-ins must neither fill the memory nor starve the other requests.
_hashing = BoundedSemaphore(2)
PATIENCE_SECONDS = 10


@cache
def _hasher(environment: Environment) -> PasswordHasher:
    """Argon2id with the library's parameters, those of RFC 9106 section 4; tests take the cheapest ones."""
    if environment is Environment.TEST:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher()


@cache
def _nobodys(environment: Environment) -> str:
    """A hash that fits no password, so that an unknown account takes as long as a known one."""
    return _hasher(environment).hash("of nobody")


@contextmanager
def _one_of_few() -> Iterator[PasswordHasher]:
    if not _hashing.acquire(timeout=PATIENCE_SECONDS):
        raise BusyError(_("Too many people are signing in at this moment. Please try again in a minute."))
    try:
        yield _hasher(settings().environment)
    finally:
        _hashing.release()


def hash_password(password: str) -> str:
    """The Argon2id hash that is stored."""
    with _one_of_few() as hasher:
        return hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether a password is the one that was hashed; without a stored hash it takes as long and says no."""
    with _one_of_few() as hasher:
        try:
            matches = hasher.verify(stored or _nobodys(settings().environment), password[:MOST])
        except (VerificationError, InvalidHashError):
            return False
    return matches and stored is not None and len(password) <= MOST


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher(settings().environment).check_needs_rehash(stored)


def check(password: str, *, about: tuple[str, ...]) -> None:
    """Raise DomainError for a password that is too short, too plain or known; ``about`` is what others know of one."""
    sentence = _fault(password, about)
    if sentence is not None:
        raise DomainError(sentence, field="password")


def _fault(password: str, about: tuple[str, ...]) -> str | None:
    if not LEAST <= len(password) <= MOST:
        return _("Choose a password of %(least)s to %(most)s characters.", least=LEAST, most=MOST)
    if len(set(password)) < LEAST_DIFFERENT or _is_sequence(password):
        return _("This password is a plain pattern. Choose several words that do not belong together.")
    if _is_made_of(password, about) or _is_made_of(password, _guessable()):
        return _("This password is easy to guess. Choose several words that do not belong together.")
    if is_breached(password):
        return _("This password is in a list of stolen passwords. Choose another.")
    return None


def _is_sequence(password: str) -> bool:
    """Neighbours in the alphabet or among the digits, up or down: 123456789012, abcdefghijkl."""
    steps = {ord(later) - ord(earlier) for earlier, later in pairwise(password)}
    return steps <= {1, -9} or steps <= {-1, 9}


@cache
def _guessable() -> tuple[str, ...]:
    return tuple(WORDS.read_text().split())


def _is_made_of(password: str, words: tuple[str, ...]) -> bool:
    """Whether little is left once the words, also in disguise (p4ssw0rd), digits and signs are taken away."""
    parts = {part for word in words for part in re.split(r"[\W_]+", fold(word)) if len(part) >= SHORTEST_WORD}
    longest_first = sorted(parts, key=lambda part: (-len(part), part))
    folded = fold(password)
    return any(_letters_left(text, longest_first) < LEAST_DIFFERENT for text in (folded, folded.translate(DISGUISES)))


def _letters_left(text: str, words: Sequence[str]) -> int:
    for word in words:
        text = text.replace(word, "")
    return sum(character.isalpha() for character in text)
