"""What the name service says of the domain that mail is sent from: SPF, DKIM and DMARC.

Without them invitations land among the junk. A name service that cannot be asked is no fault of the domain.
"""

from collections.abc import Iterator

from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, NoNameservers, Resolver

MADE_UP = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")  # RFC 2606
SECONDS = 3.0  # for one name, with all its servers
ENDINGS = ("-all", "~all")  # RFC 7208 section 5.1: whoever is not named is none of us
POLICIES = ("quarantine", "reject")


class UnknownError(Exception):
    """The name service could not be asked."""


def is_made_up(domain: str) -> bool:
    """Whether nobody can have this domain."""
    return any(domain == one or domain.endswith(f".{one}") for one in MADE_UP)


def faults(domain: str, selector: str, resolver: Resolver) -> Iterator[str]:
    """What is missing or weak, a sentence each; raises UnknownError when it could not be looked up."""
    yield from _spf(_texts(resolver, domain))
    yield from _dmarc(*_policies(resolver, domain))
    if selector:
        yield from _dkim(_texts(resolver, f"{selector}._domainkey.{domain}"), selector)
    else:
        yield "DKIM was not looked for: name the selector of the mail server in EBOARD_DKIM_SELECTOR"


def _texts(resolver: Resolver, name: str) -> list[str]:
    """The TXT records of a name, each put together (RFC 7208 section 3.3)."""
    try:
        found = resolver.resolve(name, "TXT", lifetime=SECONDS, search=False)
    except (NXDOMAIN, NoAnswer):
        return []
    except (DNSException, NoNameservers, OSError) as error:
        raise UnknownError from error
    return [b"".join(record.strings).decode("ascii", "replace") for record in found]


def _policies(resolver: Resolver, domain: str) -> tuple[list[dict[str, str]], bool]:
    """The DMARC records of a domain or of the nearest above (RFC 7489 section 6.6.3); whether they are from above."""
    labels = domain.split(".")
    for start in range(max(len(labels) - 1, 1)):
        texts = _texts(resolver, ".".join(("_dmarc", *labels[start:])))
        found = [_tags(text) for text in texts if text.replace(" ", "").lower().startswith("v=dmarc1")]
        if found:
            return found, start > 0
    return [], False


def _spf(texts: list[str]) -> Iterator[str]:
    records = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    if not records:
        yield "there is no SPF record"
    elif len(records) > 1:
        yield "there are several SPF records, which counts as none"
    elif not records[0].lower().rstrip().endswith(ENDINGS) and "redirect=" not in records[0].lower():
        yield "the SPF record does not end in -all or ~all: anybody may send in its name"


def _dmarc(records: list[dict[str, str]], is_from_above: bool) -> Iterator[str]:  # noqa: FBT001 - a pair of one answer
    if len(records) != 1:
        yield "there is no DMARC record" if not records else "there are several DMARC records, which counts as none"
    elif ((is_from_above and records[0].get("sp")) or records[0].get("p")) not in POLICIES:
        yield "the DMARC policy is none: set p=quarantine or p=reject"


def _dkim(texts: list[str], selector: str) -> Iterator[str]:
    records = [tags for tags in map(_tags, texts) if "p" in tags]
    if not records:
        yield f"there is no DKIM key under the selector {selector}"
    elif not records[0]["p"]:
        yield f"the DKIM key under the selector {selector} is revoked"


def _tags(text: str) -> dict[str, str]:
    """The list of tags of a record (RFC 6376 section 3.2)."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, mark, value in pairs if mark}
