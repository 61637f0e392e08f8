"""What every service that makes rooms can do, and the values that go in and out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a service is reached with; ``timeout`` in seconds for each call, ``networks`` beside the public internet."""

    timeout: float
    in_production: bool
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    url: str = ""  # instead of the vendor's own addresses
    app_id: str = ""
    account_id: str = ""
    host: str = ""
    secret: str = ""
    refresh_token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The room that is wanted: ``name`` is random, ``title`` the name of the board and nothing else."""

    name: str
    title: str
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Made:
    """A room that is there: what the service calls it, and where people enter (empty: we sign the way in)."""

    external_id: str
    join_address: str = ""


class Service(Protocol):
    """A video service. Recording and transcripts are off in every room it makes.

    Each method raises `calls.ServiceError`. ``ahead`` says how long before the start a room is made; ``renewed`` is a
    refresh token the service gave instead of the one that was used.
    """

    ahead: ClassVar[timedelta]
    renewed: str

    def __init__(self, account: Account) -> None: ...

    def make(self, wish: Wish) -> Made:
        """Make a room."""

    def end(self, external_id: str) -> None:
        """End a room and send away who is in it; one that is gone already is fine."""

    def open(self, external_id: str, wish: Wish, *, as_host: bool) -> str:
        """Ask what must be asked each time somebody enters; the address of who hosts, if there is one of its own."""
