"""The address of a published calendar, taken apart and refused where it is not one."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.reach import HTTPS_PORT

LONGEST = 2_000
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]", re.IGNORECASE)
SCHEMES = {"webcal": "https", "webcals": "https"}  # what calendar programs put in front of an address to subscribe to


@dataclass(frozen=True, slots=True)
class Address:
    """Where a calendar is published; only its host is ever shown."""

    host: str  # ASCII, lower case
    port: int
    target: str  # path and query

    def __repr__(self) -> str:
        return f"Address({self.host!r}, …)"

    @property
    def text(self) -> str:
        """The whole address, to be sealed."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{name}{'' if self.port == HTTPS_PORT else f':{self.port}'}{self.target}"

    def leads_to(self, location: str) -> "Address":
        """The address that an answer from here sends on to; raises DomainError if it is not one."""
        return parse_address(urljoin(self.text, location))


def parse_address(text: str) -> Address:
    """The address in a text that somebody pasted; raises DomainError with a sentence that does not repeat it."""
    bare = text.strip()
    scheme, mark, rest = bare.partition("://")
    scheme = SCHEMES.get(scheme.lower(), scheme.lower())
    if not mark or scheme != "https" or len(bare) > LONGEST or not bare.isprintable() or " " in bare:
        raise _refusal(_("Give an address that begins with https:// or webcal://."))
    url = _parts(f"https://{rest}")
    if url is None or url.host is None or not _HOST.fullmatch(url.host) or url.port == 0:
        raise _refusal(_("This is not an address. Copy it once more."))
    if url.auth is not None:
        raise _refusal(_("The address holds a user name or password. Publish the calendar under an address without."))
    return Address(url.host.strip("[]").lower(), url.port or HTTPS_PORT, url.request_uri)


def _parts(text: str) -> Url | None:
    try:
        return parse_url(text)
    except LocationParseError:
        return None


def _refusal(sentence: str) -> DomainError:
    return DomainError(sentence, field="address")
