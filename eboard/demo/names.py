"""Names of made-up people: each pair of given and family name is given out once."""

import tomllib
from functools import cache
from random import Random
from typing import NamedTuple

from eboard.core.folding import fold
from eboard.demo.network import DATA


class Name(NamedTuple):
    """A person's name, and whether it is a woman's."""

    given: str
    family: str
    is_woman: bool

    @property
    def mailbox(self) -> str:
        """The part of an address before the @, in plain letters."""
        words = fold(f"{self.given}.{self.family}").replace(" ", "-")
        return "".join(letter for letter in words if letter.isascii() and (letter.isalnum() or letter in ".-"))


@cache
def _regions() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))


class Names:
    """Gives out names by region, none of them twice."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: set[str] = set()

    def person(self, region: str) -> Name:
        """A name of somebody with an account."""
        name = self.patient(region)
        while name.mailbox in self._given:
            name = self.patient(region)
        self._given.add(name.mailbox)
        return name

    def patient(self, region: str, *, is_woman: bool | None = None) -> Name:
        """A name that may come twice, as patients' names do."""
        names = _regions()[region]
        woman = self._random.random() < 0.5 if is_woman is None else is_woman
        given = self._random.choice(names["women" if woman else "men"])
        return Name(given, self._random.choice(names["family"]), woman)
